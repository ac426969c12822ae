"""How Alembic runs here: always on a connection that ``store.migrate`` opened and will commit."""

from alembic import context

from leadkeep.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
