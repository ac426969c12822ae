"""Tags Forms and Form Fields: forms as assets (behaviour.md 4.4)."""

from collections.abc import Sequence
from typing import Any

import msgspec

from leadkeep.api import assets, params
from leadkeep.api.call import Call
from leadkeep.api.envelope import AssetReply
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
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

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


async def get_by_id(call: Call) -> AssetReply:
    """Get Form by Id."""
    form_id, status, access = params.path_number(call, "id"), _status(call), call.caller

    def verb(tx: Transaction) -> FormPage:
        found = get_form(tx, access, form_id)
        return with_folders(tx, _of_status([] if found is None else [found], status))

    return _reply(await call.read(verb))


async def get_by_name(call: Call) -> AssetReply:
    """Get Form by Name."""
    name, status = assets.required(call, "name"), _status(call)
    folder, access = assets.folder(call), call.caller

    def verb(tx: Transaction) -> FormPage:
        found = forms_named(tx, access, name)
        return with_folders(
            tx, [e for e in _of_status(found, status) if folder in (None, e.folder)]
        )

    return _reply(await call.read(verb))


async def browse(call: Call) -> AssetReply:
    """Get Forms."""
    page, access = assets.page(call), call.caller
    wanted, status = AssetFilter(folder=assets.folder(call)), _status(call)

    def verb(tx: Transaction) -> FormPage:
        return forms_from(tx, access, wanted, status, page.offset, page.size)

    return _reply(await call.read_long(verb))


def _status(call: Call) -> FormStatus | None:
    """Return the status asked for.

    Raises:
        Refusal: 1003, it is none.
    """
    sent = params.text(call, "status")
    if sent is None:
        return None
    try:
        return FormStatus(sent.lower())
    except ValueError:
        raise Refusal(Reason.INVALID_DATA, f"Invalid status '{sent}' specified") from None


def _of_status(found: Sequence[Form], status: FormStatus | None) -> list[Form]:
    return [each for each in found if status in (None, each.status)]


# -- write -----------------------------------------------------------------------------------------


async def create(call: Call) -> AssetReply:
    """Create Form."""
    assets.check_form(call)
    new = NewForm(
        assets.required(call, "name"),
        assets.required_folder(call),
        params.text(call, "description"),
        msgspec.structs.replace(Look(), **_look(call)),
    )
    access, now = call.caller, call.now
    return _reply(
        await call.write(lambda tx: with_folders(tx, [create_form(tx, access, new, now)]))
    )


async def update(call: Call) -> AssetReply:
    """Update Form Metadata; what is not sent stays, an empty description clears it."""
    assets.check_form(call)
    form_id, access, now = params.path_number(call, "id"), call.caller, call.now
    name, description = assets.optional(call, "name"), assets.optional(call, "description")
    sent = _look(call)

    def verb(tx: Transaction) -> FormPage:
        present = get_form(tx, access, form_id)
        look = None if present is None else msgspec.structs.replace(present.look, **sent)
        change = FormChange(name, description, look=look)
        return with_folders(tx, [change_form(tx, access, form_id, change, now)])

    return _reply(await call.write(verb))


def _look(call: Call) -> dict[str, Any]:
    """Return what was sent of how the form is shown."""
    sent: dict[str, Any] = {
        # A public client names it otherwise when it changes a form.
        "theme": params.text(call, "theme") or params.text(call, "formTheme"),
        "language": params.text(call, "language"),
        "locale": params.text(call, "locale"),
        "label_position": params.text(call, "labelPosition"),
        "font_family": params.text(call, "fontFamily"),
        "font_size": params.text(call, "fontSize"),
        "progressive_profiling": assets.flag(call, "progressiveProfiling"),
    }
    return {name: value for name, value in sent.items() if value is not None}


async def clone(call: Call) -> AssetReply:
    """Clone Form."""
    assets.check_form(call)
    form_id, access, now = params.path_number(call, "id"), call.caller, call.now
    copy = NewForm(
        assets.required(call, "name"),
        assets.required_folder(call),
        params.text(call, "description"),
    )
    return _reply(
        await call.write(lambda tx: with_folders(tx, [clone_form(tx, access, form_id, copy, now)]))
    )


async def unapprove(call: Call) -> AssetReply:
    """Unapprove Form: from now on it takes no answers."""
    assets.check_form(call)
    form_id, access, now = params.path_number(call, "id"), call.caller, call.now
    return _reply(
        await call.write(lambda tx: with_folders(tx, [unapprove_form(tx, access, form_id, now)]))
    )


async def approve(call: Call) -> AssetReply:
    """Approve Form Draft: from now on it takes answers."""
    assets.check_form(call)
    form_id, access, now = params.path_number(call, "id"), call.caller, call.now
    return _reply(
        await call.write(lambda tx: with_folders(tx, [approve_form(tx, access, form_id, now)]))
    )


async def delete(call: Call) -> AssetReply:
    """Delete Form."""
    assets.check_form(call)
    form_id, access = params.path_number(call, "id"), call.caller
    await call.write(lambda tx: delete_form(tx, access, form_id))
    return AssetReply([{"id": form_id}])


# -- fields ----------------------------------------------------------------------------------------


async def get_fields(call: Call) -> AssetReply:
    """Get Fields for Form."""
    form_id, status, access = params.path_number(call, "id"), _status(call), call.caller

    def verb(tx: Transaction) -> list[dict[str, Any]]:
        found = get_form(tx, access, form_id)
        if found is None or status not in (None, found.status):
            return []
        return [
            _field_item(stored_field(tx, each), each, row) for row, each in enumerate(found.fields)
        ]

    return AssetReply(await call.read(verb))


async def add_form_field(call: Call) -> AssetReply:
    """Add Field to Form: behind the others."""
    assets.check_form(call)
    form_id, access, now = params.path_number(call, "id"), call.caller, call.now
    name, change = assets.required(call, "fieldId"), _field_change(call)

    def verb(tx: Transaction) -> dict[str, Any]:
        place, added = add_field(tx, access, form_id, name, change, now)
        return _field_item(stored_field(tx, added), added, place)

    return AssetReply([await call.write(verb)])


async def update_form_field(call: Call) -> AssetReply:
    """Update Form Field; what is not sent stays, an empty text clears."""
    assets.check_form(call)
    form_id, access, now = params.path_number(call, "id"), call.caller, call.now
    name, change = call.path_params["fieldId"], _field_change(call)

    def verb(tx: Transaction) -> dict[str, Any]:
        place, changed = change_field(tx, access, form_id, name, change, now)
        return _field_item(stored_field(tx, changed), changed, place)

    return AssetReply([await call.write(verb)])


def _field_change(call: Call) -> FieldChange:
    return FieldChange(
        label=assets.optional(call, "label"),
        is_required=assets.flag(call, "required"),
        hint=assets.optional(call, "hintText"),
        instructions=assets.optional(call, "instructions"),
        default_value=assets.optional(call, "defaultValue"),
        validation_message=assets.optional(call, "validationMessage"),
    )


async def delete_form_field(call: Call) -> AssetReply:
    """Delete Form Field."""
    assets.check_form(call)
    form_id, access, now = params.path_number(call, "id"), call.caller, call.now
    name = call.path_params["fieldId"]
    await call.write(lambda tx: drop_field(tx, access, form_id, name, now))
    return AssetReply([{"id": name}])


async def available_fields(call: Call) -> AssetReply:
    """Get Available Form Fields: those of leads."""
    page = assets.page(call)
    found = await call.read(lambda tx: lead_fields_of_forms(lead_catalog(tx)))
    shown = found[page.offset : page.offset + page.size]
    return AssetReply([_available(each) for each in shown])


async def available_member_fields(call: Call) -> AssetReply:
    """Get Available Form Program Member Fields."""
    page = assets.page(call)
    found = await call.read(lambda tx: member_fields_of_forms(member_catalog(tx)))
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
