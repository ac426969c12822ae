"""Migrate a database to the schema of this code; refuse a database with a newer schema.

Migrations are only appended. Each is one revision in ``migrations/versions``; Alembic runs those
that are missing. A released one never changes: databases that have run it would miss the change.
"""

from pathlib import Path

from sqlalchemy import Connection, Sequence, inspect, text
from sqlalchemy.schema import CreateSequence

from leadkeep.errors import SetupError
from leadkeep.store.engine import Store
from leadkeep.store.migration_lock import lock_for_migration
from leadkeep.store.schema import id_sequence

HEAD = "0009"
"""The newest revision. It is repeated here so that a server which finds a current store need not
load Alembic."""

MIGRATIONS = Path(__file__).parent / "migrations"


def revision(store: Store) -> str | None:
    """Return the revision of a database's schema; None for an empty database."""
    with store.core_connection() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(store: Store) -> bool:
    """Run the migrations that a database lacks; return whether it lacked any.

    Raises:
        SetupError: the database was written by a newer leadkeep.
    """
    if revision(store) == HEAD:
        return False
    from alembic import command  # noqa: PLC0415 -- a start on a current store does without
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with store.core_connection() as connection, connection.begin():
        lock_for_migration(store, connection)
        present = _revision(connection)
        if present is not None and present not in known:
            raise SetupError(
                f"the database {store.address} is at schema {present}; this leadkeep knows up to "
                f"{HEAD}: run the newer leadkeep that wrote it"
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    _place_new_tables(store)
    return True


def _place_new_tables(store: Store) -> None:
    """Place the tables that a migration has created, if those before it are distributed."""
    from leadkeep.store.distribute import distribute, is_distributed  # noqa: PLC0415 -- as above

    with store.core_connection() as connection:
        is_placed = is_distributed(connection)
    if is_placed:
        distribute(store)


def create_id_sequences(connection: Connection, first_ids: dict[str, int]) -> None:
    """Create id sequences, in a migration; ``first_ids`` has the first id of each by its name."""
    if connection.dialect.supports_sequences:
        for kind, first in first_ids.items():
            connection.execute(CreateSequence(Sequence(f"{kind}_id_seq", start=first)))
        return
    rows = [{"kind": kind, "next_id": first} for kind, first in first_ids.items()]
    connection.execute(id_sequence.insert(), rows)
