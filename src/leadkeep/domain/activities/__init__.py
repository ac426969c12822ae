"""The activity log: append-only records of what happened to leads.

Entry point: :func:`append_activities`. May import store, clock, ids and errors.
"""

from leadkeep.domain.activities.append import (
    ActivityBatch,
    ActivityType,
    NewActivity,
    append_activities,
    attribute_items,
)

__all__ = [
    "ActivityBatch",
    "ActivityType",
    "NewActivity",
    "append_activities",
    "attribute_items",
]
