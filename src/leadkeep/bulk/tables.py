"""Declare the tables of bulk jobs and of their files."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table, Text

from leadkeep.store import Id, IdSequence, JsonText, Scale, Timestamp, metadata

BULK_JOB_IDS = IdSequence("bulk_job", first=1001)

bulk_job = Table(
    "bulk_job",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("direction", String(10), nullable=False, comment="import or extract."),
    Column("kind", String(20), nullable=False, comment="What a row is: a lead, an activity."),
    Column("object_name", String(255), comment="The API name of a custom object type."),
    Column("owner", String(255), nullable=False, comment="The API user's address."),
    Column("client_name", String(255), nullable=False),
    Column("state", String(12), nullable=False),
    Column("definition", JsonText, nullable=False, comment="Parameters, fields and filters."),
    Column("format", String(3), nullable=False, comment="csv, tsv or ssv."),
    Column("list_id", Id, comment="The list that an import adds leads to."),
    Column("created_at", Timestamp, nullable=False),
    Column("queued_at", Timestamp),
    Column("dispatched_at", Timestamp, comment="When its work was put into the queue of jobs."),
    Column("started_at", Timestamp),
    Column("finished_at", Timestamp),
    Column("rows_done", BigInteger, nullable=False),
    Column("rows_failed", BigInteger, nullable=False),
    Column("rows_warned", BigInteger, nullable=False),
    Column("position", Text, comment="Of an import the next row, of an extract the run's name."),
    Column("file_size", BigInteger),
    Column("file_checksum", String(80)),
    Column("message", Text),
    Index(None, "direction", "state", "id"),
    Index(None, "created_at"),
    info={"scale": Scale.LOCAL},
    comment="One import or extract.",
)

bulk_file = Table(
    "bulk_file",
    metadata,
    Column("job_id", Id, ForeignKey("bulk_job.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(10), primary_key=True, comment="upload, failures, warnings or extract."),
    Column("start", BigInteger, primary_key=True, autoincrement=False, comment="Offset in bytes."),
    Column("content", LargeBinary, nullable=False),
    info={"scale": Scale.LOCAL},
    comment="A piece of a file: every server of a database can read it.",
)
