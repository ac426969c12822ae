"""Tag Activities: which types there are, and the life of custom ones (behaviour.md 5.2, 5.4)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from leadkeep.api import params
from leadkeep.api.call import Call
from leadkeep.api.envelope import Reply
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


async def list_all(call: Call) -> Reply:
    """Get Activity Types: the standard ones and the approved custom ones."""
    return Reply(await call.read(lambda tx: tx.cached(_served_types)))


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


async def list_custom(call: Call) -> Reply:
    """Get Custom Activity Types: without their attributes (behaviour.md 5.4)."""
    types = await call.read(activity_types)
    return Reply([_summary(each, is_draft=False) for each in types.custom])


async def describe(call: Call) -> Reply:
    """Describe Custom Activity Type: the approved version unless ``draft=true``."""
    is_draft = _boolean(call, "draft")
    types = await call.read(activity_types)
    return Reply([_item(types.custom_named(_api_name(call)), is_draft=is_draft)])


def _boolean(call: Call, name: str) -> bool:
    sent = params.text(call, name) or "false"
    found = BOOLEANS.get(sent.lower())
    if found is None:
        raise Refusal(Reason.WRONG_TYPE, sent, "Boolean")
    return found


async def create(call: Call) -> Reply:
    """Create Custom Activity Type."""
    sent, now = params.body(call, SentType), call.now
    return _draft_reply(await call.write(lambda tx: create_type(tx, sent, now)))


async def update(call: Call) -> Reply:
    """Update Custom Activity Type."""
    sent, name, now = params.body(call, SentType), _api_name(call), call.now
    return _draft_reply(await call.write(lambda tx: update_type(tx, name, sent, now)))


async def approve(call: Call) -> Reply:
    """Approve Custom Activity Type."""
    name, now = _api_name(call), call.now
    return _draft_reply(await call.write(lambda tx: approve_type(tx, name, now)))


async def discard(call: Call) -> Reply:
    """Discard Custom Activity Type Draft."""
    name, now = _api_name(call), call.now
    return _draft_reply(await call.write(lambda tx: discard_draft(tx, name, now)))


async def delete(call: Call) -> Reply:
    """Delete Custom Activity Type."""
    name, now = _api_name(call), call.now
    return _draft_reply(await call.write(lambda tx: delete_type(tx, name, now)))


class AttributesBody(msgspec.Struct):
    """The body of the three operations on attributes."""

    attributes: list[SentAttribute] | None = None


AttributesVerb = Callable[[Transaction, str, Sequence[SentAttribute], datetime], CustomType]


async def add_attributes(call: Call) -> Reply:
    """Create Custom Activity Type Attributes."""
    return await _change_attributes(call, create_attributes)


async def change_attributes(call: Call) -> Reply:
    """Update Custom Activity Type Attributes."""
    return await _change_attributes(call, update_attributes)


async def drop_attributes(call: Call) -> Reply:
    """Delete Custom Activity Type Attributes."""
    return await _change_attributes(call, delete_attributes)


async def _change_attributes(call: Call, verb: AttributesVerb) -> Reply:
    sent, name, now = params.body(call, AttributesBody).attributes, _api_name(call), call.now
    if not sent:
        raise Refusal(Reason.MISSING_PARAMETER, "attributes")
    params.check_count(len(sent))
    return _draft_reply(await call.write(lambda tx: verb(tx, name, sent, now)))


def _api_name(call: Call) -> str:
    return call.path_params["apiName"]


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
