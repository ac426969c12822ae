"""Make the tables of activities.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.types import Id, JsonText, Timestamp

revision = "0002"
down_revision = "0001"

FIRST_IDS = {"custom_activity_type": 100_001}


def upgrade() -> None:
    """Make the tables and sequences."""
    op.create_table(
        "activity_second",
        sa.Column("second", Id, autoincrement=False, nullable=False, comment="Of the Unix epoch."),
        sa.Column("first_id", Id, nullable=False, comment="The first activity recorded in it."),
        sa.PrimaryKeyConstraint("second", name=op.f("pk_activity_second")),
        comment="From a moment to a place in the log. Both columns only rise.",
    )
    op.create_table(
        "custom_activity_type",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("api_name", sa.String(length=255), nullable=False),
        sa.Column(
            "approved",
            JsonText,
            nullable=True,
            comment="The definition that activities are added by.",
        ),
        sa.Column(
            "draft",
            JsonText,
            nullable=True,
            comment="The definition that the next approval publishes.",
        ),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.Column("updated_at", Timestamp, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_activity_type")),
        sa.UniqueConstraint("api_name", name=op.f("uq_custom_activity_type_api_name")),
    )
    op.create_table(
        "deleted_lead",
        sa.Column("lead_id", Id, autoincrement=False, nullable=False),
        sa.Column("partition_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("lead_id", name=op.f("pk_deleted_lead")),
        comment="Whose the activities of a lead that is gone were: nothing of the lead itself.",
    )
    create_id_sequences(op.get_bind(), FIRST_IDS)
