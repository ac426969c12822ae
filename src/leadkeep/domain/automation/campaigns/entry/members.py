"""Members of campaigns: when a lead entered, and its next step (behaviour.md 3.11, 9.1).

An enrollment is one lead's run through one campaign. Its id is larger than the ids of earlier ones.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, case, func, literal_column, null, select, union_all, update

from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign
from leadkeep.domain.automation.campaigns.tables import campaign_member
from leadkeep.domain.automation.rules import LeadCondition, MemberSource, asset_names, exactly
from leadkeep.store import Insert, KeySpan, Statement, Transaction, any_of, is_among, later_of

STATEMENT_LIMIT = 100
"""Limit: statements that the process caches, one for each number of steps."""

_m = campaign_member.c
_CHOSEN = (_m.campaign_id == bindparam("wanted_campaign"), any_of(_m.lead_id, "lead_ids"))
_AMONG = Statement(
    select(_m.lead_id, _m.entered_at, _m.removed_through).where(*_CHOSEN).order_by(_m.lead_id)
)
_OF_LEAD = Statement(
    select(_m.entered_at, _m.position, _m.updated_at).where(
        _m.campaign_id == bindparam("wanted_campaign"), _m.lead_id == bindparam("wanted_lead")
    )
)
_WAITING_OF_LEAD = Statement(
    select(_m.campaign_id, _m.position, _m.updated_at)
    .where(_m.lead_id == bindparam("wanted_lead"), _m.position.is_not(None))
    .order_by(_m.updated_at.desc(), _m.campaign_id)
    .limit(bindparam("limit"))
)
_NEWEST = (
    select(
        _m.position.label("position"),
        case((_m.removed_through >= _m.enrollment_id, 1), else_=0).label("is_removed"),
    )
    .where(_m.campaign_id == bindparam("wanted_campaign"), _m.entered_at >= bindparam("since"))
    .order_by(_m.entered_at.desc())
    .limit(bindparam("limit"))
    .subquery()
)
_ENTERED = Statement(
    select(_NEWEST.c.position, _NEWEST.c.is_removed, func.count())
    .group_by(_NEWEST.c.position, _NEWEST.c.is_removed)
    .order_by(_NEWEST.c.position, _NEWEST.c.is_removed)
)
_ADD = Insert(
    campaign_member,
    ["lead_id"],
    same=[
        *("campaign_id", "entered_at", "enrollment_id", "position", "removed_through"),
        *("created_at", "updated_at"),
    ],
)
_ENTER_AGAIN = Statement(
    update(campaign_member)
    .where(*_CHOSEN)
    .values(
        entered_at=later_of(_m.entered_at, "now"),
        enrollment_id=bindparam("enrollment"),
        position=bindparam("step"),
        updated_at=later_of(_m.updated_at, "now"),
    )
)
_MOVE = Statement(
    update(campaign_member)
    .where(*_CHOSEN)
    .values(position=bindparam("step"), updated_at=later_of(_m.updated_at, "now"))
)
_END = Statement(
    update(campaign_member)
    .where(*_CHOSEN)
    .values(
        removed_through=_m.enrollment_id, position=null(), updated_at=later_of(_m.updated_at, "now")
    )
)


def enroll(
    tx: Transaction, campaign: Campaign, lead_ids: Collection[int], enrollment_id: int
) -> list[int]:
    """Enroll the leads that the qualification rule accepts; return their ids, ascending.

    The caller has locked the leads, so two transactions that enroll one lead wait for each other.
    """
    present = {row[0]: row[1] for row in _members_among(tx, campaign.id, lead_ids)}
    accepts_again = campaign.qualification.accepts_again
    again = [each for each in sorted(present) if accepts_again(present[each], tx.moment)]
    new = sorted(set(lead_ids) - present.keys())
    rows: list[tuple[Any, ...]] = [(each,) for each in new]
    tx.insert(_ADD, rows, campaign.id, tx.moment, enrollment_id, 0, 0, tx.moment, tx.moment)
    if again:
        values = {"lead_ids": again, "now": tx.moment, "enrollment": enrollment_id, "step": 0}
        tx.run(_ENTER_AGAIN, wanted_campaign=campaign.id, **values)
    return sorted([*new, *again])


@dataclass(frozen=True, slots=True)
class WaitingMember:
    """A campaign in whose flow a lead waits."""

    campaign_id: int
    position: int
    """The step before which the lead waits, from 0."""
    since: datetime


def waiting_memberships(tx: Transaction, lead_id: int, limit: int) -> list[WaitingMember]:
    """Return the campaigns in whose flow a lead waits, the newest movement first."""
    rows = tx.rows(_WAITING_OF_LEAD, wanted_lead=lead_id, limit=limit)
    return [WaitingMember(row[0], row[1], row[2]) for row in rows]


def waiting_counts(tx: Transaction, campaign_id: int, step_count: int, limit: int) -> list[int]:
    """Return how many members of a campaign wait before each of its steps; at most ``limit``."""
    if not step_count:
        return []
    statement = _waiting_statement(step_count)
    return [row[1] for row in tx.rows(statement, wanted_campaign=campaign_id, limit=limit)]


@lru_cache(STATEMENT_LIMIT)
def _waiting_statement(step_count: int) -> Statement:
    """Return the statement that counts for each step in the index, and stops at the limit."""
    counts = []
    for step in range(step_count):
        waiting = (
            select(_m.lead_id)
            .where(_m.campaign_id == bindparam("wanted_campaign"), _m.position == step)
            .limit(bindparam("limit"))
            .subquery()
        )
        count = select(func.count()).select_from(waiting).scalar_subquery()
        counts.append(select(literal_column(str(step)).label("step"), count.label("members")))
    return Statement(union_all(*counts).order_by("step"))


def entered_counts(
    tx: Transaction, campaign_id: int, since: datetime, limit: int
) -> list[tuple[int | None, bool, int]]:
    """Return how far the newest entries since a moment are; at most ``limit`` are counted.

    Returns:
        (step before which members wait, or None; whether they left the flow early; number).
    """
    rows = tx.rows(_ENTERED, wanted_campaign=campaign_id, since=since, limit=limit)
    return [(row[0], bool(row[1]), row[2]) for row in rows]


@dataclass(frozen=True, slots=True)
class Membership:
    """A lead's last enrollment in a campaign."""

    entered_at: datetime
    position: int | None
    """The step before which the lead waits, from 0; None if it has finished the flow or left it."""
    updated_at: datetime


def membership_of(tx: Transaction, campaign_id: int, lead_id: int) -> Membership | None:
    """Return a lead's membership in a campaign; None if the lead never entered."""
    found = tx.row(_OF_LEAD, wanted_campaign=campaign_id, wanted_lead=lead_id)
    return None if found is None else Membership(found[0], found[1], found[2])


def members_among(tx: Transaction, campaign_id: int, lead_ids: Collection[int]) -> dict[int, int]:
    """Return, by id of those of these leads that are members, the last enrollment that was ended.

    Enrollments with larger ids continue.
    """
    return {row[0]: row[2] for row in _members_among(tx, campaign_id, lead_ids)}


def _members_among(
    tx: Transaction, campaign_id: int, lead_ids: Collection[int]
) -> list[tuple[Any, ...]]:
    if not lead_ids:
        return []
    return tx.rows(_AMONG, wanted_campaign=campaign_id, lead_ids=list(lead_ids))


def set_position(
    tx: Transaction, campaign_id: int, lead_ids: Collection[int], step: int | None
) -> None:
    """Store the step before which members wait; None for members that have finished the flow."""
    if lead_ids:
        values = {"lead_ids": list(lead_ids), "step": step, "now": tx.moment}
        tx.run(_MOVE, wanted_campaign=campaign_id, **values)


def end_enrollments(tx: Transaction, campaign_id: int, lead_ids: Collection[int]) -> None:
    """End all enrollments of leads in a campaign; jobs that wait for them do nothing."""
    if lead_ids:
        tx.run(_END, wanted_campaign=campaign_id, lead_ids=list(lead_ids), now=tx.moment)


_NAMES = asset_names(queries.CAMPAIGNS)


def _campaigns_named(tx: Transaction, name: str) -> Sequence[int]:
    return [*_NAMES.ids(tx, name)]


def _members_of_any(
    tx: Transaction, campaign_ids: Sequence[int], lead_ids: Collection[int]
) -> set[int]:
    return set[int]().union(*(members_among(tx, each, lead_ids) for each in campaign_ids))


def _is_member_of_any(
    tx: Transaction, campaign_ids: Sequence[int], leads: KeySpan
) -> LeadCondition:
    del tx
    return exactly(is_among(leads, _m.lead_id, [_m.campaign_id.in_(campaign_ids)]))


CAMPAIGN_MEMBERS = MemberSource(_campaigns_named, _members_of_any, _is_member_of_any)
