"""Trigger chains: detect campaigns that trigger themselves, and stop them (decisions/0087).

What a campaign does may trigger another campaign, and that one a third. Each entry knows how many
campaigns triggered each other before it within an hour. No sensible setup needs many; a campaign
that triggers itself, directly or through others, soon has too many behind it and is deactivated.
Waits do not end a chain, time does: a loop that needs longer than an hour for that many rounds is
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
"""Campaigns that may trigger each other within :data:`CHAIN_LIFE`."""
CHAIN_LIFE = timedelta(hours=1)

_CHAIN = "campaign chain"
"""The note of a transaction under which its trigger chain is kept."""


@dataclass(frozen=True, slots=True)
class TriggerChain:
    """How many campaigns triggered each other before an entry, and since when."""

    depth: int
    since: datetime

    def extended(self, now: datetime) -> Self:
        """Return the chain with one more campaign; a new one where this one is too old."""
        if now - self.since > CHAIN_LIFE:
            return type(self)(1, now)
        return type(self)(self.depth + 1, self.since)

    @property
    def is_endless(self) -> bool:
        """Whether the chain is so long that its campaigns must trigger each other in a circle."""
        return self.depth > LONGEST_CHAIN

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of a job from which :func:`read_chain` gets the chain."""
        return {"chain": [self.depth, int(self.since.timestamp())]} if self.depth else {}


def read_chain(arguments: Mapping[str, Any], now: datetime) -> TriggerChain:
    """Return the trigger chain from the arguments of a job."""
    depth, since = arguments.get("chain", (0, None))
    return TriggerChain(depth, now if since is None else datetime.fromtimestamp(since, UTC))


def set_chain(tx: Transaction, chain: TriggerChain) -> None:
    """Make a chain the cause of everything that campaigns write in this transaction."""
    tx.set_local(_CHAIN, chain)


def chain_after(tx: Transaction, campaign_id: int | None) -> TriggerChain:
    """Return the chain that ends with a campaign which has just written something.

    With None, for what no campaign wrote, return an empty chain.
    """
    if campaign_id is None:
        return TriggerChain(0, tx.moment)
    present: TriggerChain | None = tx.local(_CHAIN)
    return TriggerChain(1, tx.moment) if present is None else present.extended(tx.moment)


def stop_endless(tx: Transaction, campaign_id: int) -> None:
    """Deactivate the campaign at the end of an endless chain; store the reason and log it."""
    reason = (
        f"feeds itself: more than {LONGEST_CHAIN} campaigns led to it one by the other within"
        f" {CHAIN_LIFE // timedelta(minutes=1)} minutes"
    )
    if stop_campaign(tx, campaign_id, reason):
        logger.warning("campaign %s is deactivated: it %s", campaign_id, reason)
