"""Tags Forms and Form Fields: forms as assets (behaviour.md 4.4)."""

from collections.abc import Sequence
from typing import Any

import msgspec

from leadkeep.api import assets, params
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
from leadkeep.domain.assets.folders import AssetFilter
from leadkeep.domain.assets.programs import member_catalog
from leadkeep.domain.capture.forms import (
    FieldChange,
    Form,
    FormChange,
    FormField,
    FormPage,
    FormStatus,
    Look,
    NewForm,
    add_field,
    approve_form,
    change_field,
    change_form,
    clone_form,
    create_form,
    delete_form,
    drop_field,
    forms_from,
    forms_named,
    get_form,
    lead_fields_of_forms,
    member_fields_of_forms,
    stored_field,
    unapprove_form,
    with_folders,
)
from leadkeep.domain.fields import Field, lead_catalog
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal

BUTTON = {"buttonLocation": 120, "buttonLabel": "Submit", "waitingLabel": "Please Wait"}
"""What the form ends with: the same for all, as it is of a new form in the original."""

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
"""How a form asks for values of a type; all others are lines of text."""

AVAILABLE_TYPES = DATA_TYPES | {"integer": "int", "score": "int", "boolean": "checkbox"}
"""The same, as the lists of available fields tell it."""

REQUIRED = "This field is required."
MESSAGES = {"email": "Must be valid email."}
"""What the form says where a value does not do, unless it was given words of its own."""


# -- read ------------------------------------------------------------------------------------------


async def get_by_id(request: Request) -> AssetReply:
    """Get Form by Id."""
    form_id, status = params.path_number(request, "id"), _status(request)

    def verb(work: Work) -> FormPage:
        found = get_form(work, form_id)
        return with_folders(work.tx, _of_status([] if found is None else [found], status))

    return _reply(await request.read(verb))


async def get_by_name(request: Request) -> AssetReply:
    """Get Form by Name."""
    name, status = assets.required(request, "name"), _status(request)
    folder = assets.folder(request)

    def verb(work: Work) -> FormPage:
        found = forms_named(work, name)
        return with_folders(
            work.tx, [e for e in _of_status(found, status) if folder in (None, e.folder)]
        )

    return _reply(await request.read(verb))


async def browse(request: Request) -> AssetReply:
    """Get Forms."""
    page = assets.page(request)
    wanted, status = AssetFilter(folder=assets.folder(request)), _status(request)

    def verb(work: Work) -> FormPage:
        return forms_from(work, wanted, status, page.offset, page.size)

    return _reply(await request.read_long(verb))


def _status(request: Request) -> FormStatus | None:
    """Return the status asked for.

    Raises:
        Refusal: 1003, it is none.
    """
    sent = params.text(request, "status")
    if sent is None:
        return None
    try:
        return FormStatus(sent.lower())
    except ValueError:
        raise Refusal(Reason.INVALID_DATA, f"Invalid status '{sent}' specified") from None


def _of_status(found: Sequence[Form], status: FormStatus | None) -> list[Form]:
    return [each for each in found if status in (None, each.status)]


# -- write -----------------------------------------------------------------------------------------


async def create(request: Request) -> AssetReply:
    """Create Form."""
    assets.check_form(request)
    new = NewForm(
        assets.required(request, "name"),
        assets.required_folder(request),
        params.text(request, "description"),
        msgspec.structs.replace(Look(), **_look(request)),
    )
    return _reply(await request.write(lambda work: with_folders(work.tx, [create_form(work, new)])))


async def update(request: Request) -> AssetReply:
    """Update Form Metadata; what is not sent stays, an empty description clears it."""
    assets.check_form(request)
    form_id = params.path_number(request, "id")
    name, description = assets.optional(request, "name"), assets.optional(request, "description")
    sent = _look(request)

    def verb(work: Work) -> FormPage:
        present = get_form(work, form_id)
        look = None if present is None else msgspec.structs.replace(present.look, **sent)
        change = FormChange(name, description, look=look)
        return with_folders(work.tx, [change_form(work, form_id, change)])

    return _reply(await request.write(verb))


def _look(request: Request) -> dict[str, Any]:
    """Return what was sent of how the form is shown."""
    sent: dict[str, Any] = {
        # A public client names it otherwise when it changes a form.
        "theme": params.text(request, "theme") or params.text(request, "formTheme"),
        "language": params.text(request, "language"),
        "locale": params.text(request, "locale"),
        "label_position": params.text(request, "labelPosition"),
        "font_family": params.text(request, "fontFamily"),
        "font_size": params.text(request, "fontSize"),
        "progressive_profiling": params.flag(request, "progressiveProfiling"),
    }
    return {name: value for name, value in sent.items() if value is not None}


async def clone(request: Request) -> AssetReply:
    """Clone Form."""
    assets.check_form(request)
    form_id = params.path_number(request, "id")
    copy = NewForm(
        assets.required(request, "name"),
        assets.required_folder(request),
        params.text(request, "description"),
    )
    return _reply(
        await request.write(lambda work: with_folders(work.tx, [clone_form(work, form_id, copy)]))
    )


async def unapprove(request: Request) -> AssetReply:
    """Unapprove Form: from now on it takes no answers."""
    assets.check_form(request)
    form_id = params.path_number(request, "id")
    return _reply(
        await request.write(lambda work: with_folders(work.tx, [unapprove_form(work, form_id)]))
    )


async def approve(request: Request) -> AssetReply:
    """Approve Form Draft: from now on it takes answers."""
    assets.check_form(request)
    form_id = params.path_number(request, "id")
    return _reply(
        await request.write(lambda work: with_folders(work.tx, [approve_form(work, form_id)]))
    )


async def delete(request: Request) -> AssetReply:
    """Delete Form."""
    assets.check_form(request)
    form_id = params.path_number(request, "id")
    await request.write(delete_form, form_id)
    return AssetReply([{"id": form_id}])


# -- fields ----------------------------------------------------------------------------------------


async def get_fields(request: Request) -> AssetReply:
    """Get Fields for Form."""
    form_id, status = params.path_number(request, "id"), _status(request)

    def verb(work: Work) -> list[dict[str, Any]]:
        found = get_form(work, form_id)
        if found is None or status not in (None, found.status):
            return []
        return [
            _field_item(stored_field(work.tx, each), each, row)
            for row, each in enumerate(found.fields)
        ]

    return AssetReply(await request.read(verb))


async def add_form_field(request: Request) -> AssetReply:
    """Add Field to Form: behind the others."""
    assets.check_form(request)
    form_id = params.path_number(request, "id")
    name, change = assets.required(request, "fieldId"), _field_change(request)

    def verb(work: Work) -> dict[str, Any]:
        place, added = add_field(work, form_id, name, change)
        return _field_item(stored_field(work.tx, added), added, place)

    return AssetReply([await request.write(verb)])


async def update_form_field(request: Request) -> AssetReply:
    """Update Form Field; what is not sent stays, an empty text clears."""
    assets.check_form(request)
    form_id = params.path_number(request, "id")
    name, change = request.path_params["fieldId"], _field_change(request)

    def verb(work: Work) -> dict[str, Any]:
        place, changed = change_field(work, form_id, name, change)
        return _field_item(stored_field(work.tx, changed), changed, place)

    return AssetReply([await request.write(verb)])


def _field_change(request: Request) -> FieldChange:
    return FieldChange(
        label=assets.optional(request, "label"),
        is_required=params.flag(request, "required"),
        hint=assets.optional(request, "hintText"),
        instructions=assets.optional(request, "instructions"),
        default_value=assets.optional(request, "defaultValue"),
        validation_message=assets.optional(request, "validationMessage"),
    )


async def delete_form_field(request: Request) -> AssetReply:
    """Delete Form Field."""
    assets.check_form(request)
    form_id = params.path_number(request, "id")
    name = request.path_params["fieldId"]
    await request.write(drop_field, form_id, name)
    return AssetReply([{"id": name}])


async def available_fields(request: Request) -> AssetReply:
    """Get Available Form Fields: those of leads."""
    page = assets.page(request)
    found = await request.read(lambda work: lead_fields_of_forms(lead_catalog(work.tx)))
    shown = found[page.offset : page.offset + page.size]
    return AssetReply([_available(each) for each in shown])


async def available_member_fields(request: Request) -> AssetReply:
    """Get Available Form Program Member Fields."""
    page = assets.page(request)
    found = await request.read(lambda work: member_fields_of_forms(member_catalog(work.tx)))
    shown = found[page.offset : page.offset + page.size]
    return AssetReply([_available(each) for each in shown])


# -- replies ---------------------------------------------------------------------------------------


def _reply(page: FormPage) -> AssetReply:
    return AssetReply([_item(each, page.folder_names[each.folder]) for each in page.forms])


def _item(of: Form, folder_name: str) -> dict[str, Any]:
    return {
        "id": of.id,
        "name": of.name,
        "description": of.description or "",
        "createdAt": assets.asset_moment(of.created_at),
        "updatedAt": assets.asset_moment(of.updated_at),
        "url": assets.asset_url("FO", of.id),
        "status": of.status.value,
        "theme": of.look.theme,
        "language": of.look.language,
        "locale": of.look.locale,
        "progressiveProfiling": of.look.progressive_profiling,
        "labelPosition": of.look.label_position,
        "fontFamily": of.look.font_family,
        "fontSize": of.look.font_size,
        "folder": {
            "type": of.folder.type.value,
            "value": of.folder.id,
            "folderName": folder_name,
        },
        "knownVisitor": {"type": "form", "template": None},
        "thankYouList": [{"followupType": "none", "followupValue": None, "default": True}],
        **BUTTON,
    }


def _field_item(field: Field, of: FormField, row: int) -> dict[str, Any]:
    kind = DATA_TYPES.get(field.type.name, "text")
    item: dict[str, Any] = {"id": field.soap_name or field.name, "label": of.label}
    item["dataType"] = kind
    if of.default_value is not None:
        item["defaultValue"] = of.default_value
    item["validationMessage"] = of.validation_message or MESSAGES.get(kind, REQUIRED)
    item |= {"rowNumber": row, "columnNumber": 0}
    if field.length is not None and kind in {"text", "textarea"}:
        item["maxLength"] = field.length
    item |= {"required": of.is_required, "formPrefill": True}
    item["visibilityRules"] = {"ruleType": "alwaysShow"}
    if of.hint is not None:
        item["hintText"] = of.hint
    if of.instructions is not None:
        item["instructions"] = of.instructions
    return item


def _available(field: Field) -> dict[str, Any]:
    kind = AVAILABLE_TYPES.get(field.type.name, "string")
    item: dict[str, Any] = {
        "id": field.soap_name or field.name,
        "isRequired": False,
        "dataType": kind,
    }
    if field.length is not None and kind in {"string", "textarea"}:
        item["maxLength"] = field.length
    if kind == "textarea":
        item["visibleRows"] = 2
    return item
