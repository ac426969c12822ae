"""Tag Opportunities: opportunities, and the roles of leads in them (behaviour.md 7.2)."""

from leadkeep.api.operations.object_records import ObjectRecords, plain_sync
from leadkeep.api.operations.schema_fields import SchemaFields
from leadkeep.domain.leads import delete_opportunities, delete_roles, sync_roles
from leadkeep.domain.objects.standard import OPPORTUNITY, ROLE

RECORDS = ObjectRecords(
    kind=lambda _tx, _request: OPPORTUNITY,
    endpoint=lambda _request: "opportunities",
    sync_verb=plain_sync,
    delete_verb=lambda work, _kind, records, by_id: delete_opportunities(
        work, records, by_id=by_id
    ),
)
ROLES = ObjectRecords(
    kind=lambda _tx, _request: ROLE,
    endpoint=lambda _request: "opportunities/roles",
    sync_verb=lambda work, _kind, wanted: sync_roles(work, wanted),
    delete_verb=lambda work, _kind, records, by_id: delete_roles(work, records, by_id=by_id),
)
FIELDS = SchemaFields(OPPORTUNITY.schema, "opportunities/schema/fields")
