"""Query the tables of objects (SQL only)."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select

from leadkeep.domain.fields import Catalog, Field, stored_columns, wire_columns
from leadkeep.store import Statement, Transaction, any_of

Row = tuple[Any, ...]


def stored_records(
    tx: Transaction, catalog: Catalog, fields: Sequence[Field], record_ids: Collection[int]
) -> list[Row]:
    """Return id and stored values of these records, ascending by id."""
    table = catalog.table

    def make() -> Statement:
        wanted = any_of(table.c.id, "wanted_ids")
        return Statement(
            select(table.c.id, *stored_columns(table, fields)).where(wanted).order_by(table.c.id)
        )

    if not record_ids:
        return []
    statement = catalog.cached(("stored", tuple(fields)), make)
    return tx.rows(statement, wanted_ids=list(record_ids))


def wire_records(
    tx: Transaction, catalog: Catalog, fields: Sequence[Field], record_ids: Collection[int]
) -> list[Row]:
    """Return the fields of these records as JSON values, ascending by id."""
    table = catalog.table

    def make() -> Statement:
        query = select(*wire_columns(table, fields)).where(any_of(table.c.id, "wanted_ids"))
        return Statement(query.order_by(table.c.id))

    if not record_ids:
        return []
    statement = catalog.cached(("wire", tuple(fields)), make)
    return tx.rows(statement, wanted_ids=list(record_ids))


def remove_rows(tx: Transaction, catalog: Catalog, record_ids: Collection[int]) -> None:
    """Delete the rows of records."""
    table = catalog.table
    statement = catalog.cached(
        "remove", lambda: Statement(delete(table).where(any_of(table.c.id, "record_ids")))
    )
    tx.run(statement, record_ids=list(record_ids))


def records_after(
    tx: Transaction, catalog: Catalog, fields: Sequence[Field], after: int, limit: int
) -> list[Row]:
    """Return up to ``limit`` records with ids above ``after``, ascending: id and stored values."""
    table = catalog.table

    def make() -> Statement:
        behind = table.c.id > bindparam("after")
        query = (
            select(table.c.id, *stored_columns(table, fields)).where(behind).order_by(table.c.id)
        )
        return Statement(query.limit(bindparam("limit")))

    statement = catalog.cached(("after", tuple(fields)), make)
    return tx.rows(statement, after=after, limit=limit)
