"""Declare the registry of fields, the key tables and the lead table.

Only the fixed columns of ``lead`` are declared here; the others are made from the registry.
"""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint

from leadkeep.store import Id, IdSequence, KeyText, Scale, Timestamp, metadata

FIRST_CUSTOM_FIELD_ID = 795
"""Standard fields have smaller ids; custom fields are numbered from here (behaviour.md 3.1)."""

FIELD_IDS = IdSequence("field", first=FIRST_CUSTOM_FIELD_ID)

field = Table(
    "field",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("object", String(50), nullable=False, comment="Whose field it is: lead."),
    Column("name", String(255), nullable=False, comment="The REST name."),
    Column("soap_name", String(255)),
    Column("display_name", String(255), nullable=False),
    Column("data_type", String(20), nullable=False),
    Column("length", Integer),
    Column("column_name", String(63), nullable=False, comment="Its column in the object's table."),
    Column("is_read_only", Boolean(create_constraint=False), nullable=False),
    Column("is_soap_read_only", Boolean(create_constraint=False), nullable=False),
    Column("is_company_field", Boolean(create_constraint=False), nullable=False),
    Column("is_hidden", Boolean(create_constraint=False), nullable=False),
    Column("is_html_encoding_in_email", Boolean(create_constraint=False), nullable=False),
    Column("is_sensitive", Boolean(create_constraint=False), nullable=False),
    Column("is_custom", Boolean(create_constraint=False), nullable=False),
    Column("is_api_created", Boolean(create_constraint=False), nullable=False),
    Column("description", Text),
    UniqueConstraint("object", "name"),
    info={"scale": Scale.REFERENCE},
    comment="Every field of every object; describe, converters and statements are made from it.",
)

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

lead_key = Table(
    "lead_key",
    metadata,
    Column("kind", String(255), primary_key=True, comment="The field's REST name."),
    Column("value", KeyText, primary_key=True, comment="Trimmed, letter case folded."),
    Column("lead_id", Id, primary_key=True, autoincrement=False),
    info={"scale": Scale.PER_KEY},
    sqlite_with_rowid=False,
    comment="Every value that leads are found by. No foreign key: it lives where its value lives.",
)

record_key = Table(
    "record_key",
    metadata,
    Column(
        "field_id",
        Id,
        primary_key=True,
        autoincrement=False,
        comment="The field; of a key of several fields the first one's, negative.",
    ),
    Column("value", Text, primary_key=True, comment="Trimmed, letter case folded."),
    Column("record_id", Id, primary_key=True, autoincrement=False),
    info={"scale": Scale.PER_KEY},
    sqlite_with_rowid=False,
    comment="Every value that records of other objects than the lead are found by.",
)
