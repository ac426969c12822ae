"""Make the tables of merged leads.

Revision: 0005, after 0004.
"""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables and sequences."""
