"""Who may do what, and where: workspaces, partitions, roles, API users, custom services, tokens."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint

from leadkeep.store import Id, IdSequence, Scale, Timestamp, metadata

WORKSPACE_IDS = IdSequence("workspace")
PARTITION_IDS = IdSequence("partition")
ROLE_IDS = IdSequence("role")
API_USER_IDS = IdSequence("api_user")
CLIENT_IDS = IdSequence("client")

NAME_LENGTH = 255

workspace = Table(
    "workspace",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(NAME_LENGTH), nullable=False, unique=True),
    info={"scale": Scale.LOCAL},
    comment="The first one is where a client without another home works.",
)

partition = Table(
    "partition",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(NAME_LENGTH), nullable=False, unique=True),
    Column("description", Text),
    info={"scale": Scale.LOCAL},
    comment="Every lead is in exactly one.",
)

workspace_partition = Table(
    "workspace_partition",
    metadata,
    Column("workspace_id", Id, ForeignKey("workspace.id"), primary_key=True),
    Column("partition_id", Id, ForeignKey("partition.id"), primary_key=True),
    info={"scale": Scale.LOCAL},
    comment="Which partitions a workspace sees.",
)

role = Table(
    "role",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(NAME_LENGTH), nullable=False, unique=True),
    info={"scale": Scale.LOCAL},
)

role_permission = Table(
    "role_permission",
    metadata,
    Column("role_id", Id, ForeignKey("role.id"), primary_key=True),
    Column("permission", String(100), primary_key=True),
    info={"scale": Scale.LOCAL},
)

api_user = Table(
    "api_user",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("email", String(NAME_LENGTH), nullable=False, unique=True),
    info={"scale": Scale.LOCAL},
)

api_user_role = Table(
    "api_user_role",
    metadata,
    Column("api_user_id", Id, ForeignKey("api_user.id"), primary_key=True),
    Column("workspace_id", Id, ForeignKey("workspace.id"), primary_key=True),
    Column("role_id", Id, ForeignKey("role.id"), primary_key=True),
    info={"scale": Scale.LOCAL},
    comment="A user holds a role in a workspace.",
)

client = Table(
    "client",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(NAME_LENGTH), nullable=False, unique=True),
    Column("client_id", String(NAME_LENGTH), nullable=False, unique=True),
    Column("secret_digest", String(64), nullable=False),
    Column("api_user_id", Id, ForeignKey("api_user.id"), nullable=False),
    Column("created_at", Timestamp, nullable=False),
    info={"scale": Scale.LOCAL},
    comment="Custom services. The secret itself is never stored.",
)

access_token = Table(
    "access_token",
    metadata,
    Column("token_digest", String(64), primary_key=True),
    Column("client_id", Id, ForeignKey("client.id"), nullable=False),
    Column("nonce", String(32), nullable=False),
    Column("expires_at", Timestamp, nullable=False),
    UniqueConstraint("client_id", "nonce"),
    Index(None, "client_id", "expires_at"),
    info={"scale": Scale.LOCAL},
    comment="Tokens are made from the nonce and the key, which is not in the database.",
)
