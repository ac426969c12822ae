"""Declare the tree of folders and programs that contains the assets."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from leadkeep.store import Id, IdSequence, Scale, Timestamp, metadata

FIRST_FOLDER_ID = 101
"""Smaller ids belong to the folders of the first workspace (``tree.py``)."""

FOLDER_IDS = IdSequence("folder", first=FIRST_FOLDER_ID)

folder = Table(
    "folder",
    metadata,
    Column("type", String(10), primary_key=True, comment="Folder, or Program: id is then its id."),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(255), nullable=False),
    Column("name_key", String(300), nullable=False, comment="Trimmed, letter case folded."),
    Column("description", Text),
    Column("parent_type", String(10), comment="Null in the roots, one for each area."),
    Column("parent_id", Id),
    Column("workspace_id", Id, ForeignKey("workspace.id"), nullable=False),
    Column("program_id", Id, comment="The innermost program that it is in, or is."),
    Column("kind", String(50), nullable=False, comment="On the wire folderType: what it takes."),
    Column("is_archive", Boolean(create_constraint=False), nullable=False),
    Column("is_system", Boolean(create_constraint=False), nullable=False),
    Column("created_at", Timestamp, nullable=False),
    Column("updated_at", Timestamp, nullable=False),
    ForeignKeyConstraint(["parent_type", "parent_id"], ["folder.type", "folder.id"]),
    UniqueConstraint("parent_type", "parent_id", "type", "name_key"),
    Index(None, "name_key", "type"),
    info={"scale": Scale.LOCAL},
    comment="Ids of folders and of programs are counted apart, so the type is part of the key.",
)
