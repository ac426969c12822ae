"""Make the tables of custom objects.

Revision: 0012, after 0011.
"""

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the tables and sequences."""
