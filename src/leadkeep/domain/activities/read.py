"""Read the log page by page, so that no activity is missed or returned twice (behaviour.md 5.2).

A reader's position is the last id that it has read. A page ends below the ids of transactions that
have not ended (``append.py``), so activities that become visible later always have larger ids. A
new reader starts at a moment, which the table ``activity_second`` converts to an id.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from leadkeep.domain.activities import queries
from leadkeep.domain.activities.append import ActivityType
from leadkeep.domain.activities.queries import Row
from leadkeep.domain.activities.tables import ACTIVITY_IDS
from leadkeep.domain.activities.types import LeadSet, activity_types
from leadkeep.domain.fields import lead_catalog
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

TYPE_LIMIT = 10
LEAD_LIMIT = 30
"""Limit: leads, and likewise types, of one request (behaviour.md 5.2)."""
ROWS_SCANNED = 3_000
"""Limit: rows scanned for one page when rows are filtered without an index. So a page may have few
activities or none although more follow, as in Marketo.
"""
DELETION_WINDOW = timedelta(days=14)

_LEAD_ID, _TYPE, _PRIMARY_ID = 1, 3, 5
"""Indexes in a row."""


class _StoredAttribute(msgspec.Struct):
    name: str
    value: msgspec.Raw


_decode_attributes = msgspec.json.Decoder(list[_StoredAttribute]).decode


def attributes_object(stored: str) -> str:
    """Return stored attributes as one JSON object, names as keys (behaviour.md 6.3)."""
    by_name = {each.name: each.value for each in _decode_attributes(stored)}
    return msgspec.json.encode(by_name).decode()


@dataclass(frozen=True, slots=True)
class Position:
    """A reader's position in the log: after an activity id, or at a second of the Unix epoch."""

    after: int = 0
    since: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """Which activities to return, and which page of them."""

    position: Position
    page_size: int = 300
    type_ids: Sequence[int] = ()
    lead_ids: Sequence[int] = ()
    """Only activities of these leads; of all leads when empty."""
    asset_ids: frozenset[int] = frozenset()
    """Only activities with one of these primary attribute value ids; any when empty."""
    lead_sets: Sequence[LeadSet] = ()
    """Only activities of leads that are in all of these sets, such as the scope or a list."""


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """A page of activities, ascending by id, and the position where the next page starts.

    A page may be empty although more activities follow: see :data:`ROWS_SCANNED`.
    """

    rows: Sequence[Row]
    position: Position
    has_more: bool


def read_activities(tx: Transaction, wanted: ActivityFilter) -> ActivityPage:
    """Return a page of activities; Delete Lead is only in :func:`read_deleted_leads`.

    Raises:
        Refusal: 1003, too many types or leads, or a type that does not exist.
    """
    types = activity_types(tx)
    _check_count("activityTypeIds", wanted.type_ids, TYPE_LIMIT)
    _check_count("leadIds", wanted.lead_ids, LEAD_LIMIT)
    for type_id in wanted.type_ids:
        if type_id not in types.ids:
            raise Refusal(Reason.UNKNOWN_ACTIVITY_TYPE, type_id)
    readable = [each for each in dict.fromkeys(wanted.type_ids) if each != ActivityType.DELETE_LEAD]

    def keep(row: Row) -> bool:
        return row[_PRIMARY_ID] in wanted.asset_ids

    return _page(tx, wanted, readable, keep if wanted.asset_ids else None)


def read_lead_changes(
    tx: Transaction, wanted: ActivityFilter, fields: Sequence[str]
) -> ActivityPage:
    """Return a page of New Lead activities and of value changes of the named fields.

    Raises:
        Refusal: 1006, a field is unknown; 1003, too many leads.
    """
    catalog = lead_catalog(tx)
    field_ids = {catalog.named(name).id for name in fields}
    _check_count("leadIds", wanted.lead_ids, LEAD_LIMIT)

    def keep(row: Row) -> bool:
        return row[_TYPE] == ActivityType.NEW_LEAD or row[_PRIMARY_ID] in field_ids

    types = (ActivityType.NEW_LEAD, ActivityType.CHANGE_DATA_VALUE)
    return _page(tx, wanted, types, keep)


def read_deleted_leads(tx: Transaction, wanted: ActivityFilter) -> ActivityPage:
    """Return a page of the Delete Lead activities of the last 14 days."""
    oldest = queries.first_id_since(tx, int((tx.moment - DELETION_WINDOW).timestamp()))
    if oldest is None:
        return _page(tx, wanted, (), None)
    return _page(tx, wanted, (ActivityType.DELETE_LEAD,), None, oldest - 1)


def _check_count(name: str, values: Sequence[int], limit: int) -> None:
    if len(values) > limit:
        raise Refusal(Reason.TOO_MANY, name, limit)


def _page(
    tx: Transaction,
    wanted: ActivityFilter,
    type_ids: Sequence[int],
    keep: Callable[[Row], bool] | None,
    not_before: int = 0,
) -> ActivityPage:
    settled = tx.settled(ACTIVITY_IDS)  # before everything that a page shows
    after = _after(tx, wanted.position)
    if after is None or not type_ids:
        # A set that does not exist is refused even for an empty page.
        _filtered(tx, (), keep, wanted.lead_sets)
        return ActivityPage((), wanted.position, has_more=False)
    after = max(after, not_before)
    is_filtered = keep is not None or bool(wanted.lead_sets)
    # One more than the page size, to know whether more follow.
    limit = 1 + (max(ROWS_SCANNED, wanted.page_size) if is_filtered else wanted.page_size)
    if wanted.lead_ids:
        lead_ids = list(dict.fromkeys(wanted.lead_ids))
        rows = queries.activities_of_leads(tx, lead_ids, type_ids, (after, settled), limit)
    else:
        rows = queries.activities_of_types(tx, type_ids, (after, settled), limit)
    scanned = rows[: limit - 1]
    kept = _filtered(tx, scanned, keep, wanted.lead_sets)
    page = kept[: wanted.page_size]
    if len(kept) > len(page):
        return ActivityPage(page, Position(page[-1][0]), has_more=True)
    last = scanned[-1][0] if scanned else after
    return ActivityPage(page, Position(last), has_more=len(rows) == limit)


def _after(tx: Transaction, position: Position) -> int | None:
    """Return the activity id that precedes the page at a position.

    None when no activity was recorded at the second of the position or later.
    """
    if position.since is None:
        return position.after
    first = queries.first_id_since(tx, position.since)
    return None if first is None else first - 1


def _filtered(
    tx: Transaction,
    rows: Sequence[Row],
    keep: Callable[[Row], bool] | None,
    lead_sets: Sequence[LeadSet],
) -> Sequence[Row]:
    if keep is not None:
        rows = [row for row in rows if keep(row)]
    for lead_set in lead_sets:
        members = set(lead_set(tx, {row[_LEAD_ID] for row in rows}))
        rows = [row for row in rows if row[_LEAD_ID] in members]
    return rows
