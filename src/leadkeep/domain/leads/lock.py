"""Lock stored leads until the transaction ends, and read their values.

Concurrent commands lock keys first, then rows, each in sorted order. A lead's own keys are only
known from its row. So rows are read first; then keys and rows are locked; and keys that changed
before the rows were locked are locked last. If two transactions deadlock on such a key, the engine
makes one of them start again.
"""

from collections.abc import Collection, Iterable

from leadkeep.domain.fields import Catalog, Values, lead, lead_catalog
from leadkeep.domain.leads import queries
from leadkeep.domain.leads.company_values import COMPANY_LINK, OWNER_LINK, lock_names
from leadkeep.domain.leads.draft import NAME_PARTS, Draft
from leadkeep.domain.leads.keys import key_names, keys_in
from leadkeep.store import Transaction


def lock_leads(
    tx: Transaction, catalog: Catalog, lead_ids: set[int], names: Iterable[str]
) -> dict[int, Draft]:
    """Lock stored leads; return a draft with the named fields for each, by lead id."""
    if not lead_ids:
        return {}
    tx.lock_rows(lead, sorted(lead_ids))
    wanted = dict.fromkeys(("id", "leadPartitionId", *sorted(names)))
    if not wanted.keys().isdisjoint(NAME_PARTS):
        wanted |= dict.fromkeys(NAME_PARTS)  # the full name is made from all three
    fields = tuple(catalog.by_name[name] for name in wanted)
    rows = queries.stored_leads_by_ids(tx, catalog, fields, lead_ids)
    return {row[0]: Draft(row[0], dict(zip(wanted, row, strict=True)), row[1]) for row in rows}


def lock_leads_with_keys(tx: Transaction, lead_ids: Collection[int]) -> dict[int, Draft]:
    """Lock leads with their keys, companies and sales persons; return drafts with all fields.

    The drafts are by lead id.
    """
    catalog = lead_catalog(tx)
    names = tuple(sorted({*key_names(catalog), COMPANY_LINK, OWNER_LINK}))
    fields = tuple(catalog.by_name[name] for name in names)
    rows = queries.stored_leads_by_ids(tx, catalog, fields, lead_ids)
    before = _locks(tx, catalog, [dict(zip(names, row, strict=True)) for row in rows])
    tx.lock_keys(sorted(before))
    drafts = lock_leads(tx, catalog, set(lead_ids), catalog.by_name)
    now = _locks(tx, catalog, [each.values for each in drafts.values()])
    if now - before:
        tx.lock_keys(sorted(now - before))
    return drafts


def _locks(tx: Transaction, catalog: Catalog, leads: Iterable[Values]) -> set[str]:
    values = list(leads)
    keys = {
        f"{name}:{key}"
        for name in key_names(catalog)
        for each in values
        for key in keys_in(name, each[name])
    }
    return keys | set(lock_names(tx, values, (COMPANY_LINK, OWNER_LINK)))
