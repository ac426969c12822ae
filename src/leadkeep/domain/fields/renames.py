"""Publish renames of what rules name, in the transaction that renames (decision 0119)."""

from collections.abc import Mapping
from dataclasses import dataclass

from leadkeep.domain.fields.field import normalised_key
from leadkeep.store import Topic


@dataclass(frozen=True, slots=True)
class Renamed:
    """A thing that has another name now."""

    kind: str
    """What it is, as messages call it: ``list``, or ``attribute`` of an activity type."""
    names: Mapping[str, str]
    """By old name in normalised form: the new name, full for a full one, short for a short one."""
    owner: str = ""
    """Of an attribute: the name of its trigger or filter now, in normalised form."""


RENAMES: Topic[Renamed] = Topic("renames")
"""Publishes each rename after it was stored."""


def renamed(kind: str, names: Mapping[str, str], owner: str = "") -> list[Renamed]:
    """Return a rename as an event, without the names that stay; nothing if all of them stay."""
    by_key = {normalised_key(old): new for old, new in names.items() if old != new}
    return [Renamed(kind, by_key, owner)] if by_key else []
