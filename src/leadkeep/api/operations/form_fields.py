"""Tag Form Fields: the fields of forms (behaviour.md 4.4)."""

from collections.abc import Callable, Collection, Sequence

from msgspec import UNSET, UnsetType

from leadkeep.api import assets, params
from leadkeep.api.asset_family import PAGE
from leadkeep.api.declarations import FORM_BODY, Declarations
from leadkeep.api.envelope import AssetReply
from leadkeep.api.operations.forms import status_parameter
from leadkeep.api.request import Request
from leadkeep.api.structs import ReplyItem
from leadkeep.domain.assets.engine import get_asset
from leadkeep.domain.assets.programs import member_catalog
from leadkeep.domain.capture import forms
from leadkeep.domain.capture.forms import (
    FORM,
    FieldChange,
    PickValue,
    add_field,
    change_field,
    drop_field,
    lead_fields_of_forms,
    member_fields_of_forms,
    stored_field,
)
from leadkeep.domain.fields import Field, lead_catalog
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

serves = Declarations()

_OWN = (*FORM_BODY, Reason.NOT_A_NUMBER, Reason.ASSET_NOT_FOUND)
_TEXTS = (
    *_OWN,
    Reason.WRONG_TYPE,
    Reason.TEXT_TOO_LONG,
    Reason.NUL_CHARACTER,
    Reason.TOO_MANY,
    Reason.INVALID_MEMBER,
)

DATA_TYPES = {
    "boolean": "single_checkbox",
    "currency": "currency",
    "date": "date",
    "datetime": "date",
    "email": "email",
    "float": "double",
    "integer": "number",
    "percent": "double",
    "phone": "phone",
    "score": "number",
    "text": "textarea",
    "url": "url",
}
"""The type of input in a form, by the field's data type; other fields are single-line texts."""

AVAILABLE_TYPES = DATA_TYPES | {"integer": "int", "score": "int", "boolean": "checkbox"}
"""The type of input in lists of available fields, by the field's data type."""

WIDEST_PIXELS = 10_000
"""Limit: the width of a field. Our choice."""

REQUIRED = "This field is required."
MESSAGES = {"email": "Must be valid email."}
"""Default texts for an invalid value, by the field's data type."""


class VisibilityRules(ReplyItem):
    """When a form shows the field."""

    rule_type: str


class FieldMetaData(ReplyItem):
    """The values that a pick list offers."""

    multi_select: bool
    values: list[PickValue]
    visible_lines: int


class FormField(ReplyItem, kw_only=True):
    """A field of a form."""

    id: str
    """The SOAP name of the lead field, if it has one."""
    label: str
    data_type: str
    default_value: str | UnsetType = UNSET
    validation_message: str
    row_number: int
    """The field's place in the form, from 0."""
    column_number: int
    max_length: int | UnsetType = UNSET
    required: bool
    form_prefill: bool
    field_meta_data: FieldMetaData | UnsetType = UNSET
    """Only for a field with values to pick one from, whose data type is `select`."""
    field_width: int | UnsetType = UNSET
    """In pixels."""
    visibility_rules: VisibilityRules
    hint_text: str | UnsetType = UNSET
    instructions: str | UnsetType = UNSET


class FormFieldId(ReplyItem):
    """The field that was removed from a form."""

    id: str


class AvailableFormField(ReplyItem, kw_only=True):
    """A field that can be added to forms."""

    id: str
    is_required: bool
    data_type: str
    max_length: int | UnsetType = UNSET
    visible_rows: int | UnsetType = UNSET


@serves(
    "getFormFieldByFormVidUsingGET",
    item=FormField,
    refuses=(Reason.NOT_A_NUMBER, Reason.INVALID_CHOICE),
)
async def get_fields(request: Request) -> AssetReply:
    """Get Fields for Form: return the form's fields in their order."""
    form_id, status = params.path_number(request, "id"), status_parameter(request)

    def verb(work: Work) -> list[FormField]:
        found = get_asset(work, FORM.rows, form_id)
        if found is None or status not in (None, found.status):
            return []
        return [_item(work.tx, each, row) for row, each in enumerate(found.fields)]

    return AssetReply(await request.read(verb))


@serves(
    "addFieldToAFormUsingPOST",
    item=FormField,
    refuses=(
        *_TEXTS,
        Reason.BLANK,
        Reason.NO_SUCH_NAME,
        Reason.FIELD_ON_FORM,
        Reason.MEMBER_FIELD_NOT_IN_PROGRAM,
        Reason.TOO_MANY_FORM_FIELDS,
    ),
)
async def add_form_field(request: Request) -> AssetReply:
    """Add Field to Form: add a field as the form's last; return it."""
    assets.check_form(request)
    form_id = params.path_number(request, "id")
    name = assets.required(request, "fieldId")
    return await _write(request, add_field, form_id, name)


@serves("updateFormFieldUsingPOST", item=FormField, refuses=_TEXTS)
async def update_form_field(request: Request) -> AssetReply:
    """Update Form Field: change a field of a form; return it.

    Only values that were sent change; an empty text clears the value.
    """
    assets.check_form(request)
    form_id = params.path_number(request, "id")
    return await _write(request, change_field, form_id, request.path_params["fieldId"])


async def _write(
    request: Request,
    verb: Callable[[Work, int, str, FieldChange], tuple[int, forms.FormField]],
    form_id: int,
    name: str,
) -> AssetReply:
    change = FieldChange(
        label=assets.optional(request, "label"),
        is_required=params.flag(request, "required"),
        hint=assets.optional(request, "hintText"),
        instructions=assets.optional(request, "instructions"),
        default_value=assets.optional(request, "defaultValue"),
        validation_message=assets.optional(request, "validationMessage"),
        values=assets.json_parameter(request, "values", list[PickValue]),
        width=_width(request),
    )

    def write(work: Work) -> FormField:
        place, field = verb(work, form_id, name, change)
        return _item(work.tx, field, place)

    return AssetReply([await request.write(write)])


def _width(request: Request) -> int | None:
    sent = params.text(request, "fieldWidth")
    width = None if sent is None else params.number(sent)
    if width is not None and not 0 <= width <= WIDEST_PIXELS:
        raise Refusal(Reason.INVALID_MEMBER, "fieldWidth")
    return width


@serves("deleteFormFieldUsingPOST", item=FormFieldId, refuses=_OWN)
async def delete_form_field(request: Request) -> AssetReply:
    """Delete Form Field: remove a field from a form; return the field's name."""
    assets.check_form(request)
    form_id = params.path_number(request, "id")
    name = request.path_params["fieldId"]
    await request.write(drop_field, form_id, name)
    return AssetReply([FormFieldId(name)])


@serves("getAllFieldsUsingGET", item=AvailableFormField, refuses=PAGE)
async def available_fields(request: Request) -> AssetReply:
    """Get Available Form Fields: return a page of the lead fields that forms can have."""
    return await _available_page(request, lambda tx: lead_fields_of_forms(lead_catalog(tx)))


@serves("getAllProgramMemberFieldsUsingGET", item=AvailableFormField, refuses=PAGE)
async def available_member_fields(request: Request) -> AssetReply:
    """Get Available Form Program Member Fields: return a page of these fields."""
    return await _available_page(request, lambda tx: member_fields_of_forms(member_catalog(tx)))


async def _available_page(
    request: Request, read: Callable[[Transaction], Sequence[Field]]
) -> AssetReply:
    page = assets.page(request)
    found = await request.read(lambda work: read(work.tx))
    return AssetReply([_available(each) for each in found[page.offset : page.offset + page.size]])


def _item(tx: Transaction, form_field: forms.FormField, row: int) -> FormField:
    field = stored_field(tx, form_field)
    values = list(form_field.values)
    kind = "select" if values else DATA_TYPES.get(field.type.name, "text")
    return FormField(
        id=field.soap_name or field.name,
        label=form_field.label,
        data_type=kind,
        default_value=_or_unset(form_field.default_value),
        validation_message=form_field.validation_message or MESSAGES.get(kind, REQUIRED),
        row_number=row,
        column_number=0,
        max_length=_length(field, kind, {"text", "textarea"}),
        required=form_field.is_required,
        form_prefill=True,
        field_meta_data=FieldMetaData(False, values, 1) if values else UNSET,  # noqa: FBT003
        field_width=UNSET if form_field.width is None else form_field.width,
        visibility_rules=VisibilityRules("alwaysShow"),
        hint_text=_or_unset(form_field.hint),
        instructions=_or_unset(form_field.instructions),
    )


def _available(field: Field) -> AvailableFormField:
    kind = AVAILABLE_TYPES.get(field.type.name, "string")
    return AvailableFormField(
        id=field.soap_name or field.name,
        is_required=False,
        data_type=kind,
        max_length=_length(field, kind, {"string", "textarea"}),
        visible_rows=2 if kind == "textarea" else UNSET,
    )


def _length(field: Field, kind: str, texts: Collection[str]) -> int | UnsetType:
    return field.length if kind in texts and field.length is not None else UNSET


def _or_unset(text: str | None) -> str | UnsetType:
    return UNSET if text is None else text
