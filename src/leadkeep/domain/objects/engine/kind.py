"""Model what the object engine must know about an object: its kind."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leadkeep.domain.fields import (
    Catalog,
    Field,
    ObjectSchema,
    StandardField,
    fields_from_rows,
    object_catalog,
)
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Problem
from leadkeep.store import IdSequence, Transaction

GUID = "marketoGUID"
SEARCHABLE_CUSTOM_TYPES = frozenset({"string", "integer"})
"""Data types of custom fields by which records can be filtered, for objects that have custom fields
(behaviour.md 7.2)."""

SYSTEM_FIELDS: tuple[tuple[str, str, str, int | None], ...] = (
    ("createdAt", "Created At", "datetime", None),
    ("updatedAt", "Updated At", "datetime", None),
)
GUID_FIELD = (GUID, "Marketo GUID", "string", 36)
ID_FIELD = ("id", "Id", "integer", None)

LockExisting = Callable[[Work, Collection[Any]], Collection[Any]]
"""Returns those of the given values that refer to something which exists; it may lock what they
refer to."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """To which object and field a field refers, as describe shows it (behaviour.md 7.2)."""

    field: str
    type: str
    """``parent`` or ``child``."""
    related_object: str
    related_field: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A field whose values must refer to a stored record of another object, or to a lead."""

    field: str
    lock_existing: LockExisting
    problem: Problem
    """The problem of a record with a value that refers to nothing."""
    lead_field: str | None = None
    """The lead field that the values are values of, ``id`` or a key field; None if the field refers
    to another object."""
    lock_names: Callable[[Transaction, Collection[Any]], Iterable[str]] | None = None
    """Returns the lock names for values: with these locked, what the values refer to cannot be
    deleted."""


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """The description of one object, by which the engine creates, finds and deletes its records."""

    schema: ObjectSchema
    title: str
    """What people call the object."""
    id_name: str
    """The name of the id in the API: ``id`` or ``marketoGUID``."""
    dedupe: tuple[str, ...]
    """The names of the dedupe fields, which together identify a record."""
    ids: IdSequence
    missing: str = "Record"
    """What error 1013 says does not exist: Record or Object (behaviour.md 7.1)."""
    api_name: str | None = None
    """The name that describe shows, if it is not the title, which is the display name then."""
    has_display_name: bool = False
    """Does describe show the title as display name (behaviour.md 13)?"""
    description: str | None = None
    dedupe_is_updateable: bool = False
    """Does describe show the dedupe fields as updateable (behaviour.md 13)?"""
    not_updateable: tuple[str, ...] = ()
    """Other fields that describe shows as not updateable, though records set them."""
    searchable: tuple[str, ...] = ()
    """Other fields by which records can be filtered."""
    lead_link: str | None = None
    """The lead field by which leads refer to a record, whose values they show."""
    required: tuple[str, ...] = ()
    """Fields, besides the dedupe fields, that must not be empty."""
    is_renamed: bool = False
    """May a record that is named by its id change its dedupe value? Only kinds with one dedupe
    field."""
    searches_custom: bool = False
    folds_names: bool = False
    """Are field names in records to write matched ignoring letter case (behaviour.md 7.3)?"""
    references: tuple[Reference, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    default_fields: tuple[str, ...] = ()
    """Default fields of a read, besides id, dedupe fields and dates."""
    reads_filled: bool = False
    """Does a read without named fields return all fields that have a value (behaviour.md 13)?"""
    initial: Mapping[str, Any] = field(default_factory=dict)
    """Initial values of fields that callers cannot set."""

    def is_filter(self, field: Field) -> bool:
        """Return whether a field of the object can be used as a filter alone."""
        if field.is_custom and self.searches_custom:
            return field.type.described_name in SEARCHABLE_CUSTOM_TYPES and not field.is_hidden
        return field.name in self.searchable or (field.name,) == self.dedupe

    def is_updateable(self, field: Field) -> bool:
        """Return whether describe shows a field as updateable."""
        is_key = field.name in self.dedupe and not (self.is_renamed or self.dedupe_is_updateable)
        return not (field.is_read_only or is_key or field.name in self.not_updateable)

    def field_to_write(self, catalog: Catalog, name: str) -> Field | None:
        """Return the field that a name in a record to write means; None if there is none."""
        return catalog.find(name) if self.folds_names else catalog.by_name.get(name)


def catalog_of(tx: Transaction, kind: Kind) -> Catalog:
    """Return the catalog of a kind's fields, as this transaction sees them."""
    return object_catalog(tx, kind.schema)


def standard_fields(
    first_id: int,
    rows: Sequence[tuple[str, str, str, int | None]],
    read_only: Collection[str] = (),
    columns: Mapping[str, str] | None = None,
) -> tuple[StandardField, ...]:
    """Return standard fields from rows of name, display name, type and length.

    Ids count up from ``first_id``. The fields that all objects have are always read-only.
    ``columns`` has the column of each field that is not stored under its own name.
    """
    system = {"id", GUID, *(name for name, *_ in SYSTEM_FIELDS)}
    return fields_from_rows(first_id, rows, read_only={*system, *read_only}, columns=columns)
