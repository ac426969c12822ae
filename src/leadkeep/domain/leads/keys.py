"""The rows of ``lead_key``: every value that a lead is found by."""

from collections.abc import Iterable, Sequence

from leadkeep.domain.fields import Catalog, KeyRow, KeyTable, key_of
from leadkeep.domain.leads.draft import Draft, Step
from leadkeep.domain.leads.tables import lead_key

LEAD_KEYS = KeyTable(lead_key)
"""By the REST name of the field."""


def key_names(catalog: Catalog) -> frozenset[str]:
    """Return the names of the fields whose values are keys."""
    return catalog.made(
        "key names", lambda: frozenset(each.name for each in catalog.fields if each.is_key)
    )


def keys_of(drafts: Sequence[Draft], names: Iterable[str]) -> list[KeyRow]:
    """Return the keys that the drafts' values make, looking at the named fields."""
    return [
        (name, key, draft.lead_id)
        for name in names
        for draft in drafts
        if (key := key_of(draft.values.get(name)))
    ]


def key_changes(lead_id: int, steps: Iterable[Step]) -> tuple[list[KeyRow], list[KeyRow]]:
    """Return the keys to drop and to add for changes of key fields of one lead."""
    dropped, added = [], []
    for name, *values in steps:
        old, new = map(key_of, values)
        if old == new:
            continue  # only letter case or blanks differ: it is found as before
        if old:
            dropped.append((name, old, lead_id))
        if new:
            added.append((name, new, lead_id))
    return dropped, added
