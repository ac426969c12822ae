"""Declare the partitions of deleted leads; the lead table is declared with its fields."""

from sqlalchemy import Column, Table

from leadkeep.store import Id, IdSequence, Scale, metadata

LEAD_IDS = IdSequence("lead")

deleted_lead = Table(
    "deleted_lead",
    metadata,
    Column("lead_id", Id, primary_key=True, autoincrement=False),
    Column("partition_id", Id, nullable=False),
    info={"scale": Scale.PER_LEAD},
    comment="Whose the activities of a lead that is gone were: nothing of the lead itself.",
)
