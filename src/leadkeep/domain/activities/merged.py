"""Find the activities of leads that were merged into other leads.

The log is append-only, so a merge does not rewrite it: ``merged_lead`` stores the winner of each
merged lead, and readers show the winner's id in place of the recorded one (decision 0060).
"""

from collections.abc import Collection

from sqlalchemy import bindparam, literal_column, select, union_all, update

from leadkeep.domain.activities.tables import merged_lead
from leadkeep.store import Insert, Statement, Transaction, any_of

_c = merged_lead.c
_WINNERS = Statement(
    select(_c.lead_id, _c.winner_id).where(any_of(_c.lead_id, "losers")).order_by(_c.lead_id)
)
_CONCERNING = Statement(
    union_all(
        select(_c.lead_id, _c.winner_id).where(any_of(_c.winner_id, "lead_ids")),
        select(_c.lead_id, _c.winner_id).where(any_of(_c.lead_id, "lead_ids")),
    ).order_by(literal_column("lead_id"))
)
_HAND_ON = Statement(
    update(merged_lead)
    .where(any_of(_c.winner_id, "losers"))
    .values(winner_id=bindparam("new_winner"))
)
_ADD = Insert(merged_lead, ["lead_id"], same=["winner_id"])


def note_merged(tx: Transaction, loser_ids: Collection[int], winner_id: int) -> None:
    """Store that the losers' activities are now the winner's.

    These include the activities that the losers got in earlier merges.
    """
    tx.run(_HAND_ON, losers=list(loser_ids), new_winner=winner_id)
    tx.insert(_ADD, [(each,) for each in sorted(loser_ids)], winner_id)


def winners_of(tx: Transaction, lead_ids: Collection[int]) -> dict[int, int]:
    """Return the winner's id by lead id, for those of these leads that were merged away."""
    if not lead_ids:
        return {}
    return {row[0]: row[1] for row in tx.rows(_WINNERS, losers=list(lead_ids))}


def recorded_under(tx: Transaction, lead_ids: Collection[int]) -> list[int]:
    """Return the lead ids under which the activities of these leads were recorded.

    They are the leads' own ids and the ids of all leads that were merged into them. For a lead
    that was merged into another one no id is returned: its activities are read under the winner.
    """
    merges = tx.rows(_CONCERNING, lead_ids=list(lead_ids))
    gone = {row[0] for row in merges}
    losers = {row[0]: None for row in merges if row[1] in lead_ids}
    return [*(each for each in lead_ids if each not in gone), *losers]
