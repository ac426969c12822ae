"""Forms."""

from sqlalchemy import Column, Index, String, Table, Text

from leadkeep.store import Id, IdSequence, Scale, Timestamp, metadata

FORM_IDS = IdSequence("form", first=1001)

form = Table(
    "form",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(255), nullable=False),
    Column("name_key", String(300), nullable=False, comment="Trimmed, letter case folded."),
    Column("description", Text),
    Column("status", String(20), nullable=False),
    Column("look", Text, nullable=False, comment="How it is shown, as JSON."),
    Column("fields", Text, nullable=False, comment="What it asks for, in order, as JSON."),
    Column("folder_type", String(10), nullable=False),
    Column("folder_id", Id, nullable=False),
    Column("program_id", Id, comment="The innermost program that it stands in."),
    Column("workspace_id", Id, nullable=False),
    Column("created_at", Timestamp, nullable=False),
    Column("updated_at", Timestamp, nullable=False),
    Index(None, "name_key"),
    Index(None, "folder_type", "folder_id"),
    info={"scale": Scale.LOCAL, "in_folder": True},
)
