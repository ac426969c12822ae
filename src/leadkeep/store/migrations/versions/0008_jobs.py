"""Make the tables of jobs.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.types import Id, JsonText, Timestamp

revision = "0008"
down_revision = "0007"

FIRST_IDS = {"job": 1}


def upgrade() -> None:
    """Make the tables and sequences."""
    op.create_table(
        "job",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("arguments", JsonText, nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False, comment="Lower ones go first."),
        sa.Column("state", sa.String(length=10), nullable=False, comment="waiting, running, dead."),
        sa.Column(
            "due_at",
            Timestamp,
            nullable=True,
            comment="When a worker may take it: of a running one the end of the lease; null when dead.",
        ),
        sa.Column("attempts", sa.SmallInteger(), nullable=False, comment="How often it was taken."),
        sa.Column("error", sa.Text(), nullable=True, comment="Kind and place of the last failure."),
        sa.Column(
            "owner",
            sa.String(length=32),
            nullable=True,
            comment="The claim that holds it while it runs.",
        ),
        sa.Column("enqueued_at", Timestamp, nullable=False),
        sa.Column(
            "unique_key",
            sa.String(length=200),
            nullable=True,
            comment="One waiting job of a key at most.",
        ),
        sa.Column(
            "order_key",
            sa.String(length=200),
            nullable=True,
            comment="One running job of a key at most.",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        comment="A job that is done is deleted in the transaction that holds its effect.",
    )
    op.create_index(op.f("ix_job_lane_due_at_id"), "job", ["lane", "due_at", "id"], unique=False)
    op.create_index(op.f("ix_job_order_key"), "job", ["order_key"], unique=False)
    op.create_index(op.f("ix_job_unique_key"), "job", ["unique_key"], unique=False)
    op.create_table(
        "job_schedule",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("next_at", Timestamp, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_schedule")),
        comment="When a job that recurs is enqueued next.",
    )
    create_id_sequences(op.get_bind(), FIRST_IDS)
