"""Declare the counters of requests and errors, and the requests that vendor limits count."""

from sqlalchemy import BigInteger, Column, Index, String, Table

from leadkeep.store import Id, IdSequence, Scale, Timestamp, metadata

CALL_IDS = IdSequence("api_call")

usage_count = Table(
    "usage_count",
    metadata,
    Column("day", String(10), primary_key=True, comment="YYYY-MM-DD, US Central."),
    Column("user_id", String(255), primary_key=True, comment="The API user's address."),
    Column("count", BigInteger, nullable=False),
    info={"scale": Scale.LOCAL},
)

error_count = Table(
    "error_count",
    metadata,
    Column("day", String(10), primary_key=True, comment="YYYY-MM-DD, US Central."),
    Column("error_code", String(10), primary_key=True),
    Column("count", BigInteger, nullable=False),
    info={"scale": Scale.LOCAL},
)

api_call = Table(
    "api_call",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("started_at", Timestamp, nullable=False),
    Column("ended_at", Timestamp),
    Index(None, "started_at"),
    info={"scale": Scale.LOCAL},
    comment="Recent requests, stored only while a rate or concurrency limit is on.",
)
