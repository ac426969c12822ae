"""Tag Sales Persons (behaviour.md 7.2)."""

from leadkeep.api.routes.object_records import ObjectRecords
from leadkeep.domain.leads import sync_sales_persons
from leadkeep.domain.objects.standard import SALES_PERSON, delete_sales_persons

RECORDS = ObjectRecords(
    kind=lambda _tx, _call: SALES_PERSON,
    endpoint=lambda _call: "salespersons",
    sync_verb=lambda tx, access, _kind, wanted, cause, now: sync_sales_persons(
        tx, access, wanted, cause, now
    ),
    sync_method="syncSalesPersons",
    delete_verb=lambda tx, _kind, records, by_id, _cause, _now: delete_sales_persons(
        tx, records, by_id=by_id
    ),
    delete_method="deleteSalesPersons",
)
