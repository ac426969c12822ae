"""Write companies and sales persons, and what leads show of them (behaviour.md 7.2)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from leadkeep.domain.fields import Values, key_of, lead_catalog
from leadkeep.domain.instance.access import Access
from leadkeep.domain.leads.change_log import Cause
from leadkeep.domain.leads.company_values import (
    COMPANY_LINK,
    OWNER_LINK,
    OWNER_VALUES,
    shared_changes,
)
from leadkeep.domain.leads.keys import LEAD_KEYS
from leadkeep.domain.leads.lock import lock_leads
from leadkeep.domain.leads.write import write_leads
from leadkeep.domain.objects.engine import RecordSync, Synced, sync_records
from leadkeep.domain.objects.standard import COMPANY, SALES_PERSON
from leadkeep.store import Transaction

LEADS_AT_ONCE = 5_000
"""Memory holds so many leads of the changed companies at a time."""


def sync_companies(
    tx: Transaction, access: Access, call: RecordSync, cause: Cause, now: datetime
) -> Synced:
    """Create and update companies; their leads change with them, each with its activities."""
    synced = sync_records(tx, access, COMPANY, call, now)
    catalog = lead_catalog(tx)
    changed = {
        key_of(draft.values[COMPANY_LINK]): changes
        for draft in synced.drafts
        if not draft.is_new and (changes := shared_changes(catalog, draft.changes))
    }
    _spread(tx, COMPANY_LINK, changed, cause, now)
    return synced


def sync_sales_persons(
    tx: Transaction, access: Access, call: RecordSync, cause: Cause, now: datetime
) -> Synced:
    """Create and update sales persons; the leads that they own change with them."""
    synced = sync_records(tx, access, SALES_PERSON, call, now)
    changed = {
        key_of(draft.values[OWNER_LINK]): owned
        for draft in synced.drafts
        if not draft.is_new and (owned := _owned_changes(draft.changes))
    }
    _spread(tx, OWNER_LINK, changed, cause, now)
    return synced


def _owned_changes(changes: Values) -> Values:
    return {name: changes[theirs] for name, theirs in OWNER_VALUES.items() if theirs in changes}


def _spread(
    tx: Transaction, link: str, changed: Mapping[str, Values], cause: Cause, now: datetime
) -> None:
    """Give the leads that name one of these keys the values that belong to it."""
    if not changed:
        return
    catalog = lead_catalog(tx)
    lead_ids = sorted(lead_id for _, lead_id in LEAD_KEYS.owners(tx, link, list(changed)))
    names = {link, *(name for values in changed.values() for name in values)}
    for some in _groups(lead_ids):
        drafts = lock_leads(tx, catalog, set(some), names)
        for draft in drafts.values():
            draft.assign(changed.get(key_of(draft.values[link]), {}))
        write_leads(tx, [draft for draft in drafts.values() if draft.steps], cause, now)


def _groups(lead_ids: Sequence[int]) -> list[Sequence[int]]:
    return [
        lead_ids[start : start + LEADS_AT_ONCE] for start in range(0, len(lead_ids), LEADS_AT_ONCE)
    ]
