"""Ask for an import or an extract: check it by its kind, then create its job."""

from leadkeep.bulk import queries
from leadkeep.bulk.extracts import EXTRACT_KINDS
from leadkeep.bulk.files import EXTRACT
from leadkeep.bulk.imports import IMPORT_KINDS
from leadkeep.bulk.job import BulkJob, Direction, ExtractDefinition, NewJob, State
from leadkeep.bulk.life import (
    FILE_RETENTION,
    any_own_job,
    create_extract,
    create_import,
    own_extract,
    own_job,
)
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Refusal


def request_import(work: Work, new: NewJob, content: bytes | memoryview) -> BulkJob:
    """Check and create an import; its reply is sent before the first row is read.

    Raises:
        Refusal: a parameter names what does not exist; and the refusals of :func:`create_import`.
    """
    return create_import(work, new, content, IMPORT_KINDS[new.kind].check)


def request_extract(
    work: Work,
    kind: str,
    object_name: str | None,
    wanted: ExtractDefinition,
    file_format: str,
    quota_megabytes: int | None,
) -> BulkJob:
    """Check and create an extract.

    Raises:
        Refusal: a field or a filter is not valid; and the refusals of :func:`create_extract`.
    """
    checked = EXTRACT_KINDS[kind].checked(work, object_name, wanted)
    new = NewJob(Direction.EXTRACT, kind, checked, file_format, object_name)
    return create_extract(work, new, quota_megabytes)


def own_file(work: Work, number: int, direction: Direction, name: str) -> int | None:
    """Return the size of a file of a job of the caller; None if there is none to read."""
    try:
        job = any_own_job(work, number, direction)
    except Refusal:
        return None
    return _readable_size(work, job, name)


def file_to_read(
    work: Work, number: int | str, kind: str, object_name: str | None, name: str
) -> tuple[BulkJob, int] | None:
    """Return a job of the caller and the size of its file; None if there is none to read."""
    try:
        if isinstance(number, str):
            job = own_extract(work, number, kind, object_name)
        else:
            job = own_job(work, number, Direction.IMPORT, kind, object_name)
    except Refusal:
        return None
    size = _readable_size(work, job, name)
    return None if size is None else (job, size)


def _readable_size(work: Work, job: BulkJob, name: str) -> int | None:
    if name == EXTRACT:
        is_kept = job.finished_at is not None and job.finished_at >= work.tx.now - FILE_RETENTION
        if job.state is not State.COMPLETED or not is_kept:
            return None
        if job.file_size == 0:
            return 0  # a file without rows and header has no pieces
    return queries.file_size(work.tx, job.id, name)
