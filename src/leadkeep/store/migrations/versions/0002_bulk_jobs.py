"""Make the tables of bulk imports and extracts.

Revision: 0002, after 0001.
"""

from alembic import op
from sqlalchemy import Index

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.new_tables import NewTables

revision = "0002"
down_revision = "0001"

TABLES = NewTables()
TABLES.add(
    "bulk_job",
    "id:id* direction:string10 kind:string20 object_name:string255? owner:string255 "
    "client_name:string255 state:string12 definition:json format:string3 list_id:id? "
    "created_at:timestamp queued_at:timestamp? dispatched_at:timestamp? started_at:timestamp? "
    "finished_at:timestamp? rows_done:bigint rows_failed:bigint rows_warned:bigint position:text? "
    "file_size:bigint? file_checksum:string80? message:text?",
    Index(None, "direction", "state", "id"),
    Index(None, "created_at"),
    comment="One import or extract.",
    comments={
        "direction": "import or extract.",
        "kind": "What a row is: a lead, an activity.",
        "object_name": "The API name of a custom object type.",
        "owner": "The API user's address.",
        "definition": "Parameters, fields and filters.",
        "format": "csv, tsv or ssv.",
        "list_id": "The list that an import adds leads to.",
        "dispatched_at": "When its work was put into the queue of jobs.",
        "position": "Of an import the next row, of an extract the run's name.",
    },
)
TABLES.add(
    "bulk_file",
    "job_id:id*>>bulk_job name:string10* start:bigint* content:bytes",
    comment="A piece of a file: every server of a database can read it.",
    comments={"name": "upload, failures, warnings or extract.", "start": "Offset in bytes."},
)


def upgrade() -> None:
    """Create the tables and the sequence of their ids."""
    TABLES.create(op.get_bind())
    create_id_sequences(op.get_bind(), {"bulk_job": 1001})
