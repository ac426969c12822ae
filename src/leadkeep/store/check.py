"""Ask a store whether it is whole: engine, schema, sequences."""

from sqlalchemy import func, select

from leadkeep.store.engine import Store, Transaction
from leadkeep.store.migrate import HEAD, revision
from leadkeep.store.schema import IdSequence, metadata

KEYS_WITH_ID = frozenset({("id",), ("lead_id", "id")})
"""Primary keys of tables whose every id comes from the sequence that bears the table's name."""


def check_engine(store: Store) -> list[str]:
    """Return what the engine says about its files, and whether the schema is the one we know."""
    complaints = [f"engine: {line}" for line in store.check_integrity()]
    present = revision(store)
    if present != HEAD:
        complaints.append(f"schema: at {present}, this leadkeep is at {HEAD}")
    return complaints


def check_tables(tx: Transaction) -> list[str]:
    """Return which columns of the fixed tables are missing."""
    complaints = []
    for table in metadata.sorted_tables:
        missing = {column.name for column in table.c} - tx.column_names(table.name)
        complaints += [f"schema: {table.name} has no column {name}" for name in sorted(missing)]
    return complaints


def check_sequences(tx: Transaction) -> list[str]:
    """Return which sequences would give out an id that a row of their table has already."""
    complaints = []
    for kind, sequence in IdSequence.declared.items():
        table = metadata.tables.get(kind)
        # In a table of several kinds, ids of other sequences stand beside this one's.
        if table is None or tuple(table.primary_key.columns.keys()) not in KEYS_WITH_ID:
            continue
        highest = tx.execute(select(func.max(table.c.id))).scalar() or 0
        following = tx.next_id(sequence)
        if following <= highest:
            complaints.append(f"ids: {kind} continues at {following}, but has {highest} already")
    return complaints
