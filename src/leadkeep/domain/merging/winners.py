"""Translate the ids of merged leads to the ids of the leads that they became."""

from collections.abc import Sequence

from leadkeep.domain.activities import winners_of
from leadkeep.store import Transaction


def present_ids(tx: Transaction, lead_ids: Sequence[int]) -> list[int]:
    """Return the lead ids, with the winner's id in place of a merged lead's id; each id once."""
    winners = winners_of(tx, lead_ids)
    return list(dict.fromkeys(winners.get(each, each) for each in lead_ids))
