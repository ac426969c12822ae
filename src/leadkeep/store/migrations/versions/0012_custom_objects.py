"""Make the table of types of custom objects.

Revision: 0012, after 0011. The table of each type is made when the type is approved.
"""

import sqlalchemy as sa
from alembic import op

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.types import Id, JsonText, Timestamp

revision = "0012"
down_revision = "0011"

FIRST_IDS = {"custom_object_type": 1001, "custom_object": 1}


def upgrade() -> None:
    """Make the table and the sequences."""
    op.create_table(
        "custom_object_type",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("api_name", sa.String(length=50), nullable=False),
        sa.Column(
            "approved",
            JsonText,
            nullable=True,
            comment="The definition that records are kept by.",
        ),
        sa.Column(
            "draft",
            JsonText,
            nullable=True,
            comment="The definition that the next approval publishes.",
        ),
        sa.Column("version", sa.Integer(), nullable=False, comment="How often it was approved."),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.Column("updated_at", Timestamp, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_object_type")),
        sa.UniqueConstraint("api_name", name=op.f("uq_custom_object_type_api_name")),
    )
    create_id_sequences(op.get_bind(), FIRST_IDS)
