"""Make the tables of web visitors.

Revision: 0006, after 0005.
"""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables and sequences."""
