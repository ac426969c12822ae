"""Bring a database to the schema that this code knows, and refuse one that is newer.

Migrations only append. Each is one revision in ``migrations/versions``; Alembic runs those missing.
Before the first release there is one, and it may change.
"""

from pathlib import Path

from sqlalchemy import Connection, Sequence, inspect, text
from sqlalchemy.schema import CreateSequence

from leadkeep.errors import SetupError
from leadkeep.store.engine import Store
from leadkeep.store.schema import id_sequence

HEAD = "0001"
"""The newest revision. Kept here too, so that a start on a current store need not load Alembic."""

MIGRATIONS = Path(__file__).parent / "migrations"


def revision(store: Store) -> str | None:
    """Return the revision that the database is at; None for an empty one."""
    with store.core_connection() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(store: Store) -> bool:
    """Run the migrations that are missing; return whether there were any.

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
        store.lock_for_migration(connection)
        present = _revision(connection)
        if present is not None and present not in known:
            raise SetupError(
                f"the database {store.address} is at schema {present}; this leadkeep knows up to "
                f"{HEAD}: run the newer leadkeep that wrote it"
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def create_id_sequences(connection: Connection, first_ids: dict[str, int]) -> None:
    """Make a sequence for each kind of thing, for use in migrations."""
    if connection.dialect.supports_sequences:
        for kind, first in first_ids.items():
            connection.execute(CreateSequence(Sequence(f"{kind}_id_seq", start=first)))
        return
    rows = [{"kind": kind, "next_id": first} for kind, first in first_ids.items()]
    connection.execute(id_sequence.insert(), rows)
