"""Key tables: the normalised values by which leads and other records are found.

A row of a key table is called a key row: a kind (which field), a value, and the id of the owner
(the lead or record). These three columns are the primary key, so look-ups and deletions use its
index.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Column, Table, bindparam, select, tuple_

from leadkeep.domain.fields.field import normalised_key
from leadkeep.domain.fields.tables import lead_key, record_key
from leadkeep.store import Delete, Insert, Statement, Transaction, any_of

KeyRow = tuple[Any, str, int]
"""A row of a key table: kind, normalised value, id of the owner."""


KeyPlace = tuple[str, int]
"""A place in a range of keys, ordered by value: a value and the id of an owner."""

END_OF_RANGE = "\U0010ffff"
"""What follows a beginning in the value that is above all values with that beginning."""


class KeyRange:
    """The keys of one kind with the same beginning, read page by page."""

    def __init__(self, kind: Column[Any], value: Column[str], owner: Column[int]) -> None:
        """Use these columns of a table, which has an index on them in this order."""
        self._page = Statement(
            select(value, owner)
            .where(
                kind == bindparam("wanted_kind"),
                value < bindparam("end"),
                tuple_(value, owner) > tuple_(bindparam("after_value"), bindparam("after_owner")),
            )
            .order_by(value, owner)
            .limit(bindparam("limit"))
        )

    def page(
        self,
        tx: Transaction,
        kind: Any,  # noqa: ANN401
        beginning: str,
        after: KeyPlace | None,
        limit: int,
    ) -> list[KeyPlace]:
        """Return at most ``limit`` keys that begin with a normalised text, ascending.

        The first page has ``after`` None, every other one the last key of the page before it.
        """
        value, owner = after or (beginning, 0)
        end = beginning + END_OF_RANGE
        own = {"end": end, "after_value": value, "after_owner": owner, "limit": limit}
        return [(row[0], row[1]) for row in tx.rows(self._page, wanted_kind=kind, **own)]


class KeyTable:
    """One key table, with the statements that read and write it."""

    def __init__(self, table: Table) -> None:
        """Use a table whose primary key is the kind, the value and the id of the owner."""
        self.table = table
        kind, value, owner = table.primary_key.columns
        is_kind = kind == bindparam("wanted_kind")
        is_any = any_of(value, "wanted_values")
        is_behind = owner > bindparam("after")
        self.range = KeyRange(kind, value, owner)
        self._insert = Insert(table, [kind.name, value.name, owner.name])
        self._delete = Delete(table, [kind.name, value.name, owner.name])
        self._owners = Statement(select(value, owner).where(is_kind, is_any).order_by(value, owner))
        self._first = Statement(
            select(owner)
            .distinct()
            .where(is_kind, is_any, is_behind)
            .order_by(owner)
            .limit(bindparam("limit"))
        )
        self._first_of_one = Statement(
            select(owner)
            .where(is_kind, value == bindparam("wanted_value"), is_behind)
            .order_by(owner)
            .limit(bindparam("limit"))
        )
        self._any_kind = Statement(
            select(kind, value, owner)
            .where(any_of(kind, "wanted_kinds"), is_any)
            .order_by(kind, value, owner)
        )

    def add(self, tx: Transaction, rows: list[KeyRow]) -> None:
        """Insert key rows."""
        tx.insert(self._insert, rows)

    def drop(self, tx: Transaction, rows: list[KeyRow]) -> None:
        """Delete key rows."""
        tx.delete(self._delete, rows)

    def owners(
        self,
        tx: Transaction,
        kind: Any,  # noqa: ANN401
        values: Collection[str],
    ) -> list[tuple[str, int]]:
        """Return (normalised value, owner id) for each owner of one of the values."""
        if not values:
            return []
        found = tx.rows(self._owners, wanted_kind=kind, wanted_values=list(values))
        return [(row[0], row[1]) for row in found]

    def first_owners(
        self,
        tx: Transaction,
        kind: Any,  # noqa: ANN401
        values: Sequence[str],
        limit: int,
        after: int = 0,
    ) -> list[int]:
        """Return up to ``limit`` ids of what has one of the values as its key, ascending.

        Only ids above ``after``; ``kind`` is the kind of key, such as a field's id.
        """
        own = {"wanted_kind": kind, "after": after, "limit": limit}
        if len(values) == 1:  # The most frequent case: one step down the index, nothing to merge.
            found = tx.rows(self._first_of_one, wanted_value=values[0], **own)
        else:
            found = tx.rows(self._first, wanted_values=list(values), **own)
        return [row[0] for row in found]

    def of_kinds(
        self, tx: Transaction, kinds: Collection[Any], values: Collection[str]
    ) -> list[KeyRow]:
        """Return the key rows of these kinds that have one of the values."""
        if not kinds or not values:
            return []
        rows = tx.rows(self._any_kind, wanted_kinds=list(kinds), wanted_values=list(values))
        return [(row[0], row[1], row[2]) for row in rows]


LEAD_KEYS = KeyTable(lead_key)
"""The keys of leads; the kind is the REST name of the field."""
RECORD_KEYS = KeyTable(record_key)
"""The keys of other records; the kind is the id of the field, or the negative id of the first field
of a key of several fields."""


def key_of(value: Any) -> str:  # noqa: ANN401
    """Return the normalised form of a stored value for a key table; an empty text for None."""
    return "" if value is None else normalised_key(value)
