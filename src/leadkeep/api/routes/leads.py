"""Tag Leads (behaviour.md section 3)."""

from functools import partial
from typing import Any

import msgspec

from leadkeep.api import envelope, params
from leadkeep.api.call import Call
from leadkeep.api.envelope import Reply
from leadkeep.api.errors import wire_error
from leadkeep.api.paging import encode_position
from leadkeep.domain.fields import (
    Catalog,
    Field,
    FieldOutcome,
    NewField,
    create_fields,
    field_named,
    fields_after,
    lead_catalog,
    update_field,
)
from leadkeep.domain.leads import (
    Action,
    LeadFilter,
    Upsert,
    delete_leads,
    find_leads,
    get_lead,
    searchable_fields,
    upsert_leads,
)
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

CELLS_READ_INLINE = 2_000
"""Pages with more cells (leads times fields) are read off the event loop."""

FILTER_ENDPOINT = "leads"
FIELDS_ENDPOINT = "leads/schema/fields"


async def get_by_id(call: Call) -> Reply:
    """Get Lead by Id (behaviour.md 3.4)."""
    lead_id = params.path_number(call, "leadId")
    names = params.array(call, "fields")
    access = call.caller
    page = await call.read(lambda tx: get_lead(tx, access, lead_id, names))
    return Reply(envelope.leads(page))


async def get_by_filter(call: Call) -> Reply:
    """Get Leads by Filter Type (behaviour.md 3.4)."""
    filter_type = params.text(call, "filterType")
    if filter_type is None:
        raise Refusal(Reason.INVALID_DATA, "filterType not specified")
    values = params.array(call, "filterValues")
    if not values:
        raise Refusal(Reason.INVALID_DATA, "filterValues not specified")
    wanted = LeadFilter(
        filter_type,
        values,
        params.array(call, "fields"),
        params.position(call, FILTER_ENDPOINT),
        params.page_size(call),
    )
    is_small = min(len(values), wanted.page_size) * (len(wanted.fields or ()) + 6)
    read = call.read if is_small <= CELLS_READ_INLINE else call.read_long
    access = call.caller
    page = await read(lambda tx: find_leads(tx, access, wanted))
    token = None
    if page.next_after is not None:
        token = encode_position(call.server.key, FILTER_ENDPOINT, str(page.next_after))
    return Reply(envelope.leads(page), token)


class SyncBody(msgspec.Struct, rename="camel"):
    """The body of Sync Leads (behaviour.md 3.5)."""

    action: str | None = None
    lookup_field: str | None = None
    partition_name: str | None = None
    input: list[dict[str, Any]] | None = None


async def sync(call: Call) -> Reply:
    """Sync Leads (behaviour.md 3.5). ``asyncProcessing`` is ignored: the answer is always final."""
    sent = params.body(call, SyncBody)
    upsert = Upsert(
        params.records(sent.input, "Leads not specified"),
        _action(sent.action),
        sent.lookup_field or "email",
        sent.partition_name or None,
    )
    access, cause, now = call.caller, call.cause("syncLead"), call.now
    outcomes = await call.write(lambda tx: upsert_leads(tx, access, upsert, cause, now))
    return Reply([envelope.outcome(each) for each in outcomes])


def _action(sent: str | None) -> Action:
    if not sent:
        return Action.CREATE_OR_UPDATE
    try:
        return Action(sent)
    except ValueError:
        raise Refusal(Reason.INVALID_DATA, f"Invalid action '{sent}' specified") from None


class IdsBody(msgspec.Struct):
    """A body that lists records by id."""

    input: list[dict[str, Any]] | None = None


def lead_ids(call: Call) -> list[int]:
    """Return the ids of the body, or of the query when the body is empty (behaviour.md 3.12)."""
    sent = params.body(call, IdsBody)
    if sent.input is None:
        found = [params.number(value) for value in params.array(call, "id")]
    else:
        found = [params.number(record.get("id")) for record in sent.input]
    if not found:
        raise Refusal(Reason.INVALID_DATA, "Lead ids not specified")
    params.check_count(len(found))
    return found


async def delete(call: Call) -> Reply:
    """Delete Leads, in any of its three forms (behaviour.md 3.12)."""
    doomed = lead_ids(call)
    access, cause, now = call.caller, call.cause("deleteLead"), call.now
    outcomes = await call.write(lambda tx: delete_leads(tx, access, doomed, cause, now))
    return Reply([envelope.outcome(each) for each in outcomes])


# -- describe and the field schema -----------------------------------------------------------------


async def describe(call: Call) -> Reply:
    """Describe Lead (behaviour.md 3.2)."""
    return Reply(await call.read(lambda tx: _made(tx, "describe", _describe)))


def _made(tx: Transaction, name: str, make: Any) -> list[Any]:  # noqa: ANN401
    catalog = lead_catalog(tx)
    # Encoded once per version of the schema: describe has some ninety items.
    encoded = catalog.made(name, lambda: msgspec.json.encode(make(catalog)))
    return msgspec.Raw(encoded)  # type: ignore[return-value]


def _describe(catalog: Catalog) -> list[dict[str, Any]]:
    return [_described(field) for field in catalog.visible]


def _described(field: Field) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": field.id,
        "displayName": field.display_name,
        "dataType": field.type.described_name,
    }
    if field.length is not None:
        item["length"] = field.length
    item["rest"] = {"name": field.name, "readOnly": field.is_read_only}
    if field.soap_name is not None:
        item["soap"] = {"name": field.soap_name, "readOnly": field.is_soap_read_only}
    return item


async def describe2(call: Call) -> Reply:
    """Describe Lead2 (behaviour.md 3.2)."""
    return Reply(await call.read(lambda tx: _made(tx, "describe2", _describe2)))


def _describe2(catalog: Catalog) -> list[dict[str, Any]]:
    fields = []
    for field in catalog.visible:
        item: dict[str, Any] = {
            "name": field.name,
            "displayName": field.display_name,
            "dataType": field.type.described_name,
        }
        if field.length is not None:
            item["length"] = field.length
        item["updateable"] = not field.is_read_only
        item["crmManaged"] = False
        fields.append(item)
    searchable = [[field.name] for field in searchable_fields(catalog)]
    return [{"name": "API Lead", "searchableFields": searchable, "fields": fields}]


def _schema_item(field: Field) -> dict[str, Any]:
    item: dict[str, Any] = {
        "displayName": field.display_name,
        "name": field.name,
        "description": field.description,
        "dataType": field.type.described_name,
    }
    if field.length is not None:
        item["length"] = field.length
    return item | {
        "isHidden": field.is_hidden,
        "isHtmlEncodingInEmail": field.is_html_encoding_in_email,
        "isSensitive": field.is_sensitive,
        "isCustom": field.is_custom,
        "isApiCreated": field.is_api_created,
    }


async def list_fields(call: Call) -> Reply:
    """Get Lead Fields (behaviour.md 3.3)."""
    after, size = params.position(call, FIELDS_ENDPOINT), params.page_size(call)
    page, more = await call.read(lambda tx: fields_after(tx, after, size))
    token = encode_position(call.server.key, FIELDS_ENDPOINT, str(page[-1].id)) if more else None
    return Reply([_schema_item(field) for field in page], token, more)


async def get_field(call: Call) -> Reply:
    """Get Lead Field by Name (behaviour.md 3.3)."""
    name = call.path_params["fieldApiName"]
    return Reply([_schema_item(await call.read(lambda tx: field_named(tx, name)))])


class NewFieldItem(msgspec.Struct, rename="camel"):
    """One field to create."""

    name: str | None = None
    display_name: str | None = None
    data_type: str | None = None
    description: str | None = None
    is_hidden: bool | None = None
    is_html_encoding_in_email: bool | None = None
    is_sensitive: bool | None = None


class NewFieldsBody(msgspec.Struct):
    """The body of Create Lead Fields."""

    input: list[NewFieldItem] | None = None


async def create(call: Call) -> Reply:
    """Create Lead Fields (behaviour.md 3.3)."""
    sent = params.body(call, NewFieldsBody).input
    if not sent:
        raise Refusal(Reason.INVALID_DATA, "Fields not specified")
    params.check_count(len(sent))
    new = [_new_field(item) for item in sent]
    verb = partial(create_fields, fields=new, is_api_created=True)
    return Reply([_field_outcome(each) for each in await call.write(verb)])


def _new_field(item: NewFieldItem) -> NewField:
    return NewField(
        name=_required("name", item.name),
        display_name=_required("displayName", item.display_name),
        data_type=_required("dataType", item.data_type),
        description=item.description,
        is_hidden=bool(item.is_hidden),
        is_html_encoding_in_email=item.is_html_encoding_in_email is not False,
        is_sensitive=bool(item.is_sensitive),
    )


def _required(member: str, sent: str | None) -> str:
    if not sent:
        raise Refusal(Reason.MISSING_PARAMETER, member)
    return sent


class FieldChange(msgspec.Struct, rename="camel"):
    """What to change of a field; members that are not sent stay."""

    display_name: str | msgspec.UnsetType = msgspec.UNSET
    description: str | msgspec.UnsetType | None = msgspec.UNSET
    is_hidden: bool | msgspec.UnsetType = msgspec.UNSET
    is_html_encoding_in_email: bool | msgspec.UnsetType = msgspec.UNSET
    is_sensitive: bool | msgspec.UnsetType = msgspec.UNSET


class FieldChangeBody(msgspec.Struct):
    """The body of Update Lead Field: exactly one element."""

    input: list[FieldChange] | None = None


async def update(call: Call) -> Reply:
    """Update Lead Field (behaviour.md 3.3)."""
    sent = params.body(call, FieldChangeBody).input
    if not sent:
        raise Refusal(Reason.INVALID_DATA, "Fields not specified")
    if len(sent) > 1:
        raise Refusal(Reason.INVALID_DATA, "Too many records. Maximum allowed is 1")
    name, members = call.path_params["fieldApiName"], msgspec.to_builtins(sent[0])
    verb = partial(update_field, name=name, changes=members)
    return Reply([_field_outcome(await call.write(verb))])


def _field_outcome(of: FieldOutcome) -> dict[str, Any]:
    item: dict[str, Any] = {"name": of.name, "status": of.status}
    if of.problem is not None:
        item["reasons"] = [wire_error(of.problem)]
    return item
