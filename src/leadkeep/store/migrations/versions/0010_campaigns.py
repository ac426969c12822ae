"""Make the tables of smart campaigns.

Revision: 0010, after 0009.
"""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the tables and sequences."""
