"""Declare the table of logged requests."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from leadkeep.store import Id, IdSequence, Number, Scale, Timestamp, metadata

LOGGED_REQUEST_IDS = IdSequence("request_log")

LONGEST_OPERATION = 200

request_log = Table(
    "request_log",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("started_at", Timestamp, nullable=False),
    Column("request_id", String(40), nullable=False, comment="As in the response."),
    Column("client_name", String(255), comment="Null if the token was not accepted."),
    Column(
        "operation",
        String(LONGEST_OPERATION),
        nullable=False,
        comment="Its id; method and path of a request that no operation serves.",
    ),
    Column("code", String(10), comment="Of the refusal, or of the first skipped record."),
    Column("records", Integer, nullable=False, comment="Items of the result."),
    Column("skipped", Integer, nullable=False, comment="Records that were refused."),
    Column("milliseconds", Number, nullable=False),
    Column("statements", BigInteger, nullable=False, comment="SQL statements."),
    Column("request_body", Text, comment="Only while logged for a client; values are masked."),
    Column("response_body", Text, comment="As request_body."),
    Index(None, "request_id"),
    info={"scale": Scale.LOCAL},
    comment="The latest API requests; older ones are deleted as new ones come.",
)
