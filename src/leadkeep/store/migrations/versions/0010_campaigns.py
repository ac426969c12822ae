"""Make the tables of smart campaigns.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.types import Id, JsonText, Timestamp

revision = "0010"
down_revision = "0009"

FIRST_IDS = {"campaign": 1001, "campaign_part": 1_000_001, "campaign_passage": 1, "campaign_run": 1}


def upgrade() -> None:
    """Make the tables and sequences."""
    op.create_table(
        "campaign",
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
        sa.Column(
            "type",
            sa.String(length=10),
            nullable=False,
            comment="batch, trigger, or default: no rules.",
        ),
        sa.Column(
            "is_requested", sa.Boolean(), nullable=False, comment="Has the trigger of this name."
        ),
        sa.Column("is_executable", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column(
            "qualification", sa.String(length=10), nullable=False, comment="once, any or interval."
        ),
        sa.Column("interval_length", sa.Integer(), nullable=True),
        sa.Column(
            "interval_unit",
            sa.String(length=10),
            nullable=True,
            comment="hour, day, week or month.",
        ),
        sa.Column(
            "rules", JsonText, nullable=False, comment="Triggers, filters, how they combine."
        ),
        sa.Column("flow", JsonText, nullable=False, comment="Steps, in order."),
        sa.Column("smart_list_id", Id, nullable=False),
        sa.Column("flow_id", Id, nullable=False),
        sa.Column(
            "stopped_at", Timestamp, nullable=True, comment="When it was found to feed itself."
        ),
        sa.Column("stopped_reason", sa.Text(), nullable=True),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.Column("updated_at", Timestamp, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        comment="No foreign key to its folder: that is kept in one place, this everywhere.",
    )
    op.create_index(
        op.f("ix_campaign_folder_type_folder_id"),
        "campaign",
        ["folder_type", "folder_id"],
        unique=False,
    )
    op.create_index(op.f("ix_campaign_name_key"), "campaign", ["name_key"], unique=False)
    op.create_index(op.f("ix_campaign_program_id"), "campaign", ["program_id"], unique=False)
    op.create_table(
        "campaign_run",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("campaign_id", Id, nullable=False),
        sa.Column(
            "kind", sa.String(length=10), nullable=False, comment="batch, active or request."
        ),
        sa.Column("run_at", Timestamp, nullable=False),
        sa.Column(
            "tokens",
            JsonText,
            nullable=True,
            comment="Values that override those of the program, by name.",
        ),
        sa.Column(
            "clone_day",
            sa.String(length=10),
            nullable=True,
            comment="The US Central day on which it was made by a clone.",
        ),
        sa.Column(
            "swept_through", Id, nullable=False, comment="Leads up to it have been looked at."
        ),
        sa.Column("entered", sa.Integer(), nullable=False, comment="How many leads have entered."),
        sa.Column("started_at", Timestamp, nullable=True),
        sa.Column(
            "finished_at", Timestamp, nullable=True, comment="When all leads had been looked at."
        ),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_run")),
        comment="A scheduled run, a time of being active, or a request with tokens of its own.",
    )
    op.create_index(
        op.f("ix_campaign_run_campaign_id_run_at"),
        "campaign_run",
        ["campaign_id", "run_at"],
        unique=False,
    )
    op.create_index(op.f("ix_campaign_run_clone_day"), "campaign_run", ["clone_day"], unique=False)
    op.create_table(
        "campaign_list",
        sa.Column("campaign_id", Id, nullable=False),
        sa.Column("list_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_campaign_list_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["static_list.id"], name=op.f("fk_campaign_list_list_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "list_id", name=op.f("pk_campaign_list")),
        comment="The lists that flows name: they cannot be deleted.",
    )
    op.create_index(op.f("ix_campaign_list_list_id"), "campaign_list", ["list_id"], unique=False)
    op.create_table(
        "campaign_member",
        sa.Column("lead_id", Id, nullable=False),
        sa.Column("campaign_id", Id, nullable=False),
        sa.Column("entered_at", Timestamp, nullable=False, comment="The last time."),
        sa.Column("passage_id", Id, nullable=False, comment="The last one."),
        sa.Column(
            "position",
            sa.Integer(),
            nullable=True,
            comment="The step it is at in that passage; null behind the last.",
        ),
        sa.Column("removed_through", Id, nullable=False, comment="Passages up to it are over."),
        sa.Column("created_at", Timestamp, nullable=False),
        sa.Column("updated_at", Timestamp, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_campaign_member_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["lead.id"], name=op.f("fk_campaign_member_lead_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lead_id", "campaign_id", name=op.f("pk_campaign_member")),
        comment="A lead that is deleted, or a campaign, takes its memberships along.",
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_campaign_member_campaign_id_lead_id"),
        "campaign_member",
        ["campaign_id", "lead_id"],
        unique=False,
    )
    create_id_sequences(op.get_bind(), FIRST_IDS)
