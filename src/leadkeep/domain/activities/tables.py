"""Declare the activity log, its index by time, and the custom types."""

from sqlalchemy import Column, Index, Integer, Table, Text

from leadkeep.domain.fields import draft_table
from leadkeep.store import Id, IdSequence, JsonText, Scale, Timestamp, metadata

ACTIVITY_IDS = IdSequence("activity", is_log=True)
CUSTOM_TYPE_IDS = IdSequence("custom_activity_type", first=100_001)
"""Custom type ids begin here (behaviour.md 5.4)."""

# Clustered by activity id, not by the primary key: else rows of old leads would split full pages at
# each write, which halved the rate of updates.
activity = Table(
    "activity",
    metadata,
    Column("lead_id", Id, primary_key=True, autoincrement=False),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("activity_type_id", Integer, nullable=False),
    Column("activity_date", Timestamp, nullable=False),
    Column("campaign_id", Id),
    Column("primary_attribute_value_id", Id),
    Column("primary_attribute_value", Text),
    Column("attributes", JsonText, nullable=False, comment="As the wire shows them."),
    Index(None, "activity_type_id", "id"),
    info={"scale": Scale.PER_LEAD},
    comment="Append-only. A deleted lead's rows stay: no foreign key.",
)

merged_lead = Table(
    "merged_lead",
    metadata,
    Column("lead_id", Id, primary_key=True, autoincrement=False),
    Column("winner_id", Id, nullable=False, comment="The last one, however often merged."),
    Index(None, "winner_id"),
    info={"scale": Scale.PER_LEAD},
    comment="Under whom the activities of a lead that was merged are read.",
)

activity_second = Table(
    "activity_second",
    metadata,
    Column("second", Id, primary_key=True, autoincrement=False, comment="Of the Unix epoch."),
    Column(
        "first_id",
        Id,
        primary_key=True,
        autoincrement=False,
        comment="No activity recorded in it or later has a smaller id.",
    ),
    Column(
        "activity_id",
        Id,
        primary_key=True,
        autoincrement=False,
        comment="The first activity of the transaction that added the row.",
    ),
    info={"scale": Scale.LOCAL},
    comment="From a moment to a place in the log. Seconds and ids of committed rows only rise.",
)

custom_activity_type = draft_table(
    "custom_activity_type", 255, "The definition that activities are added by."
)
