"""The activity log: append and read activities of leads; standard and custom activity types.

Entry points: :func:`append_activities` for all writers; :func:`read_activities`,
:func:`read_lead_changes` and :func:`read_deleted_leads`; :func:`add_activities`;
:func:`create_type` and the other verbs of custom types.
"""

from leadkeep.domain.activities.add import AddedActivity, add_activities
from leadkeep.domain.activities.append import (
    ACTIVITY_EVENTS,
    ActivityBatch,
    ActivityType,
    AppendedActivities,
    DatedActivity,
    NewActivity,
    append_activities,
    append_dated_activities,
    attribute_items,
    signature,
)
from leadkeep.domain.activities.changes import ChangedLeads, changed_lead_ids, last_change_id
from leadkeep.domain.activities.check import check_merged_leads
from leadkeep.domain.activities.custom import (
    approve_type,
    create_attributes,
    create_type,
    delete_attributes,
    delete_type,
    discard_draft,
    update_attributes,
    update_type,
)
from leadkeep.domain.activities.definition import DATA_TYPES, Attribute, SentAttribute, SentType
from leadkeep.domain.activities.merged import note_merged, winners_of
from leadkeep.domain.activities.queries import (
    PastActivity,
    RecentActivity,
    activities_by_ids,
    activity_counts,
    first_lead_since,
    last_activities,
    last_changes,
    log_query,
    logged_between,
    logged_range,
    newest_of_types,
    past_activities,
    recent_activities,
    was_changed,
)
from leadkeep.domain.activities.queries import Row as ActivityRow
from leadkeep.domain.activities.read import (
    ActivityFilter,
    ActivityPage,
    Position,
    attributes_object,
    read_activities,
    read_deleted_leads,
    read_lead_changes,
)
from leadkeep.domain.activities.retention import prune_activities
from leadkeep.domain.activities.types import (
    ActivityTypes,
    CustomType,
    LeadSet,
    StandardType,
    TypeAttribute,
    activity_types,
    standard_types,
)

__all__ = [
    "ACTIVITY_EVENTS",
    "DATA_TYPES",
    "ActivityBatch",
    "ActivityFilter",
    "ActivityPage",
    "ActivityRow",
    "ActivityType",
    "ActivityTypes",
    "AddedActivity",
    "AppendedActivities",
    "Attribute",
    "ChangedLeads",
    "CustomType",
    "DatedActivity",
    "LeadSet",
    "NewActivity",
    "PastActivity",
    "Position",
    "RecentActivity",
    "SentAttribute",
    "SentType",
    "StandardType",
    "TypeAttribute",
    "activities_by_ids",
    "activity_counts",
    "activity_types",
    "add_activities",
    "append_activities",
    "append_dated_activities",
    "approve_type",
    "attribute_items",
    "attributes_object",
    "changed_lead_ids",
    "check_merged_leads",
    "create_attributes",
    "create_type",
    "delete_attributes",
    "delete_type",
    "discard_draft",
    "first_lead_since",
    "last_activities",
    "last_change_id",
    "last_changes",
    "log_query",
    "logged_between",
    "logged_range",
    "newest_of_types",
    "note_merged",
    "past_activities",
    "prune_activities",
    "read_activities",
    "read_deleted_leads",
    "read_lead_changes",
    "recent_activities",
    "signature",
    "standard_types",
    "update_attributes",
    "update_type",
    "was_changed",
    "winners_of",
]
