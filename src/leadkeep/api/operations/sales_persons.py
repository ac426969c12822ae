"""Tag Sales Persons: records of sales persons (behaviour.md 7.2)."""

from leadkeep.api.declarations import Declarations
from leadkeep.api.operations.object_records import ObjectRecords, record_of
from leadkeep.domain.objects.standard import SALES_PERSON, delete_sales_persons
from leadkeep.errors import Reason

serves = Declarations()

ObjectRecords(
    record=record_of(
        SALES_PERSON, {"externalSalesPersonId": "grace", "email": "grace@example.com"}
    ),
    kind=lambda _tx, _request: SALES_PERSON,
    endpoint=lambda _request: "salespersons",
    delete_verb=lambda work, _kind, records, by_id: delete_sales_persons(
        work, records, by_id=by_id
    ),
).serve(
    serves,
    query="getSalesPersonUsingGET",
    sync="syncSalesPersonsUsingPOST",
    delete="deleteSalesPersonUsingPOST",
    describe="describeUsingGET_5",
    sync_skips=(Reason.LEAD_NOT_FOUND,),
    delete_skips=(Reason.OBJECT_IN_USE, Reason.LEAD_NOT_FOUND),
)
