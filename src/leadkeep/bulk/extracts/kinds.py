"""The kinds of rows that can be extracted: leads, activities, program members, custom objects."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from leadkeep.bulk.extracts.assets import (
    check_lists,
    check_programs,
    list_rows,
    program_rows,
)
from leadkeep.bulk.extracts.kind import ROW_BATCH_SIZE, ExtractKind, Rows
from leadkeep.bulk.extracts.sets import lead_ids_in_sets, with_list_ids
from leadkeep.bulk.job import BulkJob, DateRange, ExtractDefinition
from leadkeep.domain.activities import (
    ActivityRow,
    ActivityType,
    activity_types,
    attributes_object,
    logged_between,
    logged_range,
)
from leadkeep.domain.assets.programs import (
    MemberSelection,
    get_program,
    member_catalog,
    members_after,
)
from leadkeep.domain.fields import Catalog, Field, key_of, lead_catalog
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import LeadSelection, leads_in_scope, read_leads, select_leads
from leadkeep.domain.objects.custom import LeadLink, kind_named, lead_links
from leadkeep.domain.objects.engine import (
    Kind,
    all_records,
    catalog_of,
    ids_by_field,
    read_page,
)
from leadkeep.errors import Reason, Refusal
from leadkeep.files import converted

# -- leads -----------------------------------------------------------------------------------------


def _check_leads(work: Work, name: str | None, wanted: ExtractDefinition) -> ExtractDefinition:
    del name
    _check_fields(wanted.fields, lead_catalog(work.tx))
    return with_list_ids(work, wanted)


def _check_fields(names: Sequence[str], catalog: Catalog) -> None:
    """Check that fields exist, ignoring letter case (behaviour.md 13)."""
    _check_names([name for name in names if catalog.find(name) is None], ())


def _check_names(names: Sequence[str], known: Any) -> None:  # noqa: ANN401 -- any container
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Refusal(Reason.INVALID_FIELDS, ", ".join(unknown))


def _lead_rows(work: Work, job: BulkJob, wanted: ExtractDefinition) -> Rows:
    del job
    catalog = lead_catalog(work.tx)
    fields = tuple(catalog.named(name) for name in wanted.fields)
    if wanted.created_at is not None or wanted.updated_at is not None:
        selection = LeadSelection(*_ends(wanted.created_at), *_ends(wanted.updated_at))
        batches = select_leads(work, fields, selection, ROW_BATCH_SIZE)
        yield from _translated(fields, batches)
        return
    for lead_ids in lead_ids_in_sets(work, wanted):
        # The id stands first in a page of leads; the file has only what was asked for.
        page = read_leads(work, lead_ids, wanted.fields)
        places = [page.fields.index(each) for each in fields]
        rows = [[row[place] for place in places] for row in page.rows]
        yield from _translated(fields, iter([rows]))


def _ends(dates: DateRange | None) -> tuple[Any, Any]:
    return (None, None) if dates is None else (dates.start, dates.end)


def _translated(fields: Sequence[Field], batches: Rows) -> Rows:
    """Yield batches with the JSON form of values that the store does not return in this form."""
    wires = [each.type.wire if each.type.is_translated else None for each in fields]
    return (converted(rows, wires) for rows in batches)


# -- activities ------------------------------------------------------------------------------------

DEFAULT_ACTIVITY_COLUMNS = (
    *("marketoGUID", "leadId", "activityDate", "activityTypeId", "campaignId"),
    *("primaryAttributeValueId", "primaryAttributeValue", "attributes"),
)
ACTION_RESULT = "actionResult"
SUCCEEDED = "succeeded"
"""The result of every action that is in the log: one that failed is not."""
ACTIVITY_COLUMNS: dict[str, Callable[[ActivityRow], Any]] = {
    "marketoGUID": lambda row: str(row[0]),
    "leadId": lambda row: row[1],
    "activityDate": lambda row: row[2],
    "activityTypeId": lambda row: row[3],
    "campaignId": lambda row: row[4],
    "primaryAttributeValueId": lambda row: row[5],
    "primaryAttributeValue": lambda row: row[6],
    "attributes": lambda row: attributes_object(row[7]),
    ACTION_RESULT: lambda _: SUCCEEDED,
}


def _check_activities(work: Work, name: str | None, wanted: ExtractDefinition) -> ExtractDefinition:
    del name
    known = activity_types(work.tx).ids
    for type_id in wanted.activity_type_ids:
        if type_id not in known:
            raise Refusal(Reason.UNKNOWN_ACTIVITY_TYPE, type_id)
    if (wanted.primary_value_ids or wanted.primary_values) and not wanted.activity_type_ids:
        raise Refusal(Reason.MISSING_PARAMETER, "activityTypeIds")
    _check_names(wanted.fields, ACTIVITY_COLUMNS)
    columns = wanted.fields or DEFAULT_ACTIVITY_COLUMNS
    return msgspec.structs.replace(wanted, fields=columns)


def _activity_rows(work: Work, job: BulkJob, wanted: ExtractDefinition) -> Rows:
    del job
    assert wanted.created_at is not None  # noqa: S101 -- required when it is created
    columns = [ACTIVITY_COLUMNS[name] for name in wanted.fields]
    types = set(wanted.activity_type_ids or activity_types(work.tx).ids)
    types.discard(ActivityType.DELETE_LEAD)  # it cannot be exported (behaviour.md 6.2)
    after, last = logged_range(work.tx, wanted.created_at.start, wanted.created_at.end)
    while rows := logged_between(work.tx, after, last, ROW_BATCH_SIZE):
        after = rows[-1][0]
        kept = [row for row in rows if row[3] in types and _has_value(row, wanted)]
        within = leads_in_scope(work, {row[1] for row in kept})
        yield [[column(row) for column in columns] for row in kept if row[1] in within]


def _has_value(row: ActivityRow, wanted: ExtractDefinition) -> bool:
    if wanted.primary_value_ids:
        return row[5] in wanted.primary_value_ids
    return not wanted.primary_values or row[6] in wanted.primary_values


# -- program members -------------------------------------------------------------------------------

PROGRAM_ID = "programId"


def _check_members(work: Work, name: str | None, wanted: ExtractDefinition) -> ExtractDefinition:
    del name
    known = member_catalog(work.tx).by_name.keys() | lead_catalog(work.tx).by_name.keys()
    _check_names(wanted.fields, known)
    programs = [get_program(work, number) for number in wanted.program_ids]
    statuses = {each.name for program in programs for each in program.channel.statuses}
    if any(each not in statuses for each in wanted.status_names):
        raise Refusal(Reason.INVALID_STATUS_NAMES)
    if wanted.has_program_column:
        others = [name for name in wanted.fields if name != PROGRAM_ID]
        return msgspec.structs.replace(wanted, fields=[PROGRAM_ID, *others])
    return wanted


def _member_rows(work: Work, job: BulkJob, wanted: ExtractDefinition) -> Rows:
    del job
    members, leads = member_catalog(work.tx), lead_catalog(work.tx)
    own = [name for name in wanted.fields if name in members.by_name]
    others = [name for name in wanted.fields if name not in members.by_name]
    fields = [_field(name, members, leads) for name in wanted.fields]
    selection = MemberSelection(
        *_ends(wanted.updated_at),
        is_exhausted=wanted.is_exhausted,
        cadence=wanted.cadence,
        status_names=tuple(wanted.status_names),
    )
    for program_id in sorted(set(wanted.program_ids)):
        program = get_program(work, program_id)
        after = 0
        while rows := members_after(work, program, own, selection, after, ROW_BATCH_SIZE):
            after = rows[-1][0]
            values = _values_of_leads(work, [row[0] for row in rows], others)
            batch = [
                _joined(wanted.fields, dict(zip(own, row[1:], strict=True)), values[row[0]])
                for row in rows
                if row[0] in values
            ]
            yield from _translated(fields, iter([batch]))


def _field(name: str, *catalogs: Catalog) -> Field:
    return next(each.by_name[name] for each in catalogs if name in each.by_name)


def _values_of_leads(
    work: Work, lead_ids: list[int], names: list[str]
) -> dict[int, dict[str, Any]]:
    page = read_leads(work, lead_ids, names or ["id"])
    keys = [each.name for each in page.fields]
    return {row[0]: dict(zip(keys, row, strict=True)) for row in page.rows}


def _joined(names: Sequence[str], member: dict[str, Any], lead: dict[str, Any]) -> list[Any]:
    return [member[name] if name in member else lead[name] for name in names]


# -- custom objects --------------------------------------------------------------------------------


def _check_objects(work: Work, name: str | None, wanted: ExtractDefinition) -> ExtractDefinition:
    kind = kind_named(work.tx, name or "")
    catalog = catalog_of(work.tx, kind)
    _check_fields(wanted.fields, catalog)
    if wanted.updated_at is None and not _links(work, kind):
        raise Refusal(Reason.UNSUPPORTED_FILTER)
    return with_list_ids(work, wanted)


def _links(work: Work, kind: Kind) -> list[LeadLink]:
    return [each for each in lead_links(work.tx) if each.kind is kind]


def _linked_values(work: Work, link: LeadLink, lead_ids: list[int]) -> list[Any]:
    """Return the values by which records may refer to these leads through a link field."""
    if link.is_by_id:
        return lead_ids
    found = _values_of_leads(work, lead_ids, [link.lead_field])
    return [value for row in found.values() if key_of(value := row[link.lead_field])]


def _object_rows(work: Work, job: BulkJob, wanted: ExtractDefinition) -> Rows:
    kind = kind_named(work.tx, job.object_name or "")
    catalog = catalog_of(work.tx, kind)
    fields = tuple(catalog.named(name) for name in wanted.fields)
    distinct = tuple(dict.fromkeys(fields))
    places = [distinct.index(each) for each in fields]
    for record_ids in _record_ids(work, kind, catalog, wanted):
        page = read_page(work.tx, catalog, distinct, record_ids, len(record_ids))
        rows = [[row[place] for place in places] for row in page.rows]
        yield from _translated(fields, iter([rows]))


def _record_ids(
    work: Work, kind: Kind, catalog: Catalog, wanted: ExtractDefinition
) -> Iterator[list[int]]:
    """Yield the ids of the records that the filter selects, in batches, ascending."""
    if wanted.updated_at is None:
        linked = {
            record_id
            for lead_ids in lead_ids_in_sets(work, wanted)
            for link in _links(work, kind)
            for _, record_id in ids_by_field(
                work.tx, catalog, link.field, _linked_values(work, link, lead_ids)
            )
        }
        numbers = sorted(linked)
        yield from (
            numbers[at : at + ROW_BATCH_SIZE] for at in range(0, len(numbers), ROW_BATCH_SIZE)
        )
        return
    batch: list[int] = []
    start, end = wanted.updated_at.start, wanted.updated_at.end
    for record_id, moment in all_records(work.tx, catalog, [catalog.by_name["updatedAt"]]):
        if start <= moment.replace(microsecond=0) <= end:
            batch.append(record_id)
        if len(batch) == ROW_BATCH_SIZE:
            yield batch
            batch = []
    if batch:
        yield batch


LEADS = ExtractKind("leads", _check_leads, _lead_rows)
ACTIVITIES = ExtractKind("activities", _check_activities, _activity_rows, frozenset({"attributes"}))
PROGRAM_MEMBERS = ExtractKind("programMembers", _check_members, _member_rows)
CUSTOM_OBJECTS = ExtractKind("customObjects", _check_objects, _object_rows)

STATIC_LISTS = ExtractKind("lists", check_lists, list_rows)
PROGRAMS = ExtractKind("programs", check_programs, program_rows)

EXTRACT_KINDS = {
    each.name: each
    for each in (LEADS, ACTIVITIES, PROGRAM_MEMBERS, CUSTOM_OBJECTS, STATIC_LISTS, PROGRAMS)
}
"""What can be extracted, by name; lists and programs by the console alone."""
