"""Smart lists: rules that have a name and a place."""

from sqlalchemy import Column, Index, String, Table, Text

from leadkeep.store import Id, IdSequence, JsonText, Scale, Timestamp, metadata

SMART_LIST_IDS = IdSequence("smart_list", first=1001)

smart_list = Table(
    "smart_list",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(255), nullable=False),
    Column("name_key", String(300), nullable=False, comment="Trimmed, letter case folded."),
    Column("description", Text),
    Column("folder_type", String(10), nullable=False),
    Column("folder_id", Id, nullable=False),
    Column("program_id", Id, comment="The innermost program that it stands in."),
    Column("workspace_id", Id, nullable=False),
    Column("rules", JsonText, nullable=False, comment="Filters and how they combine."),
    Column("created_at", Timestamp, nullable=False),
    Column("updated_at", Timestamp, nullable=False),
    Index(None, "name_key"),
    Index(None, "folder_type", "folder_id"),
    Index(None, "program_id"),
    info={"scale": Scale.REFERENCE, "in_folder": True},
    comment="No foreign key to its folder: that is kept in one place, this everywhere.",
)
