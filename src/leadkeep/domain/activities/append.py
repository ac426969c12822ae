"""Append to the activity log (behaviour.md 5.1, 5.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

import msgspec

from leadkeep.domain.activities.tables import ACTIVITY_IDS, activity
from leadkeep.store import Insert, Transaction

LOG_LOCK = "activity log"


class ActivityType(IntEnum):
    """The standard types that this server writes, by their ids."""

    NEW_LEAD = 12
    CHANGE_DATA_VALUE = 13
    DELETE_LEAD = 37


NewActivity = tuple[int, int | None, str | None, str]
"""Lead id, primary attribute value id, primary attribute value, attributes.

The attributes are a JSON array of ``{"name":...,"value":...}``; see :func:`attribute_items`.
"""


@dataclass(frozen=True, slots=True)
class ActivityBatch:
    """Activities of one type, written at one moment for one reason."""

    type_id: int
    date: datetime
    campaign_id: int | None
    activities: Sequence[NewActivity]


_INSERT = Insert(
    activity,
    [
        "lead_id",
        "id",
        "primary_attribute_value_id",
        "primary_attribute_value",
        "attributes",
    ],
    same=["activity_type_id", "activity_date", "campaign_id"],
)


def append_activities(tx: Transaction, batches: Sequence[ActivityBatch]) -> None:
    """Append activities in the given order; their ids rise in it, and in the order of commits.

    From here to the end of the transaction no other one appends, so a reader that has seen an id
    will never see a smaller one appear. Append as late as possible.
    """
    if not any(batch.activities for batch in batches):
        return
    tx.lock_keys([LOG_LOCK])
    numbers = iter(tx.allocate(ACTIVITY_IDS, sum(len(each.activities) for each in batches)))
    for batch in batches:
        rows = [
            (lead_id, next(numbers), value_id, value, attributes)
            for lead_id, value_id, value, attributes in batch.activities
        ]
        tx.insert(_INSERT, rows, batch.type_id, batch.date, batch.campaign_id)


def attribute_items(attributes: Sequence[tuple[str, object]]) -> str:
    """Return the JSON of the attributes that have a value, joined by commas, no brackets."""
    encode = msgspec.json.encode
    return ",".join(
        f'{{"name":{encode(name).decode()},"value":{encode(value).decode()}}}'
        for name, value in attributes
        if value is not None and value != ""  # only non-empty ones are listed (behaviour.md 5.1)
    )
