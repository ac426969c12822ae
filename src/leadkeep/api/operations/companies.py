"""Tag Companies: records of companies, and their fields (behaviour.md 7.2)."""

from leadkeep.api.declarations import Declarations
from leadkeep.api.operations.object_records import ObjectRecords, record_of
from leadkeep.api.operations.schema_fields import SchemaFields
from leadkeep.domain.objects.standard import COMPANY, delete_companies
from leadkeep.errors import Reason

serves = Declarations()

ObjectRecords(
    record=record_of(
        COMPANY, {"externalCompanyId": "acme", "company": "Acme", "industry": "Rockets"}
    ),
    kind=lambda _tx, _request: COMPANY,
    endpoint=lambda _request: "companies",
    delete_verb=lambda work, _kind, records, by_id: delete_companies(work, records, by_id=by_id),
).serve(
    serves,
    query="getCompaniesUsingGET",
    sync="syncCompaniesUsingPOST",
    delete="deleteCompaniesUsingPOST",
    describe="describeUsingGET",
    sync_skips=(Reason.LEAD_NOT_FOUND,),
    delete_skips=(Reason.OBJECT_IN_USE, Reason.LEAD_NOT_FOUND),
)
SchemaFields(COMPANY.schema, "companies/schema/fields").serve(
    serves, browse="getCompanyFieldsUsingGET", get="getCompanyFieldByNameUsingGET"
)
