"""Tag Sales Persons (behaviour.md 7.2)."""

from leadkeep.api.routes.object_records import ObjectRecords, plain_sync
from leadkeep.domain.objects.standard import SALES_PERSON, delete_sales_persons

RECORDS = ObjectRecords(
    kind=lambda _tx, _request: SALES_PERSON,
    endpoint=lambda _request: "salespersons",
    sync_verb=plain_sync,
    delete_verb=lambda work, _kind, records, by_id: delete_sales_persons(
        work.tx, records, by_id=by_id
    ),
)
