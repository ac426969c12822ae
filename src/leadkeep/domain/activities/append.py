"""Append to the activity log (behaviour.md 5.1, 5.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

import msgspec
from sqlalchemy import bindparam, exists, insert, select

from leadkeep.domain.activities.tables import ACTIVITY_IDS, activity, activity_second
from leadkeep.domain.instance.access import Cause
from leadkeep.store import Id, Insert, Statement, Topic, Transaction

SECOND_MARKED = "activity second"
ACTIVITIES_COUNTED = "activities"
"""The counter of appended activities, for metrics."""


class ActivityType(IntEnum):
    """Ids of the standard activity types that leadkeep writes."""

    VISIT_WEB_PAGE = 1
    FILL_OUT_FORM = 2
    CLICK_LINK = 3
    SEND_EMAIL = 6
    EMAIL_DELIVERED = 7
    EMAIL_BOUNCED = 8
    NEW_LEAD = 12
    CHANGE_DATA_VALUE = 13
    CHANGE_SCORE = 22
    ADD_TO_LIST = 24
    REMOVE_FROM_LIST = 25
    MERGE_LEADS = 32
    ADD_TO_OPPORTUNITY = 34
    REMOVE_FROM_OPPORTUNITY = 35
    DELETE_LEAD = 37
    SEND_ALERT = 38
    INTERESTING_MOMENT = 46
    REQUEST_CAMPAIGN = 47
    CHANGE_LEAD_PARTITION = 100
    CHANGE_STATUS_IN_PROGRESSION = 104
    CHANGE_SEGMENT = 108
    CALL_WEBHOOK = 110
    ADD_TO_NURTURE = 113
    CHANGE_NURTURE_TRACK = 114
    CHANGE_NURTURE_CADENCE = 115
    CHANGE_PROGRAM_MEMBER_DATA = 123
    PUSH_LEAD_TO_MARKETO = 145
    EXECUTE_CAMPAIGN = 155


NewActivity = tuple[int, int | None, str | None, str]
"""An activity to append: lead id, primary attribute value id, primary attribute value, attributes.

The attributes are a JSON array of ``{"name":...,"value":...}``; see :func:`attribute_items`."""


@dataclass(frozen=True, slots=True)
class ActivityBatch:
    """Activities of one type, with the same moment and campaign."""

    type_id: int
    date: datetime
    campaign_id: int | None
    activities: Sequence[NewActivity]


AppendedActivity = tuple[int, int, int | None, str | None, str]
"""An appended activity: lead id, activity id, primary attribute value id, primary attribute value,
attributes."""


@dataclass(frozen=True, slots=True)
class AppendedActivities:
    """Appended activities of one type, date and campaign."""

    type_id: int
    date: datetime
    campaign_id: int | None
    activities: Sequence[AppendedActivity]


ACTIVITY_EVENTS: Topic[AppendedActivities] = Topic("activity events")
"""Publishes every appended activity, in log order. Every change of a lead appends an activity, so
the subscribers see all changes."""

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


DatedActivity = tuple[int, int, datetime, int | None, str | None, str]
"""An activity with its own type and date: lead id, type id, date, primary attribute value id,
primary attribute value, attributes."""

_INSERT_DATED = Insert(
    activity,
    [
        "lead_id",
        "id",
        "activity_type_id",
        "activity_date",
        "primary_attribute_value_id",
        "primary_attribute_value",
        "attributes",
    ],
)

_MARK_SECOND = Statement(
    insert(activity_second).from_select(
        ["second", "first_id", "activity_id"],
        select(
            bindparam("second", type_=Id),
            bindparam("first_id", type_=Id),
            bindparam("activity_id", type_=Id),
        ).where(~exists().where(activity_second.c.second >= bindparam("second", type_=Id))),
    )
)


def append_activities(tx: Transaction, batches: Sequence[ActivityBatch]) -> Sequence[int]:
    """Append activities in the given order, in which their ids ascend; return their ids.

    Readers of the log stop below these ids until this transaction ends, so that whoever has read
    an id has not missed a smaller one. Call this as late in the transaction as possible.
    """
    count = sum(len(batch.activities) for batch in batches)
    if count == 0:
        return ()
    ids = _take_ids(tx, count)
    numbers, appended = iter(ids), []
    for batch in batches:
        rows = [
            (lead_id, next(numbers), value_id, value, attributes)
            for lead_id, value_id, value, attributes in batch.activities
        ]
        tx.insert(_INSERT, rows, batch.type_id, batch.date, batch.campaign_id)
        appended.append(AppendedActivities(batch.type_id, batch.date, batch.campaign_id, rows))
    tx.emit(ACTIVITY_EVENTS, lambda: appended)
    return ids


def append_dated_activities(tx: Transaction, activities: Sequence[DatedActivity]) -> Sequence[int]:
    """Append activities, each with its own type and date; return their ids in the same order.

    What :func:`append_activities` says of ids and of readers holds here, too.
    """
    if not activities:
        return ()
    numbers = _take_ids(tx, len(activities))
    rows = [(each[0], number, *each[1:]) for number, each in zip(numbers, activities, strict=True)]
    tx.insert(_INSERT_DATED, rows)
    tx.emit(ACTIVITY_EVENTS, lambda: [_dated_event(each) for each in rows])
    return numbers


def _dated_event(
    row: tuple[int, int, int, datetime, int | None, str | None, str],
) -> AppendedActivities:
    lead_id, number, type_id, date, value_id, value, attributes = row
    return AppendedActivities(type_id, date, None, [(lead_id, number, value_id, value, attributes)])


def _take_ids(tx: Transaction, count: int) -> Sequence[int]:
    # Both before the ids: what another transaction has recorded by now has smaller ids. And the
    # second is the present one, not that of the moment: a reader may have asked for what follows
    # that moment by now.
    second = int(tx.now.timestamp())
    is_marked = second <= tx.cached_number(SECOND_MARKED, second - 1)
    numbers = tx.allocate_in_order(ACTIVITY_IDS, count)
    tx.count(ACTIVITIES_COUNTED, count)
    if not is_marked:
        _mark_second(tx, second, numbers[0])
    return numbers


def _mark_second(tx: Transaction, second: int, activity_id: int) -> None:
    """Record the first activity id of each second, so that readers can convert a moment to an id.

    Recorded seconds never go back. If a clock goes back, or the clock of another machine is late,
    the new activities belong to the latest recorded second. Each process caches the last second
    that it recorded.

    Transactions that run side by side may each record a second, and the one with the larger second
    may have the smaller ids. So the recorded id is below those of all that are in flight: what
    begins at the first row of a second, or of a later one, has all that was recorded since
    (docs/decisions/0154).
    """
    first_id = min(tx.settled(ACTIVITY_IDS), activity_id - 1) + 1
    tx.run(_MARK_SECOND, second=second, first_id=first_id, activity_id=activity_id)
    tx.cache_number(SECOND_MARKED, second)


def attribute_items(attributes: Sequence[tuple[str, object]]) -> str:
    """Return the attributes that have a value as JSON items, joined by commas, without brackets."""
    encode = msgspec.json.encode
    return ",".join(
        f'{{"name":{encode(name).decode()},"value":{encode(value).decode()}}}'
        for name, value in attributes
        if value is not None and value != ""  # the others are not listed (behaviour.md 5.1)
    )


def signature(cause: Cause) -> str:
    """Return the attributes that name the cause as JSON items: method, user, request id."""
    return attribute_items(
        [
            ("API Method Name", cause.method),
            ("Modifying User", cause.user),
            ("Request Id", cause.request_id),
        ]
    )
