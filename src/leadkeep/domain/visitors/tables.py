"""Declare unknown visitors, their visits, and the addresses of pages and links."""

from sqlalchemy import Column, Index, Integer, SmallInteger, String, Table, Text

from leadkeep.store import Id, IdSequence, JsonText, Scale, Timestamp, metadata

VISIT_IDS = IdSequence("anonymous_visit")
ADDRESS_IDS = IdSequence("web_address")

visitor = Table(
    "visitor",
    metadata,
    Column("token", String(320), primary_key=True, comment="Letter case folded."),
    Column("visits", Integer, nullable=False, comment="How many rows it has there."),
    Column("seen_at", Timestamp, nullable=False),
    Index(None, "seen_at"),
    info={"scale": Scale.PER_KEY},
    sqlite_with_rowid=False,
    comment="A token that no lead owns. Those of leads stand in lead_key.",
)

anonymous_visit = Table(
    "anonymous_visit",
    metadata,
    Column("token", String(320), primary_key=True),
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("kind", SmallInteger, nullable=False, comment="The activity type that it becomes."),
    Column("happened_at", Timestamp, nullable=False),
    Column("address_id", Id, nullable=False),
    Column("address", Text, nullable=False),
    Column("attributes", JsonText, nullable=False, comment="As the activity shows them."),
    info={"scale": Scale.PER_KEY},
    sqlite_with_rowid=False,
    comment="What a visitor did. Gone when it has become a lead's activity, or is too old.",
)

web_address = Table(
    "web_address",
    metadata,
    Column("digest", String(32), primary_key=True, comment="Of kind and address."),
    Column("address_id", Id, nullable=False),
    info={"scale": Scale.REFERENCE},
    sqlite_with_rowid=False,
    comment="The number of each page and link, the same for all visitors.",
)
