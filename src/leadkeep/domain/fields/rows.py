"""Write rows and keys of tables that have a column per field: leads, objects.

All new rows take one insert, changed rows one update for each distinct set of changed fields.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from leadkeep.domain.fields.catalog import Catalog
from leadkeep.domain.fields.keys import KeyRow, KeyTable
from leadkeep.domain.fields.parse import Values
from leadkeep.store import Insert, Transaction, Update

RowChange = tuple[int, Values, Sequence[KeyRow], Sequence[KeyRow]]
"""The change of one row: its id, new values by field name, key rows to delete, key rows to add."""


class Draft(Protocol):
    """A row to insert: stored values by field name."""

    values: Values


def level_values(drafts: Sequence[Draft], initial_value: Callable[[str], Any]) -> tuple[str, ...]:
    """Give all drafts values for the same fields; return the names of these fields.

    One statement inserts all rows. A field that only some drafts set gets, in the other drafts, the
    value that it would have if no draft set it. Afterwards the values of all drafts have one order.
    """
    shapes = {tuple(draft.values) for draft in drafts}
    names = tuple(dict.fromkeys(name for shape in sorted(shapes) for name in shape))
    if len(shapes) > 1:
        missing = {name: initial_value(name) for name in names}
        for draft in drafts:
            draft.values = missing | draft.values
    return names


def insert_statement(
    catalog: Catalog, columns: tuple[str, ...], names: tuple[str, ...], same: tuple[str, ...]
) -> Insert:
    """Return the statement that inserts ``columns`` and the fields ``names``.

    The columns in ``same`` have one value for all rows. A field may have the same name as the
    column of another field.
    """

    def make() -> Insert:
        return Insert(catalog.table, [*columns, *_columns(catalog, names)], same)

    return catalog.cached(("insert", names, same), make)


def update_rows(
    tx: Transaction, catalog: Catalog, keys: KeyTable, changes: Iterable[RowChange]
) -> None:
    """Update rows of an object's table, and the key rows that find them.

    The caller has locked the rows.
    """
    groups: defaultdict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    dropped: list[KeyRow] = []
    added: list[KeyRow] = []
    for row_id, values, old, new in changes:
        groups[tuple(values)].append((row_id, *values.values()))
        dropped += old
        added += new
    for names, rows in groups.items():
        tx.update(_update_statement(catalog, names), rows, tx.moment)
    keys.drop(tx, dropped)
    keys.add(tx, added)


def _update_statement(catalog: Catalog, names: tuple[str, ...]) -> Update:
    def make() -> Update:
        return Update(catalog.table, ["id"], _columns(catalog, names), ["updatedAt"])

    return catalog.cached(("update", names), make)


def _columns(catalog: Catalog, names: Iterable[str]) -> list[str]:
    return [catalog.by_name[name].column for name in names]
