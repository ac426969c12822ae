"""Trigger chains: detect campaigns that trigger themselves, and stop them (decision 0087).

A campaign's flow may trigger a second campaign, and that one a third. Each entry knows how many
campaigns triggered each other before it within an hour. No sensible setup needs many; a campaign
that triggers itself, directly or through others, soon exceeds the limit and is deactivated. Waits
do not end a chain, time does: a loop that needs longer than an hour for that many rounds is
allowed.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from leadkeep.domain.automation.campaigns.assets.change import stop_campaign
from leadkeep.store import Transaction

logger = logging.getLogger(__name__)

LONGEST_CHAIN = 20
"""Limit: campaigns that may trigger each other within :data:`CHAIN_LIFE`."""
CHAIN_LIFE = timedelta(hours=1)

_CHAIN = "campaign chain"
"""The key of a transaction's trigger chain: see ``Transaction.set_local``."""


@dataclass(frozen=True, slots=True)
class TriggerChain:
    """How many campaigns triggered each other before an entry, and when the first one did."""

    depth: int
    since: datetime

    def extended(self, now: datetime) -> Self:
        """Return the chain with one more campaign; a new chain if this one is too old.

        It is too old :data:`CHAIN_LIFE` after its start.
        """
        if now - self.since > CHAIN_LIFE:
            return type(self)(1, now)
        return type(self)(self.depth + 1, self.since)

    @property
    def is_endless(self) -> bool:
        """Is the chain so long that campaigns must be triggering each other in a circle?"""
        return self.depth > LONGEST_CHAIN

    def arguments(self) -> dict[str, Any]:
        """Return the chain as arguments of a job, for :func:`read_chain`."""
        return {"chain": [self.depth, int(self.since.timestamp())]} if self.depth else {}


def read_chain(arguments: Mapping[str, Any], now: datetime) -> TriggerChain:
    """Return the trigger chain that the arguments of a job describe."""
    depth, since = arguments.get("chain", (0, None))
    return TriggerChain(depth, now if since is None else datetime.fromtimestamp(since, UTC))


def set_chain(tx: Transaction, chain: TriggerChain) -> None:
    """Set the trigger chain to which all writes of campaigns in this transaction belong."""
    tx.set_local(_CHAIN, chain)


def chain_after(tx: Transaction, campaign_id: int | None) -> TriggerChain:
    """Return the trigger chain for an entry that a campaign's write triggers.

    It is empty if no campaign wrote (None).
    """
    if campaign_id is None:
        return TriggerChain(0, tx.moment)
    present: TriggerChain | None = tx.local(_CHAIN)
    return TriggerChain(1, tx.moment) if present is None else present.extended(tx.moment)


def stop_endless(tx: Transaction, campaign_id: int) -> None:
    """Deactivate the campaign at the end of an endless chain, with the reason; log a warning."""
    reason = (
        f"feeds itself: more than {LONGEST_CHAIN} campaigns led to it one by the other within"
        f" {CHAIN_LIFE // timedelta(minutes=1)} minutes"
    )
    if stop_campaign(tx, campaign_id, reason):
        logger.warning("campaign %s is deactivated: it %s", campaign_id, reason)
