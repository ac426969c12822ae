"""Move the campaign memberships of merged leads to the winner (behaviour.md 3.9)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from leadkeep.domain.automation.campaigns.tables import campaign, campaign_member
from leadkeep.store import Insert, Statement, Transaction, any_of

MemberRow = dict[str, Any]
"""A whole row, by column name."""

_m = campaign_member.c
_NAMES = tuple(_m.keys())
_OF_LEADS = Statement(
    select(campaign_member)
    .where(any_of(_m.lead_id, "lead_ids"))
    .order_by(_m.lead_id, _m.campaign_id)
)
_ADD = Insert(campaign_member, _NAMES)


def move_campaign_memberships(
    tx: Transaction, loser_ids: Sequence[int], winner_id: int
) -> list[MemberRow]:
    """Make the winner a member of the losers' campaigns, if it is not a member.

    The caller has locked all these leads. The losers' enrollments end, because the jobs that wait
    for them no longer find the leads. So a membership that moves has no next step.

    Returns:
        The losers' memberships before the move.
    """
    campaigns = {row["campaign_id"] for row in _rows(tx, loser_ids)}
    tx.lock_rows(campaign, sorted(campaigns))  # so that none is deleted meanwhile
    rows = _rows(tx, [winner_id, *loser_ids])
    present = {row["campaign_id"] for row in rows if row["lead_id"] == winner_id}
    lost = [row for row in rows if row["lead_id"] != winner_id]
    order = {lead_id: place for place, lead_id in enumerate(loser_ids)}
    new: dict[int, MemberRow] = {}
    for row in sorted(lost, key=lambda member: order[member["lead_id"]]):
        if row["campaign_id"] not in present:
            ended = {
                "position": None,
                "removed_through": row["enrollment_id"],
                "updated_at": tx.moment_after(row["updated_at"]),
            }
            new.setdefault(row["campaign_id"], row | ended | {"lead_id": winner_id})
    tx.insert(_ADD, [tuple(row[name] for name in _NAMES) for _, row in sorted(new.items())])
    return lost


def _rows(tx: Transaction, lead_ids: Sequence[int]) -> list[MemberRow]:
    found = tx.rows(_OF_LEADS, lead_ids=list(lead_ids))
    return [dict(zip(_NAMES, row, strict=True)) for row in found]
