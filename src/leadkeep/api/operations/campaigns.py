"""Tag Campaigns, and the campaigns of a lead (behaviour.md 3.11, 4.5)."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from leadkeep.api import memberships, params
from leadkeep.api.declarations import JSON_BODY, PAGE, Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.errors import as_sent
from leadkeep.api.memberships import memberships_of_lead
from leadkeep.api.operations.static_lists import sent_values
from leadkeep.api.paging import encode_position
from leadkeep.api.request import Request
from leadkeep.api.structs import Body, Id, LeadReference, Moment, ReplyItem
from leadkeep.domain.assets.engine import AssetFilter
from leadkeep.domain.automation.campaigns import (
    CampaignDetails,
    CampaignFilter,
    CampaignType,
    Schedule,
    campaigns_after,
    campaigns_of_lead,
    present_campaign,
    request_campaign,
    schedule_campaign,
    with_campaign_details,
)
from leadkeep.domain.fields import Unacceptable, moment
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import Membership
from leadkeep.errors import Reason, Refusal
from leadkeep.store import wire_timestamp

serves = Declarations()

CAMPAIGNS_ENDPOINT = "campaigns"

# -- read ------------------------------------------------------------------------------------------


class CampaignEntry(StrEnum):
    """How leads enter a campaign: in a run (batch), or by a trigger."""

    BATCH = "batch"
    TRIGGER = "trigger"


class Campaign(ReplyItem, kw_only=True):
    """A smart campaign."""

    id: Id
    name: str
    description: str | UnsetType = UNSET
    type: CampaignEntry
    program_name: str | UnsetType = UNSET
    """The program that contains the campaign, if there is one."""
    program_id: Id | UnsetType = UNSET
    workspace_name: str
    created_at: Moment
    updated_at: Moment
    active: bool
    """Whether the campaign's triggers enroll leads now."""


@serves(
    "getCampaignsUsingGET", item=Campaign, refuses=(*PAGE, Reason.NOT_A_NUMBER, Reason.TOO_MANY)
)
async def get_campaigns(request: Request) -> Reply:
    """Get Campaigns: return a page of smart campaigns by filters (behaviour.md 4.5)."""
    wanted = CampaignFilter(
        AssetFilter(
            ids=sent_values(request, "id", params.number),
            names=sent_values(request, "name"),
            program_names=sent_values(request, "programName"),
            workspace_names=sent_values(request, "workspaceName"),
        ),
        is_requested=params.flag(request, "isTriggerable"),
    )
    after, size = params.position(request, CAMPAIGNS_ENDPOINT), params.page_size(request)

    def verb(work: Work) -> tuple[list[CampaignDetails], int | None]:
        found, next_after = campaigns_after(work, wanted, after, size)
        return with_campaign_details(work.tx, found), next_after

    found, next_after = await request.read(verb)
    token = None
    if next_after is not None:
        token = encode_position(request.server.key, CAMPAIGNS_ENDPOINT, str(next_after))
    return Reply([_item(each) for each in found], token)


@serves(
    "getCampaignByIdUsingGET",
    item=Campaign,
    refuses=(Reason.NOT_A_NUMBER, Reason.OBJECT_NOT_FOUND),
)
async def get_campaign(request: Request) -> Reply:
    """Get Campaign By Id: return one smart campaign (behaviour.md 4.5)."""
    campaign_id = params.path_number(request, "campaignId")

    def verb(work: Work) -> list[CampaignDetails]:
        return with_campaign_details(work.tx, [present_campaign(work, campaign_id)])

    return Reply([_item(each) for each in await request.read(verb)])


def _item(details: CampaignDetails) -> Campaign:
    campaign, program_name = details.campaign, details.program_name
    program_id = UNSET if program_name is None else campaign.program_id
    is_trigger = campaign.type is CampaignType.TRIGGER
    return Campaign(
        id=campaign.id,
        name=campaign.name,
        description=campaign.description or UNSET,
        type=CampaignEntry.TRIGGER if is_trigger else CampaignEntry.BATCH,
        program_name=UNSET if program_name is None else program_name,
        program_id=UNSET if program_id is None else program_id,
        workspace_name=details.workspace_name,
        created_at=wire_timestamp(campaign.created_at),
        updated_at=wire_timestamp(campaign.updated_at),
        active=campaign.is_active,
    )


# -- run -------------------------------------------------------------------------------------------


class MyToken(Body):
    """The value of a my token during one run."""

    name: str = ""
    value: Annotated[Any, Meta(extra_json_schema={"type": "string"})] = None


class CampaignRequest(Body):
    """The leads to enroll, and values of my tokens for them."""

    leads: list[LeadReference] | None = None
    tokens: list[MyToken] | None = None


class RequestCampaignBody(Body):
    """The leads to enroll in a campaign."""

    input: CampaignRequest | None = None


class CampaignSchedule(Body):
    """The time of a run, values of my tokens, and a name if a copy of the program is to run."""

    run_at: str | None = None
    """The time of the run; by default five minutes from now."""
    tokens: list[MyToken] | None = None
    clone_to_program_name: str | None = None
    """The name of the program's copy."""
    clone_to_program: str | None = None
    """Another name for ``cloneToProgramName``."""


class ScheduleCampaignBody(Body):
    """The run of a batch campaign."""

    input: CampaignSchedule | None = None


class CampaignId(ReplyItem):
    """The campaign that was requested or scheduled."""

    id: Id


@serves(
    "triggerCampaignUsingPOST",
    item=CampaignId,
    body=RequestCampaignBody,
    refuses=(
        *JSON_BODY,
        Reason.NOT_A_NUMBER,
        Reason.NOT_SPECIFIED,
        Reason.TOO_MANY,
        Reason.CAMPAIGN_NOT_TRIGGER,
        Reason.CAMPAIGN_NOT_ACTIVE,
        Reason.INVALID_TOKENS,
        Reason.OBJECT_NOT_FOUND,
        Reason.LEADS_NOT_FOUND,
    ),
)
async def trigger(request: Request) -> Reply:
    """Request Campaign: enroll leads in a trigger campaign (behaviour.md 4.5)."""
    sent = params.body(request, RequestCampaignBody).input or CampaignRequest()
    campaign_id = params.path_number(request, "campaignId")
    lead_ids = [params.number(each.id) for each in sent.leads or ()]
    tokens = _tokens(sent.tokens)
    await request.write(request_campaign, campaign_id, lead_ids, tokens)
    return Reply([CampaignId(campaign_id)])


@serves(
    "scheduleCampaignUsingPOST",
    item=CampaignId,
    body=ScheduleCampaignBody,
    refuses=(
        *JSON_BODY,
        Reason.NOT_A_NUMBER,
        Reason.TOO_MANY,
        Reason.INVALID_PARAMETER,
        Reason.CAMPAIGN_NOT_BATCH,
        Reason.CAMPAIGN_NOT_IN_PROGRAM,
        Reason.INVALID_TOKENS,
        Reason.OBJECT_NOT_FOUND,
        Reason.INVALID_RUN_DATE,
        Reason.CLONE_LIMIT,
        Reason.BLANK,
        Reason.TEXT_TOO_LONG,
        Reason.NUL_CHARACTER,
        Reason.CONTROL_CHARACTER,
    ),
)
async def schedule(request: Request) -> Reply:
    """Schedule Campaign: set the time of a batch campaign's run (behaviour.md 4.5)."""
    sent = params.body(request, ScheduleCampaignBody).input or CampaignSchedule()
    campaign_id = params.path_number(request, "campaignId")
    clone_to = sent.clone_to_program_name or sent.clone_to_program
    wanted = Schedule(_run_at(sent.run_at), _tokens(sent.tokens), clone_to)
    run = await request.write(schedule_campaign, campaign_id, wanted)
    return Reply([CampaignId(run.id)])


def _tokens(sent: list[MyToken] | None) -> list[tuple[str, str]]:
    return [(each.name, "" if each.value is None else as_sent(each.value)) for each in sent or ()]


def _run_at(sent: str | None) -> datetime | None:
    if sent is None or not sent.strip():
        return None
    try:
        return moment(sent.strip())
    except Unacceptable:
        raise Refusal(Reason.INVALID_PARAMETER, "runAt") from None


# -- the campaigns of a lead -----------------------------------------------------------------------


class CampaignMembership(ReplyItem):
    """A campaign in which the lead was enrolled."""

    smart_campaign_id: Id
    created_at: Moment
    """When the lead was first enrolled."""
    updated_at: Moment


@serves(
    "getSmartCampaignMembershipUsingGET",
    item=CampaignMembership,
    refuses=memberships.DATE_REFUSES,
)
async def get_campaigns_of_lead(request: Request) -> Reply:
    """Get Smart Campaigns by Lead Id: return a page of the lead's campaigns (behaviour.md 3.11)."""
    return await memberships_of_lead(
        request, "campaigns", campaigns_of_lead, _membership, has_bounds=True
    )


def _membership(membership: Membership) -> CampaignMembership:
    return CampaignMembership(
        membership.asset_id,
        wire_timestamp(membership.created_at),
        wire_timestamp(membership.updated_at),
    )
