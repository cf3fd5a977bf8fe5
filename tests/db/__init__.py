"""Tests with a database: on SQLite, and on PostgreSQL where they are marked so."""
