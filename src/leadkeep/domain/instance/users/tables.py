"""Declare the tables of console users, their sessions, sign-in links and failed attempts."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table

from leadkeep.store import Id, IdSequence, Scale, Timestamp, metadata

USERS_LOCK = "console users"
"""Taken by whatever adds, changes or removes a user."""
CONSOLE_USER_IDS = IdSequence("console_user")

console_user = Table(
    "console_user",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("api_user_id", Id, ForeignKey("api_user.id"), nullable=False, unique=True),
    Column("password_hash", String(255), comment="Null if only a provider signs the user in."),
    Column("totp_nonce", String(32), comment="Null without a second factor."),
    Column("totp_step", BigInteger, comment="The last time step whose code was accepted."),
    Column("created_at", Timestamp, nullable=False),
    info={"scale": Scale.LOCAL},
    comment="People who sign in to the console, with the roles of an API user.",
)

console_session = Table(
    "console_session",
    metadata,
    Column("token_digest", String(64), primary_key=True),
    Column("user_id", Id, ForeignKey("console_user.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", Timestamp, nullable=False),
    Column("expires_at", Timestamp, nullable=False),
    Index(None, "user_id"),
    Index(None, "expires_at"),
    info={"scale": Scale.LOCAL},
    comment="Signed-in browsers. The token itself is never stored.",
)

console_link = Table(
    "console_link",
    metadata,
    Column("token_digest", String(64), primary_key=True),
    Column("expires_at", Timestamp, nullable=False),
    info={"scale": Scale.LOCAL},
    comment="Links that work once, to add the first user.",
)

console_attempt = Table(
    "console_attempt",
    metadata,
    Column("name", String(64), primary_key=True, comment="Digest of an address."),
    Column("failures", Integer, nullable=False),
    Column("ends_at", Timestamp, nullable=False, comment="When the failures are forgotten."),
    info={"scale": Scale.LOCAL},
    comment="Attempts to sign in that have not succeeded.",
)
