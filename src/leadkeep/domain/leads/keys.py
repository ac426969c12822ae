"""The rows of ``lead_key``: every value that a lead is found by."""

from collections.abc import Iterable

from sqlalchemy import bindparam, delete

from leadkeep.domain.fields import Catalog, normalised_key
from leadkeep.domain.leads.draft import Draft, Step
from leadkeep.domain.leads.tables import lead_key
from leadkeep.store import Insert, Statement, Transaction

KeyRow = tuple[str, str, int]
"""Kind, normalised value, lead id."""

_INSERT = Insert(lead_key, ["kind", "value", "lead_id"])
_DELETE = Statement(
    delete(lead_key).where(
        lead_key.c.kind == bindparam("old_kind"),
        lead_key.c.value == bindparam("old_value"),
        lead_key.c.lead_id == bindparam("old_lead_id"),
    )
)


def add_keys(tx: Transaction, rows: list[KeyRow]) -> None:
    """Store keys."""
    tx.insert(_INSERT, rows)


def drop_keys(tx: Transaction, rows: list[KeyRow]) -> None:
    """Remove keys, each by its full row: wherever its value lives, it is found at once."""
    if rows:
        names = ("old_kind", "old_value", "old_lead_id")
        tx.run_many(_DELETE, [dict(zip(names, row, strict=True)) for row in rows])


def key_names(catalog: Catalog) -> frozenset[str]:
    """Return the names of the fields whose values are keys."""
    return catalog.made(
        "key names", lambda: frozenset(each.name for each in catalog.fields if each.is_key)
    )


def keys_of(drafts: Iterable[Draft], names: Iterable[str]) -> list[KeyRow]:
    """Return the keys that the drafts' values make, looking at the named fields."""
    rows = []
    for name in names:
        for draft in drafts:
            value = draft.values.get(name)
            if value is not None and (key := normalised_key(value)):
                rows.append((name, key, draft.lead_id))
    return rows


def key_changes(lead_id: int, steps: Iterable[Step]) -> tuple[list[KeyRow], list[KeyRow]]:
    """Return the keys to drop and to add for changes of key fields of one lead."""
    dropped, added = [], []
    for name, *values in steps:
        old, new = ("" if value is None else normalised_key(value) for value in values)
        if old == new:
            continue  # only letter case or blanks differ: it is found as before
        if old:
            dropped.append((name, old, lead_id))
        if new:
            added.append((name, new, lead_id))
    return dropped, added
