"""Tag Sales Persons (behaviour.md 7.2)."""

from leadkeep.api.operations.object_records import ObjectRecords
from leadkeep.domain.leads import sync_sales_persons
from leadkeep.domain.objects.standard import SALES_PERSON, delete_sales_persons

RECORDS = ObjectRecords(
    kind=lambda _tx, _request: SALES_PERSON,
    endpoint=lambda _request: "salespersons",
    sync_verb=lambda work, _kind, wanted: sync_sales_persons(work, wanted),
    delete_verb=lambda work, _kind, records, by_id: delete_sales_persons(
        work.tx, records, by_id=by_id
    ),
)
