"""Declare channels, tags, programs, program tokens and members."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from leadkeep.store import Id, IdSequence, Scale, Timestamp, metadata

CHANNEL_IDS = IdSequence("channel")
STATUS_IDS = IdSequence("channel_status")
TAG_TYPE_IDS = IdSequence("tag_type")
PROGRAM_IDS = IdSequence("program", first=1001)
STREAM_IDS = IdSequence("program_stream")
MEMBER_IDS = IdSequence("program_member")

_FLAG = Boolean(create_constraint=False)
_REFERENCE = {"scale": Scale.REFERENCE}

channel = Table(
    "channel",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(255), nullable=False),
    Column("name_key", String(300), nullable=False, unique=True, comment="Letter case folded."),
    Column("program_type", String(20), nullable=False, comment="The type of program it is for."),
    Column("created_at", Timestamp, nullable=False),
    Column("updated_at", Timestamp, nullable=False),
    info=_REFERENCE,
)

channel_status = Table(
    "channel_status",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("channel_id", Id, ForeignKey("channel.id"), nullable=False),
    Column("name", String(255), nullable=False),
    Column("step", Integer, nullable=False),
    Column("is_success", _FLAG, nullable=False),
    Column("is_hidden", _FLAG, nullable=False),
    Column("type", String(50), comment="What it means to the product, where it means anything."),
    UniqueConstraint("channel_id", "name"),
    info=_REFERENCE,
    comment="Ids count through the whole instance. Step 0 is Not in Program.",
)

tag_type = Table(
    "tag_type",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(255), nullable=False),
    Column("name_key", String(300), nullable=False, unique=True, comment="Letter case folded."),
    Column("is_required", _FLAG, nullable=False),
    info=_REFERENCE,
)

tag_value = Table(
    "tag_value",
    metadata,
    Column("tag_type_id", Id, ForeignKey("tag_type.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("value", String(255), nullable=False),
    UniqueConstraint("tag_type_id", "value"),
    info=_REFERENCE,
)

program = Table(
    "program",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("workspace_id", Id, nullable=False, comment="As its folder says; it never changes."),
    Column("type", String(20), nullable=False),
    Column("channel_id", Id, ForeignKey("channel.id"), nullable=False),
    Column("status", String(20), nullable=False, comment="on, off, locked, unlocked or empty."),
    Column("head_start", _FLAG, nullable=False),
    Index(None, "channel_id"),
    info=_REFERENCE,
    comment="Name, description, place and dates stand in its row of folder, of type Program.",
)

program_tag = Table(
    "program_tag",
    metadata,
    Column("program_id", Id, ForeignKey("program.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_type_id", Id, ForeignKey("tag_type.id"), primary_key=True),
    Column("value", String(255), nullable=False),
    Index(None, "tag_type_id", "value"),
    info=_REFERENCE,
)

program_cost = Table(
    "program_cost",
    metadata,
    Column("program_id", Id, ForeignKey("program.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("start_date", Date, nullable=False),
    Column("cost", BigInteger, nullable=False),
    Column("note", Text),
    info=_REFERENCE,
)

program_stream = Table(
    "program_stream",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("program_id", Id, ForeignKey("program.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", String(255), nullable=False),
    UniqueConstraint("program_id", "name"),
    info=_REFERENCE,
    comment="The tracks of engagement programs, the one that members start in first.",
)

asset_token = Table(
    "asset_token",
    metadata,
    Column("folder_type", String(10), primary_key=True, comment="Folder or Program."),
    Column("folder_id", Id, primary_key=True, autoincrement=False),
    Column("name", String(50), primary_key=True, comment="Without {{my.}} around it."),
    Column("type", String(20), nullable=False),
    Column("value", Text, nullable=False),
    ForeignKeyConstraint(
        ["folder_type", "folder_id"], ["folder.type", "folder.id"], ondelete="CASCADE"
    ),
    info={"scale": Scale.LOCAL},
    comment="{{my.*}}, for everything below a folder or in a program.",
)

program_member = Table(
    "program_member",
    metadata,
    Column("lead_id", Id, ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True),
    Column("program_id", Id, ForeignKey("program.id", ondelete="CASCADE"), primary_key=True),
    Column("id", Id, nullable=False, comment="Program Member ID in activities."),
    Column("status_id", Id, ForeignKey("channel_status.id"), nullable=False),
    Column("stream_id", Id, comment="The track of an engagement program."),
    Column("acquiredBy", _FLAG, nullable=False),
    Column("isExhausted", _FLAG, nullable=False, server_default=false()),
    Column("reachedSuccess", _FLAG, nullable=False),
    Column("reachedSuccessDate", Timestamp),
    Column("membershipDate", Timestamp, nullable=False),
    Column("createdAt", Timestamp, nullable=False),
    Column("updatedAt", Timestamp, nullable=False),
    Column("nurtureCadence", String(4)),
    Column("statusReason", Text),
    Column("attendanceLikelihood", BigInteger),
    Column("registrationLikelihood", BigInteger),
    Column("waitlistPriority", BigInteger),
    Column("registrationCode", Text),
    Column("webinarUrl", Text),
    Index(None, "program_id", "lead_id"),
    info={"scale": Scale.PER_LEAD},
    comment="Columns bear the REST names of their fields; custom fields add columns.",
)
