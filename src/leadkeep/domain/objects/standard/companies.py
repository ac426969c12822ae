"""Companies, which leads join by ``externalCompanyId`` (behaviour.md 7.2)."""

from collections.abc import Collection, Mapping, Sequence

from leadkeep.domain.fields import ObjectSchema, Record, key_of
from leadkeep.domain.objects.engine import (
    Kind,
    RecordDraft,
    Synced,
    delete_records,
    leads_keyed,
    reference_to,
)
from leadkeep.domain.objects.standard.sales_persons import EXTERNAL_ID as SALES_PERSON_ID
from leadkeep.domain.objects.standard.sales_persons import SALES_PERSON
from leadkeep.domain.objects.standard.tables import COMPANY_IDS, company
from leadkeep.errors import Problem, Reason
from leadkeep.store import Transaction

EXTERNAL_ID = "externalCompanyId"

COMPANY = Kind(
    schema=ObjectSchema("company", company.name, 0),
    title="Company",
    id_name="id",
    dedupe=(EXTERNAL_ID,),
    ids=COMPANY_IDS,
    searchable=("company",),
    referring=(SALES_PERSON_ID,),
    references=(
        reference_to(
            SALES_PERSON, SALES_PERSON_ID, Problem(Reason.OBJECT_NOT_FOUND, ("Sales person",))
        ),
    ),
)


def delete_companies(tx: Transaction, records: Sequence[Record], *, by_id: bool) -> Synced:
    """Delete companies; one that has leads stays (1022)."""
    return delete_records(tx, COMPANY, records, by_id=by_id, refused=_in_use)


def _in_use(tx: Transaction, drafts: Collection[RecordDraft]) -> Mapping[int, Problem]:
    used = leads_keyed(tx, EXTERNAL_ID, {key_of(each.values[EXTERNAL_ID]) for each in drafts})
    return {
        draft.record_id: Problem(Reason.OBJECT_IN_USE)
        for draft in drafts
        if key_of(draft.values[EXTERNAL_ID]) in used
    }
