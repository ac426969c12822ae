"""Declare segmentations and their segments. A lead's segment is a column of the lead table."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from leadkeep.store import Id, IdSequence, JsonText, Scale, Timestamp, metadata

SEGMENTATION_IDS = IdSequence("segmentation", first=1001)
SEGMENT_IDS = IdSequence("segment", first=1001)

segmentation = Table(
    "segmentation",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(255), nullable=False),
    Column("name_key", String(300), nullable=False, unique=True, comment="Letter case folded."),
    Column("description", Text),
    Column("workspace_id", Id, nullable=False),
    Column("status", String(10), nullable=False, comment="draft or approved."),
    Column("field_name", String(255), comment="The lead field; null while it is a draft."),
    Column("created_at", Timestamp, nullable=False),
    Column("updated_at", Timestamp, nullable=False),
    info={"scale": Scale.REFERENCE},
)

segment = Table(
    "segment",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column(
        "segmentation_id", Id, ForeignKey("segmentation.id", ondelete="CASCADE"), nullable=False
    ),
    Column("position", Integer, nullable=False, comment="The first that matches counts."),
    Column("name", String(255), nullable=False),
    Column("name_key", String(300), nullable=False, comment="Letter case folded."),
    Column("rules", JsonText, nullable=False, comment="Filters and how they combine."),
    Column("created_at", Timestamp, nullable=False),
    Column("updated_at", Timestamp, nullable=False),
    UniqueConstraint("segmentation_id", "name_key"),
    info={"scale": Scale.REFERENCE},
    comment="The last one is Default, which has no rules.",
)
