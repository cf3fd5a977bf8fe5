"""Every promise of the design, shown on real parts: SQLite and PostgreSQL, HTTP on loopback, Prefect's server."""
