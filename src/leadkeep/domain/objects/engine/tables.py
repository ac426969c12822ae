"""The table of keys, and the columns that tables of objects have."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, MetaData, String, Table, Text, false

from leadkeep.domain.fields import FIELD_TYPES, StandardField
from leadkeep.store import Id, Scale, metadata

record_key = Table(
    "record_key",
    metadata,
    Column(
        "field_id",
        Id,
        primary_key=True,
        autoincrement=False,
        comment="The field; of a key of several fields the first one's, negative.",
    ),
    Column("value", Text, primary_key=True, comment="Trimmed, letter case folded."),
    Column("record_id", Id, primary_key=True, autoincrement=False),
    info={"scale": Scale.PER_KEY},
    sqlite_with_rowid=False,
    comment="Every value that records of other objects than the lead are found by.",
)

_named = MetaData()
"""The tables of leads are named here, not imported: the package of leads stands above this one,
since leads show what their companies hold."""

lead = Table(
    "lead",
    _named,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("leadPartitionId", Id),
)
lead_key = Table(
    "lead_key",
    _named,
    Column("kind", String(255), primary_key=True),
    Column("value", Text, primary_key=True),
    Column("lead_id", Id, primary_key=True, autoincrement=False),
)


def object_columns(fields: Sequence[StandardField]) -> list[Column[Any]]:
    """Return the columns of an object's table: the number of the record, then its fields."""
    columns: list[Column[Any]] = [Column("id", Id, primary_key=True, autoincrement=False)]
    for each in fields:
        if each.column != "id":
            kind = FIELD_TYPES[each.data_type]
            default = false() if kind.empty is False else None
            columns.append(Column(each.column, kind.storage, server_default=default))
    return columns
