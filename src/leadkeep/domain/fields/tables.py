"""The registry of fields."""

from sqlalchemy import Boolean, Column, Integer, String, Table, Text, UniqueConstraint

from leadkeep.store import Id, IdSequence, Scale, metadata

FIRST_CUSTOM_FIELD_ID = 795
"""Standard fields have ids below; custom ones count from here (behaviour.md 3.1)."""

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
