"""Make the tables of web visitors.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.types import Id, JsonText, Timestamp

revision = "0006"
down_revision = "0005"

FIRST_IDS = {"anonymous_visit": 1, "web_address": 1}


def upgrade() -> None:
    """Make the tables and sequences."""
    op.create_table(
        "visitor",
        sa.Column("token", sa.String(length=320), nullable=False, comment="Letter case folded."),
        sa.Column("visits", sa.Integer(), nullable=False, comment="How many rows it has there."),
        sa.Column("seen_at", Timestamp, nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_visitor")),
        comment="A token that no lead owns. Those of leads stand in lead_key.",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_visitor_seen_at"), "visitor", ["seen_at"], unique=False)
    op.create_table(
        "anonymous_visit",
        sa.Column("token", sa.String(length=320), nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.SmallInteger(),
            nullable=False,
            comment="The activity type that it becomes.",
        ),
        sa.Column("happened_at", Timestamp, nullable=False),
        sa.Column("address_id", Id, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("attributes", JsonText, nullable=False, comment="As the activity shows them."),
        sa.PrimaryKeyConstraint("token", "id", name=op.f("pk_anonymous_visit")),
        comment="What a visitor did. Gone when it has become a lead's activity, or is too old.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "web_address",
        sa.Column("digest", sa.String(length=32), nullable=False, comment="Of kind and address."),
        sa.Column("address_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_web_address")),
        comment="The number of each page and link, the same for all visitors.",
        sqlite_with_rowid=False,
    )
    create_id_sequences(op.get_bind(), FIRST_IDS)
