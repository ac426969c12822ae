"""Follow the changes of leads in the log: which leads were created, or changed in some fields."""

from collections.abc import Collection
from dataclasses import dataclass

from leadkeep.domain.activities import queries
from leadkeep.domain.activities.append import ActivityType
from leadkeep.domain.fields import Field
from leadkeep.store import Transaction

TYPES = (int(ActivityType.NEW_LEAD), int(ActivityType.CHANGE_DATA_VALUE))

_ID, _LEAD_ID, _TYPE, _PRIMARY_ID = 0, 1, 3, 5
"""Indexes in a row."""


@dataclass(frozen=True, slots=True)
class ChangedLeads:
    """The leads that a part of the log says were changed."""

    lead_ids: frozenset[int]
    """Leads that were merged since count as the lead that they became."""
    last_id: int
    """The last activity of the part."""
    has_more: bool


def last_change_id(tx: Transaction) -> int:
    """Return the id of the last activity that says that a lead was created or changed."""
    return max(queries.last_id_of_type(tx, each) for each in TYPES)


def changed_lead_ids(
    tx: Transaction, fields: Collection[Field], after: int, limit: int
) -> ChangedLeads:
    """Return the leads that were created, or changed in one of the fields, after an activity id.

    At most ``limit`` activities are read.
    """
    field_ids = {each.id for each in fields}
    rows = queries.activities_of_types(tx, TYPES, after, limit)
    lead_ids = frozenset(
        row[_LEAD_ID]
        for row in rows
        if row[_TYPE] == ActivityType.NEW_LEAD or row[_PRIMARY_ID] in field_ids
    )
    return ChangedLeads(lead_ids, rows[-1][_ID] if rows else after, len(rows) == limit)
