"""Which rows an export has, with typed columns, all from one snapshot of the store."""

from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Date, Integer, Select, Table

from leadkeep.bulk import (
    ACTIVITY_COLUMNS,
    DEFAULT_ACTIVITY_COLUMNS,
    LIST_COLUMNS,
    PROGRAM_COLUMNS,
    list_batches,
    program_batches,
)
from leadkeep.domain.activities import activity_types, log_query
from leadkeep.domain.assets.programs import (
    ProgramQuery,
    list_programs,
    member_catalog,
    member_table,
    with_details,
)
from leadkeep.domain.fields import Catalog, Field, RowFilter, lead_catalog, rows_query
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.objects.engine import GUID, catalog_of
from leadkeep.errors import SetupError
from leadkeep.store import Amount, Number, Timestamp, Transaction
from leadkeep.transfer.columns import nearest_hint
from leadkeep.transfer.targets import kind_by_name

ACTIVITY_TYPE = "activityType"
"""The column of activities that the files of the API do not have."""
_KINDS = {
    "id": "integer",
    "leadId": "integer",
    "activityDate": "moment",
    "activityTypeId": "integer",
    "campaignId": "integer",
    "primaryAttributeValueId": "integer",
    "attributes": "json",
    "createdAt": "moment",
    "updatedAt": "moment",
}
"""Kinds of the columns of activities, lists and programs; the others are texts."""

ROW_BATCH_SIZE = 500
"""Number of rows that are read at once."""

Rows = list[tuple[Any, ...]]
Batches = Generator[Rows, None, None]
"""Lists of rows; to close it ends the query."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export."""

    name: str
    kind: str
    """text, integer, number, boolean, moment, day, or json: an object as text."""


@dataclass(frozen=True, slots=True)
class Extract:
    """The rows of an export."""

    columns: Sequence[Column]
    batches: Batches
    """Rows with one stored value per column, in lists."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a kind of rows is exported."""

    fields: Sequence[str] = ()
    """The names of the columns; empty for all."""
    filters: Mapping[str, str | None] = field(default_factory=dict)
    """Texts by field name; None for no value."""
    since: datetime | None = None
    object_name: str | None = None


def extract_leads(tx: Transaction, wanted: Wanted) -> Extract:
    """Return leads with the fields that describe shows, the id first."""
    catalog = lead_catalog(tx)
    fields = sorted(catalog.visible, key=lambda field: field.name != "id")
    return _extract(tx, catalog, catalog.table, fields, wanted)


def extract_objects(tx: Transaction, wanted: Wanted) -> Extract:
    """Return the records of an object.

    Raises:
        SetupError: there is no such object.
    """
    kind = kind_by_name(tx, wanted.object_name or "")
    catalog = catalog_of(tx, kind)
    fields = [each for each in catalog.visible if kind.id_name != GUID or each.name != "id"]
    return _extract(tx, catalog, catalog.table, fields, wanted)


def extract_members(tx: Transaction, wanted: Wanted) -> Extract:
    """Return the members of all programs, with the names of program, status and stream."""
    catalog = member_catalog(tx)
    work = Work(tx, operator_access(tx))
    programs = list_programs(work, ProgramQuery())
    details = with_details(tx, programs)
    statuses = {status.id: status.name for each in programs for status in each.channel.statuses}
    names: dict[str, dict[int, str]] = {
        "program": {each.id: each.name for each in programs},
        "statusName": statuses,
        "trackName": {stream.id: stream.name for each in details for stream in each.streams},
    }
    table = member_table(catalog)
    own = {name: text for name, text in wanted.filters.items() if name not in names}
    query = _query(catalog, table, catalog.visible, replace(wanted, filters=own))
    for name, text in wanted.filters.items():
        if name in names:
            ids = [number for number, each in names[name].items() if each == text]
            query = query.where(table.c[catalog.by_name[name].column].in_(ids))
    query = query.order_by(None).order_by(table.c.lead_id, table.c.program_id)
    columns = [
        Column(each.name, "text" if each.name in names else kind_of(each))
        for each in _chosen(catalog.visible, wanted)
    ]
    return _translated(
        Extract(columns, tx.stream(query, ROW_BATCH_SIZE)),
        {name: each.get for name, each in names.items()},
    )


def extract_activities(tx: Transaction, wanted: Wanted) -> Extract:
    """Return the log of activities, each with the name of its type and its attributes by name.

    Raises:
        SetupError: a filter is not ``activityTypeId``, ``activityType`` or ``leadId``.
    """
    names = activity_types(tx).names
    type_ids, lead_id = _activity_filter(names, wanted.filters)
    values = ACTIVITY_COLUMNS | {ACTIVITY_TYPE: lambda row: names.get(row[3])}
    known = list(DEFAULT_ACTIVITY_COLUMNS)
    known.insert(known.index("activityTypeId") + 1, ACTIVITY_TYPE)
    _check_names(wanted.fields, known)
    chosen = wanted.fields or known
    cells = [values[name] for name in chosen]

    def batches() -> Batches:
        for rows in tx.stream(log_query(type_ids, lead_id, wanted.since), ROW_BATCH_SIZE):
            yield [tuple([cell(row) for cell in cells]) for row in rows]

    return Extract(_columns(chosen), batches())


def extract_lists(tx: Transaction, wanted: Wanted) -> Extract:
    """Return the static lists."""
    batches = list_batches(Work(tx, operator_access(tx)), wanted.since)
    return _chosen_columns(_filtered(Extract(_columns(LIST_COLUMNS), batches), wanted), wanted)


def extract_programs(tx: Transaction, wanted: Wanted) -> Extract:
    """Return the programs."""
    batches = program_batches(Work(tx, operator_access(tx)), wanted.since)
    return _chosen_columns(_filtered(Extract(_columns(PROGRAM_COLUMNS), batches), wanted), wanted)


EXTRACTS: Mapping[str, Callable[[Transaction, Wanted], Extract]] = {
    "leads": extract_leads,
    "activities": extract_activities,
    "members": extract_members,
    "objects": extract_objects,
    "lists": extract_lists,
    "programs": extract_programs,
}
"""What can be exported, by name."""


def _extract(
    tx: Transaction, catalog: Catalog, table: Table, fields: Sequence[Field], wanted: Wanted
) -> Extract:
    query = _query(catalog, table, fields, wanted)
    columns = [Column(each.name, kind_of(each)) for each in _chosen(fields, wanted)]
    return Extract(columns, tx.stream(query, ROW_BATCH_SIZE))


def _query(
    catalog: Catalog, table: Table, fields: Sequence[Field], wanted: Wanted
) -> Select[tuple[Any, ...]]:
    return rows_query(
        catalog, table, _chosen(fields, wanted), RowFilter(wanted.filters, wanted.since)
    )


def _chosen(fields: Sequence[Field], wanted: Wanted) -> list[Field]:
    """Return the fields to export, in the order in which they are named.

    Raises:
        SetupError: a field is unknown.
    """
    by_name = {each.name: each for each in fields}
    _check_names(wanted.fields, by_name)
    return [by_name[name] for name in wanted.fields] or list(fields)


def kind_of(field: Field) -> str:
    """Return the kind of column that a field has."""
    storage = field.type.storage
    if isinstance(storage, Date):
        return "day"
    kinds = {
        Boolean: "boolean",
        Integer: "integer",
        type(Number): "number",
        type(Amount): "amount",
        type(Timestamp): "moment",
    }
    return next((name for each, name in kinds.items() if isinstance(storage, each)), "text")


def _translated(extract: Extract, by_name: Mapping[str, Callable[[Any], Any]]) -> Extract:
    """Return an extract whose columns of these names have values instead of stored ids."""
    translate = [by_name.get(each.name) for each in extract.columns]
    if not any(translate):
        return extract

    def batches() -> Batches:
        for rows in extract.batches:
            yield [
                tuple(
                    cell if change is None or cell is None else change(cell)
                    for change, cell in zip(translate, row, strict=True)
                )
                for row in rows
            ]

    columns = [
        Column(each.name, "text") if each.name in by_name else each for each in extract.columns
    ]
    return Extract(columns, batches())


def _chosen_columns(extract: Extract, wanted: Wanted) -> Extract:
    """Return the extract with only the columns that are wanted."""
    names = [each.name for each in extract.columns]
    _check_names(wanted.fields, names)
    if not wanted.fields:
        return extract
    places = [names.index(name) for name in wanted.fields]

    def batches() -> Batches:
        for rows in extract.batches:
            yield [tuple(row[place] for place in places) for row in rows]

    return Extract([extract.columns[place] for place in places], batches())


def _filtered(extract: Extract, wanted: Wanted) -> Extract:
    """Return the extract with only the rows that the filters match; the tables are small."""
    names = [each.name for each in extract.columns]
    _check_names(wanted.filters, names)
    places = [(names.index(name), text) for name, text in wanted.filters.items()]

    def matches(row: tuple[Any, ...]) -> bool:
        return all(
            row[place] is None if text is None else str(row[place]) == text
            for place, text in places
        )

    def batches() -> Batches:
        for rows in extract.batches:
            yield [row for row in rows if matches(row)]

    return Extract(extract.columns, batches())


def _check_names(names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise SetupError(f"there is no field {name}{nearest_hint(name, known)}")


def _activity_filter(
    types: Mapping[int, str], filters: Mapping[str, str | None]
) -> tuple[list[int], int | None]:
    """Return the type ids and the lead id that filters of activities name; no ids mean all types.

    Raises:
        SetupError: a filter is unknown, or names no type or no number.
    """
    type_ids, lead_id = [], None
    for name, text in filters.items():
        if name == "activityType":
            found = [number for number, each in types.items() if each == text]
            if not found:
                hint = nearest_hint(text or "", types.values())
                raise SetupError(f"there is no activity type {text}{hint}")
            type_ids += found
        elif name in {"activityTypeId", "leadId"} and (text or "").isdecimal():
            number = int(text or "")
            type_ids, lead_id = (type_ids, number) if name == "leadId" else ([number], lead_id)
        else:
            raise SetupError(
                "activities are filtered by activityType, activityTypeId and leadId: "
                f"{name}={text} is none of these"
            )
    return type_ids, lead_id


def _columns(names: Iterable[str]) -> list[Column]:
    return [Column(name, _KINDS.get(name, "text")) for name in names]
