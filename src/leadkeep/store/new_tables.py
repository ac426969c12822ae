"""Declare tables in migrations: the columns of a table in one line, foreign keys created last.

A migration must never change, so it cannot use the declarations of the features.
"""

import re
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    false,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from leadkeep.store.schema import metadata
from leadkeep.store.types import Id, JsonText, KeyText, Number, Timestamp

_TYPES: dict[str, TypeEngine[Any]] = {
    "bigint": BigInteger(),
    "bytes": LargeBinary(),
    "date": Date(),
    "flag": Boolean(create_constraint=False),
    "id": Id,
    "integer": Integer(),
    "json": JsonText,
    "key": KeyText,
    "number": Number,
    "smallint": SmallInteger(),
    "text": Text(),
    "timestamp": Timestamp,
}
_COLUMN = re.compile(r"(\w+):([a-z]+)(\d*)([*?]?)(=false)?(?:(>>?)(\w+))?").fullmatch


class NewTables:
    """The tables that one migration creates."""

    def __init__(self) -> None:
        """Start with no tables; constraints and indexes are named by the rule of the features."""
        self._metadata = MetaData(naming_convention=metadata.naming_convention)

    def add(
        self,
        table: str,
        columns: str,
        *items: SchemaItem,
        comment: str | None = None,
        comments: dict[str, str] | None = None,
        has_row_id: bool = True,
    ) -> None:
        """Declare a table with its constraints and indexes.

        ``columns`` is a list such as ``id:id* list_id:id>list note:text? is_open:flag=false``:
        ``*`` is part of the primary key, ``?`` may be null, ``=false`` is the default, ``>list``
        refers to the id of the table ``list``, ``>>list`` also deletes rows with that row.
        ``comments`` has the comment of a column by its name. For an existing table, declare only
        the columns that new foreign keys refer to.
        """
        said = comments or {}
        parts = [_column(each, said.get(each.partition(":")[0])) for each in columns.split()]
        Table(
            table,
            self._metadata,
            *parts,
            *items,
            comment=comment,
            sqlite_with_rowid=has_row_id,
        )

    def create(self, connection: Connection) -> None:
        """Create the tables that do not exist, then their foreign keys.

        In a cluster of database servers, tables must be distributed before foreign keys refer to
        them. On an engine that cannot add a foreign key to a table, the keys are created with the
        tables.
        """
        for table in self._metadata.tables.values():
            for key in table.foreign_key_constraints:
                key.use_alter = True
        self._metadata.create_all(connection)


def _column(notation: str, comment: str | None) -> Column[Any]:
    found = _COLUMN(notation)
    if found is None:
        raise ValueError(f"not a column: {notation}")
    name, kind, length, mark, default, arrow, target = found.groups()
    on_delete = "CASCADE" if arrow == ">>" else None
    return Column(
        name,
        String(int(length)) if kind == "string" else _TYPES[kind],
        *([ForeignKey(f"{target}.id", ondelete=on_delete)] if target else []),
        primary_key=mark == "*",
        autoincrement=False,
        nullable=mark == "?",
        server_default=false() if default else None,
        comment=comment,
    )
