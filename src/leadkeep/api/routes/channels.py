"""Tags Channels and Tags: what programs are made with (behaviour.md 4.4)."""

from collections.abc import Iterable
from typing import Any

from leadkeep.api import assets
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
from leadkeep.domain.assets.programs import (
    Channel,
    ProgramType,
    Status,
    TagType,
    all_channels,
    find_tag_type,
    list_tag_types,
)

PROGRAM_TYPES = {
    ProgramType.DEFAULT: "program",
    ProgramType.EMAIL: "email_batch",
    ProgramType.ENGAGEMENT: "nurture",
    ProgramType.EVENT: "event",
    ProgramType.WEBINAR: "webinar",
}
"""What channels and tag types call the types of programs (behaviour.md 4.4)."""


async def get_channels(request: Request) -> AssetReply:
    """Get Channels."""
    page = assets.page(request)
    found = (await request.read(lambda work: all_channels(work.tx))).all
    return AssetReply([_channel(each) for each in found[page.offset : page.offset + page.size]])


async def get_channel_by_name(request: Request) -> AssetReply:
    """Get Channel by Name."""
    name = assets.required(request, "name")
    found = (await request.read(lambda work: all_channels(work.tx))).named(name)
    return AssetReply([] if found is None else [_channel(found)])


def _channel(of: Channel) -> dict[str, Any]:
    return {
        "id": of.id,
        "name": of.name,
        "applicableProgramType": PROGRAM_TYPES[of.program_type],
        "progressionStatuses": [_status(each) for each in of.statuses],
        "createdAt": assets.asset_moment(of.created_at),
        "updatedAt": assets.asset_moment(of.updated_at),
    }


def _status(of: Status) -> dict[str, Any]:
    item: dict[str, Any] = {"name": of.name, "step": of.step}
    if of.type is not None:
        item["type"] = of.type
    return item | {"hidden": of.is_hidden, "success": of.is_success}


async def get_tag_types(request: Request) -> AssetReply:
    """Get Tag Types."""
    page = assets.page(request)
    found = await request.read(lambda work: list_tag_types(work.tx))
    return AssetReply([_tag_type(each) for each in found[page.offset : page.offset + page.size]])


async def get_tag_type_by_name(request: Request) -> AssetReply:
    """Get Tag Type by Name: with the values that its tags may have."""
    name = assets.required(request, "name")
    found = await request.read(lambda work: find_tag_type(work.tx, name))
    if found is None:
        return AssetReply([])
    return AssetReply([_tag_type(found) | {"allowableValues": _listed(found.values)}])


def _tag_type(of: TagType) -> dict[str, Any]:
    return {
        "tagType": of.name,
        "applicableProgramTypes": _listed(PROGRAM_TYPES.values(), separator=","),
        "required": of.is_required,
    }


def _listed(values: Iterable[str], separator: str = ", ") -> str:
    """Return a list as the text that the original makes of it (behaviour.md 4.4)."""
    return f"[{separator.join(values)}]"
