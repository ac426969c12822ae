"""Check a store: the engine's files, the schema, the id sequences. Problems are texts."""

from collections.abc import Iterable

from sqlalchemy import Date, DateTime, Table, func, select

from leadkeep.store.engine import Store, Transaction
from leadkeep.store.migrate import HEAD, revision, schema_of
from leadkeep.store.schema import IdSequence, metadata

KEYS_WITH_ID = frozenset({("id",), ("lead_id", "id")})
"""Primary keys of tables in which each id comes from the sequence that has the table's name."""


def check_engine(store: Store) -> list[str]:
    """Return the engine's complaints about its files, and one if the schema is not current."""
    complaints = [f"engine: {line}" for line in store.check_integrity()]
    if not schema_of(store).is_usable:
        complaints.append(f"schema: at {revision(store)}, this leadkeep is at {HEAD}")
    return complaints


def check_tables(tx: Transaction) -> list[str]:
    """Return a problem for each column of the metadata that is missing in the database."""
    complaints = []
    for table in metadata.sorted_tables:
        missing = {column.name for column in table.c} - tx.column_names(table.name)
        complaints += [f"schema: {table.name} has no column {name}" for name in sorted(missing)]
    return complaints


def check_moments(tx: Transaction, tables: Iterable[Table]) -> list[str]:
    """Return a problem for each column with dates that cannot be read, with their number.

    Only an engine that stores dates as texts can have them.
    """
    complaints = []
    for table in tables:
        for column in table.c:
            if isinstance(column.type, Date | DateTime):
                count = tx.count_unreadable_dates(column)
                if count:
                    complaints.append(f"dates: {count} in {table.name} {column.name} are no dates")
    return complaints


def check_sequences(tx: Transaction) -> list[str]:
    """Return a problem for each sequence whose next id is not above the highest id in its table."""
    complaints = []
    for kind, sequence in IdSequence.declared.items():
        table = metadata.tables.get(kind)
        # A table of several kinds also contains ids of other sequences.
        if table is None or tuple(table.primary_key.columns.keys()) not in KEYS_WITH_ID:
            continue
        highest = tx.execute(select(func.max(table.c.id))).scalar() or 0
        following = tx.next_id(sequence)
        if following <= highest:
            complaints.append(f"ids: {kind} continues at {following}, but has {highest} already")
    return complaints
