"""The schema of the case database, version by version (Alembic)."""
