"""Forget visitors who have not come back for long."""

from datetime import timedelta

from leadkeep.domain.leads import token_lock_names
from leadkeep.domain.visitors import queries
from leadkeep.store import Transaction

VISITORS_AT_ONCE = 50
"""Each has a thousand rows at most."""


def forget_visitors(tx: Transaction, days: int) -> bool:
    """Forget some of the visitors who were last seen longer ago; return whether there are more."""
    before = tx.moment - timedelta(days=days)
    tokens = queries.old_visitors(tx, before, VISITORS_AT_ONCE)
    tx.lock_keys(token_lock_names(tokens))
    # While this waited, some may have come back, or have become somebody.
    still = set(tokens) & set(queries.old_visitors(tx, before, VISITORS_AT_ONCE))
    if still:
        queries.drop_visitors(tx, sorted(still))
    return len(tokens) == VISITORS_AT_ONCE
