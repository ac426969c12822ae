"""Read all rows of an object whose values meet simple conditions, for exports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select

from leadkeep.domain.fields.catalog import Catalog, stored_columns
from leadkeep.domain.fields.field import Field
from leadkeep.domain.fields.types import TooLong, Unacceptable
from leadkeep.errors import Reason, Refusal

UPDATED_AT = "updatedAt"


@dataclass(frozen=True, slots=True)
class RowFilter:
    """The conditions that rows must all meet."""

    values: Mapping[str, str | None] = field(default_factory=dict)
    """Texts by field name: the row's value equals what a record with this text would store; None
    stands for no value."""
    since: datetime | None = None
    """Changed at this moment or later."""


def rows_query(
    catalog: Catalog, table: Table, fields: Sequence[Field], wanted: RowFilter
) -> Select[tuple[Any, ...]]:
    """Return the query of the matching rows, ascending by id: the stored values of ``fields``.

    Raises:
        Refusal: 1006, a field is unknown; 1003, a text is no value of its field.
    """
    conditions = [_equals(catalog, table, *each) for each in wanted.values.items()]
    if wanted.since is not None:
        conditions.append(table.c[catalog.named(UPDATED_AT).column] >= wanted.since)
    return select(*stored_columns(table, fields)).where(*conditions).order_by(table.c.id)


def _equals(catalog: Catalog, table: Table, name: str, text: str | None) -> ColumnElement[bool]:
    found = catalog.named(name)
    column: ColumnElement[Any] = table.c[found.column]
    if text is None:
        return column.is_(None)
    try:
        return column.in_([found.parse(text)])
    except (Unacceptable, TooLong):
        raise Refusal(Reason.INVALID_VALUE, name, text) from None
