"""Tags Bulk Export Leads, Activities, Program Members, Custom Objects (behaviour.md 6.2, 6.3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from leadkeep import bulk
from leadkeep.api import params
from leadkeep.api.declarations import JSON_BODY, PAGE, Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.files import NO_FILE, FileReply
from leadkeep.api.paging import encode_position
from leadkeep.api.request import Request
from leadkeep.api.structs import Body, Moment, ReplyItem, SentId, one_of
from leadkeep.bulk import BulkJob, ExtractDefinition, State
from leadkeep.domain.assets.programs import CADENCES
from leadkeep.domain.fields import Unacceptable, moment
from leadkeep.errors import Reason, Refusal
from leadkeep.files import DELIMITERS
from leadkeep.store import wire_timestamp

serves = Declarations()

FILTER = "filter"
LONGEST_RANGE_DAYS = 31
PROGRAM_LIMIT = 10
VALUE_LIMIT = 50
"""Limits of filters (behaviour.md 6.2)."""

STATUSES: dict[State, str] = {
    State.CREATED: "Created",
    State.QUEUED: "Queued",
    State.PROCESSING: "Processing",
    State.COMPLETED: "Completed",
    State.FAILED: "Failed",
    State.CANCELLED: "Cancelled",
}
STATES = {name.lower(): state for state, name in STATUSES.items()} | {"canceled": State.CANCELLED}
"""States by the names that filters have for them, in lower case (behaviour.md 6.2)."""

# -- replies ---------------------------------------------------------------------------------------


class ExportJob(ReplyItem, kw_only=True):
    """An export job; its members appear as the job advances."""

    export_id: str
    format: Literal["CSV", "TSV", "SSV"]
    status: Annotated[str, one_of(STATUSES.values())]
    created_at: Moment
    queued_at: Moment | UnsetType = UNSET
    started_at: Moment | UnsetType = UNSET
    finished_at: Moment | UnsetType = UNSET
    number_of_records: int | UnsetType = UNSET
    file_size: int | UnsetType = UNSET
    """The size of the file in bytes."""
    file_checksum: str | UnsetType = UNSET
    """``sha256:`` and the SHA-256 of the whole file in hexadecimal."""
    error_msg: str | UnsetType = UNSET


class ListedExportJob(ExportJob, kw_only=True):
    """An export job in a list; the list is absent if it is empty."""


def _item(job: BulkJob) -> ExportJob:
    is_completed = job.state is State.COMPLETED
    has_ended = is_completed or job.state is State.FAILED
    return ExportJob(
        export_id=job.export_id,
        format=job.format.upper(),  # type: ignore[arg-type]
        status=STATUSES[job.state],
        created_at=wire_timestamp(job.created_at),
        queued_at=wire_timestamp(job.queued_at) or UNSET,
        started_at=wire_timestamp(job.started_at) or UNSET,
        finished_at=(wire_timestamp(job.finished_at) if has_ended else None) or UNSET,
        number_of_records=job.rows_done if is_completed else UNSET,
        file_size=job.file_size if is_completed and job.file_size is not None else UNSET,
        file_checksum=job.file_checksum or UNSET,
        error_msg=(job.message if job.state is State.FAILED else None) or UNSET,
    )


# -- bodies ----------------------------------------------------------------------------------------


class DateRange(Body):
    """A range of at most 31 days; both ends belong to it."""

    start_at: Moment | None = None
    end_at: Moment | None = None


class LeadSetFilter(Body):
    """A filter by change or by a list; exactly one must be given."""

    updated_at: DateRange | None = None
    static_list_id: SentId = None
    static_list_name: str | None = None
    smart_list_id: SentId = None
    smart_list_name: str | None = None


class LeadExportFilter(LeadSetFilter):
    """Which leads to export; exactly one member must be given."""

    created_at: DateRange | None = None


class CustomObjectExportFilter(LeadSetFilter):
    """Which records to export; exactly one member must be given. Lists are of the linked leads."""


class ActivityExportFilter(Body):
    """Which activities to export; the range is required."""

    created_at: DateRange | None = None
    activity_type_ids: list[SentId] | None = None
    primary_attribute_value_ids: list[SentId] | None = None
    primary_attribute_values: list[str] | None = None


class ProgramMemberExportFilter(Body):
    """Which members to export; one or several programs are required."""

    program_id: SentId = None
    program_ids: list[SentId] | None = None
    is_exhausted: bool | None = None
    nurture_cadence: Annotated[str, one_of(CADENCES)] | None = None
    status_names: list[str] | None = None
    updated_at: DateRange | None = None


_HEADERS: dict[str, Any] = {"type": "object", "additionalProperties": {"type": "string"}}
Headers = Annotated[Any, Meta(extra_json_schema=_HEADERS)]
"""Names of columns by field name; a list of objects with name and value is read too."""


class ExportBody(Body):
    """What all kinds of exports have in common."""

    fields: list[str] | None = None
    format: Annotated[str, one_of(each.upper() for each in DELIMITERS)] | None = None
    """CSV by default; SSV is separated by semicolons."""
    column_header_names: Headers = None


class LeadExport(ExportBody):
    """An export of leads."""

    filter: LeadExportFilter | None = None


class ActivityExport(ExportBody):
    """An export of activities."""

    filter: ActivityExportFilter | None = None


class ProgramMemberExport(ExportBody):
    """An export of program members."""

    filter: ProgramMemberExportFilter | None = None


class CustomObjectExport(ExportBody):
    """An export of records of a custom object."""

    filter: CustomObjectExportFilter | None = None


def _dates(sent: DateRange | None) -> bulk.DateRange | None:
    """Return a range of a filter.

    Raises:
        Refusal: 1002, an end is missing; 1003, an end is no date, the range is backwards or has
            more than 31 days.
    """
    if sent is None:
        return None
    start = _moment("startAt", sent.start_at)
    end = _moment("endAt", sent.end_at)
    if end < start:
        raise Refusal(Reason.RANGE_BACKWARDS, "endAt", "startAt")
    if end - start > timedelta(days=LONGEST_RANGE_DAYS):
        raise Refusal(Reason.DATE_RANGE_TOO_LONG, LONGEST_RANGE_DAYS)
    return bulk.DateRange(start, end)


def _moment(name: str, sent: str | None) -> Any:  # noqa: ANN401
    try:
        return moment(params.required(name, sent))
    except Unacceptable:
        raise Refusal(Reason.INVALID_PARAMETER, name) from None


def _id(sent: Any) -> int | None:  # noqa: ANN401
    return None if sent is None else params.number(sent)


def _lead_filter(sent: LeadExportFilter) -> ExtractDefinition:
    return msgspec.structs.replace(_set_filter(sent), created_at=_dates(sent.created_at))


def _set_filter(sent: LeadSetFilter) -> ExtractDefinition:
    """Return the definition of a filter of which exactly one member is given.

    Raises:
        Refusal: 1003, none or several are given.
    """
    if len(msgspec.to_builtins(sent)) != 1:
        raise Refusal(Reason.NOT_ONE_FILTER)
    return ExtractDefinition(
        updated_at=_dates(sent.updated_at),
        list_id=_id(sent.static_list_id),
        list_name=sent.static_list_name,
        smart_list_id=_id(sent.smart_list_id),
        smart_list_name=sent.smart_list_name,
    )


def _activity_filter(sent: ActivityExportFilter) -> ExtractDefinition:
    dates = _dates(sent.created_at)
    if dates is None:
        raise Refusal(Reason.MISSING_PARAMETER, "createdAt")
    ids, texts = sent.primary_attribute_value_ids or [], sent.primary_attribute_values or []
    for name, values in (("primaryAttributeValueIds", ids), ("primaryAttributeValues", texts)):
        if len(values) > VALUE_LIMIT:
            raise Refusal(Reason.TOO_MANY, name, VALUE_LIMIT)
    if ids and texts:
        raise Refusal(Reason.NOT_ONE_FILTER)
    return ExtractDefinition(
        created_at=dates,
        activity_type_ids=[params.number(each) for each in sent.activity_type_ids or ()],
        primary_value_ids=[params.number(each) for each in ids],
        primary_values=texts,
    )


def _member_filter(sent: ProgramMemberExportFilter) -> ExtractDefinition:
    numbers = [params.number(each) for each in sent.program_ids or ()]
    if sent.program_id is not None and numbers:
        raise Refusal(Reason.NOT_ONE_FILTER)
    if sent.program_id is None and not numbers:
        raise Refusal(Reason.MISSING_PARAMETER, "programId")
    if len(numbers) > PROGRAM_LIMIT:
        raise Refusal(Reason.TOO_MANY, "programIds", PROGRAM_LIMIT)
    cadence = sent.nurture_cadence
    if cadence is not None and cadence.lower() not in CADENCES:
        raise Refusal(Reason.INVALID_CHOICE, "nurtureCadence", cadence)
    return ExtractDefinition(
        program_ids=numbers or [params.number(sent.program_id)],
        has_program_column=bool(numbers),
        updated_at=_dates(sent.updated_at),
        is_exhausted=sent.is_exhausted,
        cadence=None if cadence is None else CADENCES[cadence.lower()],
        status_names=sent.status_names or (),
    )


def _format(sent: str | None) -> str:
    name = (sent or "csv").lower()
    if name not in DELIMITERS:
        raise Refusal(Reason.INVALID_CHOICE, "format", sent)
    return name


def _headers(sent: Any) -> dict[str, str]:  # noqa: ANN401
    """Return names of columns by field name (behaviour.md 6.2).

    Raises:
        Refusal: 609, they are neither an object of texts nor a list of names and values.
    """
    if sent is None:
        return {}
    if isinstance(sent, list) and all(isinstance(each, dict) for each in sent):
        sent = {each.get("name"): each.get("value") for each in sent}
    if not isinstance(sent, dict):
        raise Refusal(Reason.INVALID_MEMBER, "columnHeaderNames")
    if not all(isinstance(each, str) for pair in sent.items() for each in pair):
        raise Refusal(Reason.INVALID_MEMBER, "columnHeaderNames")
    return sent


# -- one family for all kinds ----------------------------------------------------------------------

EXPORT_REFUSES = (
    *JSON_BODY,
    *(Reason.NOT_SPECIFIED, Reason.INVALID_CHOICE, Reason.MISSING_PARAMETER, Reason.NOT_A_NUMBER),
    *(Reason.INVALID_PARAMETER, Reason.RANGE_BACKWARDS, Reason.DATE_RANGE_TOO_LONG),
    *(Reason.NOT_ONE_FILTER, Reason.INVALID_FIELDS, Reason.OBJECT_NOT_FOUND, Reason.EXTRACT_QUOTA),
)
ENQUEUE_REFUSES = (
    *(Reason.OBJECT_NOT_FOUND, Reason.ALREADY_QUEUED, Reason.TOO_MANY_EXTRACTS),
    Reason.EXTRACT_QUOTA,
)


@dataclass(frozen=True, slots=True)
class ExportFamily:
    """The operations of one kind of exports."""

    kind: str
    body: type[ExportBody]
    read_filter: Callable[[Any], ExtractDefinition]
    refuses: tuple[Reason, ...] = ()
    """Reasons to refuse a filter, beside those of all kinds."""
    needs_fields: bool = True

    def declare(
        self, *, find: str, create: str, enqueue: str, cancel: str, status: str, file: str
    ) -> None:
        """Declare the operations with these ids."""
        listed = (*PAGE, Reason.INVALID_PARAMETER)
        serves(find, item=ListedExportJob, refuses=listed, may_lack_result=True)(self.find)
        serves(create, item=ExportJob, body=self.body, refuses=(*EXPORT_REFUSES, *self.refuses))(
            self.create
        )
        serves(enqueue, item=ExportJob, refuses=ENQUEUE_REFUSES)(self.enqueue)
        serves(cancel, item=ExportJob, refuses=(Reason.OBJECT_NOT_FOUND,))(self.cancel)
        serves(status, item=ExportJob, refuses=(Reason.OBJECT_NOT_FOUND,))(self.status)
        serves(file, sends_file=True)(self.file)

    async def create(self, request: Request) -> Reply:
        """Create Export Job: check fields and filter; the job waits to be enqueued."""
        sent = params.body(request, self.body)
        wanted = getattr(sent, FILTER)
        if wanted is None:
            raise Refusal(Reason.INVALID_MEMBER, FILTER)
        fields = list(dict.fromkeys(sent.fields or ()))
        if self.needs_fields and not fields:
            raise Refusal(Reason.NOT_SPECIFIED, "fields")
        headers = _headers(sent.column_header_names)
        definition = msgspec.structs.replace(
            self.read_filter(wanted), fields=fields, header_names=headers
        )
        job = await request.write(
            bulk.request_extract,
            *(self.kind, _object_name(request), definition, _format(sent.format)),
            request.server.settings.export_quota_mib,
        )
        return Reply([_item(job)])

    async def enqueue(self, request: Request) -> Reply:
        """Enqueue Export Job: let the job run as soon as fewer than two jobs run."""
        job = await request.write(
            bulk.enqueue_extract, *self._named(request), request.server.settings.export_quota_mib
        )
        return Reply([_item(job)])

    async def cancel(self, request: Request) -> Reply:
        """Cancel Export Job: end the job; a job that has ended is returned as it is."""
        return Reply([_item(await request.write(bulk.cancel_extract, *self._named(request)))])

    async def status(self, request: Request) -> Reply:
        """Get Export Job Status: return the job."""
        return Reply([_item(await request.read(bulk.own_extract, *self._named(request)))])

    async def find(self, request: Request) -> Reply:
        """Get Export Jobs: return a page of the caller's jobs of the last seven days."""
        states = [_state(each) for each in params.array(request, "status")]
        name = _object_name(request)
        endpoint = f"exports {self.kind} {name}"
        after, size = params.position(request, endpoint), params.page_size(request)
        found = await request.read(bulk.list_extracts, self.kind, name, states, after, size + 1)
        page = found[:size]
        token = None
        if len(found) > size:
            token = encode_position(request.server.key, endpoint, str(page[-1].id))
        return Reply([_item(each) for each in page] or None, token)

    async def file(self, request: Request) -> FileReply:
        """Get Export File: send the file, or a range of it (behaviour.md 6.2)."""
        export_id, *_ = self._named(request)
        return await file_reply(request, export_id, self.kind, bulk.EXTRACT) or NO_FILE

    def _named(self, request: Request) -> tuple[str, str, str | None]:
        return request.path_params["exportId"], self.kind, _object_name(request)


def _object_name(request: Request) -> str | None:
    """Return the API name of a custom object type in the path; types ignore letter case."""
    name = request.path_params.get("apiName")
    return None if name is None else name.casefold()


def _state(sent: str) -> State:
    found = STATES.get(sent.lower())
    if found is None:
        raise Refusal(Reason.INVALID_PARAMETER, "status")
    return found


async def file_reply(request: Request, number: int | str, kind: str, name: str) -> FileReply | None:
    """Return a file of a job of the caller; None if there is none."""
    found = await request.read(bulk.file_to_read, number, kind, _object_name(request), name)
    if found is None:
        return None
    job, size = found
    store = request.server.store

    async def read(start: int, end: int) -> bytes:
        return await store.read_long(lambda tx: bulk.read_part(tx, job.id, name, start, end))

    return FileReply(size, read)


LEADS = ExportFamily("leads", LeadExport, _lead_filter)
LEADS.declare(
    find="getExportLeadsUsingGET",
    create="createExportLeadsUsingPOST",
    enqueue="enqueueExportLeadsUsingPOST",
    cancel="cancelExportLeadsUsingPOST",
    status="getExportLeadsStatusUsingGET",
    file="getExportLeadsFileUsingGET",
)
ACTIVITIES = ExportFamily(
    "activities",
    ActivityExport,
    _activity_filter,
    refuses=(Reason.TOO_MANY, Reason.UNKNOWN_ACTIVITY_TYPE),
    needs_fields=False,
)
ACTIVITIES.declare(
    find="getExportActivitiesUsingGET",
    create="createExportActivitiesUsingPOST",
    enqueue="enqueueExportActivitiesUsingPOST",
    cancel="cancelExportActivitiesUsingPOST",
    status="getExportActivitiesStatusUsingGET",
    file="getExportActivitiesFileUsingGET",
)
PROGRAM_MEMBERS = ExportFamily(
    "programMembers",
    ProgramMemberExport,
    _member_filter,
    refuses=(Reason.TOO_MANY, Reason.INVALID_STATUS_NAMES),
)
PROGRAM_MEMBERS.declare(
    find="getExportProgramMembersUsingGET",
    create="createExportProgramMembersUsingPOST",
    enqueue="enqueueExportProgramMembersUsingPOST",
    cancel="cancelExportProgramMembersUsingPOST",
    status="getExportProgramMembersStatusUsingGET",
    file="getExportProgramMembersFileUsingGET",
)
CUSTOM_OBJECTS = ExportFamily(
    "customObjects", CustomObjectExport, _set_filter, refuses=(Reason.UNSUPPORTED_FILTER,)
)
CUSTOM_OBJECTS.declare(
    find="getExportCustomObjectsUsingGET",
    create="createExportCustomObjectsUsingPOST",
    enqueue="enqueueExportCustomObjectsUsingPOST",
    cancel="cancelExportCustomObjectsUsingPOST",
    status="getExportCustomObjectsStatusUsingGET",
    file="getExportCustomObjectsFileUsingGET",
)
