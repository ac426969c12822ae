"""Write companies and sales persons, and what leads show of them (behaviour.md 7.2)."""

from collections.abc import Mapping, Sequence

from leadkeep.domain.fields import Values, key_of, lead_catalog
from leadkeep.domain.instance.access import Work
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

LEADS_AT_ONCE = 5_000
"""Memory holds so many leads of the changed companies at a time."""


def sync_companies(work: Work, call: RecordSync) -> Synced:
    """Create and update companies; their leads change with them, each with its activities."""
    synced = sync_records(work, COMPANY, call)
    catalog = lead_catalog(work.tx)
    changed = {
        key_of(draft.values[COMPANY_LINK]): changes
        for draft in synced.drafts
        if not draft.is_new and (changes := shared_changes(catalog, draft.changes))
    }
    _spread(work, COMPANY_LINK, changed)
    return synced


def sync_sales_persons(work: Work, call: RecordSync) -> Synced:
    """Create and update sales persons; the leads that they own change with them."""
    synced = sync_records(work, SALES_PERSON, call)
    changed = {
        key_of(draft.values[OWNER_LINK]): owned
        for draft in synced.drafts
        if not draft.is_new and (owned := _owned_changes(draft.changes))
    }
    _spread(work, OWNER_LINK, changed)
    return synced


def _owned_changes(changes: Values) -> Values:
    return {name: changes[theirs] for name, theirs in OWNER_VALUES.items() if theirs in changes}


def _spread(work: Work, link: str, changed: Mapping[str, Values]) -> None:
    """Give the leads that name one of these keys the values that belong to it."""
    if not changed:
        return
    catalog = lead_catalog(work.tx)
    lead_ids = sorted(lead_id for _, lead_id in LEAD_KEYS.owners(work.tx, link, list(changed)))
    names = {link, *(name for values in changed.values() for name in values)}
    for some in _groups(lead_ids):
        drafts = lock_leads(work.tx, catalog, set(some), names)
        for draft in drafts.values():
            draft.assign(changed.get(key_of(draft.values[link]), {}))
        write_leads(work, [draft for draft in drafts.values() if draft.steps])


def _groups(lead_ids: Sequence[int]) -> list[Sequence[int]]:
    return [
        lead_ids[start : start + LEADS_AT_ONCE] for start in range(0, len(lead_ids), LEADS_AT_ONCE)
    ]
