"""Declare the tables of workspaces, partitions, roles, API users, custom services and tokens."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint

from leadkeep.store import Id, IdSequence, Scale, Timestamp, metadata

WORKSPACE_IDS = IdSequence("workspace")
PARTITION_IDS = IdSequence("partition")
ROLE_IDS = IdSequence("role")
API_USER_IDS = IdSequence("api_user")
CLIENT_IDS = IdSequence("client")

NAME_LENGTH = 255


def _named(
    table: str, *columns: Column[Any], name: str = "name", comment: str | None = None
) -> Table:
    """Declare a table of things that have an id and a unique name."""
    return Table(
        table,
        metadata,
        Column("id", Id, primary_key=True, autoincrement=False),
        Column(name, String(NAME_LENGTH), nullable=False, unique=True),
        *columns,
        info={"scale": Scale.LOCAL},
        comment=comment,
    )


def _links(table: str, *columns: Column[Any], comment: str | None = None) -> Table:
    """Declare a table that links other tables; all its columns together are its primary key."""
    return Table(table, metadata, *columns, info={"scale": Scale.LOCAL}, comment=comment)


def _key_of(table: str) -> Column[Any]:
    return Column(f"{table}_id", Id, ForeignKey(f"{table}.id"), primary_key=True)


workspace = _named(
    "workspace", comment="The first one is where a client without another home works."
)
partition = _named(
    "partition", Column("description", Text), comment="Every lead is in exactly one."
)
workspace_partition = _links(
    "workspace_partition",
    _key_of("workspace"),
    _key_of("partition"),
    comment="Which partitions a workspace sees.",
)
role = _named("role")
role_permission = _links(
    "role_permission", _key_of("role"), Column("permission", String(100), primary_key=True)
)
api_user = _named("api_user", name="email")
api_user_role = _links(
    "api_user_role",
    _key_of("api_user"),
    _key_of("workspace"),
    _key_of("role"),
    comment="A user holds a role in a workspace.",
)
client = _named(
    "client",
    Column("client_id", String(NAME_LENGTH), nullable=False, unique=True),
    Column("secret_digest", String(64), nullable=False),
    Column("api_user_id", Id, ForeignKey("api_user.id"), nullable=False),
    Column("created_at", Timestamp, nullable=False),
    Column(
        "bodies_logged_until",
        Timestamp,
        comment="Until then the log of requests has this client's bodies.",
    ),
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
