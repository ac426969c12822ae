"""Tag Companies (behaviour.md 7.2)."""

from leadkeep.api.routes.object_records import ObjectRecords
from leadkeep.api.routes.schema_fields import SchemaFields
from leadkeep.domain.leads import sync_companies
from leadkeep.domain.objects.standard import COMPANY, delete_companies

RECORDS = ObjectRecords(
    kind=lambda _tx, _call: COMPANY,
    endpoint=lambda _call: "companies",
    sync_verb=lambda tx, access, _kind, wanted, cause, now: sync_companies(
        tx, access, wanted, cause, now
    ),
    sync_method="syncCompanies",
    delete_verb=lambda tx, _kind, records, by_id, _cause, _now: delete_companies(
        tx, records, by_id=by_id
    ),
    delete_method="deleteCompanies",
)
FIELDS = SchemaFields(COMPANY.schema, "companies/schema/fields")
