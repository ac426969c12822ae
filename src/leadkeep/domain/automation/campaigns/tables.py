"""Declare smart campaigns, their runs and their members."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from leadkeep.domain.assets.engine import NO_FOLDER_KEY, asset_columns, asset_indexes
from leadkeep.store import Id, IdSequence, JsonText, Scale, Timestamp, metadata, partial_index

CAMPAIGN_IDS = IdSequence("campaign", first=1001)
CAMPAIGN_RUN_IDS = IdSequence("campaign_run")
CAMPAIGN_PART_IDS = IdSequence("campaign_part", first=1_000_001)
"""The ids of ``smartListId`` and ``flowId`` in the API; they start far above the ids of smart
lists."""
ENROLLMENT_IDS = IdSequence("campaign_enrollment")
"""The ids of enrollments. Leads that enter a campaign together have the same one; later ones are
larger."""

_FLAG = Boolean(create_constraint=False)

campaign = Table(
    "campaign",
    metadata,
    *asset_columns(
        Column("type", String(10), nullable=False, comment="batch, trigger, or default: no rules."),
        Column("is_requested", _FLAG, nullable=False, comment="Has the trigger of this name."),
        Column("is_executable", _FLAG, nullable=False),
        Column("is_active", _FLAG, nullable=False),
        Column("qualification", String(10), nullable=False, comment="once, any or interval."),
        Column("interval_length", Integer),
        Column("interval_unit", String(10), comment="hour, day, week or month."),
        Column("rules", JsonText, nullable=False, comment="Triggers, filters, how they combine."),
        Column("flow", JsonText, nullable=False, comment="Steps, in order."),
        Column("smart_list_id", Id, nullable=False),
        Column("flow_id", Id, nullable=False),
        Column("stopped_at", Timestamp, comment="When it was found to feed itself."),
        Column("stopped_reason", Text),
    ),
    *asset_indexes(),
    Index(None, "program_id"),
    info={"scale": Scale.REFERENCE, "in_folder": True},
    comment=NO_FOLDER_KEY,
)

campaign_list = Table(
    "campaign_list",
    metadata,
    Column("campaign_id", Id, ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True),
    Column("list_id", Id, ForeignKey("static_list.id"), primary_key=True),
    Index(None, "list_id"),
    info={"scale": Scale.REFERENCE, "uses_list": True},
    comment="The lists that flows name: they cannot be deleted.",
)

_WAITS = text("position IS NOT NULL")

campaign_member = Table(
    "campaign_member",
    metadata,
    Column("lead_id", Id, ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True),
    Column("campaign_id", Id, ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True),
    Column("entered_at", Timestamp, nullable=False, comment="The last time."),
    Column("enrollment_id", Id, nullable=False, comment="The latest one."),
    Column("position", Integer, comment="The step of that enrollment; null after the last step."),
    Column("removed_through", Id, nullable=False, comment="Enrollments up to it are over."),
    Column("created_at", Timestamp, nullable=False),
    Column("updated_at", Timestamp, nullable=False),
    Index(None, "campaign_id", "lead_id"),
    Index("ix_campaign_member_entered_at", "campaign_id", "entered_at"),
    Index(
        "ix_campaign_member_position",
        "campaign_id",
        "position",
        **partial_index(_WAITS),
    ),
    info={"scale": Scale.PER_LEAD},
    sqlite_with_rowid=False,
    comment="A lead that is deleted, or a campaign, takes its memberships along.",
)

failed_webhook = Table(
    "failed_webhook",
    metadata,
    Column("lead_id", Id, ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "activity_id",
        Id,
        primary_key=True,
        autoincrement=False,
        comment="The Call Webhook that has the reply.",
    ),
    Column("campaign_id", Id, ForeignKey("campaign.id", ondelete="CASCADE"), nullable=False),
    Column("failed_at", Timestamp, nullable=False),
    Column("method", String(10), nullable=False),
    Column("url", Text, nullable=False),
    Column(
        "headers",
        JsonText,
        nullable=False,
        comment="Values of headers that may be secret are not stored.",
    ),
    Column("body", Text, comment="Its beginning, with values of the lead."),
    Index(None, "campaign_id", "failed_at"),
    Index(None, "failed_at"),
    info={"scale": Scale.PER_LEAD},
    sqlite_with_rowid=False,
    comment="Requests to webhooks that failed, as they were sent: the latest ones of a campaign.",
)

campaign_run = Table(
    "campaign_run",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("campaign_id", Id, nullable=False),
    Column("kind", String(10), nullable=False, comment="batch, active or request."),
    Column("run_at", Timestamp, nullable=False),
    Column("tokens", JsonText, comment="Values that override those of the program, by name."),
    Column("clone_day", String(10), comment="The US Central day on which it was made by a clone."),
    Column("swept_through", Id, nullable=False, comment="Leads up to it have been looked at."),
    Column("entered", Integer, nullable=False, comment="How many leads have entered."),
    Column("started_at", Timestamp),
    Column("finished_at", Timestamp, comment="When all leads had been looked at."),
    Column("created_at", Timestamp, nullable=False),
    Index(None, "campaign_id", "run_at"),
    Index(None, "clone_day"),
    info={"scale": Scale.LOCAL},
    comment="A scheduled run, a time of being active, or a request with tokens of its own.",
)
