"""Declare static lists and their members."""

from sqlalchemy import Column, ForeignKey, Index, Table

from leadkeep.domain.assets.engine import NO_FOLDER_KEY, asset_columns, asset_indexes
from leadkeep.store import Id, IdSequence, Scale, Timestamp, metadata

LIST_IDS = IdSequence("static_list", first=1001)

static_list = Table(
    "static_list",
    metadata,
    *asset_columns(),
    *asset_indexes(),
    Index(None, "program_id"),
    info={"scale": Scale.REFERENCE, "in_folder": True},
    comment=NO_FOLDER_KEY,
)

list_member = Table(
    "list_member",
    metadata,
    Column("lead_id", Id, ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True),
    Column("list_id", Id, ForeignKey("static_list.id", ondelete="CASCADE"), primary_key=True),
    Column("created_at", Timestamp, nullable=False),
    Column("updated_at", Timestamp, nullable=False),
    Index(None, "list_id", "lead_id"),
    info={"scale": Scale.PER_LEAD},
    sqlite_with_rowid=False,
    comment="A lead that is deleted, or a list, takes its memberships along.",
)
