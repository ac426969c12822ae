"""Drop old activities, where a setting says so for their type: in small batches, off the way.

Everything is kept by default (behaviour.md 5.2).
"""

from datetime import timedelta

from sqlalchemy import bindparam, delete, select

from leadkeep.domain.activities import queries
from leadkeep.domain.activities.tables import activity
from leadkeep.store import Statement, Transaction

PRUNED_AT_ONCE = 50
"""Rows of one batch: a transaction of a few milliseconds (docs/decisions/0031)."""
LARGEST_ID = 2**63 - 1

_OLDEST_KEYS = Statement(
    select(activity.c.lead_id, activity.c.id)
    .where(activity.c.activity_type_id == bindparam("type_id"), activity.c.id < bindparam("before"))
    .order_by(activity.c.id)
    .limit(bindparam("most"))
)
_DELETE = Statement(
    delete(activity).where(
        activity.c.lead_id == bindparam("old_lead_id"), activity.c.id == bindparam("old_id")
    )
)


def prune_activities(tx: Transaction, type_id: int, days: int) -> bool:
    """Drop the oldest activities of a type that were recorded more than ``days`` ago: one batch.

    Returns:
        Whether there may be more of them.
    """
    before = queries.first_id_since(tx, int((tx.moment - timedelta(days=days)).timestamp()))
    if before is None:
        before = LARGEST_ID  # nothing has been recorded since then: all that there is is older
    keys = tx.rows(_OLDEST_KEYS, type_id=type_id, before=before, most=PRUNED_AT_ONCE)
    if keys:
        tx.run_many(_DELETE, [{"old_lead_id": row[0], "old_id": row[1]} for row in keys])
    return len(keys) == PRUNED_AT_ONCE
