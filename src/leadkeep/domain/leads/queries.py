"""The questions that are asked of the lead and key tables."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select, true, type_coerce

from leadkeep.domain.fields import Catalog, Field
from leadkeep.domain.leads.tables import lead_key
from leadkeep.store import Statement, Transaction, any_of

PartitionIds = frozenset[int] | None
"""The partitions within reach; None for all."""

Row = tuple[Any, ...]

_IDS_BY_KEYS = Statement(
    select(lead_key.c.value, lead_key.c.lead_id)
    .where(lead_key.c.kind == bindparam("wanted_kind"), any_of(lead_key.c.value, "wanted_values"))
    .order_by(lead_key.c.value, lead_key.c.lead_id)
)
_DISTINCT_IDS_BY_KEYS = Statement(
    select(lead_key.c.lead_id)
    .distinct()
    .where(lead_key.c.kind == bindparam("wanted_kind"), any_of(lead_key.c.value, "wanted_values"))
    .order_by(lead_key.c.lead_id)
    .limit(bindparam("most"))
)


_IDS_BY_ONE_KEY = Statement(
    select(lead_key.c.lead_id)
    .where(
        lead_key.c.kind == bindparam("wanted_kind"), lead_key.c.value == bindparam("wanted_value")
    )
    .order_by(lead_key.c.lead_id)
    .limit(bindparam("most"))
)


def lead_ids_by_key(tx: Transaction, kind: str, values: Collection[str]) -> list[tuple[str, int]]:
    """Return (normalised value, lead id) for every lead found by one of the values."""
    if not values:
        return []
    return [
        (row[0], row[1])
        for row in tx.rows(_IDS_BY_KEYS, wanted_kind=kind, wanted_values=list(values))
    ]


def first_lead_ids_by_key(
    tx: Transaction, kind: str, values: Sequence[str], most: int
) -> list[int]:
    """Return the ids of the leads found by one of the values, ascending, at most ``most``."""
    if len(values) == 1:  # what most callers ask: one step down the index, nothing to merge
        found = tx.rows(_IDS_BY_ONE_KEY, wanted_kind=kind, wanted_value=values[0], most=most)
    else:
        found = tx.rows(
            _DISTINCT_IDS_BY_KEYS, wanted_kind=kind, wanted_values=list(values), most=most
        )
    return [row[0] for row in found]


def lead_by_id(
    tx: Transaction, catalog: Catalog, fields: tuple[Field, ...], lead_id: int, within: PartitionIds
) -> Row | None:
    """Return the fields of one lead within reach, as the wire wants them."""

    def make() -> Statement:
        table = catalog.table
        found = table.c.id == bindparam("wanted_id")
        return Statement(_select_wire(catalog, fields).where(found, _reach(catalog, within)))

    statement = catalog.made(("by id", fields, within is None), make)
    return tx.row(statement, wanted_id=lead_id, **_reach_values(within))


def leads_by_ids(
    tx: Transaction,
    catalog: Catalog,
    fields: tuple[Field, ...],
    lead_ids: Collection[int],
    within: PartitionIds,
) -> list[Row]:
    """Return the fields of those of these leads that are within reach, as the wire wants them.

    Ascending by id.
    """

    def make() -> Statement:
        table = catalog.table
        wanted = any_of(table.c.id, "wanted_ids")
        query = _select_wire(catalog, fields).where(wanted, _reach(catalog, within))
        return Statement(query.order_by(table.c.id))

    if not lead_ids:
        return []
    if len(lead_ids) == 1:
        row = lead_by_id(tx, catalog, fields, next(iter(lead_ids)), within)
        return [] if row is None else [row]
    statement = catalog.made(("by ids", fields, within is None), make)
    return tx.rows(statement, wanted_ids=list(lead_ids), **_reach_values(within))


def stored_leads_by_ids(
    tx: Transaction, catalog: Catalog, fields: tuple[Field, ...], lead_ids: Collection[int]
) -> list[Row]:
    """Return the stored values of these leads, wherever they are, ascending by id."""

    def make() -> Statement:
        table = catalog.table
        columns = [table.c[each.column].label(f"c{index}") for index, each in enumerate(fields)]
        wanted = any_of(table.c.id, "wanted_ids")
        return Statement(select(*columns).where(wanted).order_by(table.c.id))

    statement = catalog.made(("stored by ids", fields), make)
    return tx.rows(statement, wanted_ids=list(lead_ids))


def lead_ids_within(
    tx: Transaction, catalog: Catalog, lead_ids: Collection[int], within: PartitionIds
) -> list[int]:
    """Return those of these ids that leads within reach have, ascending."""
    table = catalog.table

    def make() -> Statement:
        wanted = any_of(table.c.id, "wanted_ids")
        query = select(table.c.id).where(wanted, _reach(catalog, within)).order_by(table.c.id)
        return Statement(query)

    statement = catalog.made(("ids within", within is None), make)
    found = tx.rows(statement, wanted_ids=list(lead_ids), **_reach_values(within))
    return [row[0] for row in found]


def first_lead_ids_in_partitions(
    tx: Transaction, catalog: Catalog, partitions: Iterable[int], most: int
) -> list[int]:
    """Return the ids of the leads in these partitions, ascending, at most ``most``."""
    table = catalog.table

    def make() -> Statement:
        wanted = any_of(table.c.leadPartitionId, "wanted_partitions")
        return Statement(
            select(table.c.id).where(wanted).order_by(table.c.id).limit(bindparam("most"))
        )

    wanted = list(partitions)
    found = tx.rows(catalog.made("by partition", make), wanted_partitions=wanted, most=most)
    return [row[0] for row in found]


def _select_wire(catalog: Catalog, fields: tuple[Field, ...]) -> Select[Any]:
    columns: list[ColumnElement[Any]] = []
    for index, each in enumerate(fields):
        column = catalog.table.c[each.column]
        read = column if each.type.read_as is None else type_coerce(column, each.type.read_as)
        columns.append(read.label(f"c{index}"))  # two fields may share a column, not a label
    return select(*columns)


def _reach(catalog: Catalog, within: PartitionIds) -> ColumnElement[bool]:
    if within is None:
        return true()
    return any_of(catalog.table.c.leadPartitionId, "within")


def _reach_values(within: PartitionIds) -> dict[str, Any]:
    return {} if within is None else {"within": sorted(within)}
