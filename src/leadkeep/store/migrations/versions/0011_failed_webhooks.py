"""Make the table of the latest failed requests to webhooks, as they were sent.

Revision: 0011, after 0010. Servers at 0010 leave it empty; a deleted lead takes its rows along.
"""

from alembic import op
from sqlalchemy import Index

from leadkeep.store.new_tables import NewTables

revision = "0011"
down_revision = "0010"
compatible_from = "0009"

TABLES = NewTables()
TABLES.add("lead", "id:id*")
TABLES.add("campaign", "id:id*")
TABLES.add(
    "failed_webhook",
    "lead_id:id*>>lead activity_id:id* campaign_id:id>>campaign failed_at:timestamp"
    " method:string10 url:text headers:json body:text?",
    Index(None, "campaign_id", "failed_at"),
    Index(None, "failed_at"),
    comment="Requests to webhooks that failed, as they were sent: the latest ones of a campaign.",
    comments={
        "activity_id": "The Call Webhook that has the reply.",
        "headers": "Values of headers that may be secret are not stored.",
        "body": "Its beginning, with values of the lead.",
    },
    has_row_id=False,
)


def upgrade() -> None:
    """Create the table."""
    TABLES.create(op.get_bind())
