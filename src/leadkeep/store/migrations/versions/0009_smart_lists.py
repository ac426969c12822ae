"""Make the tables of smart lists and segmentations.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.types import Id, JsonText, Timestamp

revision = "0009"
down_revision = "0008"

FIRST_IDS = {"smart_list": 1001}


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
    create_id_sequences(op.get_bind(), FIRST_IDS)
