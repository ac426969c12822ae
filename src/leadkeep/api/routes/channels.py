"""Tags Channels and Tags: what programs are made with (behaviour.md 4.4)."""

from collections.abc import Iterable
from typing import Any

from leadkeep.api import assets
from leadkeep.api.call import Call
from leadkeep.api.envelope import AssetReply
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


async def get_channels(call: Call) -> AssetReply:
    """Get Channels."""
    page = assets.page(call)
    found = (await call.read(all_channels)).all
    return AssetReply([_channel(each) for each in found[page.offset : page.offset + page.size]])


async def get_channel_by_name(call: Call) -> AssetReply:
    """Get Channel by Name."""
    name = assets.required(call, "name")
    found = (await call.read(all_channels)).named(name)
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


async def get_tag_types(call: Call) -> AssetReply:
    """Get Tag Types."""
    page = assets.page(call)
    found = await call.read(list_tag_types)
    return AssetReply([_tag_type(each) for each in found[page.offset : page.offset + page.size]])


async def get_tag_type_by_name(call: Call) -> AssetReply:
    """Get Tag Type by Name: with the values that its tags may have."""
    name = assets.required(call, "name")
    found = await call.read(lambda tx: find_tag_type(tx, name))
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
