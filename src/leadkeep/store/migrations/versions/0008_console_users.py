"""Make the tables of console users, their sessions, links and attempts.

Revision: 0008, after 0007.
"""

from alembic import op
from sqlalchemy import Index, UniqueConstraint

from leadkeep.store.migrate import create_id_sequences
from leadkeep.store.new_tables import NewTables

revision = "0008"
down_revision = "0007"

TABLES = NewTables()
TABLES.add("api_user", "id:id*")
TABLES.add(
    "console_user",
    "id:id* api_user_id:id>api_user password_hash:string255? totp_nonce:string32? "
    "totp_step:bigint? created_at:timestamp",
    UniqueConstraint("api_user_id"),
    comment="People who sign in to the console, with the roles of an API user.",
    comments={
        "password_hash": "Null if only a provider signs the user in.",
        "totp_nonce": "Null without a second factor.",
        "totp_step": "The last time step whose code was accepted.",
    },
)
TABLES.add(
    "console_session",
    "token_digest:string64* user_id:id>>console_user created_at:timestamp expires_at:timestamp",
    Index(None, "user_id"),
    Index(None, "expires_at"),
    comment="Signed-in browsers. The token itself is never stored.",
)
TABLES.add(
    "console_link",
    "token_digest:string64* expires_at:timestamp",
    comment="Links that work once, to add the first user.",
)
TABLES.add(
    "console_attempt",
    "name:string64* failures:integer ends_at:timestamp",
    comment="Attempts to sign in that have not succeeded.",
    comments={"name": "Digest of an address.", "ends_at": "When the failures are forgotten."},
)


def upgrade() -> None:
    """Create the tables and the sequence of their ids."""
    TABLES.create(op.get_bind())
    create_id_sequences(op.get_bind(), {"console_user": 1})
