"""The operations that are not declared beside their handlers yet; this module only shrinks.

A converted operation leaves ``SERVED`` and ``answers/``; when both are empty, this module goes.
"""

from leadkeep.api.answers import ANSWERS, ITEMS, Answers
from leadkeep.api.declarations import Declaration, Handler, api_method_of
from leadkeep.api.operations import (
    companies,
    custom_objects,
    named_account_lists,
    named_accounts,
    opportunities,
    program_members,
    sales_persons,
    schema_fields,
)
from leadkeep.api.records import LEAD, NamedSchema, Records
from leadkeep.api.routes import (
    folders,
    forms,
    programs,
    smart_campaigns,
    smart_lists,
    static_list_assets,
    tokens,
)

SERVED: dict[str, Handler] = {
    "getLeadFieldsUsingGET": schema_fields.LEAD_FIELDS.list_fields,
    "createLeadFieldUsingPOST": schema_fields.LEAD_FIELDS.create,
    "getLeadFieldByNameUsingGET": schema_fields.LEAD_FIELDS.get_field,
    "updateLeadFieldUsingPOST": schema_fields.LEAD_FIELDS.update,
    "getStaticListByIdUsingGET": static_list_assets.get_by_id,
    "getStaticListByNameUsingGET": static_list_assets.get_by_name,
    "getStaticListsUsingGET": static_list_assets.browse,
    "createStaticListUsingPOST": static_list_assets.create,
    "updateStaticListUsingPOST": static_list_assets.update,
    "deleteStaticListByIdUsingPOST": static_list_assets.delete,
    "getFolderByIdUsingGET": folders.get_by_id,
    "getFolderByNameUsingGET": folders.get_by_name,
    "getFolderUsingGET": folders.browse,
    "createFolderUsingPOST": folders.create,
    "updateFolderUsingPOST": folders.update,
    "deleteFolderUsingPOST": folders.delete,
    "getLpFormByIdUsingGET": forms.get_by_id,
    "getLpFormByNameUsingGET": forms.get_by_name,
    "browseForms2UsingGET": forms.browse,
    "createLpFormsUsingPOST": forms.create,
    "updateFormsUsingPOST": forms.update,
    "approveFromUsingPOST": forms.approve,
    "alias_unapproveForm": forms.unapprove,
    "cloneLpFormsUsingPOST": forms.clone,
    "deleteFormByIdUsingPOST": forms.delete,
    "getFormFieldByFormVidUsingGET": forms.get_fields,
    "addFieldToAFormUsingPOST": forms.add_form_field,
    "updateFormFieldUsingPOST": forms.update_form_field,
    "deleteFormFieldUsingPOST": forms.delete_form_field,
    "getAllFieldsUsingGET": forms.available_fields,
    "getAllProgramMemberFieldsUsingGET": forms.available_member_fields,
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
    "getProgramByIdUsingGET": programs.get_by_id,
    "getProgramByNameUsingGET": programs.get_by_name,
    "browseProgramsUsingGET": programs.browse,
    "getProgramsByTagUsingGET": programs.by_tag,
    "createProgramUsingPOST": programs.create,
    "updateProgramUsingPOST": programs.update,
    "deleteProgramUsingPOST": programs.delete,
    "cloneProgramUsingPOST": programs.clone,
    "getTokensByFolderIdUsingGET": tokens.get,
    "addTokenTOFolderUsingPOST": tokens.create,
    "deleteTokenByNameUsingPOST": tokens.delete,
    "getSmartListByIdUsingGET": smart_lists.get_by_id,
    "getSmartListByNameUsingGET": smart_lists.get_by_name,
    "getSmartListsUsingGET": smart_lists.browse,
    "cloneSmartListUsingPOST": smart_lists.clone,
    "deleteSmartListByIdUsingPOST": smart_lists.delete,
    "getSmartCampaignByIdUsingGET": smart_campaigns.get_by_id,
    "getSmartCampaignByNameUsingGET": smart_campaigns.get_by_name,
    "getAllSmartCampaignsGET": smart_campaigns.browse,
    "createSmartCampaignUsingPOST": smart_campaigns.create,
    "updateSmartCampaignUsingPOST": smart_campaigns.update,
    "cloneSmartCampaignUsingPOST": smart_campaigns.clone,
    "deleteSmartCampaignUsingPOST": smart_campaigns.delete,
    "activateSmartCampaignUsingPOST": smart_campaigns.activate,
    "deactivateSmartCampaignUsingPOST": smart_campaigns.deactivate,
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
        api_method=api_method_of(name),
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
