"""Find records of objects by filter, page by page (behaviour.md 7.1, 1.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from leadkeep.domain.fields import RECORD_KEYS, Catalog, Field, TooLong, Unacceptable, key_of
from leadkeep.domain.objects.engine import queries
from leadkeep.domain.objects.engine.identify import number_of
from leadkeep.domain.objects.engine.keys import (
    BETWEEN_PARTS,
    dedupe_number,
)
from leadkeep.domain.objects.engine.kind import Kind, catalog_of
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

FILTER_VALUE_LIMIT = 300
BY_ID = "idField"
BY_DEDUPE = "dedupeFields"
"""The filter type that means all dedupe fields together (behaviour.md 7.1)."""


@dataclass(frozen=True, slots=True)
class RecordQuery:
    """Which records to return, with which fields, and which page of them."""

    filter_type: str
    values: Sequence[str] | Sequence[Mapping[str, Any]]
    """The filter's values; for a filter of several fields, one mapping for each value."""
    fields: Sequence[str] | None = None
    after: int = 0
    page_size: int = 300


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A page of records; a row has one JSON value per field."""

    fields: tuple[Field, ...]
    rows: list[tuple[Any, ...]]
    next_after: int | None = None
    has_nulls: bool = True
    """Are fields without a value returned as null, rather than left out?"""


def fields_to_read(kind: Kind, catalog: Catalog, names: Sequence[str] | None) -> tuple[Field, ...]:
    """Return the fields to read: the id, then the named ones (or the defaults), each once.

    Raises:
        Refusal: 1006, a field is unknown.
    """
    default = (*kind.dedupe, "createdAt", "updatedAt", *kind.default_fields)
    if kind.reads_filled:
        default += tuple(each.name for each in catalog.visible)
    wanted = tuple(names) if names else default

    def make() -> tuple[Field, ...]:
        found = [catalog.named(name) for name in (kind.id_name, *wanted)]
        return tuple(dict.fromkeys(found))

    return catalog.cached(("to read", wanted), make)


def find_records(tx: Transaction, kind: Kind, wanted: RecordQuery) -> RecordPage:
    """Return a page of the records that match one of the filter's values, ascending by id.

    Raises:
        Refusal: a field, filter or value is not valid, or there are too many values.
    """
    catalog = catalog_of(tx, kind)
    names = _filter_fields(kind, catalog, wanted.filter_type)
    if len(wanted.values) > FILTER_VALUE_LIMIT:
        raise Refusal(Reason.TOO_MANY, "filterValues", FILTER_VALUE_LIMIT)
    fields = fields_to_read(kind, catalog, wanted.fields)
    limit = wanted.page_size + 1
    if names == (kind.id_name,):
        # Some ids may belong to no record; those must not fill a page.
        numbers = [each for each in _numbers(kind, wanted.values) if each > wanted.after]
        rows = queries.stored_records(tx, catalog, (), numbers)
        found = [row[0] for row in rows][:limit]
    else:
        keys = _keys(catalog, names, wanted.values)
        number = catalog.by_name[names[0]].id
        if len(names) > 1:
            number = dedupe_number(kind, catalog)
        found = RECORD_KEYS.first_owners(tx, number, keys, limit, wanted.after) if keys else []
    page = read_page(tx, catalog, fields, found, wanted.page_size)
    return replace(page, has_nulls=bool(wanted.fields) or not kind.reads_filled)


def read_page(
    tx: Transaction,
    catalog: Catalog,
    fields: tuple[Field, ...],
    record_ids: Sequence[int],
    page_size: int,
) -> RecordPage:
    """Return the first ``page_size`` of these records, ascending by id; and whether more follow."""
    page = record_ids[:page_size]
    rows = queries.wire_records(tx, catalog, fields, page)
    return RecordPage(fields, rows, page[-1] if len(record_ids) > len(page) else None)


def _filter_fields(kind: Kind, catalog: Catalog, filter_type: str) -> tuple[str, ...]:
    """Return the names of the fields that a filter type means.

    Raises:
        Refusal: 1003, the object has no such filter.
    """
    if filter_type == BY_DEDUPE:
        return kind.dedupe
    if filter_type == BY_ID:
        return (kind.id_name,)
    field = catalog.find(filter_type)
    if field is not None and field.name == kind.id_name:
        return (kind.id_name,)
    if field is None or not kind.is_filter(field):
        raise Refusal(Reason.INVALID_FILTER, "filterType", filter_type)
    return (field.name,)


def _numbers(kind: Kind, values: Sequence[str] | Sequence[Mapping[str, Any]]) -> list[int]:
    numbers = set()
    for value in values:
        shown = value if isinstance(value, str) else value.get(kind.id_name)
        number = number_of(kind, shown)
        if number is None:
            raise Refusal(Reason.INVALID_FILTER, "filterValue", str(shown))
        numbers.add(number)
    return sorted(numbers)


def _keys(
    catalog: Catalog,
    names: tuple[str, ...],
    values: Sequence[str] | Sequence[Mapping[str, Any]],
) -> list[str]:
    keys = []
    for value in values:
        if isinstance(value, str):
            if len(names) > 1:
                raise Refusal(Reason.FILTER_NEEDS_RECORDS, BY_DEDUPE)
            sent: Mapping[str, Any] = {names[0]: value}
        else:
            fields = {name: catalog.find(name) for name in value}
            sent = {field.name: value[name] for name, field in fields.items() if field}
        parts = [_key(catalog.by_name[name], sent.get(name)) for name in names]
        if all(parts):
            keys.append(BETWEEN_PARTS.join(parts))
    return list(dict.fromkeys(keys))


def _key(field: Field, sent: Any) -> str:  # noqa: ANN401
    """Return the normalised form in which a filter value is looked up in the key table.

    An empty text means that no record can match the value.

    Raises:
        Refusal: 1003, the value does not have the field's data type.
    """
    if sent is None or sent == "" or (isinstance(sent, str) and "\0" in sent):
        return ""
    try:
        return key_of(field.parse(sent))
    except TooLong:
        return ""
    except Unacceptable:
        shown = sent if isinstance(sent, str | int | float) else field.name
        raise Refusal(Reason.INVALID_FILTER, "filterValue", str(shown)) from None
