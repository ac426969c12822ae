"""Say which fields the columns of a file may have, and find the field that a column names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from leadkeep.domain.assets.programs import member_catalog
from leadkeep.domain.capture.imports.cells import FAILURE_COLUMN
from leadkeep.domain.capture.imports.members import STATUS_NAME
from leadkeep.domain.fields import Catalog, lead_catalog
from leadkeep.domain.objects.engine import Kind, catalog_of
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class ColumnFields:
    """The fields that a column may have."""

    names: Mapping[str, str]
    """Display names by name."""
    ignored: frozenset[str] = frozenset()
    """Names of columns that exports have and imports cannot set."""

    @property
    def settable(self) -> dict[str, str]:
        """Display names by name, without the fields that cannot be set."""
        return {name: label for name, label in self.names.items() if name not in self.ignored}


def lead_columns(tx: Transaction, lookup_field: str) -> ColumnFields:
    """Return the fields of files of leads."""
    catalog = lead_catalog(tx)
    return ColumnFields(_names(catalog), _ignored(catalog, lookup_field))


def member_columns(tx: Transaction, lookup_field: str) -> ColumnFields:
    """Return the fields of files of program members: of members, then those of leads."""
    leads, members = lead_catalog(tx), member_catalog(tx)
    settable = {each.name: each.display_name for each in members.fields if each.is_settable}
    ignored = {each.name for each in members.fields} - {*settable, STATUS_NAME}
    status = {STATUS_NAME: members.by_name[STATUS_NAME].display_name}
    return ColumnFields(settable | _names(leads) | status, _ignored(leads, lookup_field) | ignored)


def record_columns(tx: Transaction, kind: Kind) -> ColumnFields:
    """Return the fields of files of an object's records."""
    catalog = catalog_of(tx, kind)
    ignored = frozenset(each.name for each in catalog.fields if not each.is_settable)
    return ColumnFields(_names(catalog), ignored)


def _names(catalog: Catalog) -> dict[str, str]:
    return {each.name: each.display_name for each in catalog.fields}


def _ignored(catalog: Catalog, lookup_field: str) -> frozenset[str]:
    return frozenset(
        each.name for each in catalog.fields if not each.is_settable and each.name != lookup_field
    )


def field_finder(names: Mapping[str, str], ignored: frozenset[str]) -> Callable[[str], str | None]:
    """Return the function that finds the field of a column by its name, else its display name.

    It returns ``""`` for a column that is left out, and None for one that is no field.
    """
    labels = _labels(names)

    def find(column: str) -> str | None:
        if column == FAILURE_COLUMN or not column.strip() or column in ignored:
            return ""
        if column in names:
            return column
        found = labels.get(column.strip().casefold())
        return "" if found in ignored else found

    return find


def _labels(fields: Mapping[str, str]) -> dict[str, str]:
    """Return fields by what people call them; a label that two fields share is none."""
    found: dict[str, str] = {}
    shared = set()
    for name, display_name in fields.items():
        for label in {name.casefold(), display_name.casefold()}:
            if label in found:
                shared.add(label)
            found[label] = name
    return {label: name for label, name in found.items() if label not in shared}
