"""Hold whole leads and all that they are found by, for a change of who they are.

Racing calls take keys first, then rows, each in sorted order. Here the keys are only known from the
rows, so they are read first, and what has changed until the rows are held is locked behind them: if
that ever makes two calls wait for each other, the engine lets one of them begin again.
"""

from collections.abc import Collection, Iterable

from leadkeep.domain.fields import Catalog, Values, lead_catalog
from leadkeep.domain.leads import queries
from leadkeep.domain.leads.company_values import COMPANY_LINK, OWNER_LINK, lock_names
from leadkeep.domain.leads.draft import Draft
from leadkeep.domain.leads.keys import key_names, keys_in
from leadkeep.domain.leads.lock import lock_leads
from leadkeep.store import Transaction


def hold_whole_leads(tx: Transaction, lead_ids: Collection[int]) -> dict[int, Draft]:
    """Hold leads with all their values, their keys and their companies until the end."""
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
