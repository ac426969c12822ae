"""Tag Campaigns, and the campaigns of a lead (behaviour.md 3.11, 4.5)."""

from datetime import datetime
from typing import Any

import msgspec

from leadkeep.api import assets, params
from leadkeep.api.envelope import Reply
from leadkeep.api.errors import as_sent
from leadkeep.api.paging import decode_place, encode_place, encode_position
from leadkeep.api.request import Request
from leadkeep.api.routes.static_lists import sent_values
from leadkeep.domain.assets.engine import AssetFilter
from leadkeep.domain.automation.campaigns import (
    FIRST_PAGE,
    CampaignDetails,
    CampaignFilter,
    CampaignMembership,
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
from leadkeep.errors import Reason, Refusal
from leadkeep.store import wire_timestamp

CAMPAIGNS_ENDPOINT = "campaigns"
MEMBERSHIP_ENDPOINT = "campaigns of lead {}"


async def get_campaigns(request: Request) -> Reply:
    """Get Campaigns (behaviour.md 4.5)."""
    wanted = CampaignFilter(
        AssetFilter(
            ids=sent_values(request, "id", params.number),
            names=sent_values(request, "name"),
            program_names=sent_values(request, "programName"),
            workspace_names=sent_values(request, "workspaceName"),
        ),
        is_requested=assets.flag(request, "isTriggerable"),
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


async def get_campaign(request: Request) -> Reply:
    """Get Campaign By Id (behaviour.md 4.5)."""
    campaign_id = params.path_number(request, "campaignId")

    def verb(work: Work) -> list[CampaignDetails]:
        return with_campaign_details(work.tx, [present_campaign(work, campaign_id)])

    return Reply([_item(each) for each in await request.read(verb)])


def _item(of: CampaignDetails) -> dict[str, Any]:
    campaign = of.campaign
    item: dict[str, Any] = {"id": campaign.id, "name": campaign.name}
    if campaign.description:
        item["description"] = campaign.description
    is_trigger = campaign.type is CampaignType.TRIGGER
    item["type"] = (CampaignType.TRIGGER if is_trigger else CampaignType.BATCH).value
    if of.program_name is not None:
        item |= {"programName": of.program_name, "programId": campaign.program_id}
    return item | {
        "workspaceName": of.workspace_name,
        "createdAt": wire_timestamp(campaign.created_at),
        "updatedAt": wire_timestamp(campaign.updated_at),
        "active": campaign.is_active,
    }


class LeadItem(msgspec.Struct):
    """A lead to request a campaign for."""

    id: Any = None


class TokenItem(msgspec.Struct):
    """A token's value for one run."""

    name: str = ""
    value: Any = None


class RequestInput(msgspec.Struct):
    """Which leads, with which tokens."""

    leads: list[LeadItem] | None = None
    tokens: list[TokenItem] | None = None


class RequestBody(msgspec.Struct):
    """The body of Request Campaign."""

    input: RequestInput | None = None


class ScheduleInput(msgspec.Struct, rename="camel"):
    """When, with which tokens, in a copy of the program or not."""

    run_at: str | None = None
    tokens: list[TokenItem] | None = None
    clone_to_program_name: str | None = None
    clone_to_program: str | None = None


class ScheduleBody(msgspec.Struct):
    """The body of Schedule Campaign, which may be missing."""

    input: ScheduleInput | None = None


async def trigger(request: Request) -> Reply:
    """Request Campaign (behaviour.md 4.5)."""
    sent = params.body(request, RequestBody).input or RequestInput()
    campaign_id = params.path_number(request, "campaignId")
    lead_ids = [params.number(each.id) for each in sent.leads or ()]
    tokens = _tokens(sent.tokens)
    await request.write(request_campaign, campaign_id, lead_ids, tokens)
    return Reply([{"id": campaign_id}])


async def schedule(request: Request) -> Reply:
    """Schedule Campaign (behaviour.md 4.5)."""
    sent = params.body(request, ScheduleBody).input or ScheduleInput()
    campaign_id = params.path_number(request, "campaignId")
    clone_to = sent.clone_to_program_name or sent.clone_to_program
    wanted = Schedule(_run_at(sent.run_at), _tokens(sent.tokens), clone_to)
    run = await request.write(schedule_campaign, campaign_id, wanted)
    return Reply([{"id": run.id}])


def _tokens(sent: list[TokenItem] | None) -> list[tuple[str, str]]:
    return [(each.name, "" if each.value is None else as_sent(each.value)) for each in sent or ()]


def _run_at(sent: str | None) -> datetime | None:
    if sent is None or not sent.strip():
        return None
    try:
        return moment(sent.strip())
    except Unacceptable:
        raise Refusal(Reason.INVALID_DATA, "Invalid value for parameter runAt") from None


async def get_campaigns_of_lead(request: Request) -> Reply:
    """Get Smart Campaigns by Lead Id, of the tag Leads (behaviour.md 3.11)."""
    lead_id = params.path_number(request, "leadId")
    endpoint = MEMBERSHIP_ENDPOINT.format(lead_id)
    changed = (
        params.moment_parameter(request, "earliestUpdatedAt"),
        params.moment_parameter(request, "latestUpdatedAt"),
    )
    behind, size = _behind(request, endpoint), params.page_size(request)

    def verb(work: Work) -> tuple[list[CampaignMembership], bool]:
        return campaigns_of_lead(work, lead_id, changed, behind, size)

    page, more = await request.read(verb)
    token, last = None, page[-1] if more else None
    if last is not None:
        token = encode_place(request.server.key, endpoint, last.created_at, last.campaign_id)
    items = [
        {
            "smartCampaignId": each.campaign_id,
            "createdAt": wire_timestamp(each.created_at),
            "updatedAt": wire_timestamp(each.updated_at),
        }
        for each in page
    ]
    return Reply(items, token, more)


def _behind(request: Request, endpoint: str) -> CampaignMembership:
    """Return the membership that the page starts behind."""
    token = params.text(request, "nextPageToken")
    if token is None:
        return FIRST_PAGE
    moment, number = decode_place(request.server.key, endpoint, token)
    return CampaignMembership(number, moment, moment)
