"""Static lists and who is on them."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from leadkeep.store import Id, IdSequence, Scale, Timestamp, metadata

LIST_IDS = IdSequence("static_list", first=1001)

static_list = Table(
    "static_list",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(255), nullable=False),
    Column("name_key", String(300), nullable=False, comment="Trimmed, letter case folded."),
    Column("description", Text),
    Column("folder_type", String(10), nullable=False),
    Column("folder_id", Id, nullable=False),
    Column("program_id", Id, comment="The innermost program that it stands in."),
    Column("workspace_id", Id, nullable=False),
    Column("created_at", Timestamp, nullable=False),
    Column("updated_at", Timestamp, nullable=False),
    Index(None, "name_key"),
    Index(None, "folder_type", "folder_id"),
    Index(None, "program_id"),
    info={"scale": Scale.REFERENCE, "in_folder": True},
    comment="No foreign key to its folder: that is kept in one place, this everywhere.",
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
