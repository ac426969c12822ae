"""Tag Tags: tag types, which classify programs (behaviour.md 4.4)."""

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
    """A tag type. Lists of values are texts in brackets, as in the original."""

    tag_type: str
    """The name of the tag type."""
    applicable_program_types: str
    required: bool
    """Whether every program must have a tag of this type."""
    allowable_values: str | UnsetType = UNSET
    """Only in the reply of Get Tag Type by Name."""


@serves("getTagTypesUsingGET", item=TagType, refuses=PAGE)
async def get_tag_types(request: Request) -> AssetReply:
    """Get Tag Types: return a page of tag types."""
    page = assets.page(request)
    found = await request.read(lambda work: list_tag_types(work.tx))
    return AssetReply([_tag_type(each) for each in found[page.offset : page.offset + page.size]])


@serves("getTagTypeByNameUsingGET", item=TagType, refuses=(Reason.BLANK,))
async def get_tag_type_by_name(request: Request) -> AssetReply:
    """Get Tag Type by Name: return a tag type with its allowed values."""
    name = assets.required(request, "name")
    found = await request.read(lambda work: find_tag_type(work.tx, name))
    return AssetReply([] if found is None else [_tag_type(found, _listed(found.values))])


def _tag_type(tag_type: programs.TagType, values: str | UnsetType = UNSET) -> TagType:
    types = _listed(PROGRAM_TYPES.values(), separator=",")
    return TagType(tag_type.name, types, tag_type.is_required, values)


def _listed(values: Iterable[str], separator: str = ", ") -> str:
    """Return values as a text in brackets, as the original writes lists (behaviour.md 4.4)."""
    return f"[{separator.join(values)}]"
