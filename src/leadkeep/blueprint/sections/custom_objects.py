"""``customObjects``: custom object types with their fields.

An export with leads also has the records of each type.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from leadkeep.blueprint.file import Item, check_unique
from leadkeep.blueprint.sections.leads import LEAD_BATCH_SIZE
from leadkeep.blueprint.sections.records import (
    RecordType,
    apply_records,
    plain,
    present_records,
)
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.objects.custom import (
    CustomObjectType,
    Definition,
    Limits,
    ObjectField,
    Related,
    SentField,
    SentRelated,
    SentType,
    add_fields,
    approve_type,
    change_field,
    custom_object_types,
    kind_named,
    lead_links,
    save_type,
    type_named,
)
from leadkeep.domain.objects.engine import Kind
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

KEY = "customObjects"
NO_LIMITS = Limits()
"""No limit: those of the original apply to API requests, not to an operator's blueprint."""


class FieldItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A field of a custom object type."""

    name: str
    data_type: str = "string"
    display_name: str | None = None
    description: str | None = None
    is_dedupe_field: bool = False
    related_to: Related | None = None


class TypeItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A custom object type. Fields are added, and their texts updated, but never removed."""

    api_name: str
    display_name: str | None = None
    plural_name: str | None = None
    description: str | None = None
    show_in_lead_detail: bool = False
    is_approved: bool = True
    fields: list[FieldItem] = []
    records: list[dict[str, Any]] = []


def _apply(run: Run) -> Iterator[Change]:
    items = run.blueprint.items(KEY, TypeItem)
    named = [(each.value.api_name.casefold(), each.line) for each in items]
    check_unique(run.blueprint, KEY, named)
    for item in items:
        with run.errors_at(item.line, f"{KEY}: {item.value.api_name}"):
            status = _save(run, item.value)
        yield Change(KEY, item.value.api_name, status)
        yield from _apply_records(run, item)


def _save(run: Run, wanted: TypeItem) -> str:
    tx, name = run.tx, wanted.api_name
    try:
        before = type_named(tx, name)
    except Refusal as refusal:
        if refusal.problem.reason is not Reason.OBJECT_NOT_FOUND:
            raise
        before = None
    sent = SentType(
        api_name=name,
        display_name=wanted.display_name or (before.latest.display_name if before else name),
        plural_name=wanted.plural_name,
        description=wanted.description,
        show_in_lead_detail=wanted.show_in_lead_detail,
    )
    if before is None or not _has_texts(before.latest, sent):
        save_type(tx, sent, NO_LIMITS)
    _save_fields(run, wanted)
    after = type_named(tx, name)
    if wanted.is_approved and after.draft is not None:
        approve_type(tx, name)
        after = type_named(tx, name)
    if before is None:
        return "created"
    is_same = (before.approved, before.draft) == (after.approved, after.draft)
    return "unchanged" if is_same else "updated"


def _has_texts(present: Definition, sent: SentType) -> bool:
    return (
        present.display_name == sent.display_name
        and sent.plural_name in (None, present.plural_name)
        and sent.description in (None, present.description)
        and present.show_in_lead_detail == sent.show_in_lead_detail
    )


def _save_fields(run: Run, wanted: TypeItem) -> None:
    tx, name = run.tx, wanted.api_name
    present = {each.name.casefold(): each for each in type_named(tx, name).latest.fields}
    new = []
    for each in wanted.fields:
        found = present.get(each.name.casefold())
        if found is None:
            new.append(_sent_field(each))
        elif not _is_like(found, each):
            change_field(tx, name, each.name, _sent_field(each))
    if new:
        add_fields(tx, name, new, NO_LIMITS)


def _sent_field(field: FieldItem) -> SentField:
    related = field.related_to
    return SentField(
        name=field.name,
        display_name=field.display_name or field.name,
        data_type=field.data_type,
        description=field.description,
        is_dedupe_field=field.is_dedupe_field,
        related_to=None if related is None else SentRelated(related.name, related.field),
    )


def _is_like(present: ObjectField, wanted: FieldItem) -> bool:
    return (
        present.data_type == wanted.data_type
        and present.is_dedupe == wanted.is_dedupe_field
        and wanted.display_name in (None, present.display_name)
        and wanted.description in (None, present.description)
        and wanted.related_to in (None, present.related)
    )


def _apply_records(run: Run, item: Item[TypeItem]) -> Iterator[Change]:
    if not item.value.records:
        return
    name = f"{KEY}: {item.value.api_name}"
    with run.errors_at(item.line, name):
        of = _records_of(run.tx, kind_named(run.tx, item.value.api_name))
    lines = run.blueprint.lines
    records = [
        Item(record, lines[f"{item.path}.records[{index}]"], f"{item.path}.records[{index}]")
        for index, record in enumerate(item.value.records)
    ]
    for start in range(0, len(records), LEAD_BATCH_SIZE):
        group = records[start : start + LEAD_BATCH_SIZE]
        yield from apply_records(run, of, group, item.value.api_name)


def _records_of(tx: Transaction, kind: Kind) -> RecordType:
    links = (each for each in lead_links(tx) if each.is_by_id)
    fields = tuple(each.field for each in links if each.kind.schema == kind.schema)
    return RecordType(KEY, kind, plain(kind), fields)


def _present(tx: Transaction) -> Iterator[dict[str, Any]]:
    for each in custom_object_types(tx).all:
        yield _item(each)


def _present_with_records(tx: Transaction) -> Iterator[dict[str, Any]]:
    types = custom_object_types(tx)
    for each in types.all:
        item, kind = _item(each), types.kinds.get(each.api_name.casefold())
        if kind is not None:
            fields = _records_of(tx, kind).lead_fields
            records = list(present_records(tx, kind, fields))
            item |= {"records": records} if records else {}
        yield item


def _item(object_type: CustomObjectType) -> dict[str, Any]:
    version = object_type.approved or object_type.latest
    item: dict[str, Any] = {"apiName": object_type.api_name, "displayName": version.display_name}
    texts = {"pluralName": version.plural_name, "description": version.description}
    item |= {name: text for name, text in texts.items() if text is not None}
    if version.show_in_lead_detail:
        item["showInLeadDetail"] = True
    if object_type.approved is None:
        item["isApproved"] = False
    return item | {"fields": [_field_item(each) for each in version.fields]}


def _field_item(field: ObjectField) -> dict[str, Any]:
    item: dict[str, Any] = {"name": field.name, "dataType": field.data_type}
    if field.display_name != field.name:
        item["displayName"] = field.display_name
    if field.description is not None:
        item["description"] = field.description
    if field.is_dedupe:
        item["isDedupeField"] = True
    if field.related is not None:
        item["relatedTo"] = {"name": field.related.name, "field": field.related.field}
    return item


SECTION = Section(KEY, _apply, _present, _present_with_records)
