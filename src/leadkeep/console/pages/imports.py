"""Imports: drop a file, say what its columns are, try it, start it, get what was refused."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import msgspec

from leadkeep.bulk import (
    FAILURES,
    PENDING_STATES,
    WARNINGS,
    BulkJob,
    Direction,
    ImportDefinition,
    NewJob,
    State,
    any_own_job,
    change_draft,
    drop_draft,
    own_file,
    own_imports,
    progress_of,
    read_sample,
    read_trial,
    start_draft,
    try_draft,
    upload_draft,
)
from leadkeep.console.listing import Column, Row, sorted_listing
from leadkeep.console.page import (
    FILE_TYPES,
    Action,
    Download,
    Model,
    NotFound,
    Outcome,
    Page,
    writes,
)
from leadkeep.console.pages.records import ID, Record
from leadkeep.console.uploads import Upload
from leadkeep.console.visit import SOURCE, Visit, as_number
from leadkeep.domain.assets.engine import AssetFilter
from leadkeep.domain.assets.lists import lists_after
from leadkeep.domain.assets.programs import ProgramQuery, get_program, list_programs
from leadkeep.domain.capture.imports import (
    ColumnFields,
    field_finder,
    lead_columns,
    member_columns,
    record_columns,
)
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.instance.access import Work, partitions_by_name
from leadkeep.domain.leads import searchable_fields
from leadkeep.domain.objects.custom import custom_object_types, kind_named
from leadkeep.errors import Reason, Refusal
from leadkeep.files import (
    DELIMITERS,
    Guess,
    NdjsonReader,
    Source,
    check_names,
    guess,
    names_of,
    ndjson_pieces,
    read_parquet,
)
from leadkeep.store import wire_timestamp

ASSET_LIMIT = 300
PIECE_BYTES = 262_144
COLUMN = "column-"

LEADS, OBJECTS = writes("Lead"), writes("Custom Object")
KINDS = {
    "leads": ("Leads", LEADS),
    "programMembers": ("Program members", LEADS),
    "customObjects": ("Records", OBJECTS),
}
"""By the name of their rows, what imports are called, and what they need."""

COLUMNS = (
    Column("id", "Id", "number"),
    Column("name", "File"),
    Column("kind", "Rows"),
    Column("state", "State", "badge"),
    Column("done", "Imported", "number"),
    Column("failed", "Refused", "number"),
    Column("createdAt", "Uploaded", "moment"),
)


def view(visit: Visit, work: Work) -> Model:
    """Show the user's imports of the last days, and the form for another one."""
    rows = [
        Row(
            [
                each.id,
                each.import_definition.file_name or "-",
                KINDS[each.kind][0],
                each.state.value,
                each.rows_done,
                each.rows_failed,
                wire_timestamp(each.created_at),
            ],
            f"/imports/{each.id}",
        )
        for each in own_imports(work)
    ]
    return {
        "listing": sorted_listing(visit, COLUMNS, rows),
        "targets": _targets(visit, work),
        "largest": visit.shared.settings.console_upload_mib,
    }


def _targets(visit: Visit, work: Work) -> list[Record]:
    """Return what the rows of a file can be, in groups."""
    groups: list[Record] = []
    if visit.may(LEADS):
        programs = list_programs(work, ProgramQuery(limit=ASSET_LIMIT))
        members = [{"value": f"program:{each.id}", "name": each.name} for each in programs]
        groups.append({"name": "Leads", "items": [{"value": "leads", "name": "Leads"}]})
        groups.append({"name": "Members of a program", "items": members})
    if visit.may(OBJECTS):
        kinds = custom_object_types(work.tx).kinds
        items = [{"value": f"object:{name}", "name": name} for name in sorted(kinds)]
        groups.append({"name": "Records of an object", "items": items})
    return [each for each in groups if each["items"]]


def _check_kind(visit: Visit, kind: str) -> None:
    if not visit.may(KINDS[kind][1]):
        raise Refusal(Reason.ACCESS_DENIED)


# -- upload ----------------------------------------------------------------------------------------


def upload(visit: Visit, work: Work) -> Outcome:
    """Store the file that came with the form as a draft."""
    sent = _sent_file(visit)
    seen: _Seen = visit.first
    kind, object_name, program_id = _target(visit, work)
    definition = ImportDefinition(
        program_id=program_id,
        method=SOURCE,
        request_id=visit.request_id,
        empty_clears=False,
        file_name=sent.name[-100:],
        names=seen.names,
    )
    stored = "csv" if seen.names else seen.guess.format
    new = NewJob(Direction.IMPORT, kind, definition, stored, object_name)
    with closing(Source(sent.name, sent.at_start(), sent.size)) as source:
        limit = visit.shared.settings.console_upload_bytes
        job = upload_draft(work, new, _pieces(source, limit))
    return Outcome(f"/imports/{job.id}", f"{sent.name}: {seen.guess}.")


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the file of a form was taken for."""

    guess: Guess
    names: Sequence[str] = ()
    """The names of the values of NDJSON and Parquet."""


def look(visit: Visit) -> _Seen:
    """Recognise the file that came with the form; make NDJSON of a Parquet file.

    Raises:
        Refusal: 1003, there is no file, or it is empty.
        BrokenFile: it cannot be read, or is too large when unpacked.
        MissingPyarrow: it is a Parquet file, and the extra for these is not installed.
    """
    sent, limit = _sent_file(visit), visit.shared.settings.console_upload_bytes
    with closing(Source(sent.name, sent.at_start(), sent.size)) as source:
        found = guess(source)
        if found.format in DELIMITERS:
            return _Seen(found)
        file = source.seekable(limit)
        if found.format == "ndjson":
            return _Seen(found, names_of(NdjsonReader(file)))
        names, rows = read_parquet(file)
        check_names(names)
        sent.replace(ndjson_pieces(rows), limit)
        return _Seen(found, names)


def _sent_file(visit: Visit) -> Upload:
    if visit.upload is None or not visit.upload.size:
        raise Refusal(Reason.EMPTY_FILE)
    return visit.upload


def _target(visit: Visit, work: Work) -> tuple[str, str | None, int | None]:
    """Return kind, object and program of the rows of a file."""
    what, _, name = visit.sent("what").partition(":")
    if what == "program":
        _check_kind(visit, "programMembers")
        return "programMembers", None, get_program(work, as_number(name)).id
    if what == "object":
        _check_kind(visit, "customObjects")
        kind_named(work.tx, name)
        return "customObjects", name.casefold(), None
    _check_kind(visit, "leads")
    return "leads", None, None


def _pieces(source: Source, limit: int) -> Iterator[bytes]:
    """Yield the content of a file, unpacked.

    Raises:
        ValueError: it is too large.
    """
    size = 0
    while piece := source.stream.read(PIECE_BYTES):
        size += len(piece)
        if size > limit:
            raise ValueError("the unpacked file is too large")
        yield piece


# -- one import ------------------------------------------------------------------------------------


def one(visit: Visit, work: Work) -> Model:
    """Show an import: what its columns are, what a trial found, how far it is."""
    job = _own(visit, work)
    definition = job.import_definition
    trial = read_trial(work.tx, job.id)
    is_draft = job.state is State.CREATED
    shown: Model = {
        "title": definition.file_name or f"Import {job.id}",
        "shown": {
            "id": job.id,
            "kind": KINDS[job.kind][0],
            "object": job.object_name,
            "program": _program_name(work, definition),
            "state": job.state.value,
            "done": job.rows_done,
            "failed": job.rows_failed,
            "warned": job.rows_warned,
            "message": job.message,
            "createdAt": wire_timestamp(job.created_at),
            "finishedAt": wire_timestamp(job.finished_at) if job.finished_at else None,
            "percent": progress_of(work.tx, job),
        },
        "isDraft": is_draft,
        "isPending": job.state in PENDING_STATES
        or bool(trial and is_draft and not trial.has_ended),
        "trial": msgspec.to_builtins(trial) if trial and is_draft else None,
        "draft": _draft(visit, work, job) if is_draft else None,
        "rejects": f"/imports/{job.id}/rejects" if job.rows_failed else None,
        "warnings": f"/imports/{job.id}/warnings" if job.rows_warned else None,
    }
    return shown


def _own(visit: Visit, work: Work) -> BulkJob:
    try:
        job = any_own_job(work, visit.numbers["import"], Direction.IMPORT)
    except Refusal:
        raise NotFound from None
    _check_kind(visit, job.kind)
    return job


def _program_name(work: Work, definition: ImportDefinition) -> str | None:
    if definition.program_id is None:
        return None
    try:
        return get_program(work, definition.program_id).name
    except Refusal:
        return None


def _draft(visit: Visit, work: Work, job: BulkJob) -> Model:
    """Return the form of a draft: as it was sent just now and refused, else as it is stored."""
    sample = read_sample(work.tx, job)
    definition, list_id, file_format = job.import_definition, job.list_id, job.format
    columns = _columns(work, job)
    chosen: Sequence[str | None] = definition.columns
    if not chosen:
        find = field_finder(columns.names, columns.ignored)
        chosen = [find(each) for each in sample.header]
    if visit.form:
        chosen = _sent_columns(visit, len(sample.header))
        definition, list_id, file_format = _sent_definition(visit, definition)
    return {
        "encoding": sample.encoding,
        "format": _format_of(job, file_format),
        "isDelimited": not definition.names,
        "formats": {"csv": "comma", "tsv": "tab", "ssv": "semicolon"},
        "columns": [
            {
                "name": name,
                "input": f"{COLUMN}{index}",
                "field": chosen[index] if index < len(chosen) else "",
                "samples": [row[index] for row in sample.rows if index < len(row)],
            }
            for index, name in enumerate(sample.header)
        ],
        "fields": [
            {"name": name, "label": label}
            for name, label in sorted(_choosable(work, job).items(), key=_by_label)
        ],
        "lookupField": definition.lookup_field,
        "emptyClears": definition.empty_clears,
        **_choices(work, job, definition, list_id),
    }


def _by_label(field: tuple[str, str]) -> str:
    return field[1].casefold()


def _choices(work: Work, job: BulkJob, definition: ImportDefinition, list_id: int | None) -> Model:
    """Return what else can be chosen for the rows of an import, by their kind."""
    if job.kind == "customObjects":
        return {}
    lookups = ["id", *(each.name for each in searchable_fields(lead_catalog(work.tx)))]
    if job.kind == "programMembers":
        statuses = get_program(work, definition.program_id or 0).channel.statuses
        names = [each.name for each in statuses[1:]]
        return {"lookups": lookups, "statuses": names, "status": definition.status_name}
    page = lists_after(work, AssetFilter(), 0, ASSET_LIMIT)
    partitions = [
        name
        for name, each in partitions_by_name(work.tx).items()
        if work.access.has_partition(each.id)
    ]
    return {
        "lookups": lookups,
        "lists": [{"id": each.id, "name": each.name} for each in page.lists],
        "list": list_id,
        "partitions": partitions,
        "partition": definition.partition_name,
    }


def _columns(work: Work, job: BulkJob) -> ColumnFields:
    lookup = job.import_definition.lookup_field
    if job.kind == "customObjects":
        return record_columns(work.tx, kind_named(work.tx, job.object_name or ""))
    if job.kind == "programMembers":
        return member_columns(work.tx, lookup)
    return lead_columns(work.tx, lookup)


def _choosable(work: Work, job: BulkJob) -> dict[str, str]:
    """Return the display names of the fields that a column can be given, by name."""
    columns = _columns(work, job)
    by_id = {} if job.kind == "customObjects" else {ID: columns.names[ID]}
    return by_id | columns.settable


# -- actions of one import -------------------------------------------------------------------------


def _sent_columns(visit: Visit, count: int) -> list[str]:
    return [visit.sent(f"{COLUMN}{index}") for index in range(count)]


def _sent_definition(
    visit: Visit, definition: ImportDefinition
) -> tuple[ImportDefinition, int | None, str]:
    """Return the definition, the list and the format that the form of a draft says."""
    changed = msgspec.structs.replace(
        definition,
        lookup_field=visit.sent("lookup") or definition.lookup_field,
        partition_name=visit.sent("partition") or None,
        status_name=visit.sent("status") or None,
        empty_clears=bool(visit.sent("empty")),
    )
    file_format = visit.sent("format")
    (list_id,) = visit.sent_numbers("list") or (None,)
    return changed, list_id, file_format if file_format in DELIMITERS else "csv"


def _changed(visit: Visit, work: Work) -> BulkJob:
    job = _own(visit, work)
    definition, list_id, file_format = _sent_definition(visit, job.import_definition)
    if file_format != job.format:
        raise ValueError("the delimiter is another one: read the file anew first")
    columns = _sent_columns(visit, len(read_sample(work.tx, job).header))
    allowed = _choosable(work, job).keys() | {""}
    unknown = [each for each in columns if each not in allowed]
    if unknown:
        raise Refusal(Reason.FIELD_NOT_FOUND, unknown[0])
    definition = msgspec.structs.replace(definition, columns=columns)
    return change_draft(work, job.id, definition, list_id, file_format)


def save(visit: Visit, work: Work) -> Outcome:
    """Read the file anew, with another delimiter, and propose fields anew."""
    job = _own(visit, work)
    definition, list_id, file_format = _sent_definition(visit, job.import_definition)
    definition = msgspec.structs.replace(definition, columns=())
    change_draft(work, job.id, definition, list_id, file_format)
    return Outcome(f"/imports/{job.id}", "The file is read anew.")


def dry_run(visit: Visit, work: Work) -> Outcome:
    """Try the import: all of its work, which is rolled back."""
    job = _changed(visit, work)
    try_draft(work, job.id)
    return Outcome(f"/imports/{job.id}", "The file is tried; nothing is changed.")


def start(visit: Visit, work: Work) -> Outcome:
    """Start the import."""
    job = _changed(visit, work)
    start_draft(work, job.id)
    return Outcome(f"/imports/{job.id}", "The import has started.")


def drop(visit: Visit, work: Work) -> Outcome:
    """Delete the file that was uploaded."""
    job = _own(visit, work)
    drop_draft(work, job.id)
    return Outcome("/imports", f"{job.import_definition.file_name} is deleted.")


# -- files -----------------------------------------------------------------------------------------


def _file(visit: Visit, work: Work, part: str, prefix: str) -> Model:
    job = _own(visit, work)
    size = own_file(work, job.id, Direction.IMPORT, part)
    if size is None:
        raise NotFound
    file_format = _format_of(job, job.format)
    name = f"{prefix}-{job.id}.{file_format}"
    return {"download": Download(job.id, part, size, name, FILE_TYPES[file_format])}


def _format_of(job: BulkJob, delimited: str) -> str:
    """Return the format of the file of an import, which is ``delimited`` unless it is NDJSON."""
    return "ndjson" if job.import_definition.names else delimited


def rejects(visit: Visit, work: Work) -> Model:
    """Return the rows that were refused, each with its reason."""
    return _file(visit, work, FAILURES, "refused")


def warned(visit: Visit, work: Work) -> Model:
    """Return the rows that were imported with a warning."""
    return _file(visit, work, WARNINGS, "warnings")


NEEDS = LEADS | OBJECTS

PAGES = (
    Page(
        "imports",
        "/imports",
        "Imports",
        NEEDS,
        view,
        {"upload": Action(NEEDS, upload, first=look, takes_file=True)},
        menu="Imports",
        key="m",
        has_listing=True,
    ),
    Page(
        "import",
        "/imports/{import}",
        "Import",
        NEEDS,
        one,
        {
            "save": Action(NEEDS, save),
            "try": Action(NEEDS, dry_run),
            "start": Action(NEEDS, start),
            "drop": Action(NEEDS, drop),
        },
        area="Imports",
    ),
    Page("rejects", "/imports/{import}/rejects", "Refused rows", NEEDS, rejects, area="Imports"),
    Page("warnings", "/imports/{import}/warnings", "Warnings", NEEDS, warned, area="Imports"),
)
