"""Tag Smart Campaigns: smart campaigns as assets (behaviour.md 4.4)."""

from collections.abc import Callable, Sequence
from typing import Any, Concatenate, ParamSpec

from leadkeep.api import assets, params
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
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
from leadkeep.domain.instance.access import Work

P = ParamSpec("P")
Switch = Callable[[Work, int], Campaign]


async def get_by_id(request: Request) -> AssetReply:
    """Get Smart Campaign by Id."""
    campaign_id = params.path_number(request, "id")

    def verb(work: Work) -> list[CampaignDetails]:
        found = get_campaign(work, campaign_id)
        return with_campaign_details(work.tx, [] if found is None else [found])

    return _reply(await request.read(verb))


async def get_by_name(request: Request) -> AssetReply:
    """Get Smart Campaign by Name."""
    name = assets.required(request, "name")
    return _reply(
        await request.read(lambda work: with_campaign_details(work.tx, campaigns_named(work, name)))
    )


async def browse(request: Request) -> AssetReply:
    """Get Smart Campaigns."""
    page, span = assets.page(request), assets.span(request)
    asset = AssetFilter(folder=assets.folder(request), earliest=span.earliest, latest=span.latest)
    wanted = CampaignFilter(asset, is_active=params.flag(request, "isActive"))

    def verb(work: Work) -> list[CampaignDetails]:
        found = campaigns_from(work, wanted, page.offset, page.size)
        return with_campaign_details(work.tx, found)

    return _reply(await request.read_long(verb))


async def create(request: Request) -> AssetReply:
    """Create Smart Campaign: without rules and steps, which a blueprint gives it."""
    assets.check_form(request)
    new = NewCampaign(
        assets.required(request, "name"),
        assets.required_folder(request),
        params.text(request, "description"),
        is_executable=bool(params.flag(request, "isExecutable")),
    )
    return await _write(request, create_campaign, new)


async def update(request: Request) -> AssetReply:
    """Update Smart Campaign; what is not sent stays, an empty description clears it."""
    assets.check_form(request)
    campaign_id = params.path_number(request, "id")
    change = CampaignChange(
        assets.optional(request, "name"),
        assets.optional(request, "description"),
        is_executable=params.flag(request, "isExecutable"),
    )
    return await _write(request, change_campaign, campaign_id, change)


async def clone(request: Request) -> AssetReply:
    """Clone Smart Campaign: with rules and steps, without runs and members."""
    assets.check_form(request)
    campaign_id = params.path_number(request, "id")
    copy = CampaignCopy(
        assets.required(request, "name"),
        assets.required_folder(request),
        params.text(request, "description"),
        params.flag(request, "isExecutable"),
    )
    return await _write(request, clone_campaign, campaign_id, copy)


async def delete(request: Request) -> AssetReply:
    """Delete Smart Campaign: whoever is in its flow goes no further."""
    assets.check_form(request)
    campaign_id = params.path_number(request, "id")
    await request.write(delete_campaign, campaign_id)
    return AssetReply([{"id": campaign_id}])


async def activate(request: Request) -> AssetReply:
    """Activate Smart Campaign."""
    return await _switch(request, activate_campaign)


async def deactivate(request: Request) -> AssetReply:
    """Deactivate Smart Campaign."""
    return await _switch(request, deactivate_campaign)


async def _switch(request: Request, verb: Switch) -> AssetReply:
    assets.check_form(request)
    campaign_id = params.path_number(request, "id")
    await request.write(verb, campaign_id)
    return AssetReply([{"id": campaign_id}])


async def _write(
    request: Request,
    verb: Callable[Concatenate[Work, P], Campaign],
    *args: P.args,
    **kwargs: P.kwargs,
) -> AssetReply:
    return _reply(
        await request.write(
            lambda work: with_campaign_details(work.tx, [verb(work, *args, **kwargs)])
        )
    )


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
