"""Let transactions that run side by side each record the second of their activities.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

from leadkeep.store.new_tables import NewTables

revision = "0007"
down_revision = "0006"

COMMENT = "From a moment to a place in the log. Seconds and ids of committed rows only rise."
COMMENTS = {
    "second": "Of the Unix epoch.",
    "first_id": "No activity recorded in it or later has a smaller id.",
    "activity_id": "The first activity of the transaction that added the row.",
}


def upgrade() -> None:
    """Add a column to the primary key of ``activity_second``."""
    if op.get_bind().dialect.name == "postgresql":
        _alter()
    else:
        _create_again()


def _alter() -> None:
    op.add_column("activity_second", sa.Column("activity_id", sa.BigInteger()))
    op.execute(sa.text("UPDATE activity_second SET activity_id = first_id"))
    op.drop_constraint("pk_activity_second", "activity_second")
    op.create_primary_key("pk_activity_second", "activity_second", [*COMMENTS])
    op.create_table_comment("activity_second", COMMENT)
    for name, comment in COMMENTS.items():
        op.alter_column("activity_second", name, comment=comment)


def _create_again() -> None:
    op.rename_table("activity_second", "earlier_second")
    tables = NewTables()
    tables.add(
        "activity_second",
        "second:id* first_id:id* activity_id:id*",
        comment=COMMENT,
        comments=COMMENTS,
    )
    tables.create(op.get_bind())
    copied = "SELECT second, first_id, first_id FROM earlier_second"
    op.execute(sa.text(f"INSERT INTO activity_second (second, first_id, activity_id) {copied}"))
    op.drop_table("earlier_second")
