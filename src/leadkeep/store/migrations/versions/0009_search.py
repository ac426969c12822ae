"""Order the keys of leads by code points, make the tables of search words, index waiting members.

Revision: 0009, after 0008. The words of leads that exist are made by jobs, in batches.
"""

from alembic import op
from sqlalchemy import Index, text

from leadkeep.store.new_tables import NewTables

revision = "0009"
down_revision = "0008"

TABLES = NewTables()
TABLES.add("lead", "id:id*")
TABLES.add(
    "search_word",
    "lead_id:id*>>lead kind:smallint* value:key*",
    Index(None, "kind", "value", "lead_id"),
    comment="Words that people search leads by, and by which duplicates meet. Follows the log.",
    comments={"kind": "See words.py.", "value": "Normalised."},
    has_row_id=False,
)
TABLES.add(
    "search_progress",
    "id:smallint* lead_id:id? activity_id:id",
    comment="One row: how far search_word is.",
    comments={
        "lead_id": "The last lead of the first scan; empty after it.",
        "activity_id": "The last activity that was read.",
    },
)


def upgrade() -> None:
    """Create the tables; let keys with the same beginning be one range of the index."""
    TABLES.create(op.get_bind())
    op.create_index(
        "ix_campaign_member_entered_at",
        "campaign_member",
        ["campaign_id", "entered_at"],
        if_not_exists=True,
    )
    waits = text("position IS NOT NULL")
    op.create_index(
        "ix_campaign_member_position",
        "campaign_member",
        ["campaign_id", "position"],
        postgresql_where=waits,
        sqlite_where=waits,
        if_not_exists=True,
    )
    if op.get_bind().dialect.name == "postgresql":
        # Only the index is built again, not the table.
        op.execute(text('ALTER TABLE lead_key ALTER COLUMN value TYPE TEXT COLLATE "C"'))
