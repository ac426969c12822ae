"""Tags Bulk Import Leads, Program Members, Custom Objects (behaviour.md 6.1)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import UNSET, UnsetType

from leadkeep import bulk
from leadkeep.api import params
from leadkeep.api.declarations import Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.files import NO_FILE, FileReply
from leadkeep.api.multipart import uploaded_file
from leadkeep.api.operations.bulk_exports import file_reply
from leadkeep.api.request import Request
from leadkeep.api.structs import Id, ReplyItem, one_of
from leadkeep.bulk import BulkJob, Direction, ImportDefinition, NewJob, State
from leadkeep.errors import Reason, Refusal
from leadkeep.files import DELIMITERS

serves = Declarations()

STATUSES = {
    State.QUEUED: "Queued",
    State.PROCESSING: "Importing",
    State.COMPLETED: "Complete",
    State.FAILED: "Failed",
}
ImportStatus = Annotated[str, one_of(STATUSES.values())]


class ImportJob(ReplyItem, kw_only=True):
    """An import of leads or program members; counters are absent when it has just been queued."""

    batch_id: Id
    import_id: str
    status: ImportStatus
    num_of_leads_processed: int | UnsetType = UNSET
    """The number of rows that were imported."""
    num_of_rows_failed: int | UnsetType = UNSET
    num_of_rows_with_warning: int | UnsetType = UNSET
    message: str | UnsetType = UNSET
    """The result in words, when the import has ended."""


class ObjectImportJob(ReplyItem, kw_only=True):
    """An import of records of a custom object."""

    batch_id: Id
    operation: str | UnsetType = UNSET
    status: ImportStatus
    object_api_name: str
    num_of_objects_processed: int | UnsetType = UNSET
    """The number of rows that were imported."""
    num_of_rows_failed: int | UnsetType = UNSET
    num_of_rows_with_warning: int | UnsetType = UNSET
    import_time: str | UnsetType = UNSET
    """How long the import took, such as ``2 second(s)``."""
    message: str | UnsetType = UNSET
    """The result in words, when the import has ended."""


def _queued(job: BulkJob) -> ImportJob:
    return ImportJob(batch_id=job.id, import_id=str(job.id), status=STATUSES[State.QUEUED])


def _item(job: BulkJob) -> ImportJob:
    return ImportJob(
        batch_id=job.id,
        import_id=str(job.id),
        status=STATUSES[job.state],
        num_of_leads_processed=job.rows_done,
        num_of_rows_failed=job.rows_failed,
        num_of_rows_with_warning=job.rows_warned,
        message=job.message or UNSET,
    )


def _queued_objects(job: BulkJob) -> ObjectImportJob:
    return ObjectImportJob(
        batch_id=job.id, status=STATUSES[State.QUEUED], object_api_name=job.object_name or ""
    )


def _object_item(job: BulkJob) -> ObjectImportJob:
    seconds: str | UnsetType = UNSET
    if job.started_at is not None and job.finished_at is not None:
        seconds = f"{round((job.finished_at - job.started_at).total_seconds())} second(s)"
    return ObjectImportJob(
        batch_id=job.id,
        operation=Direction.IMPORT.value,
        status=STATUSES[job.state],
        object_api_name=job.object_name or "",
        num_of_objects_processed=job.rows_done,
        num_of_rows_failed=job.rows_failed,
        num_of_rows_with_warning=job.rows_warned,
        import_time=seconds,
        message=job.message or UNSET,
    )


def _leads(request: Request) -> NewJob:
    sent_list = params.text(request, "listId")
    return NewJob(
        Direction.IMPORT,
        "leads",
        _definition(
            request,
            lookup_field=params.text(request, "lookupField") or "email",
            partition_name=params.text(request, "partitionName"),
        ),
        _format(request),
        list_id=None if sent_list is None else params.number(sent_list),
    )


def _members(request: Request) -> NewJob:
    definition = _definition(
        request,
        program_id=params.path_number(request, "programId"),
        status_name=params.required(
            "programMemberStatus", params.text(request, "programMemberStatus")
        ),
    )
    return NewJob(Direction.IMPORT, "programMembers", definition, _format(request))


def _objects(request: Request) -> NewJob:
    name = request.path_params["apiName"]
    definition = _definition(request)
    return NewJob(Direction.IMPORT, "customObjects", definition, _format(request), name.casefold())


def _definition(request: Request, **values: Any) -> ImportDefinition:  # noqa: ANN401
    return ImportDefinition(method=request.api_method, request_id=request.request_id, **values)


def _format(request: Request) -> str:
    """Return the format of the file; CSV if it is not named (behaviour.md 6.1)."""
    sent = params.text(request, "format") or "csv"
    if sent.lower() not in DELIMITERS:
        raise Refusal(Reason.INVALID_CHOICE, "format", sent)
    return sent.lower()


CREATE_REFUSES = (
    *(Reason.INVALID_MULTIPART, Reason.INVALID_CHOICE, Reason.EMPTY_FILE, Reason.TOO_MANY_IMPORTS),
    Reason.OBJECT_NOT_FOUND,
)
LEADS_REFUSE = (
    *(Reason.NOT_A_NUMBER, Reason.LOOKUP_FIELD_NOT_FOUND, Reason.LOOKUP_FIELD_NOT_SUPPORTED),
    *(Reason.PARTITION_NOT_FOUND, Reason.PARTITION_ACCESS_DENIED, Reason.IMPORT_IN_PROGRESS),
)
READ_REFUSES = (Reason.OBJECT_NOT_FOUND, Reason.NOT_A_NUMBER)


@dataclass(frozen=True, slots=True)
class ImportFamily:
    """The operations of one kind of imports."""

    kind: str
    item: type[ReplyItem]
    new_job: Callable[[Request], NewJob]
    created: Callable[[BulkJob], ReplyItem]
    status_of: Callable[[BulkJob], ReplyItem]
    no_file: FileReply
    """The reply when no row failed, or none has a warning (behaviour.md 6.1)."""
    refuses: tuple[Reason, ...] = ()

    def declare(self, *, create: str, status: str, failures: str, warnings: str) -> None:
        """Declare the operations with these ids."""
        serves(create, item=self.item, refuses=(*CREATE_REFUSES, *self.refuses))(self.create)
        serves(status, item=self.item, refuses=READ_REFUSES)(self.status)
        serves(failures, refuses=READ_REFUSES, sends_file=True)(self.failures)
        serves(warnings, refuses=READ_REFUSES, sends_file=True)(self.warnings)

    async def create(self, request: Request) -> Reply:
        """Import: store the file and queue a job; the rows are written later."""
        content = uploaded_file(request)
        new = self.new_job(request)
        job = await request.write(bulk.request_import, new, content)
        return Reply([self.created(job)])

    async def status(self, request: Request) -> Reply:
        """Get Import Status: return the job with its counters."""
        return Reply([self.status_of(await self._job(request))])

    async def failures(self, request: Request) -> FileReply:
        """Get Import Failures: send the rows that failed, with the reason in a last column."""
        return await self._file(request, bulk.FAILURES)

    async def warnings(self, request: Request) -> FileReply:
        """Get Import Warnings: send the rows with a warning, with the reason in a last column."""
        return await self._file(request, bulk.WARNINGS)

    async def _job(self, request: Request) -> BulkJob:
        name = request.path_params.get("apiName")
        return await request.read(
            bulk.own_job,
            params.path_number(request, "batchId"),
            Direction.IMPORT,
            self.kind,
            None if name is None else name.casefold(),
        )

    async def _file(self, request: Request, name: str) -> FileReply:
        job = await self._job(request)
        return await file_reply(request, job.id, self.kind, name) or self.no_file


LEADS = ImportFamily(
    "leads", ImportJob, _leads, _queued, _item, no_file=FileReply(), refuses=LEADS_REFUSE
)
LEADS.declare(
    create="importLeadUsingPOST",
    status="getImportLeadStatusUsingGET",
    failures="getImportLeadFailuresUsingGET",
    warnings="getImportLeadWarningsUsingGET",
)
PROGRAM_MEMBERS = ImportFamily(
    "programMembers",
    ImportJob,
    _members,
    _queued,
    _item,
    no_file=FileReply(),
    refuses=(
        Reason.NOT_A_NUMBER,
        Reason.MISSING_PARAMETER,
        Reason.PROGRAM_STATUS_NOT_FOUND,
    ),
)
PROGRAM_MEMBERS.declare(
    create="importProgramMemberUsingPOST",
    status="getImportProgramMemberStatusUsingGET",
    failures="getImportProgramMemberFailuresUsingGET",
    warnings="getImportProgramMemberWarningsUsingGET",
)
CUSTOM_OBJECTS = ImportFamily(
    "customObjects", ObjectImportJob, _objects, _queued_objects, _object_item, no_file=NO_FILE
)
CUSTOM_OBJECTS.declare(
    create="importCustomObjectUsingPOST",
    status="getImportCustomObjectStatusUsingGET",
    failures="getImportCustomObjectFailuresUsingGET",
    warnings="getImportCustomObjectWarningsUsingGET",
)
