"""Campaigns that feed themselves: how they are told from those that follow each other.

What a campaign does may let leads enter another one, and that a third. Each entry knows how many
campaigns have led to it, one by the other, within an hour. No sensible setting needs many; a
campaign that feeds its own trigger, by itself or through others, soon has so many behind it, and is
switched off. Waits do not end a chain, time does: a loop that takes longer than an hour for so many
rounds may go on.
"""

import logging
from datetime import datetime, timedelta

from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.change import stop_campaign
from leadkeep.domain.automation.campaigns.flow.enrollment import Chain
from leadkeep.store import Transaction

logger = logging.getLogger(__name__)

MOST_IN_CHAIN = 20
"""Campaigns that may lead to a passage, one by the other, within :data:`CHAIN_LIFE`."""
CHAIN_LIFE = timedelta(hours=1)

_CHAIN = "campaign chain"


def hold_chain(tx: Transaction, chain: Chain) -> None:
    """Let what this transaction does from here on be known to come from this chain."""
    tx.note(_CHAIN, chain)


def chain_from(tx: Transaction, campaign_id: int | None) -> Chain:
    """Return the chain behind something that a campaign has caused; None when none has."""
    if campaign_id is None:
        return Chain(0, tx.moment)
    present: Chain | None = tx.noted(_CHAIN)
    return Chain(1, tx.moment) if present is None else longer(present, tx.moment)


def longer(chain: Chain, now: datetime) -> Chain:
    """Return a chain with one campaign more."""
    if now - chain.since > CHAIN_LIFE:
        return Chain(1, now)
    return Chain(chain.depth + 1, chain.since)


def is_endless(chain: Chain) -> bool:
    """Return whether so many campaigns have led here that they must feed each other."""
    return chain.depth > MOST_IN_CHAIN


def stop_endless(tx: Transaction, campaign_id: int) -> None:
    """Switch off a campaign at the end of an endless chain; say so in the log and on it."""
    reason = (
        f"feeds itself: more than {MOST_IN_CHAIN} campaigns led to it one by the other within"
        f" {CHAIN_LIFE // timedelta(minutes=1)} minutes"
    )
    if stop_campaign(tx, campaign_id, reason):
        stopped = queries.campaign_by_id(tx, campaign_id)
        logger.warning("campaign %s is stopped: it %s", stopped and stopped.id, reason)
