"""Delete sales persons, unless they own something (behaviour.md 7.2)."""

from collections.abc import Collection, Mapping, Sequence

from leadkeep.domain.fields import Record, key_of
from leadkeep.domain.objects.engine import (
    RecordDraft,
    Synced,
    catalog_of,
    delete_records,
    keys_present,
    leads_keyed,
)
from leadkeep.domain.objects.standard.companies import COMPANY
from leadkeep.domain.objects.standard.opportunities import OPPORTUNITY
from leadkeep.domain.objects.standard.sales_persons import EXTERNAL_ID, SALES_PERSON
from leadkeep.errors import Problem, Reason
from leadkeep.store import Transaction

OWNED_KINDS = (COMPANY, OPPORTUNITY)


def delete_sales_persons(tx: Transaction, records: Sequence[Record], *, by_id: bool) -> Synced:
    """Delete sales persons; who owns a lead, a company or an opportunity stays (1022)."""
    return delete_records(tx, SALES_PERSON, records, by_id=by_id, refused=_in_use)


def _in_use(tx: Transaction, drafts: Collection[RecordDraft]) -> Mapping[int, Problem]:
    keys = {key_of(draft.values[EXTERNAL_ID]) for draft in drafts}
    used = leads_keyed(tx, EXTERNAL_ID, keys)
    for kind in OWNED_KINDS:
        used |= keys_present(tx, catalog_of(tx, kind), EXTERNAL_ID, keys)
    return {
        draft.record_id: Problem(Reason.OBJECT_IN_USE)
        for draft in drafts
        if key_of(draft.values[EXTERNAL_ID]) in used
    }
