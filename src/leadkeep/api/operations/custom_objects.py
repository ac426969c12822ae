"""Tag Custom Objects: records and types (behaviour.md 7.2, 7.3)."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, ClassVar, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from leadkeep.api import params
from leadkeep.api.declarations import JSON_BODY, RECORDS_BODY, Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.operations.object_records import (
    NOUN,
    GuidRecord,
    ObjectDescription,
    ObjectRecords,
    RelatedObject,
    Relationship,
    described,
)
from leadkeep.api.records import Records
from leadkeep.api.request import Request
from leadkeep.api.structs import Body, DataType, DescribedField, Id, Moment, ReplyItem, one_of
from leadkeep.domain.automation.filters import delete_unused_type, users_of_object
from leadkeep.domain.instance.access import Work
from leadkeep.domain.objects import custom
from leadkeep.domain.objects.custom import (
    CustomFieldType,
    Definition,
    Limits,
    ObjectField,
    SentField,
    SentType,
    add_fields,
    approve_type,
    change_field,
    custom_object_types,
    delete_fields,
    dependent_types,
    discard_draft,
    kind_named,
    linkable_objects,
    save_type,
    type_named,
)
from leadkeep.domain.objects.engine import (
    GUID,
    GUID_FIELD,
    SYSTEM_FIELDS,
    RecordAction,
    standard_fields,
)
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction, wire_timestamp

VENDOR_LIMITS = Limits(types=10, fields=50, late_fields=20)
"""The limits of the original (behaviour.md 7.3); the setting ``limit_custom_objects`` enables
them."""

STATES = ("draft", "approved", "approvedWithDraft")

serves = Declarations()

# -- records ---------------------------------------------------------------------------------------

_SENT = {"vin": "19UYA31581L000000", "owner": 1}


def _name(request: Request) -> str:
    return request.path_params["customObjectName"]


ObjectRecords(
    record=Records(
        name="CustomObject",
        description="A record: its place in the page, its GUID, then the fields asked for, null"
        " where there is no value.",
        fixed=GuidRecord,
        fields=lambda: standard_fields(1, SYSTEM_FIELDS),
        example={"seq": 0, GUID: "dff23271-f996-47d7-984f-f2676861b5fa"} | _SENT,
        sent_example=_SENT,
    ),
    kind=lambda tx, request: kind_named(tx, _name(request)),
    endpoint=lambda request: f"customobjects/{_name(request).casefold()}",
    kind_refuses=(Reason.OBJECT_NOT_FOUND,),
).serve(
    serves,
    query="getCustomObjectsUsingGET",
    sync="syncCustomObjectsUsingPOST",
    delete="deleteCustomObjectsUsingPOST",
    has_lookup=True,
    sync_skips=(Reason.LEAD_NOT_FOUND,),
    delete_skips=(Reason.LEAD_NOT_FOUND,),
)


@serves("listCustomObjectsUsingGET", item=ObjectDescription)
async def list_objects(request: Request) -> Reply:
    """List Custom Objects: return the approved types without their fields (behaviour.md 13)."""
    names = _names(request)

    def verb(work: Work) -> list[ObjectDescription]:
        types = custom_object_types(work.tx).all
        return [
            msgspec.structs.replace(_object(work.tx, each), fields=UNSET)
            for each in types
            if each.approved and _is_named(each, names)
        ]

    return Reply(await request.read_long(verb))


@serves(
    "describeUsingGET_1",
    item=ObjectDescription,
    refuses=(Reason.OBJECT_NOT_FOUND,),
    reads_may_lag=True,
)
async def describe_object(request: Request) -> Reply:
    """Describe Custom Object: return an approved type with its fields."""

    def verb(work: Work) -> ObjectDescription:
        kind_named(work.tx, _name(request))
        return _object(work.tx, type_named(work.tx, _name(request)))

    return Reply([await request.read(verb)])


def _names(request: Request) -> set[str]:
    return {name.casefold() for name in params.array(request, "names")}


def _is_named(object_type: custom.CustomObjectType, names: set[str]) -> bool:
    return not names or object_type.api_name.casefold() in names


def _object(tx: Transaction, object_type: custom.CustomObjectType) -> ObjectDescription:
    item = described(tx, kind_named(tx, object_type.api_name))
    item.created_at = wire_timestamp(object_type.created_at)
    item.updated_at = wire_timestamp(object_type.updated_at)
    return item


# -- types -----------------------------------------------------------------------------------------


class CustomObjectType(ReplyItem, kw_only=True):
    """A custom object type: its draft or its approved version."""

    state: Annotated[str, one_of(STATES)]
    version: str | UnsetType = UNSET
    """How often the type was approved; absent if never."""
    display_name: str
    description: str | None
    api_name: str
    id_field: str | None
    created_at: Moment | None
    updated_at: Moment | None
    dedupe_fields: Sequence[str]
    """The fields whose values identify a record."""
    searchable_fields: list[Sequence[str]]
    """Each set of fields by which records can be queried."""
    relationships: list[Relationship]
    fields: list[DescribedField] | UnsetType


@serves("listCustomObjectTypesUsingGET", item=CustomObjectType, refuses=(Reason.INVALID_FILTER,))
async def list_types(request: Request) -> Reply:
    """List Custom Object Types: return one version of each type, the approved one if it exists."""
    names, state = _names(request), _state(request)

    def verb(work: Work) -> list[CustomObjectType]:
        return [
            _type(work.tx, each, _version(each, None))
            for each in custom_object_types(work.tx).all
            if _is_named(each, names) and state in (None, each.state)
        ]

    return Reply(await request.read_long(verb))


@serves(
    "describeCustomObjectTypeUsingGET",
    item=CustomObjectType,
    refuses=(Reason.INVALID_FILTER, Reason.OBJECT_NOT_FOUND),
    reads_may_lag=True,
)
async def describe_type(request: Request) -> Reply:
    """Describe Custom Object Type: return the version that ``state`` asks for.

    By default that is the approved version, or the draft of a type that was never approved.
    """
    state = _state(request)

    def verb(work: Work) -> CustomObjectType:
        found = type_named(work.tx, _api_name(request))
        return _type(work.tx, found, _version(found, state))

    return Reply([await request.read(verb)])


def _state(request: Request) -> str | None:
    sent = params.text(request, "state")
    if sent is not None and sent not in STATES:
        raise Refusal(Reason.INVALID_FILTER, "state", sent)
    return sent


def _version(object_type: custom.CustomObjectType, state: str | None) -> Definition:
    if state is None:
        return object_type.approved or object_type.latest
    found = {
        "draft": object_type.draft,
        "approved": object_type.approved,
        "approvedWithDraft": object_type.draft if object_type.approved else None,
    }[state]
    if found is None:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Object")
    return found


def _type(
    tx: Transaction, object_type: custom.CustomObjectType, version: Definition
) -> CustomObjectType:
    is_published = object_type.approved is not None
    links = [(each.name, each.related) for each in version.fields if each.related is not None]
    item = CustomObjectType(
        state=object_type.state,
        version=str(object_type.version) if object_type.version else UNSET,
        display_name=version.display_name,
        description=version.description,
        api_name=object_type.api_name,
        id_field=GUID if is_published else None,
        created_at=wire_timestamp(object_type.created_at) if is_published else None,
        updated_at=wire_timestamp(object_type.updated_at) if is_published else None,
        dedupe_fields=version.dedupe,
        searchable_fields=[version.dedupe, *((name,) for name, _ in links)],
        relationships=[
            Relationship(name, "child", RelatedObject(related.name, related.field))
            for name, related in links
        ],
        fields=[*_STANDARD_FIELDS, *(_draft_field(each) for each in version.fields)],
    )
    if version is object_type.approved:
        approved = _object(tx, object_type)
        item.searchable_fields, item.fields = approved.searchable_fields, approved.fields
    return item


_STANDARD_FIELDS = [
    DescribedField(
        name=name,
        display_name=display_name,
        data_type=data_type,
        length=UNSET if length is None else length,
        updateable=False,
        crm_managed=False,
    )
    for name, display_name, data_type, length in (GUID_FIELD, *SYSTEM_FIELDS)
]
"""The fields that each type has from the start (behaviour.md 13)."""


def _draft_field(field: ObjectField) -> DescribedField:
    return DescribedField(
        name=field.name,
        display_name=field.display_name,
        description=UNSET if field.description is None else field.description,
        data_type=field.data_type,
        updateable=True,
        crm_managed=False,
    )


# -- changes of types ------------------------------------------------------------------------------


class CustomObjectTypeBody(SentType, Body):
    """A type to create, or the changes of a type."""

    action: Annotated[str, one_of(RecordAction)] | None = None


class CustomObjectField(SentField, Body):
    """A field to add or update, or the name of a field to delete."""

    data_type: Annotated[str, one_of(CustomFieldType)] | None = None


class CustomObjectFieldsBody(Body):
    """The fields to add, update or delete."""

    input: list[CustomObjectField] | None = None


class CustomObjectChange(ReplyItem):
    """An item of ``result`` after a change of a type: ``result`` is always empty."""

    EXAMPLE: ClassVar[dict[str, Any]] = {}


B = TypeVar("B", bound=msgspec.Struct)

_CHANGED = (
    Reason.MISSING_PARAMETER,
    Reason.INVALID_CHOICE,
    Reason.TOO_MANY,
    Reason.INVALID_VALUE,
    Reason.FIELD_NOT_ALLOWED,
    Reason.FIELD_NOT_FOUND,
    Reason.OBJECT_NOT_FOUND,
    Reason.OBJECT_EXISTS,
    Reason.ATTRIBUTE_LIMIT,
    Reason.LINK_WITHOUT_TARGET,
)


def _api_name(request: Request) -> str:
    return request.path_params["apiName"]


def _limits(request: Request) -> Limits:
    return VENDOR_LIMITS if request.server.settings.limit_custom_objects else Limits()


async def _done(request: Request, verb: Callable[[Work], object]) -> Reply:
    await request.write(verb)
    return Reply([])


def _serve_change(
    operation_id: str, verb: Callable[[Transaction, str], object], *refuses: Reason
) -> None:
    """Declare an operation that runs ``verb`` on the type in the path and has no parameters."""

    @serves(operation_id, item=CustomObjectChange, refuses=(Reason.OBJECT_NOT_FOUND, *refuses))
    async def change(request: Request) -> Reply:
        return await _done(request, lambda work: verb(work.tx, _api_name(request)))


_serve_change(
    "approveCustomObjectTypeUsingPOST",
    approve_type,
    Reason.TYPE_WITHOUT_DRAFT,
    Reason.TYPE_WITHOUT_DEDUPE_FIELD,
    Reason.INVALID_VALUE,
)
_serve_change("discardCustomObjectTypeUsingPOST", discard_draft, Reason.DRAFT_NOT_DISCARDED)
_serve_change("deleteCustomObjectTypeUsingPOST", delete_unused_type, Reason.OBJECT_IN_USE)


def _serve_body(
    operation_id: str,
    body: type[B],
    refuses: tuple[Reason, ...],
    verb: Callable[[Transaction, Request, B], object],
) -> None:
    """Declare an operation that runs ``verb`` with the request's body."""

    @serves(operation_id, item=CustomObjectChange, body=body, refuses=(*refuses, *_CHANGED))
    async def change(request: Request) -> Reply:
        sent = params.body(request, body)
        return await _done(request, lambda work: verb(work.tx, request, sent))


def _fields(sent: CustomObjectFieldsBody) -> Sequence[CustomObjectField]:
    return params.records(sent.input, noun=NOUN)


_serve_body(
    "syncCustomObjectTypeUsingPOST",
    CustomObjectTypeBody,
    JSON_BODY,
    lambda tx, request, sent: save_type(tx, sent, _limits(request)),
)
_serve_body(
    "addCustomObjectTypeFieldsUsingPOST",
    CustomObjectFieldsBody,
    RECORDS_BODY,
    lambda tx, request, sent: add_fields(tx, _api_name(request), _fields(sent), _limits(request)),
)
_serve_body(
    "deleteCustomObjectTypeFieldsUsingPOST",
    CustomObjectFieldsBody,
    RECORDS_BODY,
    lambda tx, request, sent: delete_fields(
        tx, _api_name(request), [params.required("name", each.name) for each in _fields(sent)]
    ),
)
_serve_body(
    "updateCustomObjectTypeFieldUsingPOST",
    CustomObjectField,
    JSON_BODY,
    lambda tx, request, sent: change_field(
        tx, _api_name(request), request.path_params["fieldApiName"], sent
    ),
)


# -- what types are made of ------------------------------------------------------------------------


@serves("getCustomObjectTypeFieldDataTypesUsingGET", item=CustomFieldType)
async def data_types(request: Request) -> Reply:
    """Get Custom Object Type Field Data Types: return the names of all data types."""
    del request
    return Reply(list(CustomFieldType))


class LinkableField(ReplyItem):
    """A field to which link fields can refer."""

    name: str
    display_name: str
    data_type: DataType


class LinkableObject(ReplyItem):
    """An object to which link fields can refer."""

    name: str
    display_name: str
    fields: list[LinkableField]


@serves("getCustomObjectTypeLinkableObjectsUsingGET", item=LinkableObject)
async def linkables(request: Request) -> Reply:
    """Get Custom Object Linkable Objects: return the objects with the fields to link to."""
    targets = await request.read(
        lambda work: linkable_objects(work.tx, custom_object_types(work.tx).kinds)
    )
    return Reply(
        [
            LinkableObject(
                each.name,
                each.display_name,
                [
                    LinkableField(field.name, field.display_name, field.type.described_name)
                    for field in each.fields.values()
                ],
            )
            for each in targets
        ]
    )


class DependentAsset(ReplyItem):
    """What uses a custom object type: a type with a link to it, or filters on its records."""

    asset_type: Annotated[str, one_of(["Custom Object", "Smart Campaign", "Smart List"])]
    asset_id: Id
    asset_name: str
    used_fields: list[str] | UnsetType = UNSET
    """The names of the link fields, or of the fields that filters test."""


@serves(
    "getCustomObjectTypeDependentAssetsUsingGET",
    item=DependentAsset,
    refuses=(Reason.OBJECT_NOT_FOUND,),
)
async def dependents(request: Request) -> Reply:
    """Get Custom Object Dependent Assets: return what has a link to this type or filters by it.

    As recorded, an asset whose filters test fields stands twice: without the fields, then with
    them.
    """

    def verb(work: Work) -> list[DependentAsset]:
        target = type_named(work.tx, _api_name(request))
        found = [
            DependentAsset("Custom Object", each.id, each.api_name, names)
            for each, names in dependent_types(custom_object_types(work.tx).all, target)
        ]
        for user in users_of_object(work.tx, target.api_name):
            found.append(DependentAsset(user.asset_type, user.id, user.name))
            if user.fields:
                fields = list(user.fields)
                found.append(DependentAsset(user.asset_type, user.id, user.name, fields))
        return found

    return Reply(await request.read(verb))
