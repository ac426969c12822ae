"""Declare the columns that the tables of objects share."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, false

from leadkeep.domain.fields import FIELD_TYPES, StandardField
from leadkeep.store import Id


def object_columns(fields: Sequence[StandardField]) -> list[Column[Any]]:
    """Return the columns of an object's table: the record id, then the fields."""
    columns: list[Column[Any]] = [Column("id", Id, primary_key=True, autoincrement=False)]
    for each in fields:
        if each.column != "id":
            kind = FIELD_TYPES[each.data_type]
            default = false() if kind.empty is False else None
            columns.append(Column(each.column, kind.storage, server_default=default))
    return columns
