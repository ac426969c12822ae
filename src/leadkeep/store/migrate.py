"""Migrate a database to the schema of this code; refuse a database whose schema does not fit.

Migrations are only appended. Each is one revision in ``migrations/versions``; Alembic runs those
that are missing. A released one never changes: databases that have run it would miss the change.

A migration that older code can live with says from which schema on: ``compatible_from``. Then
servers of both versions run side by side (docs/decisions/0136).
"""

from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Sequence, inspect, select, text, update
from sqlalchemy.schema import CreateSequence

from leadkeep.errors import SetupError
from leadkeep.store.engine import Store
from leadkeep.store.migration_lock import lock_for_migration
from leadkeep.store.schema import catalog_version, id_sequence

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

HEAD = "0011"
"""The newest revision. It is repeated here so that a server which finds a current store need not
load Alembic."""

MIGRATIONS = Path(__file__).parent / "migrations"


class Schema(Enum):
    """How the schema of a database is beside that of this leadkeep."""

    MISSING = auto()
    OLDER = auto()
    CURRENT = auto()
    NEWER = auto()
    """Of a newer leadkeep, beside which this one may read and write."""

    @property
    def is_usable(self) -> bool:
        """May this leadkeep read and write here?"""
        return self in {Schema.CURRENT, Schema.NEWER}


def revision(store: Store) -> str | None:
    """Return the revision of a database's schema; None for an empty database."""
    with store.core_connection() as connection:
        return _revision(connection)


def schema_of(store: Store) -> Schema:
    """Return how the schema of a database is.

    Raises:
        SetupError: a newer leadkeep has migrated it so that this one must not use it.
    """
    with store.core_connection() as connection:
        return _schema(connection, store.address)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _schema(connection: Connection, address: str) -> Schema:
    present = _revision(connection)
    if present is None:
        return Schema.MISSING
    if present <= HEAD:
        return Schema.CURRENT if present == HEAD else Schema.OLDER
    oldest = connection.execute(select(catalog_version.c.compatible_from)).scalar()
    if oldest is None or oldest > HEAD:
        raise SetupError(
            f"the database {address} is at schema {present}; this leadkeep knows up to {HEAD}: "
            "run the newer leadkeep that wrote it"
        )
    return Schema.NEWER


def upgrade(store: Store) -> bool:
    """Run the migrations that a database lacks; return whether it lacked any.

    Raises:
        SetupError: a newer leadkeep has migrated it so that this one must not use it.
    """
    if schema_of(store).is_usable:
        return False
    # A start on a current store does without Alembic.
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415

    # Loaded before the lock, for which others wait no longer than they must, and once: Alembic's
    # command would load all migrations again.
    config = _configuration()
    scripts = _scripts(config)
    compatible_from = _oldest_compatible(scripts)
    with store.core_connection() as connection, connection.begin():
        lock_for_migration(store, connection)
        if _schema(connection, store.address).is_usable:
            return True  # by another process, meanwhile
        config.attributes["connection"] = connection
        missing = partial(_missing, scripts)
        with EnvironmentContext(config, scripts, fn=missing, destination_rev=HEAD):
            scripts.run_env()
        connection.execute(update(catalog_version).values(compatible_from=compatible_from))
    _place_new_tables(store)
    return True


def oldest_compatible(after: str | None = None) -> str:
    """Return the oldest schema whose leadkeep may use a database at the schema of this one.

    With ``after``, only what the migrations after this schema say counts.
    """
    return _oldest_compatible(_scripts(_configuration()), after)


def _oldest_compatible(scripts: "ScriptDirectory", after: str | None = None) -> str:
    migrations = scripts.iterate_revisions(HEAD, after or "base")
    return max(getattr(each.module, "compatible_from", each.revision) for each in migrations)


def _missing(scripts: "ScriptDirectory", present: Any, _: object) -> Any:  # noqa: ANN401 -- Alembic's
    """Return the steps from a present revision to the newest one."""
    return scripts._upgrade_revs(HEAD, present)  # noqa: SLF001 -- as Alembic's documentation does


def _scripts(config: "Config") -> "ScriptDirectory":
    from alembic.script import ScriptDirectory  # noqa: PLC0415 -- as above

    return ScriptDirectory.from_config(config)


def _configuration() -> "Config":
    from alembic.config import Config  # noqa: PLC0415 -- as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


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
