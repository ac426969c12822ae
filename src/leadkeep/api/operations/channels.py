"""Tag Channels: channels of programs, with their progression statuses (behaviour.md 4.4)."""

from typing import Literal

from msgspec import UNSET, UnsetType

from leadkeep.api import assets
from leadkeep.api.asset_family import PAGE
from leadkeep.api.declarations import Declarations
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
from leadkeep.api.structs import AssetMoment, Id, ReplyItem
from leadkeep.domain.assets import programs
from leadkeep.domain.assets.programs import ProgramType, all_channels
from leadkeep.errors import Reason

serves = Declarations()

ApplicableType = Literal["program", "email_batch", "nurture", "event", "webinar"]

PROGRAM_TYPES: dict[ProgramType, ApplicableType] = {
    ProgramType.DEFAULT: "program",
    ProgramType.EMAIL: "email_batch",
    ProgramType.ENGAGEMENT: "nurture",
    ProgramType.EVENT: "event",
    ProgramType.WEBINAR: "webinar",
}
"""The names that channels and tag types have for program types (behaviour.md 4.4)."""


class ProgressionStatus(ReplyItem, kw_only=True):
    """A progression status of program members."""

    name: str
    step: int
    """The status's place in the order: members move to statuses with higher steps only."""
    type: str | UnsetType = UNSET
    hidden: bool
    success: bool
    """Whether a member with this status counts as a success of the program."""


class Channel(ReplyItem):
    """A channel with its progression statuses, sorted by step."""

    id: Id
    name: str
    applicable_program_type: ApplicableType
    progression_statuses: list[ProgressionStatus]
    created_at: AssetMoment
    updated_at: AssetMoment


@serves("getAllChannelsUsingGET", item=Channel, refuses=PAGE)
async def get_channels(request: Request) -> AssetReply:
    """Get Channels: return a page of channels."""
    page = assets.page(request)
    found = (await request.read(lambda work: all_channels(work.tx))).all
    return AssetReply([_channel(each) for each in found[page.offset : page.offset + page.size]])


@serves(
    "getChannelByNameUsingGET",
    "alias_getChannelByName_plural",
    item=Channel,
    refuses=(Reason.BLANK,),
)
async def get_channel_by_name(request: Request) -> AssetReply:
    """Get Channel by Name: return the channel with this name."""
    name = assets.required(request, "name")
    found = (await request.read(lambda work: all_channels(work.tx))).named(name)
    return AssetReply([] if found is None else [_channel(found)])


def _channel(channel: programs.Channel) -> Channel:
    return Channel(
        id=channel.id,
        name=channel.name,
        applicable_program_type=PROGRAM_TYPES[channel.program_type],
        progression_statuses=[_status(each) for each in channel.statuses],
        created_at=assets.asset_moment(channel.created_at),
        updated_at=assets.asset_moment(channel.updated_at),
    )


def _status(status: programs.Status) -> ProgressionStatus:
    return ProgressionStatus(
        name=status.name,
        step=status.step,
        type=UNSET if status.type is None else status.type,
        hidden=status.is_hidden,
        success=status.is_success,
    )
