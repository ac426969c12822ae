"""Tag Opportunities: opportunities and the roles of leads in them (behaviour.md 7.2)."""

from leadkeep.api.declarations import Declarations
from leadkeep.api.operations.object_records import ObjectRecords, record_of
from leadkeep.api.operations.schema_fields import SchemaFields
from leadkeep.domain.objects.standard import (
    OPPORTUNITY,
    ROLE,
    delete_opportunities,
    delete_roles,
    sync_roles,
)
from leadkeep.errors import Reason

serves = Declarations()

ObjectRecords(
    record=record_of(
        OPPORTUNITY, {"externalOpportunityId": "big", "name": "Big deal", "amount": 1000.0}
    ),
    kind=lambda _tx, _request: OPPORTUNITY,
    endpoint=lambda _request: "opportunities",
    delete_verb=lambda work, _kind, records, by_id: delete_opportunities(
        work, records, by_id=by_id
    ),
).serve(
    serves,
    query="getOpportunitiesUsingGET",
    sync="syncOpportunitiesUsingPOST",
    delete="deleteOpportunitiesUsingPOST",
    describe="describeUsingGET_4",
    has_lookup=True,
    sync_skips=(Reason.SALES_PERSON_NOT_FOUND,),
    delete_skips=(Reason.LEAD_NOT_FOUND,),
)
ObjectRecords(
    record=record_of(
        ROLE,
        {"externalOpportunityId": "big", "leadId": 1, "role": "Buyer", "isPrimary": True},
    ),
    kind=lambda _tx, _request: ROLE,
    endpoint=lambda _request: "opportunities/roles",
    sync_verb=lambda work, _kind, wanted: sync_roles(work, wanted),
    delete_verb=lambda work, _kind, records, by_id: delete_roles(work, records, by_id=by_id),
).serve(
    serves,
    query="getOpportunityRolesUsingGET",
    sync="syncOpportunityRolesUsingPOST",
    delete="deleteOpportunityRolesUsingPOST",
    describe="describeOpportunityRoleUsingGET",
    has_lookup=True,
    sync_skips=(Reason.LEAD_NOT_FOUND,),
    delete_skips=(Reason.LEAD_NOT_FOUND,),
)
SchemaFields(OPPORTUNITY.schema, "opportunities/schema/fields").serve(
    serves, browse="getOpportunityFieldsUsingGET", get="getOpportunityFieldByNameUsingGET"
)
