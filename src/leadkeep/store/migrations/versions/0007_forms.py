"""Make the tables of forms.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.types import Id, Timestamp

revision = "0007"
down_revision = "0006"

FIRST_IDS = {"form": 1001}


def upgrade() -> None:
    """Make the tables and sequences."""
    op.create_table(
        "form",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=300),
            nullable=False,
            comment="Trimmed, letter case folded.",
        ),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("look", sa.Text(), nullable=False, comment="How it is shown, as JSON."),
        sa.Column(
            "fields", sa.Text(), nullable=False, comment="What it asks for, in order, as JSON."
        ),
        sa.Column("folder_type", sa.String(length=10), nullable=False),
        sa.Column("folder_id", Id, nullable=False),
        sa.Column(
            "program_id", Id, nullable=True, comment="The innermost program that it stands in."
        ),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.Column("updated_at", Timestamp, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form")),
    )
    op.create_index(
        op.f("ix_form_folder_type_folder_id"), "form", ["folder_type", "folder_id"], unique=False
    )
    op.create_index(op.f("ix_form_name_key"), "form", ["name_key"], unique=False)
    create_id_sequences(op.get_bind(), FIRST_IDS)
