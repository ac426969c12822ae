"""Decide by which fields leads can be looked up and filtered (behaviour.md 3.4, 3.5)."""

from leadkeep.domain.fields import Catalog, Field, lead_catalog
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

ALIASES = {"cookie": "cookies"}
"""Other names of a filter, which older clients send: the singular form."""

ALWAYS_SEARCHABLE = frozenset({"id"})
FILTERS_ONLY = frozenset({"leadPartitionId"})


def check_lookup_field(tx: Transaction, name: str) -> None:
    """Check that leads can be looked up by a field, as :func:`lookup_field` does.

    Raises:
        Refusal: 1006, there is no such field; 1011, leads cannot be found by it.
    """
    lookup_field(lead_catalog(tx), name, is_filter=False)


def searchable_fields(catalog: Catalog) -> list[Field]:
    """Return the fields by which leads can be filtered, sorted by name (behaviour.md 3.2)."""
    found = [
        each
        for each in catalog.fields
        if each.is_lookup or each.name in ALWAYS_SEARCHABLE | FILTERS_ONLY
    ]
    return sorted(found, key=lambda field: field.name)


def lookup_field(catalog: Catalog, name: str, *, is_filter: bool) -> Field:
    """Return the field that a request's ``lookupField`` or ``filterType`` names.

    Raises:
        Refusal: 1006, there is no such field; 1011, leads cannot be found by it.
    """
    found = catalog.find(name) or catalog.by_name.get(ALIASES.get(name, name))
    if found is None:
        raise Refusal(Reason.LOOKUP_FIELD_NOT_FOUND, name)
    is_supported = found.is_lookup or found.name in ALWAYS_SEARCHABLE
    if is_filter:
        is_supported = is_supported or found.name in FILTERS_ONLY
    if not is_supported:
        raise Refusal(Reason.LOOKUP_FIELD_NOT_SUPPORTED, name)
    return found
