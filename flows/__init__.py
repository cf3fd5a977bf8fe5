"""Flows and their order: the package that owns the database session, the environment and the clock."""
