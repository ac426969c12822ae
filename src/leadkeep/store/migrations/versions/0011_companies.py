"""Make the tables of companies, sales persons, opportunities and named accounts.

Revision: 0011, after 0010.
"""

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables and sequences."""
