"""What Alembic runs to bring a database to the newest schema; the open connection is handed over by `engine.py`."""

from __future__ import annotations

from alembic import context

from dateline.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
