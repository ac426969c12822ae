"""Describe the fields of a form: lead fields, and member fields of the form's program."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from leadkeep.domain.assets.folders import check_text
from leadkeep.domain.assets.programs import member_catalog
from leadkeep.domain.fields import Catalog, Field, lead_catalog
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

LONGEST_TEXT_CHARACTERS = 2_000
"""Limit: characters of a label, a hint and similar texts. Our choice."""

FIRST_FIELDS = ("firstName", "lastName", "email")
"""Fields of a new form for which no fields were given, as in Marketo."""


PICK_VALUE_LIMIT = 500
"""Limit: values of one pick list. Our choice."""


class PickValue(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """One value of a form field that is a pick list."""

    label: str
    value: str
    is_default: bool = False
    selected: bool = False


class FormField(msgspec.Struct, frozen=True, omit_defaults=True):
    """One field of a form, as it is stored."""

    name: str
    """The REST name."""
    label: str
    is_member_field: bool = False
    is_required: bool = False
    hint: str | None = None
    instructions: str | None = None
    default_value: str | None = None
    validation_message: str | None = None
    values: tuple[PickValue, ...] = ()
    """The values to pick one from; without any, the field accepts any text."""
    width: int | None = None
    """In pixels."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What to change in a form's field; None keeps the present value, an empty text clears it."""

    label: str | None = None
    is_required: bool | None = None
    hint: str | None = None
    instructions: str | None = None
    default_value: str | None = None
    validation_message: str | None = None
    values: Sequence[PickValue] | None = None
    """An empty sequence makes the field a text again."""
    width: int | None = None

    def texts(self) -> dict[str, str | None]:
        """Return the texts to change, by name; None for a text to clear."""
        texts = {
            "label": self.label,
            "hint": self.hint,
            "instructions": self.instructions,
            "default_value": self.default_value,
            "validation_message": self.validation_message,
        }
        return {name: text or None for name, text in texts.items() if text is not None}


def lead_fields_of_forms(catalog: Catalog) -> list[Field]:
    """Return the lead fields that forms may have, ascending by id."""
    return [each for each in catalog.visible if each.is_settable]


def member_fields_of_forms(catalog: Catalog) -> list[Field]:
    """Return the program member fields that forms may have, ascending by id."""
    return [each for each in catalog.visible if each.is_custom and each.is_settable]


def form_field(tx: Transaction, name: str, change: FieldChange | None = None) -> FormField:
    """Return a new field for a form; ``name`` is the REST or SOAP name of a lead or member field.

    Raises:
        Refusal: 709, forms cannot have this field, or a text is too long.
    """
    found, is_member_field = _field_named(tx, name)
    made = FormField(found.name, f"{found.display_name}:", is_member_field)
    return made if change is None else changed_field(made, change)


def changed_field(present: FormField, change: FieldChange) -> FormField:
    """Return a form's field with the sent values in place of the present ones.

    Raises:
        Refusal: 709, a text is too long or not storable; 1003, too many values.
    """
    texts = change.texts()
    if change.values is not None:
        _check_values(change.values)
        present = msgspec.structs.replace(present, values=tuple(change.values))
    if change.width is not None:
        present = msgspec.structs.replace(present, width=change.width)
    for name, text in texts.items():
        check_form_text(name, text)
    if change.is_required is not None:
        present = msgspec.structs.replace(present, is_required=change.is_required)
    if "label" in texts:
        present = msgspec.structs.replace(present, label=texts.pop("label") or "")
    return msgspec.structs.replace(present, **texts)


def _check_values(values: Sequence[PickValue]) -> None:
    if len(values) > PICK_VALUE_LIMIT:
        raise Refusal(Reason.TOO_MANY, "values", PICK_VALUE_LIMIT)
    for each in values:
        check_form_text("values", each.label)
        check_form_text("values", each.value)


def check_form_text(name: str, text: str | None) -> None:
    """Refuse a text that is too long or cannot be stored.

    Raises:
        Refusal: 709, the text is too long or cannot be stored.
    """
    check_text(name, text, LONGEST_TEXT_CHARACTERS)


def stored_field(tx: Transaction, form_field: FormField) -> Field:
    """Return the lead field or program member field that a form's field refers to."""
    catalog = member_catalog(tx) if form_field.is_member_field else lead_catalog(tx)
    return catalog.by_name[form_field.name]


def _field_named(tx: Transaction, name: str) -> tuple[Field, bool]:
    for catalog, is_member_field in ((lead_catalog(tx), False), (member_catalog(tx), True)):
        for each in _allowed(catalog, is_member_field=is_member_field):
            if name in (each.name, each.soap_name):
                return each, is_member_field
    raise Refusal(Reason.NO_SUCH_NAME, "Field", name)


def _allowed(catalog: Catalog, *, is_member_field: bool) -> Iterator[Field]:
    """Yield the fields that forms may have, including the hidden ones."""
    for each in catalog.fields:
        if each.is_settable and (each.is_custom or not is_member_field):
            yield each
