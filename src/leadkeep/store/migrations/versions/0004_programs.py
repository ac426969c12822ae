"""Make the tables of programs.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.types import Id, Timestamp

revision = "0004"
down_revision = "0003"

FIRST_IDS = {
    "channel": 1,
    "channel_status": 1,
    "program": 1001,
    "program_member": 1,
    "program_stream": 1,
    "tag_type": 1,
}


def upgrade() -> None:
    """Make the tables and sequences."""
    op.create_table(
        "channel",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False, comment="Letter case folded."),
        sa.Column(
            "program_type",
            sa.String(length=20),
            nullable=False,
            comment="The type of program it is for.",
        ),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.Column("updated_at", Timestamp, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("name_key", name=op.f("uq_channel_name_key")),
    )
    op.create_table(
        "tag_type",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False, comment="Letter case folded."),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_type")),
        sa.UniqueConstraint("name_key", name=op.f("uq_tag_type_name_key")),
    )
    op.create_table(
        "channel_status",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("channel_id", Id, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("is_success", sa.Boolean(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column(
            "type",
            sa.String(length=50),
            nullable=True,
            comment="What it means to the product, where it means anything.",
        ),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("fk_channel_status_channel_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_status")),
        sa.UniqueConstraint("channel_id", "name", name=op.f("uq_channel_status_channel_id_name")),
        comment="Ids count through the whole instance. Step 0 is Not in Program.",
    )
    op.create_table(
        "program",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column(
            "workspace_id", Id, nullable=False, comment="As its folder says; it never changes."
        ),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("channel_id", Id, nullable=False),
        sa.Column(
            "status",
            sa.String(length=20),
            nullable=False,
            comment="on, off, locked, unlocked or empty.",
        ),
        sa.Column("head_start", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_program_channel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program")),
        comment="Name, description, place and dates stand in its row of folder, of type Program.",
    )
    op.create_index(op.f("ix_program_channel_id"), "program", ["channel_id"], unique=False)
    op.create_table(
        "tag_value",
        sa.Column("tag_type_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["tag_type_id"], ["tag_type.id"], name=op.f("fk_tag_value_tag_type_id")
        ),
        sa.PrimaryKeyConstraint("tag_type_id", "position", name=op.f("pk_tag_value")),
        sa.UniqueConstraint("tag_type_id", "value", name=op.f("uq_tag_value_tag_type_id_value")),
    )
    op.create_table(
        "asset_token",
        sa.Column(
            "folder_type", sa.String(length=10), nullable=False, comment="Folder or Program."
        ),
        sa.Column("folder_id", Id, autoincrement=False, nullable=False),
        sa.Column(
            "name", sa.String(length=50), nullable=False, comment="Without {{my.}} around it."
        ),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["folder_type", "folder_id"],
            ["folder.type", "folder.id"],
            name=op.f("fk_asset_token_folder_type_folder_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("folder_type", "folder_id", "name", name=op.f("pk_asset_token")),
        comment="{{my.*}}, for everything below a folder or in a program.",
    )
    op.create_table(
        "program_cost",
        sa.Column("program_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["program_id"],
            ["program.id"],
            name=op.f("fk_program_cost_program_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("program_id", "position", name=op.f("pk_program_cost")),
    )
    op.create_table(
        "program_member",
        sa.Column("lead_id", Id, nullable=False),
        sa.Column("program_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False, comment="Program Member ID in activities."),
        sa.Column("status_id", Id, nullable=False),
        sa.Column("stream_id", Id, nullable=True, comment="The track of an engagement program."),
        sa.Column("acquiredBy", sa.Boolean(), nullable=False),
        sa.Column("isExhausted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reachedSuccess", sa.Boolean(), nullable=False),
        sa.Column("reachedSuccessDate", Timestamp, nullable=True),
        sa.Column("membershipDate", Timestamp, nullable=False),
        sa.Column("createdAt", Timestamp, nullable=False),
        sa.Column("updatedAt", Timestamp, nullable=False),
        sa.Column("nurtureCadence", sa.String(length=4), nullable=True),
        sa.Column("statusReason", sa.Text(), nullable=True),
        sa.Column("attendanceLikelihood", sa.BigInteger(), nullable=True),
        sa.Column("registrationLikelihood", sa.BigInteger(), nullable=True),
        sa.Column("waitlistPriority", sa.BigInteger(), nullable=True),
        sa.Column("registrationCode", sa.Text(), nullable=True),
        sa.Column("webinarUrl", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["lead.id"], name=op.f("fk_program_member_lead_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["program_id"],
            ["program.id"],
            name=op.f("fk_program_member_program_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["status_id"], ["channel_status.id"], name=op.f("fk_program_member_status_id")
        ),
        sa.PrimaryKeyConstraint("lead_id", "program_id", name=op.f("pk_program_member")),
        comment="Columns bear the REST names of their fields; custom fields add columns.",
    )
    op.create_index(
        op.f("ix_program_member_program_id_lead_id"),
        "program_member",
        ["program_id", "lead_id"],
        unique=False,
    )
    op.create_table(
        "program_stream",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("program_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"],
            ["program.id"],
            name=op.f("fk_program_stream_program_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_stream")),
        sa.UniqueConstraint("program_id", "name", name=op.f("uq_program_stream_program_id_name")),
        comment="The tracks of engagement programs, the one that members start in first.",
    )
    op.create_table(
        "program_tag",
        sa.Column("program_id", Id, nullable=False),
        sa.Column("tag_type_id", Id, nullable=False),
        sa.Column("value", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"],
            ["program.id"],
            name=op.f("fk_program_tag_program_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tag_type_id"], ["tag_type.id"], name=op.f("fk_program_tag_tag_type_id")
        ),
        sa.PrimaryKeyConstraint("program_id", "tag_type_id", name=op.f("pk_program_tag")),
    )
    op.create_index(
        op.f("ix_program_tag_tag_type_id_value"),
        "program_tag",
        ["tag_type_id", "value"],
        unique=False,
    )
    create_id_sequences(op.get_bind(), FIRST_IDS)
