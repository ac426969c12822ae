"""Say in the database which leadkeep may use it beside newer ones.

Revision: 0010, after 0009.
"""

from alembic import op
from sqlalchemy import Column, String

revision = "0010"
down_revision = "0009"
compatible_from = "0009"


def upgrade() -> None:
    """Add a column to the row of the catalog version; ``store.migrate`` sets it."""
    comment = "The oldest schema whose leadkeep may read and write here."
    op.add_column("catalog_version", Column("compatible_from", String(32), comment=comment))
