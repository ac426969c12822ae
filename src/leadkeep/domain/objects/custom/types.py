"""Read custom object types, and make from each approved type the kind that the engine needs.

A type is what a user defines, with a draft and an approved version. A kind describes an object to
the object engine; only approved types have one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Table

from leadkeep.domain.fields import DraftedType, ObjectSchema, TypeStore
from leadkeep.domain.objects.custom.definition import LINK, Definition
from leadkeep.domain.objects.custom.links import reference_of, relationship_of
from leadkeep.domain.objects.custom.tables import (
    CUSTOM_OBJECT_IDS,
    CUSTOM_OBJECT_TYPE_IDS,
    custom_object_type,
)
from leadkeep.domain.objects.engine import GUID, Kind, catalog_of
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

OBJECT_PREFIX = "customObject:"
TABLE_PREFIX = "object_"


@dataclass(frozen=True, slots=True)
class CustomObjectType(DraftedType[Definition]):
    """A custom object type with its draft and its approved version."""

    version: int = 0
    """How often the type was approved."""

    @property
    def schema(self) -> ObjectSchema:
        """The approved version's name in the registry of fields, and its table."""
        return ObjectSchema(
            OBJECT_PREFIX + self.api_name,
            TABLE_PREFIX + self.api_name.lower(),
            0,
            frozenset({"id", GUID.lower(), "createdat", "updatedat"}),
        )


OBJECT_TYPES = TypeStore(
    custom_object_type, CUSTOM_OBJECT_TYPE_IDS, CustomObjectType, Definition, "Custom object type"
)


@dataclass(frozen=True, slots=True)
class CustomObjectTypes:
    """All custom object types at one version of the catalog."""

    all: Sequence[CustomObjectType]
    """All types, ascending by id."""
    kinds: Mapping[str, Kind]
    """The kinds of approved types, by API name in folded letter case."""


def custom_object_types(tx: Transaction) -> CustomObjectTypes:
    """Return all custom object types that this transaction sees."""
    return tx.cached(load_types)


def load_types(tx: Transaction) -> CustomObjectTypes:
    """Read all custom object types from the store."""
    types = OBJECT_TYPES.load(tx)
    kinds: dict[str, Kind] = {}
    # A type may link to types that were approved before it, but never to itself.
    for each in types:
        if each.approved is not None:
            kinds[each.api_name.casefold()] = _kind_of(each, each.approved, kinds)
    return CustomObjectTypes(types, kinds)


def _kind_of(
    custom_type: CustomObjectType, version: Definition, others: Mapping[str, Kind]
) -> Kind:
    links = [each for each in version.fields if each.data_type == LINK]
    return Kind(
        schema=custom_type.schema,
        title=version.display_name,
        api_name=custom_type.api_name,
        has_display_name=True,
        dedupe_is_updateable=True,
        id_name=GUID,
        dedupe=version.dedupe,
        ids=CUSTOM_OBJECT_IDS,
        missing="Object",
        description=version.description,
        searchable=tuple(each.name for each in links),
        folds_names=True,
        references=tuple(reference_of(each, others) for each in links),
        relationships=tuple(relationship_of(each) for each in links),
    )


def type_named(tx: Transaction, api_name: str) -> CustomObjectType:
    """Return the type with this API name, ignoring letter case.

    Raises:
        Refusal: 1013, there is no such type.
    """
    return found_type(custom_object_types(tx).all, api_name)


def found_type(types: Sequence[CustomObjectType], api_name: str) -> CustomObjectType:
    """Return the type with this API name from ``types``, ignoring letter case.

    Raises:
        Refusal: 1013, there is no such type.
    """
    for each in types:
        if each.api_name.casefold() == api_name.casefold():
            return each
    raise Refusal(Reason.OBJECT_NOT_FOUND, "Object")


def kind_named(tx: Transaction, api_name: str) -> Kind:
    """Return the kind that the engine uses for an approved type, by the type's API name.

    Raises:
        Refusal: 1013, there is no such approved type.
    """
    kind = custom_object_types(tx).kinds.get(api_name.casefold())
    if kind is None:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Object")
    return kind


def dependent_types(
    types: Sequence[CustomObjectType], on: CustomObjectType
) -> list[tuple[CustomObjectType, list[str]]]:
    """Return the types that link to the type ``on`` in any version, each with its link fields."""
    found = []
    for each in types:
        names = {
            field.name: None
            for version in (each.approved, each.draft)
            if version is not None
            for field in version.fields
            if field.related is not None and field.related.name == on.api_name
        }
        if names:
            found.append((each, list(names)))
    return found


def custom_tables(tx: Transaction) -> dict[str, Table]:
    """Return the tables of all approved types by table name.

    Approval creates these tables, not a migration.
    """
    kinds = custom_object_types(tx).kinds.values()
    tables = [catalog_of(tx, kind).table for kind in kinds]
    return {table.name: table for table in tables}
