"""Append to the activity log (behaviour.md 5.1, 5.3)."""

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

import msgspec

from leadkeep.domain.activities.tables import ACTIVITY_IDS, activity
from leadkeep.store import Insert, Transaction


class ActivityType(IntEnum):
    """The standard types that this server writes, by their ids."""

    NEW_LEAD = 12
    CHANGE_DATA_VALUE = 13
    DELETE_LEAD = 37


class NewActivity(NamedTuple):
    """An activity to append."""

    lead_id: int
    type_id: int
    date: datetime
    campaign_id: int | None
    primary_attribute_value_id: int | None
    primary_attribute_value: str | None
    attributes: str
    """A JSON array of ``{"name":...,"value":...}``; see :func:`attribute_items`."""


_INSERT = Insert(activity, [column.name for column in activity.c])


def append_activities(tx: Transaction, activities: Sequence[NewActivity]) -> None:
    """Append activities in the given order; their ids rise in it."""
    numbers = tx.allocate(ACTIVITY_IDS, len(activities))
    tx.insert(
        _INSERT,
        [(each[0], number, *each[1:]) for number, each in zip(numbers, activities, strict=True)],
    )


def attribute_items(attributes: Sequence[tuple[str, object]]) -> str:
    """Return the JSON of the attributes that have a value, joined by commas, no brackets."""
    encode = msgspec.json.encode
    return ",".join(
        f'{{"name":{encode(name).decode()},"value":{encode(value).decode()}}}'
        for name, value in attributes
        if value is not None and value != ""  # only non-empty ones are listed (behaviour.md 5.1)
    )
