"""Run an import: one batch of rows in one transaction, from the stored position.

The rows of a batch, its counters, its failures and the next position are committed together with
the end of the batch's job. So a process that is killed at any moment loses no row and doubles none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from io import BufferedReader, BytesIO

import msgspec

from leadkeep.bulk import queries
from leadkeep.bulk.files import FAILURES, UPLOAD, WARNINGS, FileStream, append_to_file
from leadkeep.bulk.imports.kind import RowOutcome
from leadkeep.bulk.imports.kinds import IMPORT_KINDS
from leadkeep.bulk.job import PENDING_STATES, BulkJob, Direction, State
from leadkeep.bulk.life import end_job, step_of
from leadkeep.domain.assets.lists import present_list
from leadkeep.domain.capture.imports import FAILURE_COLUMN, SOURCE, import_cause, record_of
from leadkeep.domain.fields import Record
from leadkeep.domain.instance.access import Cause, Work
from leadkeep.domain.instance.users import owner_access
from leadkeep.errors import Refusal
from leadkeep.files import (
    DELIMITERS,
    BadRow,
    BrokenFile,
    Position,
    RejectWriter,
    Row,
    RowReader,
)
from leadkeep.jobs import Arguments, enqueue
from leadkeep.store import Transaction

BLOCK_BYTES = 65_536
ROW_BATCH_SIZE = 2_100
LARGEST_BATCH_CHARACTERS = 4_000_000
"""Batch size: rows, or fewer rows with so many characters.

The work for each batch beside its rows costs as much as some 100 rows; a batch keeps other writers
waiting for about a tenth of a second. 300 rows go into one statement, so the size is a multiple.
"""

WARNING_COLUMN = "Import Warning Reason"

NO_CLIENT = "The client that started the import was removed"
GIVEN_UP = "Import failed"


def run_import_batch(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    """Import the next batch of rows of each job, and enqueue the batch after it."""
    for each in arguments:
        job = queries.lock_job(tx, each["job"])
        if job is not None and job.state in PENDING_STATES:
            _run_batch(tx, job)


def fail_import(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    """Mark jobs as failed whose batch has failed too often."""
    for each in arguments:
        job = queries.lock_job(tx, each["job"])
        if job is not None and job.state in PENDING_STATES:
            _end(tx, job, State.FAILED, GIVEN_UP)


def _run_batch(tx: Transaction, job: BulkJob) -> None:
    access = owner_access(tx, job.owner, job.client_name)
    if access is None:
        _end(tx, job, State.FAILED, NO_CLIENT)
        return
    work = Work(tx, access)
    kind = IMPORT_KINDS[job.kind]
    try:
        kind.check(work, job)
        start = msgspec.json.decode(job.position, type=Position) if job.position else None
        batch = read_batch(tx, job, start)
    except Refusal as refusal:
        _end(tx, job, State.FAILED, str(refusal))
        return
    except BrokenFile as broken:
        _end(tx, job, State.FAILED, str(broken))
        return
    records = records_of(job, batch)
    outcomes = kind.write(work.because(cause_of(work, job)), job, records) if records else []
    counted = _store_outcomes(tx, job, batch, outcomes)
    if batch.next is None:
        _end(tx, counted, State.COMPLETED, message_of(counted))
    else:
        enqueue(tx, [step_of(Direction.IMPORT, job.id)])


def records_of(job: BulkJob, batch: "Batch") -> list[Record]:
    """Return the records that the rows of a batch describe."""
    wanted = job.import_definition
    names = wanted.columns or batch.header
    # As in the files of extracts, an empty cell is a field without a value, unless it is kept.
    return [record_of(names, row.values, empty_clears=wanted.empty_clears) for row in batch.rows]


def cause_of(work: Work, job: BulkJob) -> Cause:
    """Return the cause of what an import writes, with the name of its owner."""
    definition = job.import_definition
    name = None if job.list_id is None else present_list(work, job.list_id).name
    cause = import_cause(
        name, method=definition.method, user=job.owner, request_id=definition.request_id
    )
    return replace(cause, reason=SOURCE)  # also where a list is filled


# -- reading ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Batch:
    """Rows of the file from a position on."""

    header: list[str]
    rows: list[Row] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    next: Position | None = None
    """Where the next batch begins; None at the end of the file."""


def read_batch(tx: Transaction, job: BulkJob, start: Position | None) -> Batch:
    """Return the next rows of the file of an import.

    Raises:
        BrokenFile: the file has no header that can be read.
    """
    stream = BufferedReader(FileStream(tx, job.id, UPLOAD), BLOCK_BYTES)
    reader = RowReader(stream, DELIMITERS[job.format], start)
    batch = Batch(reader.header)
    characters = 0
    for row in reader:
        if isinstance(row, BadRow):
            batch.bad.append(row)
        else:
            batch.rows.append(row)
        characters += sum(map(len, row.values))
        is_full = len(batch.rows) + len(batch.bad) >= ROW_BATCH_SIZE
        if is_full or characters >= LARGEST_BATCH_CHARACTERS:
            batch.next = reader.position()
            break
    return batch


# -- results ---------------------------------------------------------------------------------------


def _store_outcomes(
    tx: Transaction, job: BulkJob, batch: Batch, outcomes: Sequence[RowOutcome]
) -> BulkJob:
    """Store counters, files of failures and warnings, and the next position; return the job."""
    failed = [
        (row.number, row.values, outcome.failure)
        for row, outcome in zip(batch.rows, outcomes, strict=True)
        if outcome.failure is not None
    ]
    failed += [(row.number, row.values, row.reason) for row in batch.bad]
    warned = [
        (row.number, row.values, outcome.warning)
        for row, outcome in zip(batch.rows, outcomes, strict=True)
        if outcome.warning is not None
    ]
    _append(tx, job, batch.header, FAILURES, FAILURE_COLUMN, sorted(failed))
    _append(tx, job, batch.header, WARNINGS, WARNING_COLUMN, sorted(warned))
    imported = len(batch.rows) + len(batch.bad) - len(failed)
    position = None if batch.next is None else msgspec.json.encode(batch.next).decode()
    queries.change_job(
        tx,
        job.id,
        state=State.PROCESSING.value,
        started_at=job.started_at or tx.moment,
        rows_done=job.rows_done + imported,
        rows_failed=job.rows_failed + len(failed),
        rows_warned=job.rows_warned + len(warned),
        position=position,
    )
    return queries.job_by_id(tx, job.id) or job


def _append(
    tx: Transaction,
    job: BulkJob,
    header: Sequence[str],
    name: str,
    column: str,
    rows: Sequence[tuple[int, list[str], str]],
) -> None:
    """Append rows with a reason in a last column to a file of the job, in the job's format."""
    if not rows:
        return
    content = BytesIO()
    writer = RejectWriter(content, header, column, DELIMITERS[job.format])
    begin = 0 if queries.file_size(tx, job.id, name) is None else content.tell()
    writer.write([(values, reason) for _, values, reason in rows])
    append_to_file(tx, job.id, name, content.getvalue()[begin:])


def message_of(job: BulkJob) -> str:
    """Return the message of an import that has come to the end of its file (behaviour.md 6.1)."""
    imported = f"{job.rows_done} records imported ({job.rows_done} members)"
    text = f"Import succeeded, {imported}"
    if job.rows_failed:
        text = f"Import completed with errors, {imported}, {job.rows_failed} failed"
    if job.rows_warned:
        text += f" , {job.rows_warned} warning{'' if job.rows_warned == 1 else 's'}."
    return text


def _end(tx: Transaction, job: BulkJob, state: State, message: str) -> None:
    started = job.started_at or tx.moment
    while queries.drop_pieces(tx, job.id, UPLOAD, ROW_BATCH_SIZE):
        pass
    end_job(tx, job, state, message=message, started_at=started, position=None)
