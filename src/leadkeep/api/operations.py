"""The operations as data: the reference's table, and which of its rows are served by what.

``operations.csv`` holds path, parameters, permission and time-out of every operation. Here stands
only what the reference cannot know: the handler of each served operation, and the reason for each
other one.
"""

import csv
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from leadkeep.api.request import Request
from leadkeep.api.routes import (
    activities,
    activity_types,
    campaigns,
    channels,
    companies,
    custom_objects,
    folders,
    forms,
    identity,
    leads,
    named_account_lists,
    named_accounts,
    opportunities,
    program_members,
    programs,
    pushes,
    sales_persons,
    schema_fields,
    segmentations,
    smart_campaigns,
    smart_lists,
    static_list_assets,
    static_lists,
    submissions,
    tokens,
    usage,
    visits,
)
from leadkeep.domain.instance.access import PERMISSIONS

Handler = Callable[[Request], Awaitable[Any]]

DEFAULT_TIMEOUT_SECONDS = 30
"""Operations without a time-out of their own have the general one (behaviour.md 1.11)."""

JSON_SUFFIX = ".json"

NO_PERMISSION = "none"
"""How the reference says that an operation needs no permission."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of the reference."""

    id: str
    summary: str
    tag: str
    method: str
    path: str
    path_params: str
    query_params: str
    form_params: str
    body_content_type: str
    body_schema: str
    response_schema: str
    needs_permission: bool
    permissions: frozenset[str]
    """Any one of these suffices. When it is empty though one is needed, nobody may call it."""
    timeout_seconds: float
    scope: str
    source: str
    notes: str
    api_method: str
    """The name under which the activity log shows what it writes (behaviour.md 5.3)."""
    handler: Handler | None
    pending: str | None
    """Why it is not served, if it is not."""

    @property
    def is_public(self) -> bool:
        """May it be called without a token?"""
        return self.tag == "Identity"


SERVED: dict[str, Handler] = {
    "identityUsingGET": identity.token,
    "identityUsingPOST": identity.token,
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
    "getAllChannelsUsingGET": channels.get_channels,
    "getChannelByNameUsingGET": channels.get_channel_by_name,
    "alias_getChannelByName_plural": channels.get_channel_by_name,
    "getTagTypesUsingGET": channels.get_tag_types,
    "getTagTypeByNameUsingGET": channels.get_tag_type_by_name,
    "getTokensByFolderIdUsingGET": tokens.get,
    "addTokenTOFolderUsingPOST": tokens.create,
    "deleteTokenByNameUsingPOST": tokens.delete,
    "getCampaignsUsingGET": campaigns.get_campaigns,
    "getCampaignByIdUsingGET": campaigns.get_campaign,
    "scheduleCampaignUsingPOST": campaigns.schedule,
    "triggerCampaignUsingPOST": campaigns.trigger,
    "getSmartCampaignMembershipUsingGET": campaigns.get_campaigns_of_lead,
    "getSegmentationUsingGET": segmentations.browse,
    "getSegmentsForSegmentationUsingGET": segmentations.get_segments,
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
    "getDailyUsageUsingGET": usage.daily_usage,
    "getLast7DaysUsageUsingGET": usage.weekly_usage,
    "getDailyErrorsUsingGET": usage.daily_errors,
    "getLast7DaysErrorsUsingGET": usage.weekly_errors,
}

API_METHODS: dict[str, str] = {
    "deleteLeadsUsingPOST": "deleteLead",
    "alias_deleteLeads_DELETE": "deleteLead",
    "updatePartitionsUsingPOST": "updateLeadPartition",
}
"""API methods that are not named like their operation."""

SERVED_BY_OVERRIDE: dict[str, str] = {
    "alias_deleteLeads_override": "alias_deleteLeads_DELETE",
    "alias_removeLeadsFromList_override": "removeLeadsFromListUsingDELETE",
    "alias_any_GET_override": "every GET operation",
}
"""Rows that are no routes: ``_method`` leads to the operation named (behaviour.md 1.6)."""

PENDING_TAGS: dict[str, str] = {
    "Bulk Export Activities": "bulk jobs are not built yet",
    "Bulk Export Custom Objects": "bulk jobs are not built yet",
    "Bulk Export Leads": "bulk jobs are not built yet",
    "Bulk Export Program Members": "bulk jobs are not built yet",
    "Bulk Import Custom Objects": "bulk jobs are not built yet",
    "Bulk Import Leads": "bulk jobs are not built yet",
    "Bulk Import Program Members": "bulk jobs are not built yet",
}
"""Whole tags that are not served, with the reason. This list may only shrink."""

PENDING: dict[str, str] = {}
"""Single operations of served tags that are not served, with the reason. It may only shrink."""


@cache
def operations() -> dict[str, Operation]:
    """Return every operation of the reference by its id."""
    text = files(__package__).joinpath("operations.csv").read_text(encoding="utf-8")
    return {row["operation_id"]: _operation(row) for row in csv.DictReader(text.splitlines())}


def _operation(row: dict[str, str]) -> Operation:
    number = row["operation_id"]
    needed = row["permission_any_of"]
    return Operation(
        id=number,
        summary=row["summary"],
        tag=row["tag"],
        method=row["method"],
        path=row["path"],
        path_params=row["path_params"],
        query_params=row["query_params"],
        form_params=row["form_params"],
        body_content_type=row["body_content_type"],
        body_schema=row["body_schema"],
        response_schema=row["response_schema"],
        needs_permission=needed != NO_PERMISSION,
        permissions=frozenset(each.strip() for each in needed.split("|")) & PERMISSIONS,
        timeout_seconds=float(row["upstream_timeout_s"] or DEFAULT_TIMEOUT_SECONDS),
        scope=row["scope"],
        source=row["source"],
        notes=row["notes"],
        api_method=API_METHODS.get(number) or _api_method(number),
        handler=SERVED.get(number),
        pending=None
        if number in SERVED or number in SERVED_BY_OVERRIDE
        else PENDING.get(number) or PENDING_TAGS.get(row["tag"]),
    )


def _api_method(number: str) -> str:
    name = number.partition("Using")[0]
    return name[0].lower() + name[1:]


def served_operations() -> list[Operation]:
    """Return the operations that have a handler."""
    return [each for each in operations().values() if each.handler is not None]
