"""Make the log of requests, and say for which clients it has bodies.

Revision: 0006, after 0004.
"""

from alembic import op
from sqlalchemy import Column, Index

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.new_tables import NewTables
from leadkeep.store.types import Timestamp

revision = "0006"
down_revision = "0004"

TABLES = NewTables()
TABLES.add(
    "request_log",
    "id:id* started_at:timestamp request_id:string40 client_name:string255? operation:string200 "
    "code:string10? records:integer skipped:integer milliseconds:number statements:bigint "
    "request_body:text? response_body:text?",
    Index(None, "request_id"),
    comment="The latest API requests; older ones are deleted as new ones come.",
    comments={
        "request_id": "As in the response.",
        "client_name": "Null if the token was not accepted.",
        "operation": "Its id; method and path of a request that no operation serves.",
        "code": "Of the refusal, or of the first skipped record.",
        "records": "Items of the result.",
        "skipped": "Records that were refused.",
        "statements": "SQL statements.",
        "request_body": "Only while logged for a client; values are masked.",
        "response_body": "As request_body.",
    },
)


def upgrade() -> None:
    """Create the table and the sequence of its ids; add a column to the clients."""
    TABLES.create(op.get_bind())
    create_id_sequences(op.get_bind(), {"request_log": 1})
    op.add_column(
        "client",
        Column(
            "bodies_logged_until",
            Timestamp,
            comment="Until then the log of requests has this client's bodies.",
        ),
    )
