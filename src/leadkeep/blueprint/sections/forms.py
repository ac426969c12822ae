"""``forms``: forms for web pages."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec

from leadkeep.blueprint.sections.placed import PlacedKind, placed_item
from leadkeep.blueprint.sections.places import Places
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.capture.forms import (
    FORM,
    FieldChange,
    FormField,
    FormStatus,
    FormValues,
    Look,
    PickValue,
    form_field,
)
from leadkeep.store import Transaction

KEY = "forms"
KIND = PlacedKind(KEY, FORM, "Forms")


class FieldItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A field of a form that has more settings than its name."""

    name: str
    label: str | None = None
    required: bool = False
    hint_text: str | None = None
    instructions: str | None = None
    default_value: str | None = None
    validation_message: str | None = None
    values: list[PickValue] | None = None
    width: int | None = None


class FormItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A form, in a folder for forms or in a program."""

    name: str
    folder: str | None = None
    program: str | None = None
    workspace: str | None = None
    description: str | None = None
    status: str | None = None
    fields: list[str | FieldItem] | None = None
    theme: str | None = None
    language: str | None = None
    locale: str | None = None
    label_position: str | None = None
    font_family: str | None = None
    font_size: str | None = None
    progressive_profiling: bool | None = None
    blank_values_clear: bool | None = None

    def look(self) -> dict[str, Any]:
        """Return the settings of the form's appearance that the file gives, by name."""
        wanted = {name: getattr(self, name) for name in Look.__struct_fields__}
        return {name: value for name, value in wanted.items() if value is not None}


def _apply(run: Run) -> Iterator[Change]:
    for item, place in KIND.items(run, FormItem):
        with run.errors_at(item.line, f"{KEY}: {item.value.name}"):
            values = _values(run.tx, item.value)
            new = replace(values, status=values.status or FormStatus.APPROVED)
            found, status = KIND.save(run, item.value, place, values, new)
        yield Change(KEY, found.name, status)


def _values(tx: Transaction, wanted: FormItem) -> FormValues:
    fields = None if wanted.fields is None else tuple(_field(tx, each) for each in wanted.fields)
    status = None if wanted.status is None else _status(wanted.status)
    return FormValues(look=wanted.look(), fields=fields, status=status)


def _status(text: str) -> FormStatus:
    try:
        return FormStatus(text)
    except ValueError:
        raise ValueError(f"{text} is no status: it is draft or approved") from None


def _field(tx: Transaction, item: str | FieldItem) -> FormField:
    if isinstance(item, str):
        return form_field(tx, item)
    change = FieldChange(
        label=item.label,
        is_required=item.required,
        hint=item.hint_text,
        instructions=item.instructions,
        default_value=item.default_value,
        validation_message=item.validation_message,
        values=item.values,
        width=item.width,
    )
    return form_field(tx, item.name, change)


def _present(tx: Transaction) -> Iterator[dict[str, object]]:
    places = Places(tx)
    for each in FORM.rows.all(tx):
        item = placed_item(places, each)
        if each.status is not FormStatus.APPROVED:
            item["status"] = each.status.value
        item["fields"] = [_field_item(tx, field) for field in each.fields]
        yield item | _look_item(each.look)


def _field_item(tx: Transaction, field: FormField) -> str | dict[str, object]:
    """Return a form field for an export: its name alone if all its other settings are defaults."""
    item = {
        "label": None if field.label == form_field(tx, field.name).label else field.label,
        "required": field.is_required or None,
        "hintText": field.hint,
        "instructions": field.instructions,
        "defaultValue": field.default_value,
        "validationMessage": field.validation_message,
        "values": msgspec.to_builtins(field.values) or None,
        "width": field.width,
    }
    members: dict[str, object] = {name: value for name, value in item.items() if value is not None}
    return {"name": field.name, **members} if members else field.name


def _look_item(look: Look) -> dict[str, object]:
    usual = msgspec.structs.asdict(Look())
    names = dict(zip(FormItem.__struct_fields__, FormItem.__struct_encode_fields__, strict=True))
    return {
        names[name]: value
        for name, value in msgspec.structs.asdict(look).items()
        if value != usual[name]
    }


SECTION = Section(KEY, _apply, _present)
