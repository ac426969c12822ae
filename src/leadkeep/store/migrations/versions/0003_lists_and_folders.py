"""Make the tables of lists and folders.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.types import Id, Timestamp

revision = "0003"
down_revision = "0002"

FIRST_IDS = {"folder": 101, "static_list": 1001}


def upgrade() -> None:
    """Make the tables and sequences."""
    op.create_table(
        "folder",
        sa.Column(
            "type",
            sa.String(length=10),
            nullable=False,
            comment="Folder, or Program: id is then its id.",
        ),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=300),
            nullable=False,
            comment="Trimmed, letter case folded.",
        ),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column(
            "parent_type",
            sa.String(length=10),
            nullable=True,
            comment="Null in the roots, one for each area.",
        ),
        sa.Column("parent_id", Id, nullable=True),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column(
            "program_id", Id, nullable=True, comment="The innermost program that it is in, or is."
        ),
        sa.Column(
            "kind",
            sa.String(length=50),
            nullable=False,
            comment="On the wire folderType: what it takes.",
        ),
        sa.Column("is_archive", sa.Boolean(), nullable=False),
        sa.Column("is_system", sa.Boolean(), nullable=False),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.Column("updated_at", Timestamp, nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_type", "parent_id"],
            ["folder.type", "folder.id"],
            name=op.f("fk_folder_parent_type_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_folder_workspace_id")
        ),
        sa.PrimaryKeyConstraint("type", "id", name=op.f("pk_folder")),
        sa.UniqueConstraint(
            "parent_type",
            "parent_id",
            "type",
            "name_key",
            name=op.f("uq_folder_parent_type_parent_id_type_name_key"),
        ),
        comment="Ids of folders and of programs are counted apart, so the type is part of the key.",
    )
    op.create_index(op.f("ix_folder_name_key_type"), "folder", ["name_key", "type"], unique=False)
    op.create_table(
        "static_list",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=300),
            nullable=False,
            comment="Trimmed, letter case folded.",
        ),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("folder_type", sa.String(length=10), nullable=False),
        sa.Column("folder_id", Id, nullable=False),
        sa.Column(
            "program_id", Id, nullable=True, comment="The innermost program that it stands in."
        ),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.Column("updated_at", Timestamp, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_static_list")),
        comment="No foreign key to its folder: that is kept in one place, this everywhere.",
    )
    op.create_index(
        op.f("ix_static_list_folder_type_folder_id"),
        "static_list",
        ["folder_type", "folder_id"],
        unique=False,
    )
    op.create_index(op.f("ix_static_list_name_key"), "static_list", ["name_key"], unique=False)
    op.create_index(op.f("ix_static_list_program_id"), "static_list", ["program_id"], unique=False)
    op.create_table(
        "list_member",
        sa.Column("lead_id", Id, nullable=False),
        sa.Column("list_id", Id, nullable=False),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.Column("updated_at", Timestamp, nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["lead.id"], name=op.f("fk_list_member_lead_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["static_list.id"],
            name=op.f("fk_list_member_list_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("lead_id", "list_id", name=op.f("pk_list_member")),
        comment="A lead that is deleted, or a list, takes its memberships along.",
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_list_member_list_id_lead_id"), "list_member", ["list_id", "lead_id"], unique=False
    )
    create_id_sequences(op.get_bind(), FIRST_IDS)
