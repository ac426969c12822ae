"""Query the lead table."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, true

from leadkeep.domain.fields import Catalog, Field, stored_columns, wire_columns
from leadkeep.store import Statement, Transaction, any_of

PartitionIds = frozenset[int] | None
"""The ids of the partitions within scope; None for all partitions."""

Row = tuple[Any, ...]


def lead_by_id(
    tx: Transaction, catalog: Catalog, fields: tuple[Field, ...], lead_id: int, within: PartitionIds
) -> Row | None:
    """Return a lead's fields as JSON values; None if no such lead is within scope."""

    def make() -> Statement:
        table = catalog.table
        found = table.c.id == bindparam("wanted_id")
        return Statement(
            select(*wire_columns(catalog.table, fields)).where(found, _scope(catalog, within))
        )

    statement = catalog.cached(("by id", fields, within is None), make)
    return tx.row(statement, wanted_id=lead_id, **scope_values(within))


def leads_by_ids(
    tx: Transaction,
    catalog: Catalog,
    fields: tuple[Field, ...],
    lead_ids: Collection[int],
    within: PartitionIds,
) -> list[Row]:
    """Return the fields of these leads within scope as JSON values, ascending by id."""

    def make() -> Statement:
        table = catalog.table
        wanted = any_of(table.c.id, "wanted_ids")
        query = select(*wire_columns(catalog.table, fields)).where(wanted, _scope(catalog, within))
        return Statement(query.order_by(table.c.id))

    if not lead_ids:
        return []
    if len(lead_ids) == 1:
        row = lead_by_id(tx, catalog, fields, next(iter(lead_ids)), within)
        return [] if row is None else [row]
    statement = catalog.cached(("by ids", fields, within is None), make)
    return tx.rows(statement, wanted_ids=list(lead_ids), **scope_values(within))


def stored_leads_by_ids(
    tx: Transaction, catalog: Catalog, fields: tuple[Field, ...], lead_ids: Collection[int]
) -> list[Row]:
    """Return stored values of these leads, whatever their partitions are, ascending by id."""

    def make() -> Statement:
        table = catalog.table
        wanted = any_of(table.c.id, "wanted_ids")
        query = select(*stored_columns(table, fields)).where(wanted)
        return Statement(query.order_by(table.c.id))

    statement = catalog.cached(("stored by ids", fields), make)
    return tx.rows(statement, wanted_ids=list(lead_ids))


def lead_ids_within(
    tx: Transaction, catalog: Catalog, lead_ids: Collection[int], within: PartitionIds
) -> list[int]:
    """Return the ids of these leads that are in the partitions ``within``, ascending."""
    table = catalog.table

    def make() -> Statement:
        wanted = any_of(table.c.id, "wanted_ids")
        query = select(table.c.id).where(wanted, _scope(catalog, within)).order_by(table.c.id)
        return Statement(query)

    statement = catalog.cached(("ids within", within is None), make)
    found = tx.rows(statement, wanted_ids=list(lead_ids), **scope_values(within))
    return [row[0] for row in found]


def first_lead_ids_in_partitions(
    tx: Transaction, catalog: Catalog, partitions: Iterable[int], limit: int
) -> list[int]:
    """Return at most ``limit`` ids of leads in these partitions: the smallest ones, ascending."""
    table = catalog.table

    def make() -> Statement:
        wanted = any_of(table.c.leadPartitionId, "wanted_partitions")
        return Statement(
            select(table.c.id).where(wanted).order_by(table.c.id).limit(bindparam("limit"))
        )

    wanted = list(partitions)
    found = tx.rows(catalog.cached("by partition", make), wanted_partitions=wanted, limit=limit)
    return [row[0] for row in found]


def scope_condition(catalog: Catalog, *, is_limited: bool) -> ColumnElement[bool]:
    """Return the condition that a lead is in the partitions within scope, if scope is limited."""
    return any_of(catalog.table.c.leadPartitionId, "within") if is_limited else true()


def scope_values(within: PartitionIds) -> dict[str, Any]:
    """Return the values of the parameters of :func:`scope_condition`."""
    return {} if within is None else {"within": sorted(within)}


def _scope(catalog: Catalog, within: PartitionIds) -> ColumnElement[bool]:
    return scope_condition(catalog, is_limited=within is not None)
