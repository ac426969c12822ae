"""Copy the contents of one store into another store, which may have another engine.

Rows are read and written in batches. A copy takes every table of the metadata, so the caller must
have imported ``domain.tables``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from sqlalchemy import ForeignKeyConstraint, Table, delete, func, select

from leadkeep.store.engine import Transaction
from leadkeep.store.schema import IdSequence, catalog_version, id_sequence, metadata
from leadkeep.store.statement import Insert, Row

COPY_BATCH_SIZE = 1_000
"""Batch size: rows in memory at a time. A lead of 300 fields takes some 10 KB, so a batch takes 10
MB at most."""

OWN_TABLES = frozenset({catalog_version.name, id_sequence.name})
"""Tables whose rows are not copied, because a copy sets the target's own values: catalog version
and next ids."""


class Progress(Protocol):
    """A function that reports how far a copy is."""

    def __call__(self, done: int, total: int) -> None:
        """Report that ``done`` of ``total`` rows are copied."""
        ...


def copied_tables() -> Iterator[Table]:
    """Yield the tables that a copy takes; a table comes after those that it refers to."""
    return (table for table in metadata.sorted_tables if table.name not in OWN_TABLES)


def count_rows(tx: Transaction) -> dict[str, int]:
    """Return the number of rows of each table, by table name."""
    return {
        table.name: tx.execute(select(func.count()).select_from(table)).scalar_one()
        for table in copied_tables()
    }


def remove_contents(tx: Transaction) -> None:
    """Delete all rows of the tables that a copy takes."""
    for table in reversed(list(copied_tables())):
        tx.execute(delete(table))


def copy_contents(
    source: Transaction, target: Transaction, wide: Mapping[str, Table], progress: Progress
) -> None:
    """Replace the contents of the target store with the contents of the source store.

    ``wide`` has, by name, the tables with columns that only the field registry knows: see
    :data:`~leadkeep.store.backup.WideTables`.
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
            target.create_table(wide[name])  # users defined it: no migration creates it
        for count in _copy_table(source, target, wide[name]):
            done += count
            progress(done, max(done, total))
    for sequence in IdSequence.declared.values():
        target.set_next_id(sequence, source.next_id(sequence))
    target.bump_version()


def _copy_table(source: Transaction, target: Transaction, table: Table) -> Iterator[int]:
    statement = Insert(table, [column.name for column in table.c])
    query = select(*(table.c[name] for name in statement.columns))
    groups: Iterable[list[Row]] = source.stream(query, COPY_BATCH_SIZE)
    for key in table.foreign_key_constraints:
        if key.referred_table is table:
            groups = _parents_first(groups, statement.columns, key)
    for rows in groups:
        target.insert(statement, rows)
        yield len(rows)


def _parents_first(
    groups: Iterable[list[Row]], columns: Sequence[str], key: ForeignKeyConstraint
) -> Iterator[list[Row]]:
    """Yield the rows of a table that refers to itself in groups: parents before their children.

    All rows are read into memory, because tables that refer to themselves, such as folders, are
    small.
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
        yield ready or rest  # in a cycle no row is ready: the engine reports it
        waiting = rest if ready else []
