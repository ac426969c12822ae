"""Make the tables of lists and folders.

Revision: 0003, after 0002.
"""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables and sequences."""
