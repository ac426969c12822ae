"""Make the tables of smart lists and segmentations.

Revision: 0009, after 0008.
"""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables and sequences."""
