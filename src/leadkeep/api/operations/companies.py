"""Tag Companies (behaviour.md 7.2)."""

from leadkeep.api.operations.object_records import ObjectRecords
from leadkeep.api.operations.schema_fields import SchemaFields
from leadkeep.domain.leads import sync_companies
from leadkeep.domain.objects.standard import COMPANY, delete_companies

RECORDS = ObjectRecords(
    kind=lambda _tx, _request: COMPANY,
    endpoint=lambda _request: "companies",
    sync_verb=lambda work, _kind, wanted: sync_companies(work, wanted),
    delete_verb=lambda work, _kind, records, by_id: delete_companies(work.tx, records, by_id=by_id),
)
FIELDS = SchemaFields(COMPANY.schema, "companies/schema/fields")
