"""The tables of the queue: one row for each job that has not ended."""

from sqlalchemy import Column, Index, SmallInteger, String, Table, Text

from leadkeep.store import Id, IdSequence, JsonText, Scale, Timestamp, metadata

LONGEST_NAME = 100
LONGEST_KEY = 200

JOB_IDS = IdSequence("job")

job = Table(
    "job",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(LONGEST_NAME), nullable=False),
    Column("arguments", JsonText, nullable=False),
    Column("lane", SmallInteger, nullable=False, comment="Lower ones go first."),
    Column("state", String(10), nullable=False, comment="waiting, running, dead."),
    Column(
        "due_at",
        Timestamp,
        comment="When a worker may take it: of a running one the end of the lease; null when dead.",
    ),
    Column("attempts", SmallInteger, nullable=False, comment="How often it was taken."),
    Column("error", Text, comment="Kind and place of the last failure."),
    Column("owner", String(32), comment="The claim that holds it while it runs."),
    Column("enqueued_at", Timestamp, nullable=False),
    Column("unique_key", String(LONGEST_KEY), comment="One waiting job of a key at most."),
    Column("order_key", String(LONGEST_KEY), comment="One running job of a key at most."),
    Index(None, "lane", "due_at", "id"),
    Index(None, "unique_key"),
    Index(None, "order_key"),
    info={"scale": Scale.LOCAL},
    comment="A job that is done is deleted in the transaction that holds its effect.",
)

job_schedule = Table(
    "job_schedule",
    metadata,
    Column("name", String(LONGEST_NAME), primary_key=True),
    Column("next_at", Timestamp, nullable=False),
    info={"scale": Scale.LOCAL},
    comment="When a job that recurs is enqueued next.",
)
