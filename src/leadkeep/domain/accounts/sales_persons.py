"""Sales persons, who own leads, companies and opportunities (behaviour.md 7.2)."""

from collections.abc import Collection, Mapping, Sequence

from leadkeep.domain.accounts.tables import SALES_PERSON_IDS, sales_person
from leadkeep.domain.fields import ObjectSchema, Record, key_of
from leadkeep.domain.records import (
    Kind,
    RecordDraft,
    Synced,
    catalog_of,
    delete_records,
    keys_present,
    leads_keyed,
)
from leadkeep.errors import Problem, Reason
from leadkeep.store import Transaction

EXTERNAL_ID = "externalSalesPersonId"

SALES_PERSON = Kind(
    schema=ObjectSchema("salesPerson", sales_person.name, 0),
    title="Sales Person",
    id_name="id",
    dedupe=(EXTERNAL_ID,),
    ids=SALES_PERSON_IDS,
    searchable=("email",),
)


def delete_sales_persons(
    tx: Transaction, owned: Sequence[Kind], records: Sequence[Record], *, by_id: bool
) -> Synced:
    """Delete sales persons; who owns a lead or a record of these kinds stays (1022)."""

    def in_use(tx: Transaction, drafts: Collection[RecordDraft]) -> Mapping[int, Problem]:
        keys = {key_of(draft.values[EXTERNAL_ID]) for draft in drafts}
        used = leads_keyed(tx, EXTERNAL_ID, keys)
        for kind in owned:
            used |= keys_present(tx, catalog_of(tx, kind), EXTERNAL_ID, keys)
        return {
            draft.record_id: Problem(Reason.OBJECT_IN_USE)
            for draft in drafts
            if key_of(draft.values[EXTERNAL_ID]) in used
        }

    return delete_records(tx, SALES_PERSON, records, by_id=by_id, refused=in_use)
