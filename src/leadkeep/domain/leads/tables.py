"""The lead table's fixed part, and the table of keys.

All other columns of ``lead`` are made from the field registry (``domain.fields``).
"""

from sqlalchemy import Column, Index, String, Table, Text

from leadkeep.store import Id, IdSequence, Scale, Timestamp, metadata

LEAD_IDS = IdSequence("lead")

lead = Table(
    "lead",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("createdAt", Timestamp),
    Column("updatedAt", Timestamp),
    Column("leadPartitionId", Id),
    Column("contactCompany", Id),
    Index(None, "leadPartitionId", "id"),
    info={"scale": Scale.PER_LEAD},
    comment="One row a lead, one typed column a field; columns bear the fields' REST names.",
)

deleted_lead = Table(
    "deleted_lead",
    metadata,
    Column("lead_id", Id, primary_key=True, autoincrement=False),
    Column("partition_id", Id, nullable=False),
    info={"scale": Scale.PER_LEAD},
    comment="Whose the activities of a lead that is gone were: nothing of the lead itself.",
)

lead_key = Table(
    "lead_key",
    metadata,
    Column("kind", String(255), primary_key=True, comment="The field's REST name."),
    Column("value", Text, primary_key=True, comment="Trimmed, letter case folded."),
    Column("lead_id", Id, primary_key=True, autoincrement=False),
    info={"scale": Scale.PER_KEY},
    sqlite_with_rowid=False,
    comment="Every value that leads are found by. No foreign key: it lives where its value lives.",
)
