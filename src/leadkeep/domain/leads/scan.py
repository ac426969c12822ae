"""Read stored values of leads in all partitions, for jobs and checks of the server."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from leadkeep.domain.fields import Catalog, Field, lead_catalog
from leadkeep.domain.leads import queries
from leadkeep.store import Statement, Transaction

ROW_BATCH_SIZE = 500

LeadRows = list[tuple[Any, ...]]


def all_leads(
    tx: Transaction,
    catalog: Catalog,
    fields: Sequence[Field],
    columns: Sequence[str] = (),
    *conditions: ColumnElement[bool],
) -> Iterator[LeadRows]:
    """Yield leads in batches, ascending by id: id, columns of the table, stored values of fields.

    Without ``conditions`` on the table, these are all leads.
    """
    table = catalog.table
    query = (
        # Two fields may share a column, so each gets its own label.
        select(
            table.c.id,
            *(table.c[name] for name in columns),
            *(table.c[each.column].label(f"c{each.id}") for each in fields),
        )
        .where(table.c.id > bindparam("after"), *conditions)
        .order_by(table.c.id)
        .limit(ROW_BATCH_SIZE)
    )
    statement = Statement(query)
    last = 0
    while rows := tx.rows(statement, after=last):
        yield rows
        last = rows[-1][0]


def lead_count(tx: Transaction) -> int:
    """Return the number of leads in all partitions."""
    query = select(func.count()).select_from(lead_catalog(tx).table)
    return int(tx.execute(query).scalar_one())


def values_of_leads(
    tx: Transaction, catalog: Catalog, fields: tuple[Field, ...], lead_ids: Collection[int]
) -> LeadRows:
    """Return a row for each of these leads that exists: id, then stored values of ``fields``."""
    if not lead_ids:
        return []
    return queries.stored_leads_by_ids(tx, catalog, (catalog.by_name["id"], *fields), lead_ids)
