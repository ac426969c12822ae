"""Select leads by the dates of their creation and changes, batch by batch (behaviour.md 6.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select

from leadkeep.domain.activities import logged_range, was_changed
from leadkeep.domain.fields import Catalog, Field, file_columns, lead_catalog
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads.queries import scope_condition, scope_values
from leadkeep.store import Statement

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class LeadSelection:
    """Which leads to select; both ends of a range belong to it, in whole seconds."""

    created_from: datetime | None = None
    created_to: datetime | None = None
    changed_from: datetime | None = None
    changed_to: datetime | None = None


def select_leads(
    work: Work, fields: tuple[Field, ...], selection: LeadSelection, size: int
) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the fields of the selected leads within scope as they stand in a file, ascending by id.

    A lead that was changed in the range counts, even if it was changed again after it.
    """
    catalog = lead_catalog(work.tx)
    statement = _statement(catalog, fields, selection, is_limited=not _is_everything(work))
    values = _values(work, selection)
    last = 0
    while rows := work.tx.rows(statement, **values, after=last, limit=size):
        last = rows[-1][0]
        yield [row[1:] for row in rows]


def _is_everything(work: Work) -> bool:
    return work.access.partition_ids is None


def _statement(
    catalog: Catalog, fields: tuple[Field, ...], selection: LeadSelection, *, is_limited: bool
) -> Statement:
    table = catalog.table
    by_creation, by_change = selection.created_from, selection.changed_from

    def make() -> Statement:
        clauses: list[ColumnElement[bool]] = [
            table.c.id > bindparam("after"),
            scope_condition(catalog, is_limited=is_limited),
        ]
        if by_creation is not None:
            clauses.append(table.c.createdAt >= bindparam("created_from"))
            clauses.append(table.c.createdAt < bindparam("created_to"))
        if by_change is not None:
            clauses.append(table.c.updatedAt >= bindparam("changed_from"))
            in_log = was_changed(table.c.id)
            clauses.append(or_(table.c.updatedAt < bindparam("changed_to"), in_log))
        query = select(table.c.id.label("lead"), *file_columns(table, fields)).where(*clauses)
        return Statement(query.order_by(table.c.id).limit(bindparam("limit")))

    key = ("selected", fields, by_creation is None, by_change is None, is_limited)
    return catalog.cached(key, make)


def _values(work: Work, selection: LeadSelection) -> dict[str, Any]:
    values: dict[str, Any] = scope_values(work.access.partition_ids)
    if selection.created_to is not None:
        values |= {
            "created_from": selection.created_from,
            "created_to": selection.created_to + SECOND,
        }
    if selection.changed_from is not None and selection.changed_to is not None:
        after, last = logged_range(work.tx, selection.changed_from, selection.changed_to)
        values |= {
            "changed_from": selection.changed_from,
            "changed_to": selection.changed_to + SECOND,
            "log_after": after,
            "log_last": last,
        }
    return values
