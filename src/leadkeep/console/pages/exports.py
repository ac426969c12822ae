"""Exports: files of leads, activities, members, records, lists and programs, made by jobs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from leadkeep.bulk import (
    EXTRACT,
    PENDING_STATES,
    BulkJob,
    DateRange,
    Direction,
    ExtractDefinition,
    State,
    any_own_job,
    cancel_extract,
    enqueue_extract,
    own_extracts,
    own_file,
    request_extract,
)
from leadkeep.clock import FIRST_MOMENT
from leadkeep.console.listing import Column, Row, sorted_listing
from leadkeep.console.page import (
    FILE_TYPES,
    Action,
    Download,
    Model,
    Needs,
    NotFound,
    Outcome,
    Page,
    reads,
)
from leadkeep.console.visit import Visit, address, as_number
from leadkeep.domain.activities import activity_types
from leadkeep.domain.assets.engine import AssetFilter, browse_assets
from leadkeep.domain.assets.lists import lists_after
from leadkeep.domain.assets.programs import ProgramQuery, list_programs, member_catalog
from leadkeep.domain.automation.smart_lists import SMART_LIST
from leadkeep.domain.fields import Unacceptable, lead_catalog, moment
from leadkeep.domain.instance.access import Work
from leadkeep.domain.objects.custom import custom_object_types, kind_named
from leadkeep.domain.objects.engine import catalog_of
from leadkeep.errors import Reason, Refusal
from leadkeep.store import wire_timestamp

ASSET_LIMIT = 300
FORMATS = {"csv": "CSV", "tsv": "TSV", "ssv": "SSV", "ndjson": "NDJSON"}

COLUMNS = (
    Column("id", "Id", "number"),
    Column("name", "File"),
    Column("state", "State", "badge"),
    Column("rows", "Rows", "number"),
    Column("bytes", "Bytes", "number"),
    Column("createdAt", "Asked for", "moment"),
)


# -- what can be exported --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of rows: its name for people, what it needs, its choices, and what the form says."""

    label: str
    needs: Needs
    choices: Callable[[Work], Model]
    wanted: Callable[[Visit, Work], ExtractDefinition]


def _lead_choices(work: Work) -> Model:
    lists = lists_after(work, AssetFilter(), 0, ASSET_LIMIT).lists
    smart_lists = browse_assets(work, SMART_LIST.rows, AssetFilter(), 0, ASSET_LIMIT)
    return {
        "fields": [
            {"name": each.name, "label": each.display_name}
            for each in lead_catalog(work.tx).visible
        ],
        "sets": [
            *({"value": f"list:{each.id}", "name": each.name} for each in lists),
            *({"value": f"smart:{each.id}", "name": each.name} for each in smart_lists),
        ],
    }


def _leads(visit: Visit, work: Work) -> ExtractDefinition:
    fields = visit.sent_all("field") or [each.name for each in lead_catalog(work.tx).visible]
    which, _, number = visit.sent("set").partition(":")
    if which and visit.sent("since"):
        raise ValueError("choose a list, or a time")
    if which == "list":
        return ExtractDefinition(fields, list_id=as_number(number))
    if which == "smart":
        return ExtractDefinition(fields, smart_list_id=as_number(number))
    return _ranged(visit, work, ExtractDefinition(fields))


def _ranged(visit: Visit, work: Work, wanted: ExtractDefinition) -> ExtractDefinition:
    """Return the definition for rows that changed since the time of the form, else for all."""
    since = _since(visit)
    if since is not None:
        return msgspec.structs.replace(wanted, updated_at=DateRange(since, work.tx.now))
    return msgspec.structs.replace(wanted, created_at=DateRange(FIRST_MOMENT, work.tx.now))


def _since(visit: Visit) -> datetime | None:
    text = visit.sent("since").strip()
    try:
        return moment(text) if text else None
    except Unacceptable:
        raise ValueError(f"{text} is no time like 2026-11-30 or 2026-11-30T08:00:00Z") from None


def _activity_choices(work: Work) -> Model:
    types = sorted(activity_types(work.tx).names.items(), key=lambda item: item[1])
    return {"types": [{"id": number, "name": name} for number, name in types]}


def _activities(visit: Visit, work: Work) -> ExtractDefinition:
    return ExtractDefinition(
        activity_type_ids=visit.sent_numbers("type"),
        created_at=DateRange(_since(visit) or FIRST_MOMENT, work.tx.now),
    )


def _member_choices(work: Work) -> Model:
    programs = list_programs(work, ProgramQuery(limit=ASSET_LIMIT))
    return {"programs": [{"id": each.id, "name": each.name} for each in programs]}


def _members(visit: Visit, work: Work) -> ExtractDefinition:
    chosen = visit.sent_numbers("program")
    programs = chosen or [each.id for each in list_programs(work, ProgramQuery())]
    own = [each.name for each in member_catalog(work.tx).visible if each.name != "program"]
    fields = ["firstName", "lastName", "email", *own]
    wanted = ExtractDefinition(fields, program_ids=programs, has_program_column=True)
    since = _since(visit)
    if since is None:
        return wanted
    return msgspec.structs.replace(wanted, updated_at=DateRange(since, work.tx.now))


def _object_choices(work: Work) -> Model:
    return {"objects": sorted(custom_object_types(work.tx).kinds)}


def _objects(visit: Visit, work: Work) -> ExtractDefinition:
    catalog = catalog_of(work.tx, kind_named(work.tx, visit.sent("object")))
    fields = [each.name for each in catalog.visible if each.name != "id"]
    changed = DateRange(_since(visit) or FIRST_MOMENT, work.tx.now)
    return ExtractDefinition(fields, updated_at=changed)


def _no_choices(work: Work) -> Model:
    del work
    return {}


def _assets(visit: Visit, work: Work) -> ExtractDefinition:
    since = _since(visit)
    if since is None:
        return ExtractDefinition()
    return ExtractDefinition(updated_at=DateRange(since, work.tx.now))


KINDS = {
    "leads": _Kind("Leads", reads("Lead"), _lead_choices, _leads),
    "activities": _Kind("Activities", reads("Activity"), _activity_choices, _activities),
    "programMembers": _Kind("Members", reads("Lead"), _member_choices, _members),
    "customObjects": _Kind("Objects", reads("Custom Object"), _object_choices, _objects),
    "lists": _Kind("Lists", reads("Assets"), _no_choices, _assets),
    "programs": _Kind("Programs", reads("Assets"), _no_choices, _assets),
}
NEEDS: Needs = frozenset[str]().union(*(each.needs for each in KINDS.values()))


# -- the page --------------------------------------------------------------------------------------


def view(visit: Visit, work: Work) -> Model:
    """Show the user's exports, and the form for another one."""
    allowed = {name: each for name, each in KINDS.items() if visit.may(each.needs)}
    named = visit.sent("what") or visit.text("what")
    what = named if named in allowed else next(iter(allowed))
    found = own_extracts(work)
    rows = [
        Row(
            [
                each.id,
                _file_name(each),
                each.state.value,
                each.rows_done,
                each.file_size,
                wire_timestamp(each.created_at),
            ],
            f"/exports/{each.id}" if each.state is State.COMPLETED else None,
            each.id,
        )
        for each in found
    ]
    return {
        "what": what,
        "kinds": [
            {"name": name, "label": each.label, "url": address("/exports", {"what": name})}
            for name, each in allowed.items()
        ],
        "choices": KINDS[what].choices(work),
        "formats": FORMATS,
        "isPending": any(each.state in PENDING_STATES for each in found),
        "pending": [each.id for each in found if each.state in PENDING_STATES],
        "listing": sorted_listing(visit, COLUMNS, rows),
    }


def _format_of(job: BulkJob) -> str:
    return "ndjson" if job.extract_definition.is_ndjson else job.format


def _file_name(job: BulkJob) -> str:
    return f"{job.kind}-{job.id}.{_format_of(job)}"


def export(visit: Visit, work: Work) -> Outcome:
    """Ask for a file, which a job makes."""
    what, file_format = visit.sent("what"), visit.sent("format")
    kind = KINDS.get(what)
    if kind is None or file_format not in FORMATS:
        raise Refusal(Reason.INVALID_CHOICE, "what", what)
    if not visit.may(kind.needs):
        raise Refusal(Reason.ACCESS_DENIED)
    is_ndjson = file_format == "ndjson"
    wanted = msgspec.structs.replace(
        kind.wanted(visit, work), is_ndjson=is_ndjson, has_formulas=not visit.sent("quiet")
    )
    name = visit.sent("object").casefold() if what == "customObjects" else None
    quota = visit.shared.settings.export_quota_mib
    stored = "csv" if is_ndjson else file_format
    job = request_extract(work, what, name, wanted, stored, quota)
    enqueue_extract(work, job.export_id, what, name, quota)
    return Outcome(f"/exports?what={what}", f"A job writes the file of {kind.label.lower()}.")


def cancel(visit: Visit, work: Work) -> Outcome:
    """Cancel an export that has not ended."""
    (number,) = visit.sent_numbers("export") or (0,)
    job = any_own_job(work, number, Direction.EXTRACT)
    cancel_extract(work, job.export_id, job.kind, job.object_name)
    return Outcome("/exports", f"Export {number} is cancelled.")


def file(visit: Visit, work: Work) -> dict[str, Any]:
    """Return the file of an export, which nobody else gets."""
    number = visit.numbers["export"]
    size = own_file(work, number, Direction.EXTRACT, EXTRACT)
    if size is None:
        raise NotFound
    job = any_own_job(work, number, Direction.EXTRACT)
    if not visit.may(KINDS[job.kind].needs):
        raise Refusal(Reason.ACCESS_DENIED)
    kind = FILE_TYPES[_format_of(job)]
    return {"download": Download(number, EXTRACT, size, _file_name(job), kind)}


PAGES = (
    Page(
        "exports",
        "/exports",
        "Exports",
        NEEDS,
        view,
        {"export": Action(NEEDS, export), "cancel": Action(NEEDS, cancel)},
        menu="Exports",
        key="e",
        has_listing=True,
    ),
    Page("export", "/exports/{export}", "Export", NEEDS, file, area="Exports"),
)
