"""The operations that are not declared beside their handlers yet; this module only shrinks.

A converted operation leaves ``SERVED`` and ``answers/``; when both are empty, this module goes.
"""

from leadkeep.api.answers import ANSWERS, ITEMS, Answers
from leadkeep.api.declarations import Declaration, Handler, api_method_of
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
