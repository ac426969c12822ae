"""Tag Opportunities: opportunities, and the roles of leads in them (behaviour.md 7.2)."""

from leadkeep.api.routes.object_records import ObjectRecords, plain_sync
from leadkeep.api.routes.schema_fields import SchemaFields
from leadkeep.domain.leads import delete_opportunities, delete_roles, sync_roles
from leadkeep.domain.objects.standard import OPPORTUNITY, ROLE

RECORDS = ObjectRecords(
    kind=lambda _tx, _call: OPPORTUNITY,
    endpoint=lambda _call: "opportunities",
    sync_verb=plain_sync,
    sync_method="syncOpportunities",
    delete_verb=lambda tx, _kind, records, by_id, cause, now: delete_opportunities(
        tx, records, cause, now, by_id=by_id
    ),
    delete_method="deleteOpportunities",
)
ROLES = ObjectRecords(
    kind=lambda _tx, _call: ROLE,
    endpoint=lambda _call: "opportunities/roles",
    sync_verb=lambda tx, access, _kind, wanted, cause, now: sync_roles(
        tx, access, wanted, cause, now
    ),
    sync_method="syncOpportunityRoles",
    delete_verb=lambda tx, _kind, records, by_id, cause, now: delete_roles(
        tx, records, cause, now, by_id=by_id
    ),
    delete_method="deleteOpportunityRoles",
)
FIELDS = SchemaFields(OPPORTUNITY.schema, "opportunities/schema/fields")
