"""Tag Custom Objects: records and types (behaviour.md 7.2, 7.3)."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from leadkeep.api import params
from leadkeep.api.envelope import Reply
from leadkeep.api.operations.object_records import (
    NOUN,
    ObjectRecords,
    described,
    plain_delete,
    plain_sync,
)
from leadkeep.api.request import Request
from leadkeep.domain.instance.access import Work
from leadkeep.domain.objects.custom import (
    DATA_TYPES,
    CustomObjectType,
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
    delete_type,
    dependent_types,
    discard_draft,
    kind_named,
    linkable_objects,
    put_type,
    type_named,
)
from leadkeep.domain.objects.engine import GUID
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction, wire_timestamp

VENDOR_LIMITS = Limits(types=10, fields=50, late_fields=20)
"""behaviour.md 7.3; the setting ``limit_custom_objects`` lifts them."""
STATES = frozenset({"draft", "approved", "approvedWithDraft"})


def _name(request: Request) -> str:
    return request.path_params["customObjectName"]


RECORDS = ObjectRecords(
    kind=lambda tx, request: kind_named(tx, _name(request)),
    endpoint=lambda request: f"customobjects/{_name(request).casefold()}",
    sync_verb=plain_sync,
    delete_verb=plain_delete,
)


async def list_objects(request: Request) -> Reply:
    """List Custom Objects: the approved ones."""
    names = _names(request)

    def verb(work: Work) -> list[dict[str, Any]]:
        types = custom_object_types(work.tx).all
        return [
            _object(work.tx, each) for each in types if each.approved and _is_named(each, names)
        ]

    return Reply(await request.read_long(verb))


async def describe_object(request: Request) -> Reply:
    """Describe Custom Object."""

    def verb(work: Work) -> dict[str, Any]:
        kind_named(work.tx, _name(request))
        return _object(work.tx, type_named(work.tx, _name(request)))

    return Reply([await request.read(verb)])


def _names(request: Request) -> set[str]:
    return {name.casefold() for name in params.array(request, "names")}


def _is_named(of: CustomObjectType, names: set[str]) -> bool:
    return not names or of.api_name.casefold() in names


def _object(tx: Transaction, of: CustomObjectType) -> dict[str, Any]:
    item = described(tx, kind_named(tx, of.api_name))
    version = of.approved or of.latest
    shown = {"name": of.api_name, "displayName": version.display_name}
    dates = {"createdAt": wire_timestamp(of.created_at), "updatedAt": wire_timestamp(of.updated_at)}
    return shown | item | dates


# -- types -----------------------------------------------------------------------------------------


async def list_types(request: Request) -> Reply:
    """List Custom Object Types."""
    names, state = _names(request), _state(request)

    def verb(work: Work) -> list[dict[str, Any]]:
        return [
            _type_item(work.tx, each, _version(each, None))
            for each in custom_object_types(work.tx).all
            if _is_named(each, names) and state in (None, each.state)
        ]

    return Reply(await request.read_long(verb))


async def describe_type(request: Request) -> Reply:
    """Describe Custom Object Type: the approved version unless ``state`` asks for the draft."""
    state = _state(request)

    def verb(work: Work) -> dict[str, Any]:
        found = type_named(work.tx, _api_name(request))
        return _type_item(work.tx, found, _version(found, state))

    return Reply([await request.read(verb)])


def _state(request: Request) -> str | None:
    sent = params.text(request, "state")
    if sent is not None and sent not in STATES:
        raise Refusal(Reason.INVALID_DATA, f"Invalid state '{sent}'")
    return sent


def _version(of: CustomObjectType, state: str | None) -> Definition:
    if state is None:
        return of.approved or of.latest
    found = {
        "draft": of.draft,
        "approved": of.approved,
        "approvedWithDraft": of.draft if of.approved else None,
    }[state]
    if found is None:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Object")
    return found


def _type_item(tx: Transaction, of: CustomObjectType, version: Definition) -> dict[str, Any]:
    item: dict[str, Any] = {"state": of.state}
    if of.version:
        item["version"] = of.version
    item["displayName"] = version.display_name
    if version.plural_name is not None:
        item["pluralName"] = version.plural_name
    item |= {
        "description": version.description,
        "apiName": of.api_name,
        "showInLeadDetail": version.show_in_lead_detail,
    }
    if of.approved is not None and version is of.approved:
        approved = _object(tx, of)
        members = ("idField", "createdAt", "updatedAt", "dedupeFields", "searchableFields")
        return item | {name: approved[name] for name in (*members, "relationships", "fields")}
    is_published = of.approved is not None
    links = [each for each in version.fields if each.related is not None]
    return item | {
        "idField": GUID if is_published else None,
        "createdAt": wire_timestamp(of.created_at) if is_published else None,
        "updatedAt": wire_timestamp(of.updated_at) if is_published else None,
        "dedupeFields": version.dedupe,
        "searchableFields": [version.dedupe, *([each.name] for each in links)],
        "relationships": [_relationship(each) for each in links],
        "fields": [_draft_field(each) for each in version.fields],
    }


def _relationship(of: ObjectField) -> dict[str, Any]:
    return {"field": of.name, "type": "child", "relatedTo": of.related}


def _draft_field(of: ObjectField) -> dict[str, Any]:
    item: dict[str, Any] = {"name": of.name, "displayName": of.display_name}
    if of.description is not None:
        item["description"] = of.description
    return item | {"dataType": of.data_type, "updateable": True, "crmManaged": False}


def _api_name(request: Request) -> str:
    return request.path_params["apiName"]


def _limits(request: Request) -> Limits:
    return VENDOR_LIMITS if request.server.settings.limit_custom_objects else Limits()


async def sync_type(request: Request) -> Reply:
    """Sync Custom Object Type."""
    sent, limits = params.body(request, SentType), _limits(request)
    return await _done(request, lambda work: put_type(work.tx, sent, limits))


async def approve(request: Request) -> Reply:
    """Approve Custom Object Type."""
    name = _api_name(request)
    return await _done(request, lambda work: approve_type(work.tx, name))


async def discard(request: Request) -> Reply:
    """Discard Custom Object Type Draft."""
    name = _api_name(request)
    return await _done(request, lambda work: discard_draft(work.tx, name))


async def delete(request: Request) -> Reply:
    """Delete Custom Object Type."""
    name = _api_name(request)
    return await _done(request, lambda work: delete_type(work.tx, name))


class FieldsBody(msgspec.Struct):
    """The body of adding and of deleting fields."""

    input: list[SentField] | None = None


async def add_type_fields(request: Request) -> Reply:
    """Add Custom Object Type Fields."""
    sent, name = _fields(request), _api_name(request)
    limits = _limits(request)
    return await _done(request, lambda work: add_fields(work.tx, name, sent, limits))


async def delete_type_fields(request: Request) -> Reply:
    """Delete Custom Object Type Fields."""
    sent, name = _fields(request), _api_name(request)
    names = [_required(each.name) for each in sent]
    return await _done(request, lambda work: delete_fields(work.tx, name, names))


def _required(name: str | None) -> str:
    if not name:
        raise Refusal(Reason.MISSING_PARAMETER, "name")
    return name


def _fields(request: Request) -> Sequence[SentField]:
    sent = params.body(request, FieldsBody).input
    if not sent:
        raise Refusal(Reason.NOT_SPECIFIED, NOUN)
    params.check_count(len(sent))
    return sent


async def update_type_field(request: Request) -> Reply:
    """Update Custom Object Type Field."""
    sent, name = params.body(request, SentField), _api_name(request)
    field = request.path_params["fieldApiName"]
    return await _done(request, lambda work: change_field(work.tx, name, field, sent))


async def _done(request: Request, verb: Callable[[Work], object]) -> Reply:
    await request.write(verb)
    return Reply([])


# -- helpers ---------------------------------------------------------------------------------------


async def data_types(request: Request) -> Reply:
    """Get Custom Object Type Field Data Types."""
    del request
    return Reply(list(DATA_TYPES))


async def linkables(request: Request) -> Reply:
    """Get Custom Object Linkable Objects."""
    targets = await request.read(
        lambda work: linkable_objects(work.tx, custom_object_types(work.tx).kinds)
    )
    return Reply(
        [
            {
                "name": each.name,
                "fields": [{"name": name, "dataType": kind} for name, kind in each.fields.items()],
            }
            for each in targets
        ]
    )


async def dependents(request: Request) -> Reply:
    """Get Custom Object Dependent Assets: the types that link to this one."""

    def verb(work: Work) -> list[dict[str, Any]]:
        target = type_named(work.tx, _api_name(request))
        return [
            {
                "assetType": "Custom Object",
                "assetId": each.id,
                "assetName": each.api_name,
                "usedFields": names,
            }
            for each, names in dependent_types(custom_object_types(work.tx).all, target)
        ]

    return Reply(await request.read(verb))
