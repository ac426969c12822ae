"""Tag Activities: which types there are, and the life of custom ones (behaviour.md 5.2, 5.4)."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from leadkeep.api import params
from leadkeep.api.envelope import Reply
from leadkeep.api.request import Request
from leadkeep.domain.activities import (
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

BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


async def list_all(request: Request) -> Reply:
    """Get Activity Types: the standard ones and the approved custom ones."""
    return Reply(await request.read(lambda work: work.tx.cached(_served_types)))


def _served_types(tx: Transaction) -> list[Any]:
    # Encoded once per version of the catalog: there are some seventy types.
    types = activity_types(tx)
    items = [_standard(each) for each in types.standard]
    items += [_published(each) for each in types.custom if each.approved is not None]
    return msgspec.Raw(msgspec.json.encode(items))  # type: ignore[return-value]


def _standard(of: StandardType) -> dict[str, Any]:
    item: dict[str, Any] = {"id": of.id, "name": of.name, "description": of.description}
    if of.primary_attribute is not None:
        item["primaryAttribute"] = of.primary_attribute
    item["attributes"] = of.attributes
    return item


def _published(of: CustomType) -> dict[str, Any]:
    """Return a custom type as Get Activity Types shows it: with the ``apiName`` members."""
    version = of.version(is_draft=False)
    return {
        "id": of.id,
        "apiName": of.api_name,
        "name": version.name,
        "description": version.description or "",
        "primaryAttribute": _short(version.primary),
        "attributes": [_short(each) for each in version.attributes],
    }


def _short(of: Attribute) -> dict[str, Any]:
    return {"apiName": of.api_name, "name": of.name, "dataType": of.data_type}


# -- custom types ----------------------------------------------------------------------------------


async def list_custom(request: Request) -> Reply:
    """Get Custom Activity Types: without their attributes (behaviour.md 5.4)."""
    types = await request.read(lambda work: activity_types(work.tx))
    return Reply([_summary(each, is_draft=False) for each in types.custom])


async def describe(request: Request) -> Reply:
    """Describe Custom Activity Type: the approved version unless ``draft=true``."""
    is_draft = _boolean(request, "draft")
    types = await request.read(lambda work: activity_types(work.tx))
    return Reply([_item(types.custom_named(_api_name(request)), is_draft=is_draft)])


def _boolean(request: Request, name: str) -> bool:
    sent = params.text(request, name) or "false"
    found = BOOLEANS.get(sent.lower())
    if found is None:
        raise Refusal(Reason.WRONG_TYPE, sent, "Boolean")
    return found


async def create(request: Request) -> Reply:
    """Create Custom Activity Type."""
    sent = params.body(request, SentType)
    return _draft_reply(await request.write(lambda work: create_type(work.tx, sent)))


async def update(request: Request) -> Reply:
    """Update Custom Activity Type."""
    sent, name = params.body(request, SentType), _api_name(request)
    return _draft_reply(await request.write(lambda work: update_type(work.tx, name, sent)))


async def approve(request: Request) -> Reply:
    """Approve Custom Activity Type."""
    name = _api_name(request)
    return _draft_reply(await request.write(lambda work: approve_type(work.tx, name)))


async def discard(request: Request) -> Reply:
    """Discard Custom Activity Type Draft."""
    name = _api_name(request)
    return _draft_reply(await request.write(lambda work: discard_draft(work.tx, name)))


async def delete(request: Request) -> Reply:
    """Delete Custom Activity Type."""
    name = _api_name(request)
    return _draft_reply(await request.write(lambda work: delete_type(work.tx, name)))


class AttributesBody(msgspec.Struct):
    """The body of the three operations on attributes."""

    attributes: list[SentAttribute] | None = None


AttributesVerb = Callable[[Transaction, str, Sequence[SentAttribute]], CustomType]


async def add_attributes(request: Request) -> Reply:
    """Create Custom Activity Type Attributes."""
    return await _change_attributes(request, create_attributes)


async def change_attributes(request: Request) -> Reply:
    """Update Custom Activity Type Attributes."""
    return await _change_attributes(request, update_attributes)


async def drop_attributes(request: Request) -> Reply:
    """Delete Custom Activity Type Attributes."""
    return await _change_attributes(request, delete_attributes)


async def _change_attributes(request: Request, verb: AttributesVerb) -> Reply:
    sent, name = params.body(request, AttributesBody).attributes, _api_name(request)
    if not sent:
        raise Refusal(Reason.MISSING_PARAMETER, "attributes")
    params.check_count(len(sent))
    return _draft_reply(await request.write(lambda work: verb(work.tx, name, sent)))


def _api_name(request: Request) -> str:
    return request.path_params["apiName"]


def _draft_reply(changed: CustomType) -> Reply:
    return Reply([_item(changed, is_draft=True)])


def _summary(of: CustomType, *, is_draft: bool) -> dict[str, Any]:
    version = of.version(is_draft=is_draft)
    item: dict[str, Any] = {"id": of.id, "apiName": of.api_name, "name": version.name}
    if version.description is not None:
        item["description"] = version.description
    return item | {
        "triggerName": version.trigger_name,
        "filterName": version.filter_name,
        "createdAt": wire_timestamp(of.created_at),
        "updatedAt": wire_timestamp(of.updated_at),
        "status": of.status,
    }


def _item(of: CustomType, *, is_draft: bool) -> dict[str, Any]:
    version = of.version(is_draft=is_draft)
    return _summary(of, is_draft=is_draft) | {
        "primaryAttribute": _attribute(version.primary),
        "attributes": [_attribute(each) for each in version.attributes],
    }


def _attribute(of: Attribute) -> dict[str, Any]:
    item: dict[str, Any] = {"apiName": of.api_name, "name": of.name}
    if of.description is not None:
        item["description"] = of.description
    item["dataType"] = of.data_type
    return item
