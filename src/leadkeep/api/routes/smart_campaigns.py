"""Tag Smart Campaigns: smart campaigns as assets (behaviour.md 4.4)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from leadkeep.api import assets, params
from leadkeep.api.call import Call
from leadkeep.api.envelope import AssetReply
from leadkeep.domain.assets.folders import AssetFilter
from leadkeep.domain.automation.campaigns import (
    Campaign,
    CampaignChange,
    CampaignCopy,
    CampaignDetails,
    CampaignFilter,
    NewCampaign,
    activate_campaign,
    campaigns_from,
    campaigns_named,
    change_campaign,
    clone_campaign,
    create_campaign,
    deactivate_campaign,
    delete_campaign,
    get_campaign,
    with_campaign_details,
)
from leadkeep.domain.instance.access import Access
from leadkeep.store import Transaction

Switch = Callable[[Transaction, Access, int, datetime], Campaign]


async def get_by_id(call: Call) -> AssetReply:
    """Get Smart Campaign by Id."""
    campaign_id, access = params.path_number(call, "id"), call.caller

    def verb(tx: Transaction) -> list[CampaignDetails]:
        found = get_campaign(tx, access, campaign_id)
        return with_campaign_details(tx, [] if found is None else [found])

    return _reply(await call.read(verb))


async def get_by_name(call: Call) -> AssetReply:
    """Get Smart Campaign by Name."""
    name, access = assets.required(call, "name"), call.caller
    return _reply(
        await call.read(lambda tx: with_campaign_details(tx, campaigns_named(tx, access, name)))
    )


async def browse(call: Call) -> AssetReply:
    """Get Smart Campaigns."""
    page, span, access = assets.page(call), assets.span(call), call.caller
    asset = AssetFilter(folder=assets.folder(call), earliest=span.earliest, latest=span.latest)
    wanted = CampaignFilter(asset, is_active=assets.flag(call, "isActive"))

    def verb(tx: Transaction) -> list[CampaignDetails]:
        found = campaigns_from(tx, access, wanted, page.offset, page.size)
        return with_campaign_details(tx, found)

    return _reply(await call.read_long(verb))


async def create(call: Call) -> AssetReply:
    """Create Smart Campaign: without rules and steps, which a blueprint gives it."""
    assets.check_form(call)
    new = NewCampaign(
        assets.required(call, "name"),
        assets.required_folder(call),
        params.text(call, "description"),
        is_executable=bool(assets.flag(call, "isExecutable")),
    )
    access, now = call.caller, call.now
    return await _write(call, lambda tx: create_campaign(tx, access, new, now))


async def update(call: Call) -> AssetReply:
    """Update Smart Campaign; what is not sent stays, an empty description clears it."""
    assets.check_form(call)
    campaign_id, access, now = params.path_number(call, "id"), call.caller, call.now
    change = CampaignChange(
        assets.optional(call, "name"),
        assets.optional(call, "description"),
        is_executable=assets.flag(call, "isExecutable"),
    )
    return await _write(call, lambda tx: change_campaign(tx, access, campaign_id, change, now))


async def clone(call: Call) -> AssetReply:
    """Clone Smart Campaign: with rules and steps, without runs and members."""
    assets.check_form(call)
    campaign_id, access, now = params.path_number(call, "id"), call.caller, call.now
    copy = CampaignCopy(
        assets.required(call, "name"),
        assets.required_folder(call),
        params.text(call, "description"),
        assets.flag(call, "isExecutable"),
    )
    return await _write(call, lambda tx: clone_campaign(tx, access, campaign_id, copy, now))


async def delete(call: Call) -> AssetReply:
    """Delete Smart Campaign: whoever is in its flow goes no further."""
    assets.check_form(call)
    campaign_id, access = params.path_number(call, "id"), call.caller
    await call.write(lambda tx: delete_campaign(tx, access, campaign_id))
    return AssetReply([{"id": campaign_id}])


async def activate(call: Call) -> AssetReply:
    """Activate Smart Campaign."""
    return await _switch(call, activate_campaign)


async def deactivate(call: Call) -> AssetReply:
    """Deactivate Smart Campaign."""
    return await _switch(call, deactivate_campaign)


async def _switch(call: Call, verb: Switch) -> AssetReply:
    assets.check_form(call)
    campaign_id, access, now = params.path_number(call, "id"), call.caller, call.now
    await call.write(lambda tx: verb(tx, access, campaign_id, now))
    return AssetReply([{"id": campaign_id}])


async def _write(call: Call, verb: Callable[[Transaction], Campaign]) -> AssetReply:
    return _reply(await call.write(lambda tx: with_campaign_details(tx, [verb(tx)])))


def _reply(found: Sequence[CampaignDetails]) -> AssetReply:
    return AssetReply([_item(each) for each in found])


def _item(of: CampaignDetails) -> dict[str, Any]:
    campaign, rule = of.campaign, of.campaign.qualification
    item: dict[str, Any] = {
        "id": campaign.id,
        "name": campaign.name,
        "description": campaign.description or "",
        "createdAt": assets.asset_moment(campaign.created_at),
        "updatedAt": assets.asset_moment(campaign.updated_at),
        "folder": assets.folder_reference(campaign.folder),
        "status": of.status,
        "type": campaign.type.value,
        "isSystem": False,
        "isActive": campaign.is_active,
        "isRequestable": of.is_requestable,
        "isCommunicationLimitEnabled": False,
        "recurrence": {"weekdayOnly": False},
        "qualificationRuleType": rule.rule,
    }
    if rule.length is not None:
        item |= {
            "qualificationRuleInterval": rule.length,
            "qualificationRuleUnit": rule.unit,
        }
    item |= {
        "workspace": of.workspace_name,
        "smartListId": campaign.smart_list_id,
        "flowId": campaign.flow_id,
    }
    if campaign.program_id is not None:
        item["parentProgramId"] = campaign.program_id
    return item | {"computedUrl": assets.asset_url("SC", campaign.id)}
