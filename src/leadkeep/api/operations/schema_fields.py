"""Operations that read, create and update the fields of an object (behaviour.md 3.3, 4.3).

Those for fields of leads are declared here, the others in the module of their object.
"""

from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from leadkeep.api import params
from leadkeep.api.declarations import PAGE, RECORDS_BODY, Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.errors import wire_error
from leadkeep.api.paging import encode_position
from leadkeep.api.request import Request
from leadkeep.api.structs import Body, DataType, Reasons, ReplyItem, one_of
from leadkeep.domain import fields
from leadkeep.domain.fields import (
    FIELD_TYPES,
    LEAD,
    Field,
    NewField,
    ObjectSchema,
    create_fields,
    field_named,
    fields_after,
    update_field,
)
from leadkeep.errors import Reason, Refusal

serves = Declarations()

CREATABLE_TYPES = tuple(
    each.name for each in FIELD_TYPES.values() if each.is_creatable_by(is_api=True)
)

# -- bodies ----------------------------------------------------------------------------------------


class NewFieldItem(Body):
    """A field to create."""

    name: str | None = None
    display_name: str | None = None
    data_type: Annotated[str, one_of(CREATABLE_TYPES)] | None = None
    description: str | None = None
    is_hidden: bool | None = None
    is_html_encoding_in_email: bool | None = None
    """True by default."""
    is_sensitive: bool | None = None


class NewFieldsBody(Body):
    """The fields to create."""

    input: list[NewFieldItem] | None = None


class FieldChange(Body):
    """The changes of a field; members that are not sent do not change."""

    display_name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    is_hidden: bool | UnsetType = UNSET
    is_html_encoding_in_email: bool | UnsetType = UNSET
    is_sensitive: bool | UnsetType = UNSET


class FieldChangeBody(Body):
    """Changes of a field: exactly one element."""

    input: list[FieldChange] | None = None


# -- replies ---------------------------------------------------------------------------------------


class SchemaField(ReplyItem, kw_only=True):
    """A field of an object."""

    display_name: str
    name: str
    description: str | None
    data_type: DataType
    length: int | UnsetType = UNSET
    """The largest number of characters of a value; absent if the data type has no length."""
    is_hidden: bool
    is_html_encoding_in_email: bool
    is_sensitive: bool
    is_custom: bool
    is_api_created: bool


class FieldOutcome(ReplyItem):
    """The result for one field to create or update."""

    name: str
    status: Annotated[str, one_of(("created", "updated", "skipped"))]
    reasons: Reasons = UNSET


# -- operations ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SchemaFields:
    """The operations on the fields of one object."""

    schema: ObjectSchema
    endpoint: str
    """The last part of a request's path; page tokens are valid for the same endpoint only."""

    def serve(
        self,
        serves: Declarations,
        *,
        browse: str,
        get: str,
        create: str | None = None,
        update: str | None = None,
    ) -> None:
        """Declare the operations; each argument is the operation id of the method of its name."""
        serves(browse, item=SchemaField, refuses=PAGE)(self.browse)
        serves(get, item=SchemaField, refuses=(Reason.FIELD_NOT_FOUND,))(self.get)
        if create is not None:
            serves(
                create,
                item=FieldOutcome,
                body=NewFieldsBody,
                refuses=(*RECORDS_BODY, Reason.MISSING_PARAMETER),
                skips=(Reason.TOO_MANY, Reason.INVALID_VALUE, Reason.OBJECT_EXISTS),
            )(self.create)
        if update is not None:
            serves(
                update,
                item=FieldOutcome,
                body=FieldChangeBody,
                refuses=(*RECORDS_BODY, Reason.FIELD_NOT_FOUND),
                skips=(Reason.INVALID_VALUE, Reason.OBJECT_EXISTS),
            )(self.update)

    async def browse(self, request: Request) -> Reply:
        """Return a page of the object's fields."""
        after, size = params.position(request, self.endpoint), params.page_size(request)
        page, more = await request.read(
            lambda work: fields_after(work.tx, after, size, self.schema)
        )
        last = str(page[-1].id) if more else None
        token = last and encode_position(request.server.key, self.endpoint, last)
        return Reply([_schema_field(field) for field in page], token, more)

    async def get(self, request: Request) -> Reply:
        """Return the field with the name in the path."""
        name = request.path_params["fieldApiName"]
        found = await request.read(lambda work: field_named(work.tx, name, self.schema))
        return Reply([_schema_field(found)])

    async def create(self, request: Request) -> Reply:
        """Create fields; return the result for each."""
        sent = params.records(params.body(request, NewFieldsBody).input, noun="Fields")
        new = [_new_field(item) for item in sent]
        outcomes = await request.write(
            lambda work: create_fields(work.tx, new, is_api_created=True, schema=self.schema)
        )
        return Reply([_outcome(each) for each in outcomes])

    async def update(self, request: Request) -> Reply:
        """Update the field with the name in the path; return the result."""
        sent = params.body(request, FieldChangeBody).input
        if not sent:
            raise Refusal(Reason.NOT_SPECIFIED, "Fields")
        if len(sent) > 1:
            raise Refusal(Reason.TOO_MANY, "records", 1)
        name, members = request.path_params["fieldApiName"], msgspec.to_builtins(sent[0])
        outcome = await request.write(
            lambda work: update_field(work.tx, name, members, self.schema)
        )
        return Reply([_outcome(outcome)])


SchemaFields(LEAD, "leads/schema/fields").serve(
    serves,
    browse="getLeadFieldsUsingGET",
    get="getLeadFieldByNameUsingGET",
    create="createLeadFieldUsingPOST",
    update="updateLeadFieldUsingPOST",
)


def _schema_field(field: Field) -> SchemaField:
    return SchemaField(
        display_name=field.display_name,
        name=field.name,
        description=field.description,
        data_type=field.type.described_name,
        length=UNSET if field.length is None else field.length,
        is_hidden=field.is_hidden,
        is_html_encoding_in_email=field.is_html_encoding_in_email,
        is_sensitive=field.is_sensitive,
        is_custom=field.is_custom,
        is_api_created=field.is_api_created,
    )


def _new_field(item: NewFieldItem) -> NewField:
    return NewField(
        name=params.required("name", item.name),
        display_name=params.required("displayName", item.display_name),
        data_type=params.required("dataType", item.data_type),
        description=item.description,
        is_hidden=bool(item.is_hidden),
        is_html_encoding_in_email=item.is_html_encoding_in_email is not False,
        is_sensitive=bool(item.is_sensitive),
    )


def _outcome(outcome: fields.FieldOutcome) -> FieldOutcome:
    reasons: Reasons = UNSET if outcome.problem is None else [wire_error(outcome.problem)]
    return FieldOutcome(outcome.name, outcome.status, reasons)
