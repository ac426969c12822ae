"""Read, create and update the fields of an object (behaviour.md 3.3, 4.3)."""

from dataclasses import dataclass
from typing import Any

import msgspec

from leadkeep.api import params
from leadkeep.api.envelope import Reply
from leadkeep.api.errors import wire_error
from leadkeep.api.paging import encode_position
from leadkeep.api.request import Request
from leadkeep.domain.assets.programs import PROGRAM_MEMBER
from leadkeep.domain.fields import (
    LEAD,
    Field,
    FieldOutcome,
    NewField,
    ObjectSchema,
    create_fields,
    field_named,
    fields_after,
    update_field,
)
from leadkeep.errors import Reason, Refusal


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


@dataclass(frozen=True, slots=True)
class SchemaFields:
    """The calls on the fields of one object."""

    of: ObjectSchema
    endpoint: str

    async def list_fields(self, request: Request) -> Reply:
        """Get the fields, page by page."""
        after, size = params.position(request, self.endpoint), params.page_size(request)
        page, more = await request.read(lambda work: fields_after(work.tx, after, size, self.of))
        token = (
            encode_position(request.server.key, self.endpoint, str(page[-1].id)) if more else None
        )
        return Reply([_schema_item(field) for field in page], token, more)

    async def get_field(self, request: Request) -> Reply:
        """Get a field by name."""
        name = request.path_params["fieldApiName"]
        found = await request.read(lambda work: field_named(work.tx, name, self.of))
        return Reply([_schema_item(found)])

    async def create(self, request: Request) -> Reply:
        """Create fields."""
        sent = params.body(request, NewFieldsBody).input
        if not sent:
            raise Refusal(Reason.INVALID_DATA, "Fields not specified")
        params.check_count(len(sent))
        new = [_new_field(item) for item in sent]
        outcomes = await request.write(
            lambda work: create_fields(work.tx, new, is_api_created=True, of=self.of)
        )
        return Reply([_field_outcome(each) for each in outcomes])

    async def update(self, request: Request) -> Reply:
        """Update a field."""
        sent = params.body(request, FieldChangeBody).input
        if not sent:
            raise Refusal(Reason.INVALID_DATA, "Fields not specified")
        if len(sent) > 1:
            raise Refusal(Reason.INVALID_DATA, "Too many records. Maximum allowed is 1")
        name, members = request.path_params["fieldApiName"], msgspec.to_builtins(sent[0])
        outcome = await request.write(lambda work: update_field(work.tx, name, members, self.of))
        return Reply([_field_outcome(outcome)])


LEAD_FIELDS = SchemaFields(LEAD, "leads/schema/fields")
MEMBER_FIELDS = SchemaFields(PROGRAM_MEMBER, "programs/members/schema/fields")


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


def _field_outcome(of: FieldOutcome) -> dict[str, Any]:
    item: dict[str, Any] = {"name": of.name, "status": of.status}
    if of.problem is not None:
        item["reasons"] = [wire_error(of.problem)]
    return item
