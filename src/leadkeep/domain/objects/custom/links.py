"""Define what link fields of custom objects may refer to: leads, companies, custom objects."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from leadkeep.domain.fields import Catalog, Field, lead_catalog
from leadkeep.domain.instance.access import Work
from leadkeep.domain.objects.custom.definition import ObjectField, Related, SentRelated, required
from leadkeep.domain.objects.engine import (
    Kind,
    Reference,
    Relationship,
    catalog_of,
    lead_key_reference,
    lead_reference,
    read_records,
    reference_to,
)
from leadkeep.domain.objects.standard import COMPANY
from leadkeep.errors import Problem, Reason, Refusal
from leadkeep.store import Transaction

LEAD = "Lead"
COMPANY_NAME = "Company"
LEAD_ID = "id"
NO_COMPANY = Problem(Reason.OBJECT_NOT_FOUND, ("Company",))
NO_OBJECT = Problem(Reason.OBJECT_NOT_FOUND, ("Object",))


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """An object to which link fields may refer, and the fields of it that they may name."""

    name: str
    display_name: str
    fields: Mapping[str, Field]
    """The fields by name."""


def linkable_objects(tx: Transaction, kinds: Mapping[str, Kind]) -> list[LinkTarget]:
    """Return the objects that link fields may refer to.

    These are leads, companies, and approved types with a single dedupe field.
    """
    catalog = lead_catalog(tx)
    lookups = (each.name for each in catalog.visible if each.is_lookup and each.name != "cookies")
    leads = _fields(catalog, (LEAD_ID, *lookups))
    companies = _fields(catalog_of(tx, COMPANY), ("id", *COMPANY.dedupe))
    return [
        LinkTarget(LEAD, LEAD, leads),
        LinkTarget(COMPANY_NAME, COMPANY_NAME, companies),
        *(
            LinkTarget(name, kind.title, _fields(catalog_of(tx, kind), kind.dedupe))
            for kind in kinds.values()
            if len(kind.dedupe) == 1 and (name := kind.api_name)
        ),
    ]


def _fields(catalog: Catalog, names: Iterable[str]) -> dict[str, Field]:
    return {name: catalog.by_name[name] for name in dict.fromkeys(names)}


def related_named(
    tx: Transaction, sent: SentRelated | None, kinds: Mapping[str, Kind]
) -> Related | None:
    """Return the object and field to which a link field refers, with their names in exact spelling.

    Raises:
        Refusal: 1002, a required value is missing; 1003, links cannot refer to this object or
            field.
    """
    if sent is None:
        return None
    name, field = required("name", sent.name), required("field", sent.field)
    for target in linkable_objects(tx, kinds):
        if target.name.casefold() == name.casefold():
            for each in target.fields:
                if each.casefold() == field.casefold():
                    return Related(target.name, each)
            raise Refusal(Reason.INVALID_VALUE, "field", field)
    raise Refusal(Reason.INVALID_VALUE, "name", name)


def stored_type(tx: Transaction, field: ObjectField, kinds: Mapping[str, Kind]) -> str:
    """Return the data type in which a field is stored; a link field has its target field's type."""
    if field.related is None:
        return field.data_type
    for target in linkable_objects(tx, kinds):
        if target.name == field.related.name and field.related.field in target.fields:
            return target.fields[field.related.field].type.described_name
    raise Refusal(Reason.INVALID_VALUE, "field", field.related.field)


def reference_of(field: ObjectField, kinds: Mapping[str, Kind]) -> Reference:
    """Return the check that the values of a link field belong to existing leads or records."""
    related = field.related
    if related is None:
        raise ValueError(field.name)
    if related.name == LEAD:
        is_by_id = related.field == LEAD_ID
        return (
            lead_reference(field.name)
            if is_by_id
            else lead_key_reference(field.name, related.field)
        )
    if related.name == COMPANY_NAME:
        if related.field == COMPANY.id_name:
            return Reference(field.name, _existing_companies, NO_COMPANY)
        return reference_to(COMPANY, field.name, NO_COMPANY)
    return reference_to(kinds[related.name.casefold()], field.name, NO_OBJECT)


def _existing_companies(work: Work, values: Collection[Any]) -> Collection[Any]:
    return read_records(work.tx, COMPANY, values, ()).keys()


def relationship_of(field: ObjectField) -> Relationship:
    """Return what describe shows about the object to which a link field refers."""
    related = field.related
    if related is None:
        raise ValueError(field.name)
    return Relationship(field.name, "child", related.name, related.field)
