"""Delete visitors who have not come back for a long time."""

from leadkeep.clock import shifted
from leadkeep.domain.leads import token_lock_names
from leadkeep.domain.visitors import queries
from leadkeep.store import Transaction

VISITOR_BATCH_SIZE = 50
"""Batch size: visitors deleted in one transaction; each has at most 1,000 stored visits."""


def forget_visitors(tx: Transaction, days: int) -> bool:
    """Delete a batch of visitors not seen for ``days`` days; return whether more may be left."""
    before = shifted(tx.moment, days=-days)
    tokens = queries.old_visitors(tx, before, VISITOR_BATCH_SIZE)
    tx.lock_keys(token_lock_names(tokens))
    # While this transaction waited for the locks, a visitor may have come back or become a lead.
    still = set(tokens) & set(queries.old_visitors(tx, before, VISITOR_BATCH_SIZE))
    if still:
        queries.drop_visitors(tx, sorted(still))
    return len(tokens) == VISITOR_BATCH_SIZE
