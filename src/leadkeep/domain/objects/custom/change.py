"""The life cycle of a custom object type: draft, approved, approved with draft (behaviour.md 7.3).

Every change edits the draft. Approval publishes it: it creates the table of the type, or adds
columns to it, in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import MetaData, Table

from leadkeep.domain.fields import (
    FIELD_IDS,
    FIELDS_LOCK,
    OBJECT_INFO,
    NewField,
    describe_field,
    install_object_fields,
    object_catalog,
    register_fields,
    unregister_fields,
    unregister_object,
)
from leadkeep.domain.objects.custom.definition import (
    DEDUPE_FIELD_LIMIT,
    RESERVED_API_NAMES,
    Definition,
    ObjectField,
    SentField,
    SentType,
    is_api_name,
    new_field,
    required,
    storable,
)
from leadkeep.domain.objects.custom.links import related_named, stored_type
from leadkeep.domain.objects.custom.types import (
    OBJECT_TYPES,
    CustomObjectType,
    CustomObjectTypes,
    dependent_types,
    found_type,
    load_types,
)
from leadkeep.domain.objects.engine import (
    GUID_FIELD,
    SYSTEM_FIELDS,
    Kind,
    object_columns,
    remove_all_keys,
    standard_fields,
)
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

ACTIONS = frozenset({"createOnly", "updateOnly", "createOrUpdate"})


@dataclass(frozen=True, slots=True)
class Limits:
    """How many types and fields a client may define; None for no limit."""

    types: int | None = None
    fields: int | None = None
    late_fields: int | None = None
    """Limit: fields added to a type after its first approval."""


def save_type(tx: Transaction, sent: SentType, limits: Limits) -> CustomObjectType:
    """Create a type as a draft, or change the draft of an existing type.

    Raises:
        Refusal: 1002, a required value is missing; 1003, a value is not acceptable or the limit of
            types is reached; 1013, the action is to update and the type does not exist; 1017, the
            action is to create and the type exists.
    """
    types = _types_to_change(tx)
    action = sent.action or "createOrUpdate"
    if action not in ACTIONS:
        raise Refusal(Reason.INVALID_CHOICE, "action", action)
    api_name = required("apiName", sent.api_name)
    present = [each for each in types.all if each.api_name.casefold() == api_name.casefold()]
    if present:
        if action == "createOnly":
            raise Refusal(Reason.OBJECT_EXISTS)
        return OBJECT_TYPES.store(tx, present[0], draft=_changed(present[0], sent))
    if action == "updateOnly":
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Object")
    if not is_api_name(api_name) or api_name.casefold() in RESERVED_API_NAMES:
        raise Refusal(Reason.INVALID_VALUE, "apiName", api_name)
    if limits.types is not None and len(types.all) >= limits.types:
        raise Refusal(Reason.TOO_MANY, "custom object types", limits.types)
    return OBJECT_TYPES.add(tx, api_name, _new(sent))


def _new(sent: SentType) -> Definition:
    return Definition(
        required("displayName", sent.display_name),
        storable("pluralName", sent.plural_name),
        storable("description", sent.description),
        bool(sent.show_in_lead_detail),
    )


def _changed(target: CustomObjectType, sent: SentType) -> Definition:
    present = target.latest
    if sent.display_name not in (None, "", present.display_name) and target.approved is not None:
        raise Refusal(Reason.FIELD_NOT_ALLOWED, "displayName")
    shown = sent.show_in_lead_detail
    plural, description = sent.plural_name, sent.description
    return msgspec.structs.replace(
        present,
        display_name=storable("displayName", sent.display_name) or present.display_name,
        plural_name=present.plural_name if plural is None else storable("pluralName", plural),
        description=(
            present.description if description is None else storable("description", description)
        ),
        show_in_lead_detail=present.show_in_lead_detail if shown is None else shown,
    )


def add_fields(
    tx: Transaction, api_name: str, sent: Sequence[SentField], limits: Limits
) -> CustomObjectType:
    """Add fields to the draft of a type: all, or none.

    Raises:
        Refusal: 1013, there is no such type; 1002 and 1003, a value is not acceptable; 1017, the
            name is taken, regardless of letter case; 1028, the limit of fields is exceeded.
    """
    types = _types_to_change(tx)
    target = found_type(types.all, api_name)
    fields = list(target.latest.fields)
    for each in sent:
        related = related_named(tx, each.related_to, _linkable_kinds(types, target))
        new = new_field(each, related, is_late=target.approved is not None)
        if new.name.casefold() in {one.name.casefold() for one in fields}:
            raise Refusal(Reason.OBJECT_EXISTS)
        if target.approved is not None and (new.is_dedupe or new.related is not None):
            # These fields identify or link records, so they cannot change after the first approval.
            member = "isDedupeField" if new.is_dedupe else "relatedTo"
            raise Refusal(Reason.FIELD_NOT_ALLOWED, member)
        fields.append(new)
    late = sum(each.is_late for each in fields)
    if _is_over(len(fields), limits.fields) or _is_over(late, limits.late_fields):
        raise Refusal(Reason.ATTRIBUTE_LIMIT)
    return _with_fields(tx, target, fields)


def _is_over(count: int, limit: int | None) -> bool:
    return limit is not None and count > limit


def _linkable_kinds(types: CustomObjectTypes, target: CustomObjectType) -> dict[str, Kind]:
    """Return the kinds of the types to which a type may link: the types created before it."""
    before = {each.api_name.casefold() for each in types.all if each.id < target.id}
    return {name: kind for name, kind in types.kinds.items() if name in before}


def change_field(tx: Transaction, api_name: str, name: str, sent: SentField) -> CustomObjectType:
    """Change a field in the draft of a type.

    Raises:
        Refusal: 1013, there is no such type; 1006, no such field; 1003, a value is not acceptable
            or can no longer change.
    """
    types = _types_to_change(tx)
    target = found_type(types.all, api_name)
    present = target.latest.named(name)
    is_published = target.approved is not None and any(
        each.name == present.name for each in target.approved.fields
    )
    if is_published:
        fixed = {"name": sent.name, "dataType": sent.data_type}
        kept = {"name": present.name, "dataType": present.data_type}
        for member, value in fixed.items():
            if value not in (None, "", kept[member]):
                raise Refusal(Reason.FIELD_NOT_ALLOWED, member)
        if sent.is_dedupe_field not in (None, present.is_dedupe):
            raise Refusal(Reason.FIELD_NOT_ALLOWED, "isDedupeField")
    changed = _changed_field(tx, types, target, present, sent)
    fields = tuple(changed if each is present else each for each in target.latest.fields)
    names = [each.name.casefold() for each in fields]
    if len(set(names)) < len(names):
        raise Refusal(Reason.OBJECT_EXISTS)
    return _with_fields(tx, target, fields)


def _changed_field(
    tx: Transaction,
    types: CustomObjectTypes,
    target: CustomObjectType,
    present: ObjectField,
    sent: SentField,
) -> ObjectField:
    data_type = sent.data_type or present.data_type
    related = present.related if data_type == present.data_type else None
    if sent.related_to is not None:
        related = related_named(tx, sent.related_to, _linkable_kinds(types, target))
    if target.approved is not None and related != present.related:
        raise Refusal(Reason.FIELD_NOT_ALLOWED, "relatedTo")
    is_dedupe = present.is_dedupe if sent.is_dedupe_field is None else sent.is_dedupe_field
    if target.approved is not None and is_dedupe != present.is_dedupe:
        raise Refusal(Reason.FIELD_NOT_ALLOWED, "isDedupeField")
    whole = SentField(
        name=sent.name or present.name,
        display_name=sent.display_name or present.display_name,
        data_type=data_type,
        description=present.description if sent.description is None else sent.description,
        is_dedupe_field=is_dedupe,
    )
    return new_field(whole, related, is_late=present.is_late)


def delete_fields(tx: Transaction, api_name: str, names: Sequence[str]) -> CustomObjectType:
    """Delete fields from the draft of a type: all of them, or none.

    Raises:
        Refusal: 1013, there is no such type; 1006, no such field; 1003, the field is a dedupe or
            link field, and the type is approved.
    """
    target = found_type(_types_to_change(tx).all, api_name)
    doomed = [target.latest.named(name) for name in names]
    for each in doomed:
        if target.approved is not None and (each.is_dedupe or each.related is not None):
            raise Refusal(Reason.FIELD_NOT_ALLOWED, each.name)
    fields = tuple(each for each in target.latest.fields if each not in doomed)
    return _with_fields(tx, target, fields)


def approve_type(tx: Transaction, api_name: str) -> CustomObjectType:
    """Publish the draft of a type, so that records of the type can be stored.

    Raises:
        Refusal: 1013, there is no such type; 1003, the type has no draft or no dedupe field.
    """
    types = _types_to_change(tx)
    target = found_type(types.all, api_name)
    draft = OBJECT_TYPES.draft_of(target)
    if not draft.dedupe:
        raise Refusal(Reason.TYPE_WITHOUT_DEDUPE_FIELD, target.api_name)
    if target.approved is None:
        _make_table(tx, target)
    before = target.approved.fields if target.approved else ()
    known, wanted = {each.name for each in before}, {each.name for each in draft.fields}
    unregister_fields(tx, target.schema, sorted(known - wanted))
    new = [each for each in draft.fields if each.name not in known]
    others = _linkable_kinds(types, target)
    register_fields(tx, target.schema, [_registered(tx, each, others) for each in new])
    for each in draft.fields:
        if each.name in known:
            describe_field(tx, target.schema, each.name, each.display_name, each.description)
    return OBJECT_TYPES.store(tx, target, approved=draft, draft=None, version=target.version + 1)


def _make_table(tx: Transaction, target: CustomObjectType) -> None:
    rows = (GUID_FIELD, *SYSTEM_FIELDS)
    numbers = tx.allocate(FIELD_IDS, len(rows))
    system = [
        replace(field, id=number)
        for field, number in zip(standard_fields(0, rows), numbers, strict=True)
    ]
    table = Table(
        target.schema.table_name, MetaData(), *object_columns(system), info=dict(OBJECT_INFO)
    )
    tx.create_table(table)
    install_object_fields(tx, target.schema, system)


def _registered(tx: Transaction, field: ObjectField, others: dict[str, Kind]) -> NewField:
    data_type = stored_type(tx, field, others)
    return NewField(field.name, field.display_name, data_type, field.description)


def discard_draft(tx: Transaction, api_name: str) -> CustomObjectType:
    """Discard the draft of a type, so that only the approved version remains.

    Raises:
        Refusal: 1013, there is no such type; 1048, the type has no draft or was never approved.
    """
    target = found_type(_types_to_change(tx).all, api_name)
    if target.draft is None or target.approved is None:
        raise Refusal(Reason.DRAFT_NOT_DISCARDED)
    return OBJECT_TYPES.store(tx, target, draft=None)


def delete_type(tx: Transaction, api_name: str) -> None:
    """Delete a type and all its records.

    Raises:
        Refusal: 1013, there is no such type; 1022, another type links to it.
    """
    types = _types_to_change(tx)
    target = found_type(types.all, api_name)
    if dependent_types(types.all, target):
        raise Refusal(Reason.OBJECT_IN_USE)
    if target.approved is not None:
        catalog = object_catalog(tx, target.schema)
        remove_all_keys(tx, catalog)
        tx.drop_table(catalog.table)
        unregister_object(tx, target.schema)
    OBJECT_TYPES.remove(tx, target)


def _with_fields(
    tx: Transaction, target: CustomObjectType, fields: Sequence[ObjectField]
) -> CustomObjectType:
    if sum(each.is_dedupe for each in fields) > DEDUPE_FIELD_LIMIT:
        raise Refusal(Reason.TOO_MANY, "dedupe fields", DEDUPE_FIELD_LIMIT)
    draft = msgspec.structs.replace(target.latest, fields=tuple(fields))
    return OBJECT_TYPES.store(tx, target, draft=draft)


def _types_to_change(tx: Transaction) -> CustomObjectTypes:
    """Lock types and fields against other writers; return all types, read after the lock."""
    tx.lock_keys(["custom object types", FIELDS_LOCK])
    return load_types(tx)
