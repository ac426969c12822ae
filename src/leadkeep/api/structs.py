"""Types that the bodies and replies of several operations share.

Replies are rendered from structs, and the OpenAPI document is derived from them: members in wire
order, descriptions from docstrings, examples from ``examples.json``.
"""

from collections.abc import Iterable
from enum import StrEnum
from importlib.resources import files
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from leadkeep.api.errors import Error
from leadkeep.domain.fields import FIELD_TYPES
from leadkeep.domain.objects.custom import CustomFieldType

Id = Annotated[int, Meta(extra_json_schema={"format": "int64"})]
SentId = Annotated[Any, Meta(extra_json_schema={"type": "integer", "format": "int64"})]
"""An id in a body: a number or a text, which the handler parses."""
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Moment = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
AssetMoment = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z\+0000$")]
RequestId = Annotated[str, Meta(pattern="^[0-9a-f]+#[0-9a-f]+$")]
NOTHING_FOUND = "No assets found for the given search criteria."
"""The original's text; some clients stop reading pages only when they get it (request_forms.md,
Assets)."""
NothingFound = Annotated[str, Meta(extra_json_schema={"const": NOTHING_FOUND})]
Cell = str | int | float | bool | None
"""The value of a field."""
Yes = Annotated[bool, Meta(extra_json_schema={"const": True})]
No = Annotated[bool, Meta(extra_json_schema={"const": False})]


def one_of(choices: type[StrEnum] | Iterable[str]) -> Meta:
    """Return an annotation for a text with certain values, which the handler must check itself.

    The OpenAPI document shows an enum. For bodies whose wrong values have an error text of their
    own instead of the one for bad JSON: ``action: Annotated[str, one_of(Action)] | None = None``.
    """
    return Meta(extra_json_schema={"enum": [str(each) for each in choices]})


EXAMPLES: dict[str, dict[str, Any]] = msgspec.json.decode(
    files(__package__).joinpath("examples.json").read_bytes()
)
"""Examples of schemas by name, from the vendor's tutorials where they have one."""


class Body(msgspec.Struct, rename="camel", omit_defaults=True):
    """The base class of JSON bodies: every member has a default, so that a body may be empty."""


class ReplyItem(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """The base class of reply items; members that may be absent have the default UNSET."""


def example_of(item: Any) -> dict[str, Any] | None:  # noqa: ANN401 -- a Struct or Records
    """Return the example of a reply item: that of a type created at run time, else by its name."""
    made: dict[str, Any] | None = getattr(item, "EXAMPLE", None)
    return EXAMPLES.get(getattr(item, "__name__", "")) if made is None else made


_TYPE_NAMES = [each.described_name for each in FIELD_TYPES.values()]
DataType = Annotated[str, one_of(dict.fromkeys((*_TYPE_NAMES, *CustomFieldType)))]
"""The data type of a field; ``link`` occurs only in drafts of custom object types."""

Reasons = list[Error] | UnsetType
"""Why a record was skipped: ``reasons: Reasons = UNSET``."""


class FolderName(ReplyItem):
    """The id and type of a folder or program."""

    id: Id
    type: Literal["Folder", "Program"]


class DescribedField(ReplyItem, kw_only=True):
    """A field in the format of describe operations."""

    name: str
    display_name: str
    description: str | UnsetType = UNSET
    """Only for fields of custom object types that are not approved."""
    data_type: DataType
    length: int | UnsetType = UNSET
    """The maximum number of characters of a value; absent if the type has no length."""
    updateable: bool
    """Whether requests can change the field's value."""
    crm_managed: bool


class LeadReference(Body):
    """A lead, identified by its id."""

    id: SentId = None


class IdsBody(Body):
    """The leads that the operation is about, by id. Without this body, the query has the ids."""

    input: list[LeadReference] | None = None


class NamedFolder(ReplyItem):
    """The folder or program that contains an asset, with its name."""

    type: Literal["Folder", "Program"]
    value: Id
    folder_name: str


class AssetId(ReplyItem):
    """The id of the asset that was changed or deleted."""

    id: Id


# -- envelopes -------------------------------------------------------------------------------------


class Failure(ReplyItem):
    """The response to a request that was refused as a whole."""

    request_id: RequestId
    success: No
    errors: Annotated[list[Error], Meta(min_length=1, max_length=1)]


class AssetFailure(ReplyItem):
    """The response to a request about assets that was refused."""

    request_id: RequestId
    success: No
    warnings: Annotated[list[str], Meta(max_length=0)]
    errors: Annotated[list[Error], Meta(min_length=1, max_length=1)]


def reply_type(name: str, item: Any, *, may_lack_result: bool = False) -> type[msgspec.Struct]:  # noqa: ANN401
    """Return the type of an envelope with items of a type in ``result``; None for no ``result``."""
    members: list[Any] = [("requestId", RequestId)]
    if item is not None:
        result = ("result", list[item])
        absent = ("result", list[item] | UnsetType, UNSET)
        members.append(absent if may_lack_result else result)
    members += [
        ("success", Yes),
        ("nextPageToken", str | UnsetType, UNSET),
        ("moreResult", bool | UnsetType, UNSET),
    ]
    example = {"requestId": "e42b#14272d07d78", **_result(item), "success": True}
    return _envelope(name, members, example)


def asset_reply_type(name: str, item: Any) -> type[msgspec.Struct]:  # noqa: ANN401
    """Return the type of the asset envelope with items of a type; an empty result is a warning."""
    members: list[Any] = [
        ("success", Yes),
        ("errors", Annotated[list[Error], Meta(max_length=0)]),
        ("requestId", RequestId),
        ("warnings", Annotated[list[NothingFound], Meta(max_length=1)]),
        ("result", Annotated[list[item], Meta(min_length=1)] | UnsetType, UNSET),
    ]
    example = {"success": True, "errors": [], "requestId": "e42b#14272d07d78", "warnings": []}
    return _envelope(name, members, example | _result(item))


def _result(item: Any) -> dict[str, Any]:  # noqa: ANN401
    example = example_of(item)
    return {} if example is None else {"result": [example]}


def _envelope(name: str, members: list[Any], example: dict[str, Any]) -> type[msgspec.Struct]:
    text = "The reply to a request that was carried out."
    namespace = {"__doc__": text, "EXAMPLE": example}
    return msgspec.defstruct(
        name, members, namespace=namespace, forbid_unknown_fields=True, kw_only=True
    )
