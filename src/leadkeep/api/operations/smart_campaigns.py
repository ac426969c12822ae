"""Tag Smart Campaigns: smart campaigns as assets (behaviour.md 4.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from msgspec import UNSET, UnsetType

from leadkeep.api import assets, params
from leadkeep.api.asset_family import AssetFamily, act, changed_in_folder, verbs_of
from leadkeep.api.declarations import FORM_BODY, Declarations
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
from leadkeep.api.structs import AssetId, AssetMoment, FolderName, Id, ReplyItem
from leadkeep.domain.assets.engine import AssetFilter
from leadkeep.domain.automation import campaigns
from leadkeep.domain.automation.campaigns import (
    CAMPAIGN,
    CampaignDetails,
    CampaignStatus,
    CampaignType,
    CampaignValues,
    Unit,
    activate_campaign,
    deactivate_campaign,
    with_campaign_details,
)
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason

serves = Declarations()

_SWITCH = (*FORM_BODY, Reason.NOT_A_NUMBER, Reason.ASSET_NOT_FOUND, Reason.NO_TRIGGERS)


class Recurrence(ReplyItem):
    """How the runs of a campaign recur."""

    weekday_only: bool


class SmartCampaign(ReplyItem, kw_only=True):
    """A smart campaign as an asset."""

    id: Id
    name: str
    description: str
    created_at: AssetMoment
    updated_at: AssetMoment
    folder: FolderName
    status: CampaignStatus
    type: CampaignType
    is_system: bool
    is_active: bool
    is_requestable: bool
    is_communication_limit_enabled: bool
    recurrence: Recurrence
    qualification_rule_type: Literal["once", "any", "interval"]
    qualification_rule_interval: int | UnsetType = UNSET
    qualification_rule_unit: Unit | UnsetType = UNSET
    workspace: str
    smart_list_id: Id
    flow_id: Id
    parent_program_id: Id | UnsetType = UNSET
    computed_url: str


def _view(work: Work, found: Sequence[campaigns.Campaign]) -> list[SmartCampaign]:
    return [_item(each) for each in with_campaign_details(work.tx, found)]


def _item(details: CampaignDetails) -> SmartCampaign:
    campaign, rule = details.campaign, details.campaign.qualification
    program_id = campaign.program_id
    return SmartCampaign(
        id=campaign.id,
        name=campaign.name,
        description=campaign.description or "",
        created_at=assets.asset_moment(campaign.created_at),
        updated_at=assets.asset_moment(campaign.updated_at),
        folder=assets.folder_name(campaign.folder),
        status=details.status,
        type=campaign.type,
        is_system=False,
        is_active=campaign.is_active,
        is_requestable=details.is_requestable,
        is_communication_limit_enabled=False,
        recurrence=Recurrence(weekday_only=False),
        qualification_rule_type=rule.rule,
        qualification_rule_interval=UNSET if rule.length is None else rule.length,
        qualification_rule_unit=rule.unit or UNSET,
        workspace=details.workspace_name,
        smart_list_id=campaign.smart_list_id,
        flow_id=campaign.flow_id,
        parent_program_id=UNSET if program_id is None else program_id,
        computed_url=assets.asset_url("SC", campaign.id),
    )


def _filter(request: Request) -> AssetFilter:
    wanted = changed_in_folder(request)
    return replace(wanted, own={"is_active": params.flag(request, "isActive")})


def _own(request: Request) -> Mapping[str, Any]:
    return {"is_executable": params.flag(request, "isExecutable")}


SMART_CAMPAIGNS = AssetFamily(
    item=SmartCampaign,
    verbs=verbs_of(CAMPAIGN),
    view=_view,
    filter=_filter,
    values=CampaignValues,
    own_new=_own,
    own_changed=_own,
    own_copy=_own,
    refuses={
        "create": (Reason.WRONG_TYPE,),
        "update": (Reason.WRONG_TYPE, Reason.EXECUTABLE_WITH_TRIGGERS),
        "clone": (Reason.WRONG_TYPE, Reason.EXECUTABLE_WITH_TRIGGERS),
        "delete": (Reason.ASSET_ACTIVE,),
    },
)
SMART_CAMPAIGNS.declare(
    serves,
    get="getSmartCampaignByIdUsingGET",
    get_by_name="getSmartCampaignByNameUsingGET",
    browse="getAllSmartCampaignsGET",
    create="createSmartCampaignUsingPOST",
    update="updateSmartCampaignUsingPOST",
    clone="cloneSmartCampaignUsingPOST",
    delete="deleteSmartCampaignUsingPOST",
)


@serves("activateSmartCampaignUsingPOST", item=AssetId, refuses=_SWITCH)
async def activate(request: Request) -> AssetReply:
    """Activate Smart Campaign: make its triggers enroll leads; return the campaign's id."""
    return await act(request, activate_campaign)


@serves("deactivateSmartCampaignUsingPOST", item=AssetId, refuses=_SWITCH)
async def deactivate(request: Request) -> AssetReply:
    """Deactivate Smart Campaign: stop its triggers; return the campaign's id."""
    return await act(request, deactivate_campaign)
