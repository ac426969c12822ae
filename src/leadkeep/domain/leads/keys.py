"""Make the key rows of leads: one for each value by which a lead is found (``lead_key``)."""

from collections.abc import Iterable, Sequence
from typing import Any

from leadkeep.domain.fields import Catalog, KeyRow, key_of
from leadkeep.domain.leads.cookie_values import tokens_of
from leadkeep.domain.leads.draft import Draft, Step

COOKIES = "cookies"
"""The only key field with several values: each visitor token in it is a key."""


def key_names(catalog: Catalog) -> frozenset[str]:
    """Return the names of the key fields."""
    return catalog.cached(
        "key names", lambda: frozenset(each.name for each in catalog.fields if each.is_key)
    )


def keys_in(name: str, value: Any) -> list[str]:  # noqa: ANN401
    """Return the keys that a field's value makes: none if empty, one for each visitor token.

    Any other value makes one key.
    """
    values = tokens_of(value) if name == COOKIES else [value]
    return [key for each in values if (key := key_of(each))]


def keys_of(drafts: Sequence[Draft], names: Iterable[str]) -> list[KeyRow]:
    """Return the key rows for the values that lead drafts have now in the named fields."""
    rows: list[KeyRow] = []
    for name in names:
        if name == COOKIES:
            rows += [
                (name, key, draft.lead_id)
                for draft in drafts
                for key in keys_in(name, draft.values.get(name))
            ]
        else:
            rows += [
                (name, key, draft.lead_id)
                for draft in drafts
                if (key := key_of(draft.values.get(name)))
            ]
    return rows


def key_changes(lead_id: int, steps: Iterable[Step]) -> tuple[list[KeyRow], list[KeyRow]]:
    """Return the key rows to delete and to add after these changes of one lead's key fields."""
    dropped, added = [], []
    for name, *values in steps:
        # If only letter case or blanks differ, the key stays the same.
        old, new = (keys_in(name, value) for value in values)
        dropped += [(name, key, lead_id) for key in old if key not in new]
        added += [(name, key, lead_id) for key in new if key not in old]
    return dropped, added
