"""Mask the values of a logged body: its shape stays, and the words that the API itself defines."""

from collections.abc import Mapping
from typing import Any

LONGEST_WORD = 40
ITEM_LIMIT = 10
"""Of a longer list, the first items are logged."""
DEEPEST = 12
ID_MEMBERS = frozenset({"id", "seq", "marketoGUID"})
"""Members whose numbers are shown: they name records, and say nothing about people."""


def masked(value: Any, words: frozenset[str]) -> Any:  # noqa: ANN401
    """Return a parsed JSON value with the same members and lists, and without its texts.

    A text becomes its length, a number 0; ``words`` are shown, also several with commas between
    them: names of fields, statuses, error codes and the like. Lists longer than
    :data:`ITEM_LIMIT` are cut.
    """
    return _masked(value, words, "", 0)


def _masked(value: Any, words: frozenset[str], member: str, depth: int) -> Any:  # noqa: ANN401
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        is_shown = all(part in words for part in value.split(","))
        return value if is_shown else f"<{len(value)} characters>"
    if depth >= DEEPEST:
        return "<deeper>"
    if isinstance(value, Mapping):
        return {
            _masked_name(str(name), words): _masked(inner, words, str(name), depth + 1)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        shown = [_masked(each, words, member, depth + 1) for each in value[:ITEM_LIMIT]]
        more = len(value) - len(shown)
        return [*shown, f"<{more} more>"] if more else shown
    return value if member in ID_MEMBERS and isinstance(value, int) else 0


def _masked_name(name: str, words: frozenset[str]) -> str:
    """Return a member's name; one that is no identifier may be anything, and is masked too."""
    is_name = name in words or (name.isidentifier() and len(name) <= LONGEST_WORD)
    return name if is_name else f"<{len(name)} characters>"
