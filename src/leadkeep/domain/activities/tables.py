"""The activity log."""

from sqlalchemy import Column, Index, Integer, Table, Text

from leadkeep.store import Id, IdSequence, JsonText, Scale, Timestamp, metadata

ACTIVITY_IDS = IdSequence("activity")

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
    sqlite_with_rowid=False,
    comment="Append-only. A deleted lead's rows stay: no foreign key.",
)
