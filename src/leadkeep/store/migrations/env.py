"""Alembic's environment: it runs on a connection that ``store.migrate`` opens and commits."""

from alembic import context

from leadkeep.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
