"""Declare the table of custom object types.

Approval creates a table for the records of each type.
"""

from sqlalchemy import Column, Integer

from leadkeep.domain.fields import draft_table
from leadkeep.store import IdSequence

CUSTOM_OBJECT_TYPE_IDS = IdSequence("custom_object_type", first=1001)
CUSTOM_OBJECT_IDS = IdSequence("custom_object")
"""The ids of custom object records, shared by all types."""

custom_object_type = draft_table(
    "custom_object_type",
    50,
    "The definition that records are kept by.",
    Column("version", Integer, nullable=False, comment="How often it was approved."),
)
