"""Read, create and update fields (behaviour.md 3.3)."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, update

from leadkeep.domain.fields import tables
from leadkeep.domain.fields.catalog import (
    LEAD,
    Catalog,
    ObjectSchema,
    catalog_loader,
    field_from_row,
    object_catalog,
    object_table,
)
from leadkeep.domain.fields.field import Field
from leadkeep.domain.fields.renames import RENAMES, renamed
from leadkeep.domain.fields.types import FIELD_TYPES
from leadkeep.errors import Problem, Reason, nearest
from leadkeep.store import Transaction

FIELDS_LOCK = "fields"
"""Locked by everything that adds fields or changes them."""

SEGMENT_TYPE = "segment"
LONGEST_NAME_CHARACTERS = 255
LONGEST_DISPLAY_NAME_CHARACTERS = 255
LONGEST_COLUMN_NAME = 59
"""Limit: characters of a column name; PostgreSQL cuts names after 63 bytes."""

RESERVED_COLUMN_NAMES = frozenset(
    {"cmax", "cmin", "ctid", "oid", "rowid", "tableoid", "xmax", "xmin"}
)
"""Names that an engine reserves for itself; a field with such a name gets another column name."""

_LIKE_A_NUMBERED_COLUMN = re.compile(r"field_[0-9]+", re.IGNORECASE).fullmatch
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*").fullmatch
_DISPLAY_NAME = re.compile(r"[^\W_][\w .,()/&+'#:-]*").fullmatch
"""Matches a display name: letters, digits, blanks and the marks that standard names use."""


@dataclass(frozen=True, slots=True)
class NewField:
    """A custom field to create."""

    name: str
    display_name: str
    data_type: str
    description: str | None = None
    is_hidden: bool = False
    is_html_encoding_in_email: bool = True
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class FieldOutcome:
    """What a command that creates or updates fields did with one field."""

    name: str
    status: str
    problem: Problem | None = None


CHANGEABLE: Mapping[str, str] = {
    "displayName": "display_name",
    "description": "description",
    "isHidden": "is_hidden",
    "isHtmlEncodingInEmail": "is_html_encoding_in_email",
    "isSensitive": "is_sensitive",
}
"""The members that an update of a field may send, each with the registry column that it changes."""

CHANGEABLE_OF_STANDARD = frozenset({"description", "isHtmlEncodingInEmail", "isSensitive"})


def create_fields(
    tx: Transaction,
    fields: Sequence[NewField],
    *,
    is_api_created: bool,
    schema: ObjectSchema = LEAD,
) -> list[FieldOutcome]:
    """Create custom fields of an object; every process can use them from its next request.

    A refused field does not stop the others.
    """
    catalog = _catalog_to_change(tx, schema)
    names = {each.name.casefold() for each in catalog.fields}
    display_names = {each.display_name.casefold() for each in catalog.fields}
    limit = schema.api_custom_field_limit
    room = limit - sum(each.is_api_created for each in catalog.fields)
    outcomes: list[FieldOutcome] = []
    accepted: list[NewField] = []
    for new in fields:
        problem = _problem_with(new, names, display_names, is_api_created=is_api_created)
        if problem is None and is_api_created and len(accepted) >= room:
            problem = Problem(Reason.TOO_MANY, ("custom fields", limit))
        if problem is None:
            accepted.append(new)
            names.add(new.name.casefold())
            display_names.add(new.display_name.casefold())
        outcomes.append(FieldOutcome(new.name, "skipped" if problem else "created", problem))
    _store_new(tx, schema, accepted, is_api_created=is_api_created)
    return outcomes


def create_segment_field(tx: Transaction, segmentation: str) -> str:
    """Create the lead field that stores each lead's segment of a segmentation; return its name.

    Every existing lead starts in the segment Default.

    Raises:
        ValueError: no field name can be made from the segmentation's name, or it is taken.
    """
    catalog = _catalog_to_change(tx, LEAD)
    words = re.findall(r"[A-Za-z0-9]+", segmentation)
    name = "".join(word[:1].upper() + word[1:] for word in words) + "Segment"
    name = name[:1].lower() + name[1:]
    new = NewField(name, f"{segmentation} Segment", SEGMENT_TYPE)
    names = {each.name.casefold() for each in catalog.fields}
    if not words or not _NAME(name) or len(name) > LONGEST_COLUMN_NAME:
        raise ValueError(f"{segmentation} makes no name of a field: begin it with a letter")
    if name.casefold() in names:
        raise ValueError(f"there is a field named {name} already")
    _store_new(tx, LEAD, [new], is_api_created=False, is_own=True)
    return name


def _catalog_to_change(tx: Transaction, schema: ObjectSchema) -> Catalog:
    """Lock the fields of an object against other writers, then read and return them.

    The cached catalog may be older than the lock, so it is not used.
    """
    tx.lock_keys([FIELDS_LOCK])
    return catalog_loader(schema)(tx)


def _problem_with(
    new: NewField, names: set[str], display_names: set[str], *, is_api_created: bool
) -> Problem | None:
    if not _NAME(new.name) or len(new.name) > LONGEST_NAME_CHARACTERS:
        return Problem(Reason.INVALID_VALUE, ("name", new.name))
    display_name = new.display_name
    if not _DISPLAY_NAME(display_name) or len(display_name) > LONGEST_DISPLAY_NAME_CHARACTERS:
        return Problem(Reason.INVALID_VALUE, ("displayName", display_name))
    field_type = FIELD_TYPES.get(new.data_type)
    if field_type is None or not field_type.is_creatable_by(is_api=is_api_created):
        return Problem(Reason.INVALID_VALUE, ("dataType", new.data_type))
    if not _is_storable(new.description):
        return Problem(Reason.INVALID_VALUE, ("description", new.description))
    # SQLite ignores letter case in column names, so field names must differ without it, too.
    if new.name.casefold() in names or display_name.casefold() in display_names:
        return Problem(Reason.OBJECT_EXISTS)
    return None


def explain_problem(new: NewField, problem: Problem) -> str:
    """Return why a field cannot be created, for operators: which types there are, what exists."""
    if problem.reason is Reason.OBJECT_EXISTS:
        return f"a field with this name, or with the label {new.display_name}, exists already"
    if problem == Problem(Reason.INVALID_VALUE, ("dataType", new.data_type)):
        types = [each.name for each in FIELD_TYPES.values() if each.is_creatable]
        hint = nearest(new.data_type, types)
        return f"no data type is named {new.data_type}{hint}; there are {', '.join(types)}"
    return str(problem)


def _is_storable(description: str | None) -> bool:
    # Not every engine stores the NUL character.
    return description is None or "\0" not in description


def register_fields(tx: Transaction, schema: ObjectSchema, fields: Sequence[NewField]) -> None:
    """Register custom fields that the caller has checked, and add a column for each."""
    _store_new(tx, schema, fields, is_api_created=True)


def unregister_fields(tx: Transaction, schema: ObjectSchema, names: Collection[str]) -> None:
    """Remove fields from the registry. Their columns stay empty, and no other field reuses them."""
    catalog = catalog_loader(schema)(tx)
    gone = [catalog.named(name) for name in names]
    if gone:
        nothing = {each.column: each.type.empty for each in gone}
        tx.execute(update(catalog.table).values(nothing))
        tx.execute(delete(tables.field).where(tables.field.c.id.in_([each.id for each in gone])))
        tx.bump_version()


def unregister_object(tx: Transaction, schema: ObjectSchema) -> None:
    """Remove all fields of an object that is being deleted from the registry."""
    tx.execute(delete(tables.field).where(tables.field.c.object == schema.name))
    tx.bump_version()


def describe_field(
    tx: Transaction, schema: ObjectSchema, name: str, display_name: str, description: str | None
) -> None:
    """Change the display name and description of a field; the caller has checked them."""
    mine = (tables.field.c.object == schema.name) & (tables.field.c.name == name)
    values = {"display_name": display_name, "description": description}
    tx.execute(update(tables.field).where(mine).values(values))
    tx.bump_version()


def _store_new(
    tx: Transaction,
    schema: ObjectSchema,
    fields: Sequence[NewField],
    *,
    is_api_created: bool,
    is_own: bool = False,
) -> None:
    """Register fields and add their columns.

    Fields that leadkeep itself creates (``is_own``) do not count as custom fields.
    """
    if not fields:
        return
    present = {name.lower() for name in tx.column_names(schema.table_name)}
    numbers = tx.allocate(tables.FIELD_IDS, len(fields))
    rows = [
        {
            "id": number,
            "object": schema.name,
            "name": new.name,
            "soap_name": new.name,
            "display_name": new.display_name,
            "data_type": new.data_type,
            "length": FIELD_TYPES[new.data_type].default_length,
            "column_name": _column_name(present, schema, new.name, number),
            "is_read_only": is_own,
            "is_soap_read_only": is_own,
            "is_company_field": False,
            "is_hidden": new.is_hidden,
            "is_html_encoding_in_email": new.is_html_encoding_in_email,
            "is_sensitive": new.is_sensitive,
            "is_custom": not is_own,
            "is_api_created": is_api_created,
            "description": new.description,
        }
        for number, new in zip(numbers, fields, strict=True)
    ]
    tx.execute(insert(tables.field), rows)
    made = tuple(field_from_row(row) for row in rows)
    tx.add_columns(object_table(schema.table_name, made), [each.column for each in made])
    tx.bump_version()


def _column_name(present: set[str], schema: ObjectSchema, name: str, number: int) -> str:
    is_taken = name.lower() in RESERVED_COLUMN_NAMES | schema.other_columns | present
    is_awkward = is_taken or len(name) > LONGEST_COLUMN_NAME
    # The name field_900 could collide with the column of field 900, if that one has no usable name.
    if is_awkward or _LIKE_A_NUMBERED_COLUMN(name):
        return f"field_{number}"
    return name


def update_field(
    tx: Transaction, name: str, changes: Mapping[str, Any], schema: ObjectSchema = LEAD
) -> FieldOutcome:
    """Change a field's members in :data:`CHANGEABLE`; refuse others (behaviour.md 3.3).

    Raises:
        Refusal: 1006, there is no such field.
    """
    catalog = _catalog_to_change(tx, schema)
    target = catalog.named(name)
    problem = _problem_with_change(catalog, target, changes)
    if problem:
        return FieldOutcome(name, "skipped", problem)
    values = {CHANGEABLE[member]: value for member, value in changes.items()}
    if values:
        tx.execute(update(tables.field).where(tables.field.c.id == target.id).values(values))
        tx.bump_version()
    if schema == LEAD and (label := values.get("display_name")) is not None:
        tx.emit(RENAMES, lambda: renamed("field", {target.display_name: label}))
    return FieldOutcome(name, "updated")


def _problem_with_change(
    catalog: Catalog, target: Field, changes: Mapping[str, Any]
) -> Problem | None:
    for member, value in changes.items():
        is_allowed = member in (CHANGEABLE if target.is_custom else CHANGEABLE_OF_STANDARD)
        if member == "isHidden" and not target.is_api_created:
            is_allowed = False
        if not is_allowed:
            return Problem(Reason.INVALID_VALUE, (member, value))
    if not _is_storable(changes.get("description")):
        return Problem(Reason.INVALID_VALUE, ("description", changes["description"]))
    display_name = changes.get("displayName")
    if display_name is None:
        return None
    if not _DISPLAY_NAME(display_name) or len(display_name) > LONGEST_DISPLAY_NAME_CHARACTERS:
        return Problem(Reason.INVALID_VALUE, ("displayName", display_name))
    taken = {each.display_name.casefold() for each in catalog.fields if each.id != target.id}
    if display_name.casefold() in taken:
        return Problem(Reason.OBJECT_EXISTS)
    return None


def field_named(tx: Transaction, name: str, schema: ObjectSchema = LEAD) -> Field:
    """Return the object's field with this name.

    Raises:
        Refusal: 1006, there is no such field (behaviour.md 3.3).
    """
    return object_catalog(tx, schema).named(name)


def fields_after(
    tx: Transaction, last_id: int, limit: int, schema: ObjectSchema = LEAD
) -> tuple[list[Field], bool]:
    """Return a page of the object's fields with ids above ``last_id``; and whether more follow."""
    rest = [each for each in object_catalog(tx, schema).fields if each.id > last_id]
    return rest[:limit], len(rest) > limit
