"""Delete companies and sales persons to which nothing refers (behaviour.md 7.2)."""

from collections.abc import Collection, Mapping, Sequence

from leadkeep.domain.fields import Record, key_of
from leadkeep.domain.instance.access import Work
from leadkeep.domain.objects.engine import (
    Kind,
    RecordDraft,
    Synced,
    catalog_of,
    delete_records,
    keys_present,
    leads_keyed,
)
from leadkeep.domain.objects.standard.companies import COMPANY
from leadkeep.domain.objects.standard.opportunities import OPPORTUNITY
from leadkeep.domain.objects.standard.sales_persons import SALES_PERSON
from leadkeep.errors import Problem, Reason
from leadkeep.store import Transaction


def delete_companies(work: Work, records: Sequence[Record], *, by_id: bool) -> Synced:
    """Delete companies; skip a company that has leads (1022)."""
    return _delete_unused(work, COMPANY, (), records, by_id=by_id)


def delete_sales_persons(work: Work, records: Sequence[Record], *, by_id: bool) -> Synced:
    """Delete sales persons; skip one who owns a lead, a company or an opportunity (1022)."""
    return _delete_unused(work, SALES_PERSON, (COMPANY, OPPORTUNITY), records, by_id=by_id)


def _delete_unused(
    work: Work,
    kind: Kind,
    owned_kinds: Sequence[Kind],
    records: Sequence[Record],
    *,
    by_id: bool,
) -> Synced:
    """Delete records whose dedupe value no lead and no record of ``owned_kinds`` refers to."""
    (link,) = kind.dedupe

    def in_use(tx: Transaction, drafts: Collection[RecordDraft]) -> Mapping[int, Problem]:
        keys = {each.record_id: key_of(each.values[link]) for each in drafts}
        used = leads_keyed(tx, link, set(keys.values()))
        for each in owned_kinds:
            used |= keys_present(tx, catalog_of(tx, each), link, set(keys.values()))
        problem = Problem(Reason.OBJECT_IN_USE)
        return {record_id: problem for record_id, key in keys.items() if key in used}

    return delete_records(work, kind, records, by_id=by_id, refused=in_use)
