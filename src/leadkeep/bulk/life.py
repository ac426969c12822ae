"""The life of a bulk job: created, queued, dispatched, ended.

At most ten jobs of a direction are queued, and two of them dispatched: their work is then in the
queue of jobs (behaviour.md 6.1, 6.2). The end of a job dispatches the one that waits longest.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

import msgspec

from leadkeep import jobs
from leadkeep.bulk import queries
from leadkeep.bulk.files import UPLOAD, is_blank, store_file
from leadkeep.bulk.job import (
    QUEUE_RULES,
    BulkJob,
    Direction,
    NewJob,
    State,
    number_of,
)
from leadkeep.bulk.tables import BULK_JOB_IDS
from leadkeep.clock import vendor_day
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal
from leadkeep.jobs import Lane
from leadkeep.store import Transaction

IMPORT_JOB = "bulk.import"
EXTRACT_JOB = "bulk.extract"

IMPORT_RETENTION = timedelta(days=7)
LIST_WINDOW = timedelta(days=7)
EXTRACT_RETENTION = timedelta(days=30)
FILE_RETENTION = timedelta(days=10)
"""How long jobs are readable, listed, and keep their files (behaviour.md 6.1, 6.2)."""
RETENTIONS = {Direction.IMPORT: IMPORT_RETENTION, Direction.EXTRACT: EXTRACT_RETENTION}
NOUNS = {Direction.IMPORT: "Batch", Direction.EXTRACT: "Export job"}
"""What jobs are called where there is none."""

LISTED_JOBS = 100
"""Limit: jobs of one owner that a page lists."""
LONGEST_VENDOR_DAY = timedelta(hours=25)
MEGABYTE = 1_048_576


# -- creation --------------------------------------------------------------------------------------


def create_import(
    work: Work, new: NewJob, content: bytes | memoryview, check: Callable[[Work, BulkJob], None]
) -> BulkJob:
    """Create and queue an import of an uploaded file, after its kind has checked it.

    Raises:
        Refusal: 1003, the file is empty; 1016, the queue is full; 1019, an import of the same list
            has not ended.
    """
    if is_blank(content):
        raise Refusal(Reason.EMPTY_FILE)
    _check_import(work.tx, new.list_id)
    job = insert_job(work, new, State.QUEUED)
    check(work, job)
    store_file(work.tx, job.id, UPLOAD, content)
    _dispatch(work.tx, Direction.IMPORT)
    return job


def enqueue_import(work: Work, job: BulkJob, check: Callable[[Work, BulkJob], None]) -> None:
    """Queue an import that was created before, after its kind has checked it.

    The caller has locked the job's row.

    Raises:
        Refusal: 1016, the queue is full; 1019, an import of the same list has not ended.
    """
    _check_import(work.tx, job.list_id)
    check(work, job)
    values = {"state": State.QUEUED.value, "queued_at": work.moment, "position": None}
    queries.change_job(work.tx, job.id, **values)
    _dispatch(work.tx, Direction.IMPORT)


def _check_import(tx: Transaction, list_id: int | None) -> None:
    """Lock the queue of imports; refuse if it is full, or has an import of this list."""
    _lock_queue(tx, Direction.IMPORT)
    if list_id is not None and queries.has_import_of_list(tx, list_id):
        raise Refusal(Reason.IMPORT_IN_PROGRESS)
    _check_queue(tx, Direction.IMPORT)


def create_extract(work: Work, new: NewJob, quota_megabytes: int | None) -> BulkJob:
    """Create an extract, which waits for :func:`enqueue_extract`.

    Raises:
        Refusal: 1029, the daily quota is used up.
    """
    _check_quota(work.tx, quota_megabytes)
    return insert_job(work, new, State.CREATED)


def insert_job(work: Work, new: NewJob, state: State) -> BulkJob:
    """Insert a job of the caller; return it."""
    (number,) = work.tx.allocate(BULK_JOB_IDS, 1)
    moment = work.moment
    values: dict[str, Any] = {
        "id": number,
        "direction": new.direction.value,
        "kind": new.kind,
        "object_name": new.object_name,
        "owner": work.access.user,
        "client_name": work.access.client_name,
        "state": state.value,
        "definition": msgspec.json.encode(new.definition).decode(),
        "format": new.format,
        "list_id": new.list_id,
        "created_at": moment,
        "queued_at": moment if state is State.QUEUED else None,
        "rows_done": 0,
        "rows_failed": 0,
        "rows_warned": 0,
    }
    queries.insert_job(work.tx, values)
    return _present(work.tx, number)


# -- extracts --------------------------------------------------------------------------------------


def own_job(work: Work, number: int | None, new: Direction, kind: str, name: str | None) -> BulkJob:
    """Return a job of the caller, which no other API user sees (behaviour.md 6.2).

    Raises:
        Refusal: 1013, the caller has no such job of this kind.
    """
    found = any_own_job(work, number, new)
    if (found.kind, found.object_name or "") != (kind, name or ""):
        raise Refusal(Reason.OBJECT_NOT_FOUND, NOUNS[new])
    return found


def any_own_job(work: Work, number: int | None, direction: Direction) -> BulkJob:
    """Return a job of the caller, whatever its rows are.

    Raises:
        Refusal: 1013, the caller has no such job.
    """
    found = None if number is None else queries.job_by_id(work.tx, number)
    if found is None or (found.direction, found.owner) != (direction, work.access.user):
        raise Refusal(Reason.OBJECT_NOT_FOUND, NOUNS[direction])
    if found.created_at < work.tx.now - RETENTIONS[direction]:
        raise Refusal(Reason.OBJECT_NOT_FOUND, NOUNS[direction])
    return found


def own_extract(work: Work, export_id: str, kind: str, name: str | None) -> BulkJob:
    """Return an extract of the caller by its export id.

    Raises:
        Refusal: 1013, the caller has no such extract of this kind.
    """
    return own_job(work, number_of(export_id), Direction.EXTRACT, kind, name)


def enqueue_extract(
    work: Work, export_id: str, kind: str, name: str | None, quota_megabytes: int | None
) -> BulkJob:
    """Queue an extract that was created.

    Raises:
        Refusal: 1013, no such extract; 1029, it is queued already or has ended, the queue is full,
            or the daily quota is used up.
    """
    found = own_extract(work, export_id, kind, name)
    _lock_queue(work.tx, Direction.EXTRACT)
    job = queries.lock_job(work.tx, found.id) or found
    if job.state is not State.CREATED:
        raise Refusal(Reason.ALREADY_QUEUED)
    _check_queue(work.tx, Direction.EXTRACT)
    _check_quota(work.tx, quota_megabytes)
    queries.change_job(work.tx, job.id, state=State.QUEUED.value, queued_at=work.moment)
    _dispatch(work.tx, Direction.EXTRACT)
    return _present(work.tx, job.id)


def cancel_extract(work: Work, export_id: str, kind: str, name: str | None) -> BulkJob:
    """Cancel an extract; one that has ended is returned as it is (behaviour.md 6.2).

    Raises:
        Refusal: 1013, no such extract.
    """
    found = own_extract(work, export_id, kind, name)
    _lock_queue(work.tx, Direction.EXTRACT)
    job = queries.lock_job(work.tx, found.id) or found
    if job.finished_at is None:
        end_job(work.tx, job, State.CANCELLED)
    return _present(work.tx, job.id)


def list_extracts(
    work: Work,
    kind: str,
    name: str | None,
    states: Collection[State],
    after: int,
    limit: int,
) -> list[BulkJob]:
    """Return extracts that the caller created in the last seven days, ascending by number."""
    since = work.tx.now - LIST_WINDOW
    wanted = states or tuple(State)
    return queries.own_extracts(work.tx, work.access.user, kind, name, wanted, since, after, limit)


def own_extracts(work: Work) -> list[BulkJob]:
    """Return the extracts that the caller created by this client, the newest first."""
    access, since = work.access, work.tx.now - LIST_WINDOW
    return queries.jobs_of_owner(
        *(work.tx, access.user, Direction.EXTRACT, access.client_name, since, LISTED_JOBS)
    )


# -- the queue -------------------------------------------------------------------------------------


def end_job(tx: Transaction, job: BulkJob, state: State, **values: Any) -> None:  # noqa: ANN401
    """Set the last state of a job, and dispatch the job that waits longest.

    The caller has locked the job's row.
    """
    if state is State.CANCELLED:
        values |= {"started_at": None}  # as recorded: a queued job keeps `queuedAt`
    queries.change_job(tx, job.id, state=state.value, finished_at=tx.moment, **values)
    _lock_queue(tx, job.direction, keep_moment=True)
    _dispatch(tx, job.direction)


def _lock_queue(tx: Transaction, direction: Direction, *, keep_moment: bool = False) -> None:
    tx.lock_keys([f"bulk {direction}"], keep_moment=keep_moment)


def _check_queue(tx: Transaction, direction: Direction) -> None:
    rules = QUEUE_RULES[direction]
    pending, _ = queries.count_pending(tx, direction)
    if pending >= rules.queued:
        raise Refusal(rules.full, *([pending] if direction is Direction.IMPORT else []))


def _dispatch(tx: Transaction, direction: Direction) -> None:
    """Put the work of queued jobs into the queue of jobs, as many as may be processed."""
    _, dispatched = queries.count_pending(tx, direction)
    free = QUEUE_RULES[direction].processing - dispatched
    if free <= 0:
        return
    for number in queries.jobs_to_dispatch(tx, direction, free):
        queries.change_job(tx, number, dispatched_at=tx.moment)
        name = IMPORT_JOB if direction is Direction.IMPORT else EXTRACT_JOB
        jobs.enqueue(tx, [jobs.NewJob(name, {"job": number}, lane=Lane.EXTERNAL)])


def _check_quota(tx: Transaction, quota_megabytes: int | None) -> None:
    """Refuse when the files of this day, US Central, have the bytes of the quota."""
    if quota_megabytes is None:
        return
    now = tx.now
    since = now - LONGEST_VENDOR_DAY
    sizes = queries.file_sizes_since(tx, since, now - EXTRACT_RETENTION)
    used = sum(size for ended, size in sizes if _is_today(ended, now))
    if used >= quota_megabytes * MEGABYTE:
        raise Refusal(Reason.EXTRACT_QUOTA, quota_megabytes)


def _is_today(moment: datetime, now: datetime) -> bool:
    return vendor_day(moment) == vendor_day(now)


def _present(tx: Transaction, number: int) -> BulkJob:
    found = queries.job_by_id(tx, number)
    if found is None:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Export job")
    return found
