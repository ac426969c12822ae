"""Query the activity log (SQL only)."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    type_coerce,
    union_all,
)

from leadkeep.domain.activities.append import ActivityType
from leadkeep.domain.activities.merged import recorded_under
from leadkeep.domain.activities.tables import (
    ACTIVITY_IDS,
    activity,
    activity_second,
    merged_lead,
)
from leadkeep.store import (
    LARGEST_ID,
    JsonText,
    Statement,
    Transaction,
    WireTimestamp,
    any_of,
)

Row = tuple[Any, ...]
"""One activity: id, lead id (of the winner, if the lead was merged), date as text in the API's
format, type id, campaign id, primary attribute value id, primary attribute value, attributes as
JSON."""

IdRange = tuple[int, int]
"""Activity ids above the first number, up to the second one."""

RANGE_LIMIT = 100
"""Limit: leads whose activities are read as one limited range per lead; more leads share one
range."""
STREAMED_ROWS = 1_000

CHANGE_TYPES = tuple(
    map(int, (ActivityType.NEW_LEAD, ActivityType.CHANGE_DATA_VALUE, ActivityType.MERGE_LEADS))
)
"""Types of activities that change fields of leads."""

_COLUMNS = (
    activity.c.id,
    func.coalesce(merged_lead.c.winner_id, activity.c.lead_id).label("lead_id"),
    type_coerce(activity.c.activity_date, WireTimestamp()).label("activity_date"),
    activity.c.activity_type_id,
    activity.c.campaign_id,
    activity.c.primary_attribute_value_id,
    activity.c.primary_attribute_value,
    activity.c.attributes,
)

_FIRST_ID_SINCE = Statement(
    select(activity_second.c.first_id)
    .where(activity_second.c.second >= bindparam("since"))
    .order_by(activity_second.c.second, activity_second.c.first_id)
    .limit(1)
)

_OF_SOME = (
    any_of(activity.c.lead_id, "lead_ids"),
    # As an expression, so that no engine uses the index by type for it.
    any_of(activity.c.activity_type_id + 0, "type_ids"),
    activity.c.activity_date >= bindparam("since"),
)
_OWNER = func.coalesce(merged_lead.c.winner_id, activity.c.lead_id)
_WITH_WINNERS = activity.outerjoin(merged_lead, merged_lead.c.lead_id == activity.c.lead_id)
_PAST = Statement(
    select(
        _OWNER.label("lead_id"),
        activity.c.activity_date,
        activity.c.primary_attribute_value_id,
        activity.c.primary_attribute_value,
        activity.c.attributes,
    )
    .select_from(_WITH_WINNERS)
    .where(*_OF_SOME)
    .order_by(activity.c.lead_id, activity.c.id)
)
_PAST_COUNTS = Statement(
    select(_OWNER.label("lead_id"), func.count())
    .select_from(_WITH_WINNERS)
    .where(*_OF_SOME)
    .group_by(_OWNER)
    .order_by(_OWNER)
)

PastActivity = tuple[int, datetime, int | None, str | None, str]
"""An activity for filters: lead id, date, primary attribute value id, primary attribute value,
attributes as JSON."""


@cache
def _first_leads_since(count: int) -> Statement:
    second, logged = activity_second.c, activity.c
    columns = []
    for index in range(count):
        first_id = (
            select(second.first_id)
            .where(second.second >= bindparam(f"since_{index}"))
            .order_by(second.second, second.first_id)
            .limit(1)
            .scalar_subquery()
        )
        first_lead = (
            select(logged.lead_id)
            .where(logged.activity_type_id == int(ActivityType.NEW_LEAD), logged.id >= first_id)
            .order_by(logged.id)
            .limit(1)
        )
        columns.append(first_lead.scalar_subquery().label(f"lead_{index}"))
    return Statement(select(*columns))


def first_leads_since(tx: Transaction, moments: Sequence[datetime]) -> list[int | None]:
    """Return, for each moment, the id of the first lead that was created since; None for none.

    Its row may be gone. One statement, however many moments.
    """
    since = {f"since_{index}": int(each.timestamp()) for index, each in enumerate(moments)}
    return list(tx.row(_first_leads_since(len(moments)), **since) or ())


def first_id_since(tx: Transaction, since: int) -> int | None:
    """Return the id of the first activity recorded at or after ``since``, in Unix seconds."""
    found = tx.row(_FIRST_ID_SINCE, since=since)
    return None if found is None else int(found[0])


def activities_of_types(
    tx: Transaction, type_ids: Sequence[int], ids: IdRange, limit: int
) -> list[Row]:
    """Return at most ``limit`` activities of these types with ids in a range, ascending by id.

    Each type is its own range of the index, cut at ``limit``: a rare type in a huge log costs as
    little as a frequent one. One statement reads all ranges at the same moment; otherwise an
    activity committed in between could be skipped for ever.
    """
    wanted = {f"type_{index}": type_id for index, type_id in enumerate(type_ids)}
    after, last = ids
    return tx.rows(_of_types(len(type_ids)), after=after, last=last, limit=limit, **wanted)


def activities_of_leads(
    tx: Transaction, lead_ids: Sequence[int], type_ids: Sequence[int], ids: IdRange, limit: int
) -> list[Row]:
    """Return at most ``limit`` activities of these leads and types, with ids in a range.

    They ascend by id, and include the activities of all leads that were merged into these leads.
    """
    recorded = recorded_under(tx, lead_ids)
    while True:
        rows = _recorded_of(tx, recorded, type_ids, ids, limit)
        found = recorded_under(tx, lead_ids) if rows else recorded
        if found == recorded:
            return rows
        # A merge happened in between: the page would lack some activities of the loser.
        recorded = found


def _recorded_of(
    tx: Transaction, lead_ids: Sequence[int], type_ids: Sequence[int], ids: IdRange, limit: int
) -> list[Row]:
    after, last = ids
    common = {"type_ids": list(type_ids), "after": after, "last": last, "limit": limit}
    if not lead_ids:
        return []
    if len(lead_ids) > RANGE_LIMIT:
        return tx.rows(_OF_MANY_LEADS, lead_ids=list(lead_ids), **common)
    wanted = {f"lead_{index}": lead_id for index, lead_id in enumerate(lead_ids)}
    return tx.rows(_of_leads(len(lead_ids)), **common, **wanted)


_LOGGED_BETWEEN = Statement(
    select(*_COLUMNS)
    .select_from(_WITH_WINNERS)
    .where(activity.c.id > bindparam("after"), activity.c.id <= bindparam("last"))
    .order_by(activity.c.id)
    .limit(bindparam("limit"))
)
_LAST_OF_TYPE = Statement(
    select(activity.c.id)
    .where(activity.c.activity_type_id == bindparam("type_id"))
    .order_by(activity.c.id.desc())
    .limit(1)
)


def last_id_of_type(tx: Transaction, type_id: int) -> int:
    """Return the id of the last activity of a type; 0 if there is none."""
    found = tx.row(_LAST_OF_TYPE, type_id=type_id)
    return 0 if found is None else int(found[0])


def logged_range(tx: Transaction, start: datetime, end: datetime) -> IdRange:
    """Return the range of the ids of what was logged from ``start`` to ``end``, in whole seconds.

    It ends below what is not committed yet.
    """
    settled = tx.settled(ACTIVITY_IDS)
    first = first_id_since(tx, int(start.timestamp()))
    following = first_id_since(tx, int(end.timestamp()) + 1)
    last = settled if following is None else min(following - 1, settled)
    return (last if first is None else first - 1), last


def logged_between(tx: Transaction, after: int, last: int, limit: int) -> list[Row]:
    """Return at most ``limit`` activities with ids above ``after`` up to ``last``, ascending."""
    return tx.rows(_LOGGED_BETWEEN, after=after, last=last, limit=limit)


def was_changed(lead_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that the log has a change of a lead in a range of ids.

    The range is in the parameters ``log_after`` and ``log_last``, as from :func:`logged_range`.
    """
    return (
        select(activity.c.id)
        .where(
            activity.c.lead_id == lead_id,
            activity.c.id > bindparam("log_after"),
            activity.c.id <= bindparam("log_last"),
            or_(*(activity.c.activity_type_id + 0 == each for each in CHANGE_TYPES)),
        )
        .exists()
    )


def logged_changes(
    tx: Transaction, type_id: int, after_lead: int, last_lead: int
) -> Iterator[tuple[int, int, str]]:
    """Yield lead id, primary attribute value id and attributes of all activities of a type.

    Only of leads after ``after_lead`` up to ``last_lead``, by lead, each lead's in log order.
    """
    query = (
        select(
            activity.c.lead_id,
            activity.c.primary_attribute_value_id,
            type_coerce(activity.c.attributes, JsonText),
        )
        .where(
            activity.c.lead_id > after_lead,
            activity.c.lead_id <= last_lead,
            activity.c.activity_type_id + 0 == type_id,
        )
        .order_by(activity.c.lead_id, activity.c.id)
    )
    for rows in tx.stream(query, STREAMED_ROWS):
        yield from ((row[0], row[1], row[2]) for row in rows)


def past_activities(
    tx: Transaction, lead_ids: Collection[int], type_ids: Sequence[int], since: datetime
) -> list[PastActivity]:
    """Return all activities of these leads and types whose date is ``since`` or later.

    They include the activities of all leads that were merged into these leads.
    """
    recorded = recorded_under(tx, lead_ids)
    rows = tx.rows(_PAST, lead_ids=recorded, type_ids=list(type_ids), since=since)
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def activity_counts(
    tx: Transaction, lead_ids: Collection[int], type_ids: Sequence[int], since: datetime
) -> dict[int, int]:
    """Return, by lead id, how many activities :func:`past_activities` would return; none for 0."""
    recorded = recorded_under(tx, lead_ids)
    rows = tx.rows(_PAST_COUNTS, lead_ids=recorded, type_ids=list(type_ids), since=since)
    return {row[0]: row[1] for row in rows}


_LAST = Statement(
    select(*_COLUMNS)
    .select_from(_WITH_WINNERS)
    .where(any_of(activity.c.lead_id, "lead_ids"))
    .order_by(activity.c.id.desc())
    .limit(bindparam("limit"))
)


def last_activities(tx: Transaction, lead_id: int, limit: int) -> list[Row]:
    """Return the last activities of a lead and of the leads that were merged into it, newest first.

    Unlike pages of the log, they include activities of every type.
    """
    return tx.rows(_LAST, lead_ids=recorded_under(tx, [lead_id]), limit=limit)


RecentActivity = tuple[int, int, datetime, int | None, int | None, str | None, str]
"""An activity: id, type id, date, campaign id, primary attribute value id, primary attribute value,
attributes as JSON."""

_RECENT = Statement(
    select(
        activity.c.id,
        activity.c.activity_type_id,
        activity.c.activity_date,
        activity.c.campaign_id,
        activity.c.primary_attribute_value_id,
        activity.c.primary_attribute_value,
        activity.c.attributes,
    )
    .where(
        any_of(activity.c.lead_id, "lead_ids"),
        # As an expression, so that no engine uses the index by type for it.
        any_of(activity.c.activity_type_id + 0, "type_ids"),
        activity.c.id < bindparam("before"),
    )
    .order_by(activity.c.id.desc())
    .limit(bindparam("limit"))
)
_LAST_OF_VALUES = Statement(
    select(activity.c.primary_attribute_value_id, func.max(activity.c.id).label("last_id"))
    .where(
        any_of(activity.c.lead_id, "lead_ids"),
        activity.c.activity_type_id + 0 == bindparam("type_id"),
    )
    .group_by(activity.c.primary_attribute_value_id)
    .order_by(activity.c.primary_attribute_value_id)
)


def recent_activities(
    tx: Transaction,
    lead_id: int,
    type_ids: Sequence[int],
    limit: int,
    before: int = LARGEST_ID,
) -> list[RecentActivity]:
    """Return the last ``limit`` activities of a lead of these types, newest first.

    Only those with ids below ``before``. They include the activities of all leads that were merged
    into the lead.
    """
    recorded = recorded_under(tx, [lead_id])
    own = {"type_ids": list(type_ids), "before": before, "limit": limit}
    rows = tx.rows(_RECENT, lead_ids=recorded, **own)
    return [(row[0], row[1], row[2], row[3], row[4], row[5], row[6]) for row in rows]


def last_changes(tx: Transaction, lead_id: int) -> dict[int, Row]:
    """Return, by field id, the last Change Data Value activity of each field of a lead.

    A row is as from :func:`activities_by_ids`. Two statements, however often the lead changed.
    """
    recorded = recorded_under(tx, [lead_id])
    kind = int(ActivityType.CHANGE_DATA_VALUE)
    last = {row[1]: row[0] for row in tx.rows(_LAST_OF_VALUES, lead_ids=recorded, type_id=kind)}
    return {last[row[0]]: row for row in activities_by_ids(tx, recorded, last)}


class LoggedActivity(NamedTuple):
    """An activity of any lead."""

    id: int
    lead_id: int
    """The winner's, if the lead was merged."""
    type_id: int
    date: datetime
    campaign_id: int | None
    value: str | None
    """The primary attribute value."""
    attributes: str
    """As JSON."""


@cache
def _newest_of_types(count: int) -> Statement:
    ranges = [
        select(activity.c.lead_id, activity.c.id)
        .where(activity.c.activity_type_id == bindparam(f"type_{index}"))
        .order_by(activity.c.id.desc())
        .limit(bindparam("limit"))
        .subquery()
        for index in range(count)
    ]
    keys = union_all(*(select(each.c.lead_id, each.c.id) for each in ranges)).subquery()
    same = and_(activity.c.lead_id == keys.c.lead_id, activity.c.id == keys.c.id)
    rows = keys.join(activity, same)
    return Statement(
        select(
            activity.c.id,
            _OWNER.label("lead_id"),
            activity.c.activity_type_id,
            activity.c.activity_date,
            activity.c.campaign_id,
            activity.c.primary_attribute_value,
            activity.c.attributes,
        )
        .select_from(rows.outerjoin(merged_lead, merged_lead.c.lead_id == activity.c.lead_id))
        .order_by(activity.c.id.desc())
        .limit(bindparam("limit"))
    )


def newest_of_types(tx: Transaction, type_ids: Sequence[int], limit: int) -> list[LoggedActivity]:
    """Return the last ``limit`` activities of these types of all leads, newest first."""
    wanted = {f"type_{index}": type_id for index, type_id in enumerate(type_ids)}
    rows = tx.rows(_newest_of_types(len(type_ids)), limit=limit, **wanted)
    return [LoggedActivity(*row) for row in rows]


def log_query(
    type_ids: Collection[int], lead_id: int | None, since: datetime | None
) -> Select[tuple[Any, ...]]:
    """Return the query of activities, ascending by id: :data:`Row`, but the date as a datetime.

    Without ``type_ids`` it has all types; ``since`` is compared with the date of the activity.
    """
    moment = activity.c.activity_date.label("activity_date")
    columns = [moment if each.name == moment.name else each for each in _COLUMNS]
    query = select(*columns).select_from(_WITH_WINNERS).order_by(activity.c.id)
    if type_ids:
        query = query.where(activity.c.activity_type_id.in_(type_ids))
    if lead_id is not None:
        query = query.where(_OWNER.in_([lead_id]))
    return query if since is None else query.where(activity.c.activity_date >= since)


@cache
def _of_types(count: int) -> Statement:
    return _merged(
        [
            _range().where(activity.c.activity_type_id == bindparam(f"type_{index}"))
            for index in range(count)
        ]
    )


@cache
def _of_leads(count: int) -> Statement:
    return _merged(
        [
            _range().where(
                activity.c.lead_id == bindparam(f"lead_{index}"),
                # As an expression, so that no engine uses the index by type for it.
                any_of(activity.c.activity_type_id + 0, "type_ids"),
            )
            for index in range(count)
        ]
    )


_BY_IDS = Statement(
    select(
        activity.c.id,
        activity.c.lead_id,
        activity.c.activity_date,
        activity.c.activity_type_id,
        activity.c.primary_attribute_value,
        activity.c.attributes,
    )
    .where(any_of(activity.c.lead_id, "lead_ids"), any_of(activity.c.id, "ids"))
    .order_by(activity.c.id)
)


def activities_by_ids(
    tx: Transaction, lead_ids: Collection[int], ids: Collection[int]
) -> list[Row]:
    """Return those of the activities ``ids`` that were recorded under one of these lead ids.

    A row is: id, lead id, date, type id, primary attribute value, attributes as JSON.
    """
    return tx.rows(_BY_IDS, lead_ids=list(lead_ids), ids=list(ids)) if ids else []


def _range() -> Select[tuple[int, int]]:
    return (
        select(activity.c.lead_id, activity.c.id)
        .where(activity.c.id > bindparam("after"), activity.c.id <= bindparam("last"))
        .order_by(activity.c.id)
        .limit(bindparam("limit"))
    )


def _merged(ranges: Sequence[Select[tuple[int, int]]]) -> Statement:
    """Return a statement that reads the first ``limit`` activities, by id, of all ranges together.

    Each range selects (lead id, activity id) pairs.
    """
    parts = [each.subquery() for each in ranges]
    every = union_all(*(select(each.c.lead_id, each.c.id) for each in parts)).subquery()
    first = (
        select(every.c.lead_id, every.c.id)
        .order_by(every.c.id)
        .limit(bindparam("limit"))
        .subquery("first_keys")
    )
    same = and_(activity.c.lead_id == first.c.lead_id, activity.c.id == first.c.id)
    rows = first.join(activity, same)
    merged = rows.outerjoin(merged_lead, merged_lead.c.lead_id == activity.c.lead_id)
    return Statement(select(*_COLUMNS).select_from(merged).order_by(first.c.id))


_OF_MANY_LEADS = _merged(
    [
        _range().where(
            any_of(activity.c.lead_id, "lead_ids"),
            any_of(activity.c.activity_type_id + 0, "type_ids"),
        )
    ]
)
