"""Distribute the tables of a PostgreSQL database with Citus by their scale class.

The steps are computed from the present state of the database, and each is a transaction of its
own. So the work may be interrupted and run again, and on a store that is distributed already there
is nothing to do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, ForeignKeyConstraint, Table, inspect, text
from sqlalchemy.schema import AddConstraint, DropConstraint

from leadkeep.errors import SetupError
from leadkeep.store.engine import Store
from leadkeep.store.migration_lock import lock_for_migration
from leadkeep.store.placement import (
    DISTRIBUTED,
    ON_COORDINATOR,
    REFERENCE,
    Placement,
    is_root,
    placing_sql,
    wanted_placement,
)
from leadkeep.store.schema import IS_CLUSTER, metadata

DEFAULT_SHARD_COUNT = 16
LEAST_VERSION = 12
_PLACED = "SELECT table_name::text, citus_table_type, distribution_column FROM citus_tables"
_VERSION = "SELECT extversion FROM pg_extension WHERE extname = 'citus'"


@dataclass(frozen=True, slots=True)
class Step:
    """A change that brings the database nearer to its distribution."""

    description: str
    sql: str


def is_cluster(connection: Connection) -> bool:
    """Return whether the database has the extension that distributes tables."""
    if connection.dialect.name != "postgresql":
        return False
    return bool(connection.execute(text(IS_CLUSTER)).scalar())


def is_distributed(connection: Connection) -> bool:
    """Return whether at least one table of the database is placed already."""
    return is_cluster(connection) and bool(_placements(connection))


def distribute(
    store: Store, shard_count: int = DEFAULT_SHARD_COUNT, user_tables: Sequence[Table] = ()
) -> list[str]:
    """Place all tables by their class; return a text for each step that was done.

    ``user_tables`` are those that users have defined.

    Raises:
        SetupError: the database has no extension that distributes tables, or is not set up for it.
    """
    steps = remaining_steps(store, shard_count, user_tables)
    for step in steps:
        with store.core_connection() as connection, connection.begin():
            lock_for_migration(store, connection)
            connection.execute(text(step.sql))
    if remaining_steps(store, shard_count, user_tables):
        raise SetupError(f"{store.address} was changed meanwhile: run leadkeep db distribute again")
    return [step.description for step in steps]


def remaining_steps(
    store: Store, shard_count: int = DEFAULT_SHARD_COUNT, user_tables: Sequence[Table] = ()
) -> list[Step]:
    """Return the steps that are missing, in their order.

    Raises:
        SetupError: as :func:`distribute`.
    """
    with store.core_connection() as connection:
        if not is_cluster(connection):
            raise SetupError(f"the database {store.address} has no extension citus")
        _check_settings(store, connection)
        tables = _present_tables(connection, user_tables)
        placed = _placements(connection)
        waiting = []
        for table in tables:
            present = placed.get(table.name, ON_COORDINATOR)
            if present == wanted_placement(table):
                continue
            waiting.append(table)
            if present != ON_COORDINATOR:
                raise SetupError(
                    f"{store.address}: {table.name} is {present}, its class says "
                    f"{wanted_placement(table)}: call undistribute_table first"
                )
        keys = _declared_keys(tables)
        names = {each.name for each in waiting}
        doomed = [
            each
            for each in keys
            if _exists(connection, each) and names & {each.table.name, each.referred_table.name}
        ]
        missing = [each for each in keys if each in doomed or not _exists(connection, each)]
        return [
            *(_drop(each, connection) for each in doomed),
            *(
                Step(f"place {each.name}", placing_sql(each, shard_count))
                for each in sorted(waiting, key=_place_order)
            ),
            *(_add(each, connection) for each in missing),
        ]


def misplaced_tables(connection: Connection, user_tables: Sequence[Table] = ()) -> list[str]:
    """Return a problem for each table that is not placed as its class says.

    There is none in a database without the extension, or with no table placed at all.
    """
    if not is_distributed(connection):
        return []
    placed = _placements(connection)
    complaints = []
    for table in _present_tables(connection, user_tables):
        present = placed.get(table.name, ON_COORDINATOR)
        wanted = wanted_placement(table)
        if present != wanted:
            complaints.append(
                f"placement: {table.name} is {present}, its class says {wanted}: "
                "leadkeep db distribute places it"
            )
    return complaints


def _placements(connection: Connection) -> dict[str, Placement]:
    found = {}
    for name, kind, column in connection.execute(text(_PLACED)):
        by = column if kind == DISTRIBUTED else None
        # The extension may list local tables that refer to reference tables.
        if kind in {DISTRIBUTED, REFERENCE}:
            found[name.strip('"')] = Placement(kind, by)
    return found


def _check_settings(store: Store, connection: Connection) -> None:
    version = connection.execute(text(_VERSION)).scalar()
    if version is not None and int(version.partition(".")[0]) < LEAST_VERSION:
        raise SetupError(
            f"{store.address}: citus {version}; leadkeep needs {LEAST_VERSION} or newer"
        )
    prepared = connection.execute(text("SELECT current_setting('max_prepared_transactions')"))
    if int(prepared.scalar_one()) == 0:
        raise SetupError(
            f"{store.address}: max_prepared_transactions is 0, so no transaction can span several "
            "servers: set it to the value of max_connections on every server"
        )


def _present_tables(connection: Connection, user_tables: Sequence[Table]) -> list[Table]:
    present = set(inspect(connection).get_table_names())
    return [each for each in (*metadata.sorted_tables, *user_tables) if each.name in present]


def _declared_keys(tables: Iterable[Table]) -> list[ForeignKeyConstraint]:
    return [
        key
        for table in tables
        for key in sorted(
            table.foreign_key_constraints, key=lambda constraint: str(constraint.name)
        )
    ]


def _exists(connection: Connection, key: ForeignKeyConstraint) -> bool:
    query = "SELECT 1 FROM pg_constraint WHERE contype = 'f' AND conname = :name"
    return connection.execute(text(query), {"name": key.name}).scalar() is not None


def _place_order(table: Table) -> tuple[int, str]:
    """Reference tables first, then the table to whose shards others are colocated, then others."""
    wanted = wanted_placement(table)
    if wanted.kind == REFERENCE:
        return 0, table.name
    return (1 if is_root(table) else 2), table.name


def _sql(element: AddConstraint | DropConstraint, connection: Connection) -> str:
    return str(element.compile(dialect=connection.dialect))


def _drop(key: ForeignKeyConstraint, connection: Connection) -> Step:
    change = DropConstraint(key)
    return Step(f"drop foreign key {key.name}", _sql(change, connection))


def _add(key: ForeignKeyConstraint, connection: Connection) -> Step:
    change = AddConstraint(key, isolate_from_table=False)
    return Step(f"add foreign key {key.name}", _sql(change, connection))
