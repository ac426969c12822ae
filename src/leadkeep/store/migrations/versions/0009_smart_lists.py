"""Make the tables of smart lists and segmentations.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.types import Id, JsonText, Timestamp

revision = "0009"
down_revision = "0008"

FIRST_IDS = {"segment": 1001, "segmentation": 1001, "smart_list": 1001}


def upgrade() -> None:
    """Make the tables and sequences."""
    op.create_table(
        "smart_list",
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
        sa.Column("rules", JsonText, nullable=False, comment="Filters and how they combine."),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.Column("updated_at", Timestamp, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_smart_list")),
        comment="No foreign key to its folder: that is kept in one place, this everywhere.",
    )
    op.create_index(
        op.f("ix_smart_list_folder_type_folder_id"),
        "smart_list",
        ["folder_type", "folder_id"],
        unique=False,
    )
    op.create_index(op.f("ix_smart_list_name_key"), "smart_list", ["name_key"], unique=False)
    op.create_index(op.f("ix_smart_list_program_id"), "smart_list", ["program_id"], unique=False)
    op.create_table(
        "segmentation",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False, comment="Letter case folded."),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False, comment="draft or approved."),
        sa.Column(
            "field_name",
            sa.String(length=255),
            nullable=True,
            comment="The lead field; null while it is a draft.",
        ),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.Column("updated_at", Timestamp, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segmentation")),
        sa.UniqueConstraint("name_key", name=op.f("uq_segmentation_name_key")),
    )
    op.create_table(
        "segment",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("segmentation_id", Id, nullable=False),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="The first that matches counts."
        ),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False, comment="Letter case folded."),
        sa.Column("rules", JsonText, nullable=False, comment="Filters and how they combine."),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.Column("updated_at", Timestamp, nullable=False),
        sa.ForeignKeyConstraint(
            ["segmentation_id"],
            ["segmentation.id"],
            name=op.f("fk_segment_segmentation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
        sa.UniqueConstraint(
            "segmentation_id", "name_key", name=op.f("uq_segment_segmentation_id_name_key")
        ),
        comment="The last one is Default, which has no rules.",
    )
    create_id_sequences(op.get_bind(), FIRST_IDS)
