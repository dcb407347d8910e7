"""What Alembic runs for each command: the migrations, on the connection that `migrate` was given."""

from __future__ import annotations

from alembic import context

from hub_server.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
