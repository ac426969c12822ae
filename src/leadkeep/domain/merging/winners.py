"""From the ids that leads had before a merge to those that they have now."""

from collections.abc import Sequence

from leadkeep.domain.activities import winners_of
from leadkeep.store import Transaction


def present_ids(tx: Transaction, lead_ids: Sequence[int]) -> list[int]:
    """Return each id, or in its place that of the lead that it was merged into; each one once."""
    winners = winners_of(tx, lead_ids)
    return list(dict.fromkeys(winners.get(each, each) for each in lead_ids))
