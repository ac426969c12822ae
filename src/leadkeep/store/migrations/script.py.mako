"""${message}.

Revision: ${up_revision}, after ${down_revision | comma,n}.
"""

from alembic import op

from leadkeep.store.new_tables import NewTables

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}

TABLES = NewTables()


def upgrade() -> None:
    """Change the schema."""
    TABLES.create(op.get_bind())
    ${upgrades if upgrades else ""}
