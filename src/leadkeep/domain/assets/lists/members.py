"""Add leads to a list, remove them, check membership (behaviour.md 4.1).

A request costs the same few statements for one lead and for 300. The leads' rows are locked first,
in the order of ids, so that two requests with the same lead follow each other: one membership, one
activity. The list is locked last, just before the write.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityType,
    append_activities,
    attribute_items,
)
from leadkeep.domain.assets.engine import full_name
from leadkeep.domain.assets.lists import queries
from leadkeep.domain.assets.lists.find import present_list
from leadkeep.domain.assets.lists.static_list import StaticList
from leadkeep.domain.assets.lists.tables import static_list
from leadkeep.domain.instance.access import Cause, Work
from leadkeep.domain.leads import LeadOutcome, existing_leads, lock_leads_in_scope
from leadkeep.errors import Problem, Reason
from leadkeep.store import Topic


@dataclass(frozen=True, slots=True)
class ListEvent:
    """A lead that a command added to a list or removed from it."""

    lead_id: int
    list_id: int
    kind: Literal["added", "removed"]
    cause: Cause
    moment: datetime


LIST_EVENTS: Topic[ListEvent] = Topic("list events")


def add_to_list(
    work: Work,
    list_id: int,
    lead_ids: Sequence[int],
) -> list[LeadOutcome]:
    """Add leads to a list; return one outcome per id, in order.

    A lead that is already on the list counts as added, without an activity.

    Raises:
        Refusal: 1013, no such list within scope.
    """
    present_list(work, list_id)
    within = lock_leads_in_scope(work, lead_ids)
    new = sorted(within - queries.members_among(work.tx, list_id, within))
    if new:
        static_list = lock_list(work, list_id)
        queries.insert_members(work.tx, list_id, new)
        _record(work, static_list, new, ActivityType.ADD_TO_LIST)
    return _outcomes(lead_ids, within, lambda lead_id: LeadOutcome("added", lead_id))


def remove_from_list(
    work: Work,
    list_id: int,
    lead_ids: Sequence[int],
) -> list[LeadOutcome]:
    """Remove leads from a list; return one outcome per id, in order.

    Raises:
        Refusal: 1013, no such list within scope.
    """
    present_list(work, list_id)
    within = lock_leads_in_scope(work, lead_ids)
    present = queries.members_among(work.tx, list_id, within)
    if present:
        gone = sorted(present)
        static_list = lock_list(work, list_id)
        queries.delete_members(work.tx, list_id, gone)
        _record(work, static_list, gone, ActivityType.REMOVE_FROM_LIST)

    def outcome(lead_id: int) -> LeadOutcome:
        if lead_id not in present:
            return LeadOutcome("skipped", lead_id, Problem(Reason.LEAD_NOT_IN_LIST))
        present.remove(lead_id)  # the second time, the same id is no member
        return LeadOutcome("removed", lead_id)

    return _outcomes(lead_ids, within, outcome)


def members_among(work: Work, list_id: int, lead_ids: Collection[int]) -> set[int]:
    """Return the ids of these leads that are on a list.

    Raises:
        Refusal: 1013, no such list within scope.
    """
    present_list(work, list_id)
    return queries.members_among(work.tx, list_id, lead_ids) if lead_ids else set()


def are_members(work: Work, list_id: int, lead_ids: Sequence[int]) -> list[LeadOutcome]:
    """Return, for each lead id in order, an outcome that says whether the lead is on the list.

    Raises:
        Refusal: 1013, no such list within scope.
    """
    present_list(work, list_id)
    within = existing_leads(work, lead_ids)
    present = queries.members_among(work.tx, list_id, within)

    def outcome(lead_id: int) -> LeadOutcome:
        return LeadOutcome("memberof" if lead_id in present else "notmemberof", lead_id)

    return _outcomes(lead_ids, within, outcome)


def _outcomes(
    lead_ids: Sequence[int], within: set[int], outcome: Callable[[int], LeadOutcome]
) -> list[LeadOutcome]:
    unknown = Problem(Reason.LEAD_NOT_FOUND)
    return [
        outcome(lead_id) if lead_id in within else LeadOutcome("skipped", lead_id, unknown)
        for lead_id in lead_ids
    ]


def lock_list(work: Work, list_id: int) -> StaticList:
    """Lock a list until the transaction ends, so that it cannot be deleted; return the list."""
    work.tx.lock_rows(static_list, [list_id])
    return present_list(work, list_id)


def _record(
    work: Work,
    static_list: StaticList,
    lead_ids: Sequence[int],
    kind: ActivityType,
) -> None:
    """Append an activity and publish a :class:`ListEvent` for each lead added or removed."""
    name, attributes = (
        full_name(work.tx, static_list),
        f"[{attribute_items([('Source', work.cause.source)])}]",
    )
    rows = [(lead_id, static_list.id, name, attributes) for lead_id in lead_ids]
    moment = work.moment
    append_activities(work.tx, [ActivityBatch(kind, moment, work.cause.campaign_id, rows)])
    what: Literal["added", "removed"] = "added" if kind is ActivityType.ADD_TO_LIST else "removed"
    work.tx.emit(
        LIST_EVENTS,
        lambda: [
            ListEvent(lead_id, static_list.id, what, work.cause, moment) for lead_id in lead_ids
        ],
    )
