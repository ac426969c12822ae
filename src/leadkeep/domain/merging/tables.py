"""Declare the table of undo records: what an undo of a merge needs."""

from sqlalchemy import Column, ForeignKey, Table

from leadkeep.store import Id, IdSequence, JsonText, Scale, Timestamp, metadata

MERGE_IDS = IdSequence("lead_merge")

lead_merge = Table(
    "lead_merge",
    metadata,
    Column("lead_id", Id, ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("winner_id", Id, nullable=False, comment="Of this very merge; lead_id is who has it."),
    Column("merged_at", Timestamp, nullable=False),
    Column("record", JsonText, nullable=False, comment="Values, rows and memberships as before."),
    info={"scale": Scale.PER_LEAD},
    comment="One row a merge, with personal data; deleted with the lead.",
)
