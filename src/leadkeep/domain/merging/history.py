"""Read the merges of a lead: which leads became it, and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import check_lead
from leadkeep.domain.merging.tables import lead_merge
from leadkeep.store import Statement

MERGE_LIMIT = 50
"""Limit: merges of one lead that are shown, the newest ones."""

_c = lead_merge.c
_OF_LEAD = Statement(
    select(_c.winner_id, _c.merged_at, _c.record)
    .where(_c.lead_id == bindparam("wanted_lead"))
    .order_by(_c.id.desc())
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class PastMerge:
    """A merge that made a lead what it is."""

    winner_id: int
    """The lead that remained: the lead itself, or one that was merged into it later."""
    merged_at: datetime
    losers: list[dict[str, Any]]
    """The values of each loser before, by field name."""
    taken: dict[str, dict[str, Any]]
    """By field: ``from`` (the loser's id), ``old`` and ``new``."""


def merges_of_lead(work: Work, lead_id: int) -> list[PastMerge]:
    """Return the merges of a lead and of the leads that were merged into it, newest first.

    Raises:
        Refusal: 1004, no such lead within scope.
    """
    check_lead(work, lead_id)
    merges = []
    for winner_id, merged_at, text in work.tx.rows(
        _OF_LEAD, wanted_lead=lead_id, limit=MERGE_LIMIT
    ):
        record = msgspec.json.decode(text)
        merges.append(PastMerge(winner_id, merged_at, record["losers"], record["taken"]))
    return merges
