"""Make the tables of programs.

Revision: 0004, after 0003.
"""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables and sequences."""
