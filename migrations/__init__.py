"""The database's shape over time: Alembic. The versions import nothing of ours, so that old ones keep their meaning."""
