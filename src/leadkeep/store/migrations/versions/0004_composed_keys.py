"""Write the keys of leads, records and names in composed form (NFC), as they are looked up now.

Only keys with characters beyond ASCII can differ. A key that ends in a digest stays: it is made of
a value that is longer than a key.
"""

import unicodedata

from alembic import op
from sqlalchemy import (
    Column,
    LargeBinary,
    MetaData,
    Table,
    and_,
    cast,
    func,
    inspect,
    select,
    update,
)

revision = "0004"
down_revision = "0003"

TABLES_OF_VALUES = ("lead_key", "record_key")
DIGEST_MARK = "\x1f"


def upgrade() -> None:
    """Rewrite the keys that are not in composed form."""
    connection = op.get_bind()
    inspector = inspect(connection)
    for (_, owner), columns in inspector.get_multi_columns().items():
        name = "value" if owner in TABLES_OF_VALUES else "name_key"
        if any(each["name"] == name for each in columns):
            identity = inspector.get_pk_constraint(owner)["constrained_columns"]
            types = {each["name"]: each["type"] for each in columns}
            read = (
                Column(each, types[each], primary_key=each in identity)
                for each in dict.fromkeys([*identity, name])
            )
            table = Table(owner, MetaData(), *read)
            _compose(table, table.c[name])


def _compose(table: Table, column: Column[str]) -> None:
    connection = op.get_bind()
    identity = [*table.primary_key.columns]
    is_postgres = connection.dialect.name == "postgresql"
    size = func.octet_length(column) if is_postgres else func.length(cast(column, LargeBinary))
    query = select(*identity, column.label("key")).where(size != func.length(column))
    for *values, key in connection.execute(query).all():
        composed = unicodedata.normalize("NFC", key)
        if composed != key and len(key.rpartition(DIGEST_MARK)[2]) != 64:  # noqa: PLR2004 -- SHA-256 in hex
            row = and_(*(each == value for each, value in zip(identity, values, strict=True)))
            connection.execute(update(table).where(row).values({column.name: composed}))
