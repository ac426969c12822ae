"""``fields`` of leads and ``memberFields`` of program members.

Both may list custom fields, and standard fields with changed properties.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from leadkeep.blueprint.file import Item, check_unique
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.assets.programs import PROGRAM_MEMBER
from leadkeep.domain.fields import (
    LEAD,
    Field,
    NewField,
    ObjectSchema,
    create_fields,
    explain_problem,
    object_catalog,
    standard_field_rows,
    update_field,
)
from leadkeep.store import Transaction

INITIAL = {"description": None, "is_html_encoding_in_email": True, "is_sensitive": False}
"""Properties of a standard field in a new instance, unless its row in the field table says
otherwise."""


class FieldItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A field. One that does not exist yet needs a display name and a data type."""

    name: str
    display_name: str | None = None
    data_type: str | None = None
    description: str | None = None
    is_hidden: bool | None = None
    is_html_encoding_in_email: bool | None = None
    is_sensitive: bool | None = None
    is_api_created: bool | None = None


@dataclass(frozen=True, slots=True)
class _FieldSection:
    """The section for the fields of one object, leads or program members."""

    key: str
    schema: ObjectSchema

    def apply(self, run: Run) -> Iterator[Change]:
        items = run.blueprint.items(self.key, FieldItem)
        check_unique(run.blueprint, self.key, [(each.value.name, each.line) for each in items])
        present = object_catalog(run.tx, self.schema).by_name
        # All new fields first and together, so that the object's table is altered once.
        new = [each for each in items if each.value.name not in present]
        for is_api_created in (False, True):
            wanted = [each for each in new if bool(each.value.is_api_created) is is_api_created]
            self._create(run, wanted, is_api_created=is_api_created)
        for item in items:
            field = present.get(item.value.name)
            status = "created" if field is None else self._update(run, item, field)
            yield Change(self.key, item.value.name, status)

    def _create(self, run: Run, items: Sequence[Item[FieldItem]], *, is_api_created: bool) -> None:
        new = [_new_field(run, self._name(item), item) for item in items]
        outcomes = create_fields(run.tx, new, is_api_created=is_api_created, schema=self.schema)
        for item, field, outcome in zip(items, new, outcomes, strict=True):
            if outcome.problem:
                text = explain_problem(field, outcome.problem)
                raise run.blueprint.error(item.line, self._name(item), text)

    def _name(self, item: Item[FieldItem]) -> str:
        return f"{self.key}: {item.value.name}"

    def _update(self, run: Run, item: Item[FieldItem], field: Field) -> str:
        wanted, name = item.value, self._name(item)
        fixed: dict[str, tuple[object, object]] = {
            "dataType": (wanted.data_type, field.type.name),
            "isApiCreated": (wanted.is_api_created, field.is_api_created),
        }
        for member, (asked, present) in fixed.items():
            if asked is not None and asked != present:
                text = f"{member} is {present} and cannot be changed to {asked}"
                raise run.blueprint.error(item.line, name, text)
        changes = _changes(wanted, field)
        if not changes:
            return "unchanged"
        with run.errors_at(item.line, name):
            outcome = update_field(run.tx, wanted.name, changes, self.schema)
        if outcome.problem:
            members = ", ".join(changes)
            text = f"{members} cannot be changed so: {outcome.problem}"
            raise run.blueprint.error(item.line, name, text)
        return "updated"

    def present(self, tx: Transaction) -> list[dict[str, object]]:
        rows = standard_field_rows() if self.schema == LEAD else ()
        initial = {row["name"]: row for row in rows}
        found = []
        for field in object_catalog(tx, self.schema).fields:
            if field.is_custom:
                found.append(_custom_item(field))
            elif changed := _changed_members(field, initial.get(field.name, INITIAL)):
                found.append({"name": field.name} | changed)
        return found


def _new_field(run: Run, name: str, item: Item[FieldItem]) -> NewField:
    wanted = item.value
    if wanted.display_name is None or wanted.data_type is None:
        text = "is not there yet, and a new field needs displayName and dataType"
        raise run.blueprint.error(item.line, name, text)
    return NewField(
        wanted.name,
        wanted.display_name,
        wanted.data_type,
        wanted.description,
        is_hidden=bool(wanted.is_hidden),
        is_html_encoding_in_email=wanted.is_html_encoding_in_email is not False,
        is_sensitive=bool(wanted.is_sensitive),
    )


def _changes(wanted: FieldItem, field: Field) -> dict[str, Any]:
    pairs = {
        "displayName": (wanted.display_name, field.display_name),
        "description": (wanted.description, field.description),
        "isHidden": (wanted.is_hidden, field.is_hidden),
        "isHtmlEncodingInEmail": (
            wanted.is_html_encoding_in_email,
            field.is_html_encoding_in_email,
        ),
        "isSensitive": (wanted.is_sensitive, field.is_sensitive),
    }
    return {
        member: asked
        for member, (asked, present) in pairs.items()
        if asked is not None and asked != present
    }


def _custom_item(field: Field) -> dict[str, object]:
    item: dict[str, object] = {
        "name": field.name,
        "displayName": field.display_name,
        "dataType": field.type.name,
    }
    if field.description:
        item["description"] = field.description
    if field.is_hidden:
        item["isHidden"] = True
    if not field.is_html_encoding_in_email:
        item["isHtmlEncodingInEmail"] = False
    if field.is_sensitive:
        item["isSensitive"] = True
    if field.is_api_created:
        item["isApiCreated"] = True
    return item


def _changed_members(field: Field, initial: Mapping[str, Any]) -> dict[str, object]:
    """Return the properties of a standard field that an operator changed, by name in the file.

    ``initial`` has the values that the field has in a new instance.
    """
    present = {
        "description": (field.description, initial["description"]),
        "isHtmlEncodingInEmail": (
            field.is_html_encoding_in_email,
            initial["is_html_encoding_in_email"],
        ),
        "isSensitive": (field.is_sensitive, initial["is_sensitive"]),
    }
    return {member: now for member, (now, then) in present.items() if now != then}


_LEAD_FIELDS = _FieldSection("fields", LEAD)
_MEMBER_FIELDS = _FieldSection("memberFields", PROGRAM_MEMBER)

SECTION = Section(_LEAD_FIELDS.key, _LEAD_FIELDS.apply, _LEAD_FIELDS.present)
MEMBER_SECTION = Section(_MEMBER_FIELDS.key, _MEMBER_FIELDS.apply, _MEMBER_FIELDS.present)
