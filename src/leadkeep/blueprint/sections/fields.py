"""``fields``: custom fields, and what may be changed of standard ones."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from leadkeep.blueprint.file import Item, check_unique
from leadkeep.blueprint.sections.section import Change, Section, Work
from leadkeep.domain.fields import (
    Field,
    NewField,
    create_fields,
    lead_catalog,
    standard_field_rows,
    update_field,
)
from leadkeep.store import Transaction

KEY = "fields"


class FieldItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A lead field. A new one needs a display name and a data type."""

    name: str
    display_name: str | None = None
    data_type: str | None = None
    description: str | None = None
    is_hidden: bool | None = None
    is_html_encoding_in_email: bool | None = None
    is_sensitive: bool | None = None
    is_api_created: bool | None = None


def _apply(work: Work) -> Iterator[Change]:
    items = work.blueprint.items(KEY, FieldItem)
    check_unique(work.blueprint, KEY, [(each.value.name, each.line) for each in items])
    present = lead_catalog(work.tx).by_name
    # All new ones at once, and first: the lead table is locked and altered once.
    new = [each for each in items if each.value.name not in present]
    for is_api_created in (False, True):
        wanted = [each for each in new if bool(each.value.is_api_created) is is_api_created]
        _create(work, wanted, is_api_created=is_api_created)
    for item in items:
        field = present.get(item.value.name)
        status = "created" if field is None else _update(work, item, field)
        yield Change(KEY, item.value.name, status)


def _create(work: Work, items: Sequence[Item[FieldItem]], *, is_api_created: bool) -> None:
    new = [_new_field(work, item) for item in items]
    outcomes = create_fields(work.tx, new, is_api_created=is_api_created)
    for item, outcome in zip(items, outcomes, strict=True):
        if outcome.problem:
            raise work.blueprint.error(item.line, f"{KEY}: {outcome.name}", str(outcome.problem))


def _new_field(work: Work, item: Item[FieldItem]) -> NewField:
    wanted = item.value
    if wanted.display_name is None or wanted.data_type is None:
        text = "is not there yet, and a new field needs displayName and dataType"
        raise work.blueprint.error(item.line, f"{KEY}: {wanted.name}", text)
    return NewField(
        wanted.name,
        wanted.display_name,
        wanted.data_type,
        wanted.description,
        is_hidden=bool(wanted.is_hidden),
        is_html_encoding_in_email=wanted.is_html_encoding_in_email is not False,
        is_sensitive=bool(wanted.is_sensitive),
    )


def _update(work: Work, item: Item[FieldItem], field: Field) -> str:
    wanted = item.value
    name = f"{KEY}: {wanted.name}"
    fixed: dict[str, tuple[object, object]] = {
        "dataType": (wanted.data_type, field.type.name),
        "isApiCreated": (wanted.is_api_created, field.is_api_created),
    }
    for member, (asked, held) in fixed.items():
        if asked is not None and asked != held:
            text = f"{member} is {held} and cannot be changed to {asked}"
            raise work.blueprint.error(item.line, name, text)
    changes = _changes(wanted, field)
    if not changes:
        return "unchanged"
    with work.blaming(item.line, name):
        outcome = update_field(work.tx, wanted.name, changes)
    if outcome.problem:
        members = ", ".join(changes)
        text = f"{members} cannot be changed so: {outcome.problem}"
        raise work.blueprint.error(item.line, name, text)
    return "updated"


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
        for member, (asked, held) in pairs.items()
        if asked is not None and asked != held
    }


def _present(tx: Transaction) -> list[dict[str, object]]:
    born = {row["name"]: row for row in standard_field_rows()}
    found = []
    for field in lead_catalog(tx).fields:
        if field.is_custom:
            found.append(_custom_item(field))
        elif changed := _changed_members(field, born[field.name]):
            found.append({"name": field.name} | changed)
    return found


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


def _changed_members(field: Field, born: dict[str, Any]) -> dict[str, object]:
    """Return what of a standard field is not as every instance starts with it."""
    held = {
        "description": (field.description, born["description"]),
        "isHtmlEncodingInEmail": (
            field.is_html_encoding_in_email,
            born["is_html_encoding_in_email"],
        ),
        "isSensitive": (field.is_sensitive, born["is_sensitive"]),
    }
    return {member: now for member, (now, then) in held.items() if now != then}


SECTION = Section(KEY, _apply, _present)
