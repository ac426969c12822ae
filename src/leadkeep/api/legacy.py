"""The operations that are not declared beside their handlers yet; this module only shrinks.

A converted operation leaves ``SERVED`` and ``answers/``; when both are empty, this module goes.
"""

from leadkeep.api.answers import ANSWERS, ITEMS, Answers
from leadkeep.api.declarations import Declaration, Handler, api_method_of
from leadkeep.api.records import LEAD, NamedSchema, Records
from leadkeep.api.routes import (
    activities,
    activity_types,
    campaigns,
    companies,
    custom_objects,
    leads,
    named_account_lists,
    named_accounts,
    opportunities,
    program_members,
    pushes,
    sales_persons,
    schema_fields,
    static_lists,
    submissions,
    visits,
)

SERVED: dict[str, Handler] = {
    "getLeadByIdUsingGET": leads.get_by_id,
    "getLeadsByFilterUsingGET": leads.get_by_filter,
    "syncLeadUsingPOST": leads.sync,
    "pushToMarketoUsingPOST": pushes.push,
    "SubmitFormUsingPOST": submissions.submit,
    "associateLeadUsingPOST": visits.associate,
    "deleteLeadsUsingPOST": leads.delete,
    "alias_deleteLeads_DELETE": leads.delete,
    "getLeadPartitionsUsingGET": leads.get_partitions,
    "updatePartitionsUsingPOST": leads.update_partitions,
    "mergeLeadsUsingPOST": leads.merge,
    "describeUsingGET_2": leads.describe,
    "describeUsingGET_6": leads.describe2,
    "getLeadFieldsUsingGET": schema_fields.LEAD_FIELDS.list_fields,
    "createLeadFieldUsingPOST": schema_fields.LEAD_FIELDS.create,
    "getLeadFieldByNameUsingGET": schema_fields.LEAD_FIELDS.get_field,
    "updateLeadFieldUsingPOST": schema_fields.LEAD_FIELDS.update,
    "getActivitiesPagingTokenUsingGET": activities.paging_token,
    "getLeadActivitiesUsingGET": activities.get,
    "getLeadChangesUsingGET": activities.get_changes,
    "getDeletedLeadsUsingGET": activities.get_deleted,
    "addCustomActivityUsingPOST": activities.add,
    "getAllActivityTypesUsingGET": activity_types.list_all,
    "getCustomActivityTypeUsingGET": activity_types.list_custom,
    "describeCustomActivityTypeUsingGET": activity_types.describe,
    "createCustomActivityTypeUsingPOST": activity_types.create,
    "updateCustomActivityTypeUsingPOST": activity_types.update,
    "approveCustomActivityTypeUsingPOST": activity_types.approve,
    "discardDraftofCustomActivityTypeUsingPOST": activity_types.discard,
    "deleteCustomActivityTypeUsingPOST": activity_types.delete,
    "createCustomActivityTypeAttributesUsingPOST": activity_types.add_attributes,
    "updateCustomActivityTypeAttributesUsingPOST": activity_types.change_attributes,
    "deleteCustomActivityTypeAttributesUsingPOST": activity_types.drop_attributes,
    "getListsUsingGET": static_lists.get_lists,
    "getListByIdUsingGET": static_lists.get_list,
    "getLeadsByListIdUsingGET": static_lists.get_leads,
    "getLeadsByListIdUsingGET_1": static_lists.get_leads,
    "addLeadsToListUsingPOST": static_lists.add,
    "removeLeadsFromListUsingDELETE": static_lists.remove,
    "areLeadsMemberOfListUsingGET": static_lists.is_member,
    "getListMembershipUsingGET": static_lists.get_lists_of_lead,
    "getLeadsByProgramIdUsingGET": program_members.get_leads,
    "changeLeadProgramStatusUsingPOST": program_members.change_status_old,
    "getProgramMembershipUsingGET": program_members.get_programs_of_lead,
    "describeProgramMemberUsingGET": program_members.describe_old,
    "describeProgramMemberUsingGET2": program_members.describe,
    "getProgramMemberFieldsUsingGET": schema_fields.MEMBER_FIELDS.list_fields,
    "createProgramMemberFieldUsingPOST": schema_fields.MEMBER_FIELDS.create,
    "getProgramMemberFieldByNameUsingGET": schema_fields.MEMBER_FIELDS.get_field,
    "updateProgramMemberFieldUsingPOST": schema_fields.MEMBER_FIELDS.update,
    "getProgramMembersUsingGET": program_members.get_members,
    "syncProgramMemberDataUsingPOST": program_members.sync_data,
    "deleteProgramMemberUsingPOST": program_members.delete,
    "syncProgramMemberStatusUsingPOST": program_members.sync_status,
    "getCampaignsUsingGET": campaigns.get_campaigns,
    "getCampaignByIdUsingGET": campaigns.get_campaign,
    "scheduleCampaignUsingPOST": campaigns.schedule,
    "triggerCampaignUsingPOST": campaigns.trigger,
    "getSmartCampaignMembershipUsingGET": campaigns.get_campaigns_of_lead,
    "getCompaniesUsingGET": companies.RECORDS.query,
    "syncCompaniesUsingPOST": companies.RECORDS.sync,
    "deleteCompaniesUsingPOST": companies.RECORDS.delete,
    "describeUsingGET": companies.RECORDS.describe,
    "getCompanyFieldsUsingGET": companies.FIELDS.list_fields,
    "getCompanyFieldByNameUsingGET": companies.FIELDS.get_field,
    "getSalesPersonUsingGET": sales_persons.RECORDS.query,
    "syncSalesPersonsUsingPOST": sales_persons.RECORDS.sync,
    "deleteSalesPersonUsingPOST": sales_persons.RECORDS.delete,
    "describeUsingGET_5": sales_persons.RECORDS.describe,
    "getOpportunitiesUsingGET": opportunities.RECORDS.query,
    "syncOpportunitiesUsingPOST": opportunities.RECORDS.sync,
    "deleteOpportunitiesUsingPOST": opportunities.RECORDS.delete,
    "describeUsingGET_4": opportunities.RECORDS.describe,
    "getOpportunityFieldsUsingGET": opportunities.FIELDS.list_fields,
    "getOpportunityFieldByNameUsingGET": opportunities.FIELDS.get_field,
    "getOpportunityRolesUsingGET": opportunities.ROLES.query,
    "syncOpportunityRolesUsingPOST": opportunities.ROLES.sync,
    "deleteOpportunityRolesUsingPOST": opportunities.ROLES.delete,
    "describeOpportunityRoleUsingGET": opportunities.ROLES.describe,
    "getNamedAccountsUsingGET": named_accounts.RECORDS.query,
    "syncNamedAccountsUsingPOST": named_accounts.RECORDS.sync,
    "deleteNamedAccountsUsingPOST": named_accounts.RECORDS.delete,
    "describeUsingGET_3": named_accounts.RECORDS.describe,
    "getNamedAccountFieldsUsingGET": named_accounts.FIELDS.list_fields,
    "getNamedAccountFieldByNameUsingGET": named_accounts.FIELDS.get_field,
    "getNamedAccountListsUsingGET": named_account_lists.RECORDS.query,
    "syncNamedAccountListsUsingPOST": named_account_lists.RECORDS.sync,
    "deleteNamedAccountListsUsingPOST": named_account_lists.RECORDS.delete,
    "getNamedAccountListMembersUsingGET": named_account_lists.get_members,
    "addNamedAccountListMembersUsingPOST": named_account_lists.add,
    "removeNamedAccountListMembersUsingPOST": named_account_lists.remove,
    "listCustomObjectsUsingGET": custom_objects.list_objects,
    "describeUsingGET_1": custom_objects.describe_object,
    "getCustomObjectsUsingGET": custom_objects.RECORDS.query,
    "syncCustomObjectsUsingPOST": custom_objects.RECORDS.sync,
    "deleteCustomObjectsUsingPOST": custom_objects.RECORDS.delete,
    "listCustomObjectTypesUsingGET": custom_objects.list_types,
    "describeCustomObjectTypeUsingGET": custom_objects.describe_type,
    "syncCustomObjectTypeUsingPOST": custom_objects.sync_type,
    "approveCustomObjectTypeUsingPOST": custom_objects.approve,
    "discardCustomObjectTypeUsingPOST": custom_objects.discard,
    "deleteCustomObjectTypeUsingPOST": custom_objects.delete,
    "addCustomObjectTypeFieldsUsingPOST": custom_objects.add_type_fields,
    "updateCustomObjectTypeFieldUsingPOST": custom_objects.update_type_field,
    "deleteCustomObjectTypeFieldsUsingPOST": custom_objects.delete_type_fields,
    "getCustomObjectTypeFieldDataTypesUsingGET": custom_objects.data_types,
    "getCustomObjectTypeLinkableObjectsUsingGET": custom_objects.linkables,
    "getCustomObjectTypeDependentAssetsUsingGET": custom_objects.dependents,
}


API_METHODS: dict[str, str] = {
    "deleteLeadsUsingPOST": "deleteLead",
    "alias_deleteLeads_DELETE": "deleteLead",
    "updatePartitionsUsingPOST": "updateLeadPartition",
}
"""API methods that are not named like their operation."""

_SCHEMAS = {name: NamedSchema(name, schema) for name, schema in ITEMS.items()} | {LEAD.name: LEAD}


def legacy_declarations() -> dict[str, Declaration]:
    """Return what ``SERVED`` and ``ANSWERS`` say, in the new form."""
    return {
        name: _declaration(name, handler, ANSWERS.get(name, Answers(None)))
        for name, handler in SERVED.items()
    }


def _declaration(name: str, handler: Handler, of: Answers) -> Declaration:
    return Declaration(
        handler=handler,
        api_method=API_METHODS.get(name) or api_method_of(name),
        item=_item(of.item),
        body=of.body,
        refuses=of.response,
        skips=of.record,
        may_lack_result=of.may_lack_result,
    )


def _item(name: str | None) -> Records | NamedSchema | None:
    if name is None:
        return None
    return _SCHEMAS[name]
