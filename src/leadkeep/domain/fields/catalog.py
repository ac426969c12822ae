"""Hold the fields of one object, as the registry has them; each process caches them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    MetaData,
    Table,
    bindparam,
    case,
    false,
    select,
    type_coerce,
)

from leadkeep.domain.fields import tables
from leadkeep.domain.fields.field import (
    REFERRING_FIELDS,
    STANDARD_LOOKUP_FIELDS,
    SYSTEM_FIELDS,
    Field,
)
from leadkeep.domain.fields.types import FIELD_TYPES
from leadkeep.errors import Reason, Refusal
from leadkeep.store import CachedCatalog, Id, Scale, Statement, Transaction, metadata

S = TypeVar("S")

_FIELDS_OF_OBJECT = Statement(
    select(tables.field)
    .where(tables.field.c.object == bindparam("wanted_object"))
    .order_by(tables.field.c.id)
)
_COLUMNS = tuple(tables.field.c.keys())

STANDARD_KEYS = STANDARD_LOOKUP_FIELDS | REFERRING_FIELDS
LEAD_OBJECT = "lead"
MAX_CUSTOM_FIELDS_BY_API = 100
"""Maximum number of custom lead fields that the API may create (behaviour.md 3.3)."""


@dataclass(frozen=True, slots=True)
class ObjectSchema:
    """An object whose fields are in the registry, such as lead or company.

    Each field has a real column in the object's table.
    """

    name: str
    """The object's name in the registry."""
    table_name: str
    api_custom_field_limit: int
    other_columns: frozenset[str] = frozenset()
    """Other columns of the table, in lower case. No custom field may take these names."""


LEAD = ObjectSchema(LEAD_OBJECT, "lead", MAX_CUSTOM_FIELDS_BY_API)

OBJECT_INFO = {"scale": Scale.PER_RECORD}
"""What is said of a table that users define."""

CATALOGS_PER_TABLE = 2
"""Limit: catalogs of one object's table that the process caches, for different sets of fields."""
CACHE_LIMIT = 2_000
"""Limit: cached values per catalog. Requests choose the sets of fields for which statements are
cached, so the number must be bounded."""


@dataclass(frozen=True)
class Catalog:
    """The fields of an object, the table with their columns, and a cache of what both determine."""

    fields: tuple[Field, ...]
    """All fields, ascending by id: the order of describe (behaviour.md 3.1)."""
    by_name: dict[str, Field]
    table: Table
    _cache: dict[Any, Any] = field(default_factory=dict)

    @property
    def visible(self) -> list[Field]:
        """The fields that the describe operation shows."""
        return [each for each in self.fields if not each.is_hidden]

    def find(self, name: str) -> Field | None:
        """Return the field with this REST name, ignoring letter case (behaviour.md 13); or None."""
        found = self.by_name.get(name)
        if found is None:
            folded = self.cached(
                "folded names", lambda: {each.name.casefold(): each for each in self.fields}
            )
            found = folded.get(name.casefold())
        return found

    def named(self, name: str) -> Field:
        """Return the field with this REST name, ignoring letter case (behaviour.md 13).

        Raises:
            Refusal: 1006, there is no such field.
        """
        found = self.find(name)
        if found is None:
            raise Refusal(Reason.FIELD_NOT_FOUND, name)
        return found

    def cached(self, key: Any, make: Callable[[], S]) -> S:  # noqa: ANN401
        """Return the value that ``make`` returned for ``key``; call ``make`` on the first use.

        The cache lives as long as the catalog, which outlives catalog versions and serves other
        stores with the same fields: what is cached depends on ``key`` and the fields alone
        (docs/decisions/0122).
        """
        value: S | None = self._cache.get(key)
        if value is None:
            if len(self._cache) >= CACHE_LIMIT:
                self._cache.clear()
            value = self._cache[key] = make()
        return value


def lead_catalog(source: Transaction | CachedCatalog) -> Catalog:
    """Return the lead fields that this transaction sees, or those of a cached version."""
    return source.cached(load_lead_catalog)


def load_lead_catalog(tx: Transaction) -> Catalog:
    """Read the lead fields from the registry."""
    return _load(tx, LEAD)


def object_catalog(tx: Transaction, schema: ObjectSchema) -> Catalog:
    """Return the fields of an object that this transaction sees."""
    return tx.cached(catalog_loader(schema))


@cache
def catalog_loader(schema: ObjectSchema) -> Callable[[Transaction], Catalog]:
    """Return the function that loads an object's fields; it is the same function each time.

    The cache of a transaction is keyed by the function.
    """
    return load_lead_catalog if schema == LEAD else lambda tx: _load(tx, schema)


def _load(tx: Transaction, schema: ObjectSchema) -> Catalog:
    rows = tx.rows(_FIELDS_OF_OBJECT, wanted_object=schema.name)
    return _catalog_maker(schema.table_name)(tuple(rows))


@cache
def _catalog_maker(table_name: str) -> Callable[[tuple[tuple[Any, ...], ...]], Catalog]:
    """Return the function that makes a catalog of a table from rows of the registry.

    From equal rows it returns the catalog that it made before, with all that this has cached: most
    new catalog versions change no field, and the stores of one process may share a catalog.
    """

    @lru_cache(CATALOGS_PER_TABLE)
    def make(rows: tuple[tuple[Any, ...], ...]) -> Catalog:
        fields = tuple(field_from_row(dict(zip(_COLUMNS, row, strict=True))) for row in rows)
        table = object_table(table_name, fields)
        return Catalog(fields, {each.name: each for each in fields}, table)

    return make


def field_from_row(row: Any) -> Field:  # noqa: ANN401
    """Return the field that a registry row describes."""
    field_type = FIELD_TYPES[row["data_type"]]
    name, is_custom = row["name"], row["is_custom"]
    return Field(
        id=row["id"],
        name=name,
        soap_name=row["soap_name"],
        display_name=row["display_name"],
        type=field_type,
        length=row["length"],
        column=row["column_name"],
        is_read_only=row["is_read_only"],
        is_soap_read_only=row["is_soap_read_only"],
        is_company_field=row["is_company_field"],
        is_hidden=row["is_hidden"],
        is_html_encoding_in_email=row["is_html_encoding_in_email"],
        is_sensitive=row["is_sensitive"],
        is_custom=is_custom,
        is_api_created=row["is_api_created"],
        description=row["description"],
        is_settable=not row["is_read_only"] and name not in SYSTEM_FIELDS,
        is_key=name in STANDARD_KEYS or (is_custom and field_type.is_searchable),
        parse=field_type.parser(row["length"]),
        are_plain=field_type.plain_test and field_type.plain_test(row["length"]),
    )


def _default(field: Field) -> Any:  # noqa: ANN401
    """Return the default of a field's column, for rows whose insert does not set the field."""
    return false() if field.initial_value is False else field.initial_value


def object_table(name: str, fields: tuple[Field, ...]) -> Table:
    """Return the table of an object, with one real column for each field."""
    columns: dict[str, Column[Any]] = {
        "id": Column("id", Id, primary_key=True, autoincrement=False)
    }
    for each in fields:
        if each.column != "id":
            columns[each.column] = Column(
                each.column,
                each.type.storage,
                server_default=_default(each),
            )
    declared = metadata.tables.get(name)
    info = OBJECT_INFO if declared is None else declared.info
    return Table(name, MetaData(), *columns.values(), info=dict(info))


def wire_columns(table: Table, fields: Sequence[Field]) -> list[ColumnElement[Any]]:
    """Return the columns to select for an API reply, one per field, converted to JSON values.

    The database returns a JSON value where it can: see ``FieldType.read_as``.
    """
    columns: list[ColumnElement[Any]] = []
    for index, each in enumerate(fields):
        column = table.c[each.column]
        read = column if each.type.read_as is None else type_coerce(column, each.type.read_as)
        columns.append(read.label(f"c{index}"))  # Two fields may share a column, but not a label.
    return columns


def file_columns(table: Table, fields: Sequence[Field]) -> list[ColumnElement[Any]]:
    """Return the columns to select for a file, like :func:`wire_columns`, with booleans as texts.

    The database then returns rows that can be written as they are.
    """
    return [
        case((read, "true"), (~read, "false")).label(read.name)
        if each.type.name == "boolean"
        else read
        for each, read in zip(fields, wire_columns(table, fields), strict=True)
    ]


def stored_columns(table: Table, fields: Sequence[Field]) -> list[ColumnElement[Any]]:
    """Return the columns to select for stored values, one per field."""
    return [table.c[each.column].label(f"c{index}") for index, each in enumerate(fields)]
