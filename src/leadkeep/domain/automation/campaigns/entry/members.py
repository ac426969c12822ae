"""Who is in a campaign, since when, and at which step (behaviour.md 3.11, 9.1)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, null, select, update

from leadkeep.domain.automation.campaigns.assets.campaign import Campaign
from leadkeep.domain.automation.campaigns.tables import campaign_member
from leadkeep.store import Insert, Statement, Transaction, any_of

_m = campaign_member.c
_CHOSEN = (_m.campaign_id == bindparam("wanted_campaign"), any_of(_m.lead_id, "lead_ids"))
_AMONG = Statement(
    select(_m.lead_id, _m.entered_at, _m.removed_through).where(*_CHOSEN).order_by(_m.lead_id)
)
_ADD = Insert(
    campaign_member,
    ["lead_id"],
    same=[
        *("campaign_id", "entered_at", "passage_id", "position", "removed_through"),
        *("created_at", "updated_at"),
    ],
)
_ENTER_AGAIN = Statement(
    update(campaign_member)
    .where(*_CHOSEN)
    .values(
        entered_at=bindparam("now"),
        passage_id=bindparam("passage"),
        position=bindparam("step"),
        updated_at=bindparam("now"),
    )
)
_MOVE = Statement(
    update(campaign_member)
    .where(*_CHOSEN)
    .values(position=bindparam("step"), updated_at=bindparam("now"))
)
_END = Statement(
    update(campaign_member)
    .where(*_CHOSEN)
    .values(removed_through=_m.passage_id, position=null(), updated_at=bindparam("now"))
)


def admit(tx: Transaction, of: Campaign, lead_ids: Collection[int], passage_id: int) -> list[int]:
    """Let those of these leads enter that the campaign's rule lets pass; return them, ascending.

    The caller holds the leads, so that two who race for one lead follow each other.
    """
    present = {row[0]: row[1] for row in _among(tx, of.id, lead_ids)}
    pause = of.qualification.pause
    again = [each for each in sorted(present) if _may_pass(pause, present[each], tx.moment)]
    new = sorted(set(lead_ids) - present.keys())
    rows: list[tuple[Any, ...]] = [(each,) for each in new]
    tx.insert(_ADD, rows, of.id, tx.moment, passage_id, 0, 0, tx.moment, tx.moment)
    if again:
        values = {"lead_ids": again, "now": tx.moment, "passage": passage_id, "step": 0}
        tx.run(_ENTER_AGAIN, wanted_campaign=of.id, **values)
    return sorted([*new, *again])


def _may_pass(pause: timedelta | None, entered_at: datetime, now: datetime) -> bool:
    return pause is not None and now - entered_at >= pause


def passages_over(tx: Transaction, campaign_id: int, lead_ids: Collection[int]) -> dict[int, int]:
    """Return by lead up to which passage it was removed from the flow; none for a stranger."""
    return {row[0]: row[2] for row in _among(tx, campaign_id, lead_ids)}


def _among(tx: Transaction, campaign_id: int, lead_ids: Collection[int]) -> list[tuple[Any, ...]]:
    if not lead_ids:
        return []
    return tx.rows(_AMONG, wanted_campaign=campaign_id, lead_ids=list(lead_ids))


def move_to(tx: Transaction, campaign_id: int, lead_ids: Sequence[int], step: int | None) -> None:
    """Note at which step leads are; None when they are behind the last one."""
    if lead_ids:
        values = {"lead_ids": list(lead_ids), "step": step, "now": tx.moment}
        tx.run(_MOVE, wanted_campaign=campaign_id, **values)


def end_passages(tx: Transaction, campaign_id: int, lead_ids: Collection[int]) -> None:
    """Let leads go no further in a campaign's flow, whatever waits for them there."""
    if lead_ids:
        tx.run(_END, wanted_campaign=campaign_id, lead_ids=list(lead_ids), now=tx.moment)
