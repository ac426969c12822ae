"""Tag Campaigns, and the campaigns of a lead (behaviour.md 3.11, 4.5)."""

from datetime import datetime
from typing import Any

import msgspec

from leadkeep.api import assets, params
from leadkeep.api.call import Call
from leadkeep.api.envelope import Reply
from leadkeep.api.errors import as_sent
from leadkeep.api.paging import decode_place, encode_place, encode_position
from leadkeep.api.routes.static_lists import sent_values
from leadkeep.domain.assets.folders import AssetFilter
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
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction, wire_timestamp

CAMPAIGNS_ENDPOINT = "campaigns"
MEMBERSHIP_ENDPOINT = "campaigns of lead {}"


async def get_campaigns(call: Call) -> Reply:
    """Get Campaigns (behaviour.md 4.5)."""
    wanted = CampaignFilter(
        AssetFilter(
            ids=sent_values(call, "id", params.number),
            names=sent_values(call, "name"),
            program_names=sent_values(call, "programName"),
            workspace_names=sent_values(call, "workspaceName"),
        ),
        is_requested=assets.flag(call, "isTriggerable"),
    )
    after, size = params.position(call, CAMPAIGNS_ENDPOINT), params.page_size(call)
    access = call.caller

    def verb(tx: Transaction) -> tuple[list[CampaignDetails], int | None]:
        found, next_after = campaigns_after(tx, access, wanted, after, size)
        return with_campaign_details(tx, found), next_after

    found, next_after = await call.read(verb)
    token = None
    if next_after is not None:
        token = encode_position(call.server.key, CAMPAIGNS_ENDPOINT, str(next_after))
    return Reply([_item(each) for each in found], token)


async def get_campaign(call: Call) -> Reply:
    """Get Campaign By Id (behaviour.md 4.5)."""
    campaign_id, access = params.path_number(call, "campaignId"), call.caller

    def verb(tx: Transaction) -> list[CampaignDetails]:
        return with_campaign_details(tx, [present_campaign(tx, access, campaign_id)])

    return Reply([_item(each) for each in await call.read(verb)])


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


async def trigger(call: Call) -> Reply:
    """Request Campaign (behaviour.md 4.5)."""
    sent = params.body(call, RequestBody).input or RequestInput()
    campaign_id = params.path_number(call, "campaignId")
    lead_ids = [params.number(each.id) for each in sent.leads or ()]
    tokens = _tokens(sent.tokens)
    access, cause, now = call.caller, call.cause("triggerCampaign"), call.now
    await call.write(
        lambda tx: request_campaign(tx, access, campaign_id, lead_ids, tokens, cause, now)
    )
    return Reply([{"id": campaign_id}])


async def schedule(call: Call) -> Reply:
    """Schedule Campaign (behaviour.md 4.5)."""
    sent = params.body(call, ScheduleBody).input or ScheduleInput()
    campaign_id = params.path_number(call, "campaignId")
    clone_to = sent.clone_to_program_name or sent.clone_to_program
    wanted = Schedule(_run_at(sent.run_at), _tokens(sent.tokens), clone_to)
    access, now = call.caller, call.now
    run = await call.write(lambda tx: schedule_campaign(tx, access, campaign_id, wanted, now))
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


async def get_campaigns_of_lead(call: Call) -> Reply:
    """Get Smart Campaigns by Lead Id, of the tag Leads (behaviour.md 3.11)."""
    lead_id, access = params.path_number(call, "leadId"), call.caller
    endpoint = MEMBERSHIP_ENDPOINT.format(lead_id)
    changed = (
        params.moment_parameter(call, "earliestUpdatedAt"),
        params.moment_parameter(call, "latestUpdatedAt"),
    )
    behind, size = _behind(call, endpoint), params.page_size(call)

    def verb(tx: Transaction) -> tuple[list[CampaignMembership], bool]:
        return campaigns_of_lead(tx, access, lead_id, changed, behind, size)

    page, more = await call.read(verb)
    token, last = None, page[-1] if more else None
    if last is not None:
        token = encode_place(call.server.key, endpoint, last.created_at, last.campaign_id)
    items = [
        {
            "smartCampaignId": each.campaign_id,
            "createdAt": wire_timestamp(each.created_at),
            "updatedAt": wire_timestamp(each.updated_at),
        }
        for each in page
    ]
    return Reply(items, token, more)


def _behind(call: Call, endpoint: str) -> CampaignMembership:
    """Return the membership that the page starts behind."""
    token = params.text(call, "nextPageToken")
    if token is None:
        return FIRST_PAGE
    moment, number = decode_place(call.server.key, endpoint, token)
    return CampaignMembership(number, moment, moment)
