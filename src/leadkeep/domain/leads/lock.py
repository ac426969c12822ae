"""Hold stored leads for the length of a transaction, and know what they are."""

from collections.abc import Iterable

from leadkeep.domain.fields import Catalog
from leadkeep.domain.leads import queries
from leadkeep.domain.leads.draft import NAME_PARTS, Draft
from leadkeep.domain.leads.tables import lead
from leadkeep.store import Transaction


def lock_leads(
    tx: Transaction, catalog: Catalog, lead_ids: set[int], names: Iterable[str]
) -> dict[int, Draft]:
    """Hold stored leads until the transaction ends; return them with the named fields."""
    if not lead_ids:
        return {}
    tx.lock_rows(lead, sorted(lead_ids))
    wanted = dict.fromkeys(("id", "leadPartitionId", *sorted(names)))
    if not wanted.keys().isdisjoint(NAME_PARTS):
        wanted |= dict.fromkeys(NAME_PARTS)  # the full name is made from all of them
    fields = tuple(catalog.by_name[name] for name in wanted)
    rows = queries.stored_leads_by_ids(tx, catalog, fields, lead_ids)
    return {row[0]: Draft(row[0], dict(zip(wanted, row, strict=True)), row[1]) for row in rows}
