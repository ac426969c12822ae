"""The standard lead fields of a new instance, from ``lead_fields.csv`` (behaviour.md 3.1)."""

import csv
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from sqlalchemy import insert, select

from leadkeep.domain.fields import tables
from leadkeep.domain.fields.catalog import LEAD, ObjectSchema, field_from_row, object_table
from leadkeep.domain.fields.field import STANDARD_LOOKUP_FIELDS, Field
from leadkeep.domain.fields.types import FIELD_TYPES
from leadkeep.store import Transaction

AUDIENCE_SHARING_FIELDS = frozenset({"ecids"})
"""Fields that only instances with Experience Cloud Audience Sharing have; leadkeep does not serve
them.
"""

FIRST_UNNUMBERED_ID = 750
"""The first id of lookup fields for which no instance showed an id: our choice, below the ids of
custom fields."""

BASE_COLUMNS = frozenset({"id", "createdAt", "updatedAt", "leadPartitionId", "contactCompany"})
"""Columns with which a migration creates the lead table; the other columns are added together with
their fields."""

COLUMNS_OF_THE_ID = frozenset({"leadPerson", "personPrimaryLeadInterest"})
"""Fields that always equal the lead's id (behaviour.md 3.4); they share its column."""

FIRST_OWNER_FIELD_ID = 760
OWNER_FIELDS: Mapping[str, tuple[str, str]] = {
    "leadOwnerFirstName": ("Lead Owner First Name", "string"),
    "leadOwnerLastName": ("Lead Owner Last Name", "string"),
    "leadOwnerEmailAddress": ("Lead Owner Email Address", "email"),
    "leadOwnerPhoneNumber": ("Lead Owner Phone Number", "phone"),
    "leadOwnerTitle": ("Lead Owner Job Title", "string"),
}
"""Lead fields with values of the sales person who owns the lead. Describe does not show them. Names
and ids are our choice, because no instance showed them."""

BORN_SENSITIVE = frozenset({"email"})


def install_standard_fields(tx: Transaction) -> None:
    """Register the standard lead fields that are missing, and add their columns."""
    known = _registered_names(tx, LEAD)
    rows = [row for row in standard_field_rows() if row["name"] not in known]
    if not rows:
        return
    tx.execute(insert(tables.field), rows)
    fields = tuple(field_from_row(row) for row in rows)
    # The column may exist without its registry row: after a backup with an older registry was
    # restored.
    present = BASE_COLUMNS | tx.column_names(LEAD.table_name)
    added = [each.column for each in fields if each.column not in present]
    tx.add_columns(object_table(LEAD.table_name, fields), added)
    tx.bump_version()


def _registered_names(tx: Transaction, schema: ObjectSchema) -> set[str]:
    names = select(tables.field.c.name).where(tables.field.c.object == schema.name)
    return set(tx.execute(names.order_by(tables.field.c.id)).scalars())


@dataclass(frozen=True, slots=True)
class StandardField:
    """A field that an object other than the lead has in every leadkeep store."""

    id: int
    """The id of the field, below the ids of custom fields and different from that of every other
    field."""
    name: str
    display_name: str
    data_type: str
    length: int | None
    column: str
    is_read_only: bool


def fields_from_rows(
    first_id: int,
    rows: Sequence[tuple[str, str, str, int | None]],
    *,
    read_only: Container[str],
    columns: Mapping[str, str] | None = None,
) -> tuple[StandardField, ...]:
    """Return standard fields from rows of name, display name, type and length.

    Ids count up from ``first_id``. ``columns`` has the column of each field that is not stored
    under its own name.
    """
    return tuple(
        StandardField(
            id=number,
            name=name,
            display_name=display_name,
            data_type=data_type,
            length=length,
            column=(columns or {}).get(name, name),
            is_read_only=name in read_only,
        )
        for number, (name, display_name, data_type, length) in enumerate(rows, first_id)
    )


def install_object_fields(
    tx: Transaction, schema: ObjectSchema, fields: Sequence[StandardField]
) -> None:
    """Register an object's missing standard fields; their columns are in its table already."""
    known = _registered_names(tx, schema)
    rows = [_object_row(schema, each) for each in fields if each.name not in known]
    if rows:
        tx.execute(insert(tables.field), rows)
        tx.bump_version()


def _object_row(schema: ObjectSchema, field: StandardField) -> dict[str, Any]:
    return {
        "id": field.id,
        "object": schema.name,
        "name": field.name,
        "soap_name": None,
        "display_name": field.display_name,
        "data_type": field.data_type,
        "length": field.length,
        "column_name": field.column,
        "is_read_only": field.is_read_only,
        "is_soap_read_only": field.is_read_only,
        "is_company_field": False,
        "is_hidden": False,
        "is_html_encoding_in_email": True,
        "is_sensitive": False,
        "is_custom": False,
        "is_api_created": False,
        "description": None,
    }


def fields_of_object(schema: ObjectSchema, fields: Sequence[StandardField]) -> list[Field]:
    """Return an object's standard fields as its registry has them."""
    return [field_from_row(_object_row(schema, each)) for each in fields]


def standard_fields() -> list[Field]:
    """Return the standard lead fields by id."""
    return sorted(map(field_from_row, standard_field_rows()), key=lambda field: field.id)


def standard_field_rows() -> Iterator[dict[str, Any]]:
    """Yield a registry row for each standard lead field that leadkeep serves."""
    text = files(__package__).joinpath("lead_fields.csv").read_text(encoding="utf-8")
    next_free = FIRST_UNNUMBERED_ID
    for line in csv.DictReader(text.splitlines()):
        name = line["rest_name"]
        is_lookup_field = name in STANDARD_LOOKUP_FIELDS
        if (not line["id"] and not is_lookup_field) or name in AUDIENCE_SHARING_FIELDS:
            continue
        # The newer numbering wins (behaviour.md 3.1); a lookup field without an id stays hidden.
        number = line["id"] or line["id_older_instance"]
        if not number:
            number, next_free = str(next_free), next_free + 1
        yield _row(line, int(number), is_hidden=not line["id"])
    for number, (name, (title, kind)) in enumerate(OWNER_FIELDS.items(), FIRST_OWNER_FIELD_ID):
        line = {"rest_name": name, "soap_name": "", "display_name": title, "data_type": kind}
        line |= {"length": "", "rest_read_only": "true", "soap_read_only": "true", "object": "lead"}
        yield _row(line, number, is_hidden=True)


def _row(line: dict[str, str], number: int, *, is_hidden: bool) -> dict[str, Any]:
    name, data_type = line["rest_name"], line["data_type"]
    length = int(line["length"]) if line["length"] else FIELD_TYPES[data_type].default_length
    return {
        "id": number,
        "object": LEAD.name,
        "name": name,
        "soap_name": line["soap_name"] or None,
        "display_name": line["display_name"],
        "data_type": data_type,
        "length": length,
        "column_name": "id" if name in COLUMNS_OF_THE_ID else name,
        "is_read_only": line["rest_read_only"] == "true",
        "is_soap_read_only": line["soap_read_only"] == "true",
        "is_company_field": line["object"] == "company",
        "is_hidden": is_hidden,
        "is_html_encoding_in_email": True,
        "is_sensitive": name in BORN_SENSITIVE,
        "is_custom": False,
        "is_api_created": False,
        "description": None,
    }
