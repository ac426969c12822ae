"""Tag Tags: how programs are classified (behaviour.md 4.4)."""

from collections.abc import Iterable

from msgspec import UNSET, UnsetType

from leadkeep.api import assets
from leadkeep.api.asset_family import PAGE
from leadkeep.api.declarations import Declarations
from leadkeep.api.envelope import AssetReply
from leadkeep.api.operations.channels import PROGRAM_TYPES
from leadkeep.api.request import Request
from leadkeep.api.structs import ReplyItem
from leadkeep.domain.assets import programs
from leadkeep.domain.assets.programs import find_tag_type, list_tag_types
from leadkeep.errors import Reason

serves = Declarations()


class TagType(ReplyItem):
    """A kind of tag. Lists come as texts in brackets, as the original writes them."""

    tag_type: str
    """Its name."""
    applicable_program_types: str
    required: bool
    """Must every program have such a tag?"""
    allowable_values: str | UnsetType = UNSET
    """Get Tag Type by Name only."""


@serves("getTagTypesUsingGET", item=TagType, refuses=PAGE)
async def get_tag_types(request: Request) -> AssetReply:
    """Get Tag Types."""
    page = assets.page(request)
    found = await request.read(lambda work: list_tag_types(work.tx))
    return AssetReply([_tag_type(each) for each in found[page.offset : page.offset + page.size]])


@serves("getTagTypeByNameUsingGET", item=TagType, refuses=(Reason.BLANK,))
async def get_tag_type_by_name(request: Request) -> AssetReply:
    """Get Tag Type by Name: with the values that its tags may have."""
    name = assets.required(request, "name")
    found = await request.read(lambda work: find_tag_type(work.tx, name))
    return AssetReply([] if found is None else [_tag_type(found, _listed(found.values))])


def _tag_type(tag_type: programs.TagType, values: str | UnsetType = UNSET) -> TagType:
    types = _listed(PROGRAM_TYPES.values(), separator=",")
    return TagType(tag_type.name, types, tag_type.is_required, values)


def _listed(values: Iterable[str], separator: str = ", ") -> str:
    """Return a list as the text that the original makes of it (behaviour.md 4.4)."""
    return f"[{separator.join(values)}]"
