"""What the engine must know of an object: data, no code of its own."""

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
from leadkeep.errors import Problem, Reason, Refusal
from leadkeep.store import IdSequence, Transaction

GUID = "marketoGUID"
SEARCHABLE_CUSTOM_TYPES = frozenset({"string", "integer"})
"""Custom fields of these types are filters, where custom fields are (behaviour.md 7.2)."""

SYSTEM_FIELDS: tuple[tuple[str, str, str, int | None], ...] = (
    ("createdAt", "Created At", "datetime", None),
    ("updatedAt", "Updated At", "datetime", None),
)
GUID_FIELD = (GUID, "Marketo GUID", "string", 36)
ID_FIELD = ("id", "Id", "integer", None)

KnownValues = Callable[[Work, Collection[Any]], Collection[Any]]
"""Returns those of these stored values that name something there is, and holds what they name."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a field of an object refers to, as describe shows it (behaviour.md 7.2)."""

    field: str
    type: str
    """``parent`` or ``child``."""
    related_object: str
    related_field: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A field whose values must name something there is."""

    field: str
    known: KnownValues
    problem: Problem
    """What is wrong with a record whose value names nothing."""
    lock_names: Callable[[Transaction, Collection[Any]], Iterable[str]] | None = None
    """The keys to lock for values, so that what they name stays while the command runs."""


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """An object whose records are synced, queried and deleted."""

    schema: ObjectSchema
    title: str
    """The name that describe shows."""
    id_name: str
    """``id`` or ``marketoGUID``."""
    dedupe: tuple[str, ...]
    """The fields that tell records apart."""
    ids: IdSequence
    missing: str = "Record"
    """Whose absence 1013 tells: Record or Object (behaviour.md 7.1)."""
    description: str | None = None
    searchable: tuple[str, ...] = ()
    """Further fields that queries may filter by."""
    referring: tuple[str, ...] = ()
    """Further fields that records are found by from elsewhere; no filters."""
    required: tuple[str, ...] = ()
    """Further fields that may not be empty."""
    is_renamed: bool = False
    """May a record that is named by its id get another dedupe value? It has one such field then."""
    searches_custom: bool = False
    folds_names: bool = False
    """Are names of fields matched without regard to letter case (behaviour.md 7.3)?"""
    references: tuple[Reference, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    shown: tuple[str, ...] = ()
    """What a read shows that names no fields, beside id, dedupe fields and dates."""
    initial: Mapping[str, Any] = field(default_factory=dict)
    """What a new record holds in fields that no caller may set."""

    def is_filter(self, of: Field) -> bool:
        """Return whether a field of the object is a filter by itself."""
        if of.is_custom and self.searches_custom:
            return of.type.described_name in SEARCHABLE_CUSTOM_TYPES and not of.is_hidden
        return of.name in self.searchable or (of.name,) == self.dedupe

    def is_updateable(self, of: Field) -> bool:
        """Return whether a record may change a field's value, as describe shows it."""
        return not of.is_read_only and (self.is_renamed or of.name not in self.dedupe)

    def field_named(self, catalog: Catalog, name: str) -> Field | None:
        """Return the field that a record or a query means by a name."""
        found = catalog.by_name.get(name)
        if found is None and self.folds_names:
            found = catalog.cached("folded names", lambda: _folded(catalog)).get(name.casefold())
        return found

    def field_to_read(self, catalog: Catalog, name: str) -> Field:
        """Return the field that a read names.

        Raises:
            Refusal: 1006, there is none.
        """
        found = self.field_named(catalog, name)
        if found is None:
            raise Refusal(Reason.FIELD_NOT_FOUND, name)
        return found


def _folded(catalog: Catalog) -> dict[str, Field]:
    return {each.name.casefold(): each for each in catalog.fields}


def catalog_of(tx: Transaction, kind: Kind) -> Catalog:
    """Return the fields of an object as this transaction sees them."""
    return object_catalog(tx, kind.schema)


def standard_fields(
    first_id: int, rows: Sequence[tuple[str, str, str, int | None]], read_only: Collection[str] = ()
) -> tuple[StandardField, ...]:
    """Return standard fields from name, display name, type and length; ids count from the first.

    The fields that every object has are read-only always.
    """
    system = {"id", GUID, *(name for name, *_ in SYSTEM_FIELDS)}
    return fields_from_rows(first_id, rows, read_only={*system, *read_only})
