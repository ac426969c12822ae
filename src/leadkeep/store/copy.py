"""Copy everything in one store into another, whatever their engines: rows stream, types translate.

A copy takes every table of the metadata, so whoever asks for one has imported ``domain.tables``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from sqlalchemy import ForeignKeyConstraint, Table, delete, func, select

from leadkeep.store.engine import Transaction
from leadkeep.store.schema import IdSequence, catalog_version, id_sequence, metadata
from leadkeep.store.statement import Insert, Row

ROWS_AT_ONCE = 1_000
"""A lead of 300 fields takes some 10 KB here: 10 MB at once."""

OWN_TABLES = frozenset({catalog_version.name, id_sequence.name})
"""Tables that each store keeps for itself: they are continued, not copied."""


class Progress(Protocol):
    """Hears how far a copy is."""

    def __call__(self, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` rows are copied."""
        ...


def copied_tables() -> Iterator[Table]:
    """Yield the tables that a copy takes, those that others refer to first."""
    return (table for table in metadata.sorted_tables if table.name not in OWN_TABLES)


def count_rows(tx: Transaction) -> dict[str, int]:
    """Return how many rows each table holds, by name."""
    return {
        table.name: tx.execute(select(func.count()).select_from(table)).scalar_one()
        for table in copied_tables()
    }


def remove_contents(tx: Transaction) -> None:
    """Remove every row that a copy would replace."""
    for table in reversed(list(copied_tables())):
        tx.execute(delete(table))


def copy_contents(
    source: Transaction, target: Transaction, wide: Mapping[str, Table], progress: Progress
) -> None:
    """Make the target hold exactly what the source holds.

    ``wide`` has, by name, the tables of which the metadata knows only the fixed part or nothing,
    with all their columns.
    """
    total = sum(count_rows(source).values())
    remove_contents(target)
    done = 0
    for fixed in copied_tables():
        table = wide.get(fixed.name, fixed)
        missing = {column.name for column in table.c} - target.column_names(table.name)
        target.add_columns(table, [column.name for column in table.c if column.name in missing])
        for count in _copy_table(source, target, table):
            done += count
            progress(done, total)
    for name in sorted(wide.keys() - metadata.tables.keys()):
        if not target.column_names(name):
            target.create_table(wide[name])  # no migration makes it: people defined it
        for count in _copy_table(source, target, wide[name]):
            done += count
            progress(done, max(done, total))
    for sequence in IdSequence.declared.values():
        target.continue_at(sequence, source.next_id(sequence))
    target.bump_version()


def _copy_table(source: Transaction, target: Transaction, table: Table) -> Iterator[int]:
    statement = Insert(table, [column.name for column in table.c])
    query = select(*(table.c[name] for name in statement.columns))
    groups: Iterable[list[Row]] = source.stream(query, ROWS_AT_ONCE)
    for key in table.foreign_key_constraints:
        if key.referred_table is table:
            groups = _parents_first(groups, statement.columns, key)
    for rows in groups:
        target.insert(statement, rows)
        yield len(rows)


def _parents_first(
    groups: Iterable[list[Row]], columns: Sequence[str], key: ForeignKeyConstraint
) -> Iterator[list[Row]]:
    """Yield rows after those that they refer to.

    It takes all of them at once: what has parents in its own table, such as folders, is few.
    """
    own = [columns.index(element.column.name) for element in key.elements]
    parent = [columns.index(column.name) for column in key.columns]
    waiting = [row for rows in groups for row in rows]
    known: set[Row] = set()
    while waiting:
        ready: list[Row] = []
        rest: list[Row] = []
        for row in waiting:
            named = tuple(row[index] for index in parent)
            is_ready = None in named or named in known
            (ready if is_ready else rest).append(row)
        known.update(tuple(row[index] for index in own) for row in ready)
        yield ready or rest  # in a circle nothing is ready: the engine says what it thinks of it
        waiting = rest if ready else []
