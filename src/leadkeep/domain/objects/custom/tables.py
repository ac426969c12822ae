"""The types of custom objects. Each approved one has a table of its own, which approval makes."""

from sqlalchemy import Column, Integer, String, Table

from leadkeep.store import Id, IdSequence, JsonText, Scale, Timestamp, metadata

CUSTOM_OBJECT_TYPE_IDS = IdSequence("custom_object_type", first=1001)
CUSTOM_OBJECT_IDS = IdSequence("custom_object")
"""Of the records of all types."""

custom_object_type = Table(
    "custom_object_type",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("api_name", String(50), nullable=False, unique=True),
    Column("approved", JsonText, comment="The definition that records are kept by."),
    Column("draft", JsonText, comment="The definition that the next approval publishes."),
    Column("version", Integer, nullable=False, comment="How often it was approved."),
    Column("created_at", Timestamp, nullable=False),
    Column("updated_at", Timestamp, nullable=False),
    info={"scale": Scale.LOCAL},
)
