"""Copy changed values of companies and sales persons to their leads (behaviour.md 7.2)."""

from collections.abc import Mapping, Sequence

from leadkeep.domain.fields import LEAD_KEYS, Catalog, Values, key_of, lead, lead_catalog
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads.company_values import (
    COMPANY_LINK,
    OWNER_LINK,
    OWNER_VALUES,
    company_values,
)
from leadkeep.domain.leads.lock import lock_leads
from leadkeep.domain.leads.write import write_leads
from leadkeep.domain.objects.engine import RECORD_EVENTS, RecordEvent
from leadkeep.domain.objects.standard import COMPANY, SALES_PERSON
from leadkeep.store import Store, Transaction

LEAD_BATCH_SIZE = 5_000
"""Batch size: leads of the changed records that are in memory at the same time."""


def subscribe_to_companies(store: Store) -> None:
    """Subscribe to changes of companies and sales persons, to copy them to leads; idempotent."""
    if _copy_changes not in store.subscribers(RECORD_EVENTS):
        store.subscribe(RECORD_EVENTS, _copy_changes)


def _copy_changes(tx: Transaction, events: Sequence[RecordEvent]) -> None:
    for event in events:
        if event.kind is COMPANY:
            link, names = COMPANY_LINK, company_values(lead_catalog(tx))
        elif event.kind is SALES_PERSON:
            link, names = OWNER_LINK, dict(OWNER_VALUES)
        else:
            continue
        changed = {
            key_of(draft.values[link]): values
            for draft in event.drafts
            if not draft.is_new and (values := _values_of_leads(names, draft.changes))
        }
        if changed:
            _copy_to_leads(event.work, lead_catalog(tx), link, changed)


def _values_of_leads(names: Mapping[str, str], changes: Values) -> Values:
    """Return the changed values of a company or sales person by the lead fields that show them."""
    return {name: changes[own] for name, own in names.items() if own in changes}


def _copy_to_leads(work: Work, catalog: Catalog, link: str, changed: Mapping[str, Values]) -> None:
    """Write the changed values of each company or sales person to the leads that link to it."""
    lead_ids = sorted(lead_id for _, lead_id in LEAD_KEYS.owners(work.tx, link, list(changed)))
    names = {link, *(name for values in changed.values() for name in values)}
    # All of them before the first is written, which locks the activity log: no lock comes after it.
    work.tx.lock_rows(lead, lead_ids)
    for start in range(0, len(lead_ids), LEAD_BATCH_SIZE):
        batch = set(lead_ids[start : start + LEAD_BATCH_SIZE])
        drafts = lock_leads(work.tx, catalog, batch, names)
        for draft in drafts.values():
            draft.assign(changed.get(key_of(draft.values[link]), {}))
        write_leads(work, [draft for draft in drafts.values() if draft.steps])
