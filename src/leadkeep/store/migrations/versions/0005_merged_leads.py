"""Make the tables of merged leads.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.types import Id, JsonText, Timestamp

revision = "0005"
down_revision = "0004"

FIRST_IDS = {"lead_merge": 1}


def upgrade() -> None:
    """Make the tables and sequences."""
    op.create_table(
        "merged_lead",
        sa.Column("lead_id", Id, autoincrement=False, nullable=False),
        sa.Column("winner_id", Id, nullable=False, comment="The last one, however often merged."),
        sa.PrimaryKeyConstraint("lead_id", name=op.f("pk_merged_lead")),
        comment="Under whom the activities of a lead that was merged are read.",
    )
    op.create_index(op.f("ix_merged_lead_winner_id"), "merged_lead", ["winner_id"], unique=False)
    op.create_table(
        "lead_merge",
        sa.Column("lead_id", Id, nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column(
            "winner_id", Id, nullable=False, comment="Of this very merge; lead_id is who has it."
        ),
        sa.Column("merged_at", Timestamp, nullable=False),
        sa.Column(
            "record", JsonText, nullable=False, comment="Values, rows and memberships as before."
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["lead.id"], name=op.f("fk_lead_merge_lead_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lead_id", "id", name=op.f("pk_lead_merge")),
        comment="One row a merge. It holds what people told of themselves, and goes with the lead.",
    )
    create_id_sequences(op.get_bind(), FIRST_IDS)
