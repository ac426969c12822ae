"""Delete old activities of types that have a retention setting, in small batches.

By default all activities are kept (behaviour.md 5.2).
"""

from sqlalchemy import bindparam, select

from leadkeep.clock import shifted
from leadkeep.domain.activities import queries
from leadkeep.domain.activities.tables import activity
from leadkeep.store import LARGEST_ID, Delete, Statement, Transaction

PRUNE_BATCH_SIZE = 50
"""Batch size: activities deleted in one transaction of a few milliseconds (docs/decisions/0031)."""

_OLDEST_KEYS = Statement(
    select(activity.c.lead_id, activity.c.id)
    .where(activity.c.activity_type_id == bindparam("type_id"), activity.c.id < bindparam("before"))
    .order_by(activity.c.id)
    .limit(bindparam("limit"))
)
_DELETE = Delete(activity, ["lead_id", "id"])


def prune_activities(tx: Transaction, type_id: int, days: int) -> bool:
    """Delete a batch of a type's oldest activities that were recorded over ``days`` days ago.

    Returns:
        Whether there may be more to delete.
    """
    before = queries.first_id_since(tx, int((shifted(tx.moment, days=-days)).timestamp()))
    if before is None:
        before = LARGEST_ID  # Nothing was recorded since then, so all activities are older.
    keys = tx.rows(_OLDEST_KEYS, type_id=type_id, before=before, limit=PRUNE_BATCH_SIZE)
    tx.delete(_DELETE, keys)
    return len(keys) == PRUNE_BATCH_SIZE
