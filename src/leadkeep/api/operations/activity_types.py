"""Tag Activities: activity types, and changes of custom ones (behaviour.md 5.2, 5.4)."""

from collections.abc import Callable, Sequence
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from leadkeep.api import params
from leadkeep.api.declarations import JSON_BODY, Declarations, Handler
from leadkeep.api.envelope import Reply
from leadkeep.api.request import Request
from leadkeep.api.structs import Body, Moment, ReplyItem, one_of
from leadkeep.domain import activities
from leadkeep.domain.activities import (
    DATA_TYPES,
    Attribute,
    CustomType,
    SentAttribute,
    SentType,
    StandardType,
    activity_types,
    approve_type,
    create_attributes,
    create_type,
    delete_attributes,
    delete_type,
    discard_draft,
    update_attributes,
    update_type,
)
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction, wire_timestamp

serves = Declarations()

_DEFINITION = (*JSON_BODY, Reason.MISSING_PARAMETER, Reason.INVALID_VALUE)
_ATTRIBUTES = (*_DEFINITION, Reason.OBJECT_NOT_FOUND, Reason.TOO_MANY)

# -- all types -------------------------------------------------------------------------------------


class TypeAttribute(ReplyItem, kw_only=True):
    """An attribute of an activity type."""

    api_name: str | UnsetType = UNSET
    """Only for custom types."""
    name: str
    description: str | UnsetType = UNSET
    data_type: str


class ActivityType(ReplyItem, kw_only=True):
    """An activity type, standard or custom."""

    id: int
    api_name: str | UnsetType = UNSET
    """Only for custom types."""
    name: str
    description: str
    primary_attribute: TypeAttribute | UnsetType = UNSET
    attributes: list[TypeAttribute]


@serves("getAllActivityTypesUsingGET", item=ActivityType)
async def list_all(request: Request) -> Reply:
    """Get Activity Types: return the standard types and the approved custom types."""
    return Reply(await request.read(lambda work: work.tx.cached(_served_types)))


def _served_types(tx: Transaction) -> list[ActivityType]:
    # Encoded once for each catalog version: there are some seventy types.
    types = activity_types(tx)
    items = [_standard(each) for each in types.standard]
    items += [_published(each) for each in types.custom if each.approved is not None]
    return msgspec.Raw(msgspec.json.encode(items))  # type: ignore[return-value]


def _standard(standard: StandardType) -> ActivityType:
    primary = standard.primary_attribute
    return ActivityType(
        id=standard.id,
        name=standard.name,
        description=standard.description,
        primary_attribute=UNSET if primary is None else _standard_attribute(primary),
        attributes=[_standard_attribute(each) for each in standard.attributes],
    )


def _standard_attribute(attribute: activities.TypeAttribute) -> TypeAttribute:
    return TypeAttribute(name=attribute.name, data_type=attribute.data_type)


def _published(custom: CustomType) -> ActivityType:
    """Return the approved version of a custom type as Get Activity Types has it."""
    version = custom.version(is_draft=False)
    return ActivityType(
        id=custom.id,
        api_name=custom.api_name,
        name=version.name,
        description=version.description or "",
        primary_attribute=_short(version.primary),
        attributes=[_short(each) for each in version.attributes],
    )


def _short(attribute: Attribute) -> TypeAttribute:
    return TypeAttribute(
        api_name=attribute.api_name, name=attribute.name, data_type=attribute.data_type
    )


# -- custom types ----------------------------------------------------------------------------------


class CustomActivityType(ReplyItem, kw_only=True):
    """A custom activity type: its draft, or its approved version."""

    id: int
    api_name: str
    name: str
    description: str | UnsetType = UNSET
    trigger_name: str
    filter_name: str
    created_at: Moment
    updated_at: Moment
    status: Annotated[str, one_of(("draft", "approved", "approved with draft", "deleted"))]
    primary_attribute: TypeAttribute | UnsetType = UNSET
    """Absent, like the attributes, in lists of types."""
    attributes: list[TypeAttribute] | UnsetType = UNSET


class TypeAttributeBody(SentAttribute, omit_defaults=True):
    """An attribute of a type to create or update."""

    data_type: Annotated[str, one_of(DATA_TYPES)] | None = None
    """``string`` by default."""


class CustomActivityTypeBody(SentType, omit_defaults=True):
    """A type to create or update; members that are not sent do not change."""

    primary_attribute: TypeAttributeBody | None = None


class TypeAttributesBody(Body):
    """Attributes of a type to create, update or delete."""

    attributes: list[TypeAttributeBody] | None = None


@serves("getCustomActivityTypeUsingGET", item=CustomActivityType)
async def list_custom(request: Request) -> Reply:
    """Get Custom Activity Types: return all, without their attributes (behaviour.md 5.4)."""
    types = await request.read(lambda work: activity_types(work.tx))
    return Reply([_summary(each, is_draft=False) for each in types.custom])


@serves(
    "describeCustomActivityTypeUsingGET",
    item=CustomActivityType,
    refuses=(Reason.OBJECT_NOT_FOUND, Reason.WRONG_TYPE),
    reads_may_lag=True,
)
async def describe(request: Request) -> Reply:
    """Describe Custom Activity Type: return the approved version, or the draft (``draft=true``)."""
    is_draft = bool(params.flag(request, "draft"))
    types = await request.read(lambda work: activity_types(work.tx))
    return Reply([_item(types.custom_named(_api_name(request)), is_draft=is_draft)])


@serves(
    "createCustomActivityTypeUsingPOST",
    item=CustomActivityType,
    body=CustomActivityTypeBody,
    refuses=(*_DEFINITION, Reason.OBJECT_EXISTS, Reason.ACTIVITY_TYPE_LIMIT),
)
async def create(request: Request) -> Reply:
    """Create Custom Activity Type: create a type as a draft; return the draft."""
    sent = params.body(request, CustomActivityTypeBody)
    return _draft_reply(await request.write(lambda work: create_type(work.tx, sent)))


@serves(
    "updateCustomActivityTypeUsingPOST",
    item=CustomActivityType,
    body=CustomActivityTypeBody,
    refuses=(*_DEFINITION, Reason.OBJECT_NOT_FOUND, Reason.OBJECT_EXISTS),
)
async def update(request: Request) -> Reply:
    """Update Custom Activity Type: change the draft of a type; return the draft."""
    sent, name = params.body(request, CustomActivityTypeBody), _api_name(request)
    return _draft_reply(await request.write(lambda work: update_type(work.tx, name, sent)))


TypeVerb = Callable[[Transaction, str], CustomType]
AttributesVerb = Callable[[Transaction, str, Sequence[SentAttribute]], CustomType]


def _type_handler(verb: TypeVerb) -> Handler:
    """Return a handler that runs ``verb``, such as approve, on the type in the path."""

    async def handler(request: Request) -> Reply:
        name = _api_name(request)
        return _draft_reply(await request.write(lambda work: verb(work.tx, name)))

    return handler


def _attributes_handler(verb: AttributesVerb) -> Handler:
    """Return a handler that runs ``verb`` with the sent attributes on the type in the path."""

    async def handler(request: Request) -> Reply:
        sent, name = params.body(request, TypeAttributesBody).attributes, _api_name(request)
        if not sent:
            raise Refusal(Reason.MISSING_PARAMETER, "attributes")
        params.check_count(len(sent))
        return _draft_reply(await request.write(lambda work: verb(work.tx, name, sent)))

    return handler


for _operation_id, _change, _more in (
    ("approveCustomActivityTypeUsingPOST", approve_type, [Reason.TYPE_WITHOUT_DRAFT]),
    (
        "discardDraftofCustomActivityTypeUsingPOST",
        discard_draft,
        [Reason.TYPE_WITHOUT_DRAFT, Reason.TYPE_NEVER_APPROVED],
    ),
    ("deleteCustomActivityTypeUsingPOST", delete_type, []),
):
    serves(_operation_id, item=CustomActivityType, refuses=(Reason.OBJECT_NOT_FOUND, *_more))(
        _type_handler(_change)
    )

for _operation_id, _set, _more in (
    (
        "createCustomActivityTypeAttributesUsingPOST",
        create_attributes,
        [Reason.OBJECT_EXISTS, Reason.ATTRIBUTE_LIMIT],
    ),
    (
        "updateCustomActivityTypeAttributesUsingPOST",
        update_attributes,
        [Reason.FIELD_NOT_FOUND],
    ),
    (
        "deleteCustomActivityTypeAttributesUsingPOST",
        delete_attributes,
        [Reason.FIELD_NOT_FOUND, Reason.PRIMARY_ATTRIBUTE_REQUIRED],
    ),
):
    serves(
        _operation_id,
        item=CustomActivityType,
        body=TypeAttributesBody,
        refuses=(*_ATTRIBUTES, *_more),
    )(_attributes_handler(_set))


def _api_name(request: Request) -> str:
    return request.path_params["apiName"]


def _draft_reply(changed: CustomType) -> Reply:
    return Reply([_item(changed, is_draft=True)])


def _summary(custom: CustomType, *, is_draft: bool) -> CustomActivityType:
    version = custom.version(is_draft=is_draft)
    return CustomActivityType(
        id=custom.id,
        api_name=custom.api_name,
        name=version.name,
        description=UNSET if version.description is None else version.description,
        trigger_name=version.trigger_name,
        filter_name=version.filter_name,
        created_at=wire_timestamp(custom.created_at),
        updated_at=wire_timestamp(custom.updated_at),
        status=custom.status,
    )


def _item(custom: CustomType, *, is_draft: bool) -> CustomActivityType:
    version = custom.version(is_draft=is_draft)
    item = _summary(custom, is_draft=is_draft)
    item.primary_attribute = _attribute(version.primary)
    item.attributes = [_attribute(each) for each in version.attributes]
    return item


def _attribute(attribute: Attribute) -> TypeAttribute:
    item = _short(attribute)
    item.description = UNSET if attribute.description is None else attribute.description
    return item
