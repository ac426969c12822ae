"""Run an import: one batch of rows in one transaction, from the stored position.

The rows of a batch, its counters, its failures and the next position are committed together. So a
process that is killed at any moment loses no row and doubles none: the next run begins at the
stored position, and a run that was taken for dead has lost its claim and writes nothing.
A thread reads and parses the next batch while a batch is written.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from io import BufferedReader, BytesIO
from operator import itemgetter
from typing import IO, Any

import msgspec

from leadkeep.bulk import queries
from leadkeep.bulk.files import FAILURES, UPLOAD, WARNINGS, FileStream, append_to_file, drop_file
from leadkeep.bulk.imports.kind import RowOutcome
from leadkeep.bulk.imports.kinds import IMPORT_KINDS
from leadkeep.bulk.job import PENDING_STATES, BulkJob, ImportDefinition, State
from leadkeep.bulk.life import end_job
from leadkeep.domain.assets.lists import present_list
from leadkeep.domain.capture.imports import FAILURE_COLUMN, SOURCE, import_cause, records_of
from leadkeep.domain.fields import Record
from leadkeep.domain.instance.access import Cause, Work
from leadkeep.domain.instance.users import owner_access
from leadkeep.errors import Refusal
from leadkeep.files import (
    DELIMITERS,
    BadRow,
    BrokenFile,
    NdjsonReader,
    ObjectRejectWriter,
    Position,
    RejectWriter,
    Row,
    RowReader,
    TypedRow,
    in_batches,
    one_ahead,
)
from leadkeep.jobs import Arguments, LongRun
from leadkeep.store import Store, Transaction

BLOCK_BYTES = 65_536

WARNING_COLUMN = "Import Warning Reason"

NO_CLIENT = "The client that started the import was removed"
GIVEN_UP = "Import failed"


class OvertakenError(Exception):
    """Another run has written the batch meanwhile: the job is tried again from its position."""


class ImportRunner:
    """Runs the imports of one store."""

    def __init__(self, store: Store) -> None:
        """Run imports of ``store``."""
        self._store = store

    def run(self, arguments: Arguments, this: LongRun) -> bool:
        """Import the rest of a file; return whether its job has ended, or a worker stops."""
        number = arguments["job"]
        job = self._store.read_now(lambda tx: queries.job_by_id(tx, number))
        if job is None or job.state not in PENDING_STATES:
            return True
        with closing(one_ahead(self._batches(job))) as batches:
            for batch in batches:
                if this.is_stopping():
                    return False
                if not self._store.write_now(lambda tx: _write_batch(tx, number, batch, this)):  # noqa: B023 -- called at once
                    return True
        return True

    def _batches(self, job: BulkJob) -> Iterator["Batch"]:
        position = job.position
        while True:
            batch = self._store.read_now(lambda tx: read_batch(tx, job, position))  # noqa: B023 -- called at once
            yield batch
            if batch.next is None:
                return
            position = batch.next


def fail_import(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    """Mark jobs as failed whose batch has failed too often."""
    for each in arguments:
        job = queries.lock_job(tx, each["job"])
        if job is not None and job.state in PENDING_STATES:
            _end(tx, job, State.FAILED, GIVEN_UP)


def _write_batch(tx: Transaction, number: int, batch: "Batch", this: LongRun) -> bool:
    """Write a batch; return whether another one follows, which is this run's to write.

    Raises:
        OvertakenError: the import is not where the batch begins.
    """
    if not this.note_progress(tx):
        return False
    job = queries.lock_job(tx, number)
    if job is None or job.state not in PENDING_STATES:
        return False
    if job.position != batch.start:
        raise OvertakenError
    access = owner_access(tx, job.owner, job.client_name)
    if access is None:
        _end(tx, job, State.FAILED, NO_CLIENT)
        return False
    work = Work(tx, access)
    kind = IMPORT_KINDS[job.kind]
    try:
        kind.check(work, job)
    except Refusal as refusal:
        _end(tx, job, State.FAILED, str(refusal))
        return False
    if batch.failure is not None:
        _end(tx, job, State.FAILED, batch.failure)
        return False
    work = work.because(cause_of(work, job))
    outcomes = kind.write(work, job, batch.parsed) if batch.rows else []
    counted = _store_outcomes(tx, job, batch, outcomes)
    if batch.next is None:
        _end(tx, counted, State.COMPLETED, message_of(counted))
    return batch.next is not None


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

    start: str | None
    """The position before them, as it is stored; None at the beginning of the file."""
    header: Sequence[str] = ()
    rows: Sequence[Row | TypedRow] = ()
    bad: Sequence[BadRow] = ()
    records: Sequence[Record] = ()
    """What the rows describe."""
    parsed: Any = None
    """What the kind has made of the rows."""
    next: str | None = None
    """Where the next batch begins; None at the end of the file."""
    failure: str | None = None
    """Why the import ends here: there is no header, or a field is gone."""


def read_batch(tx: Transaction, job: BulkJob, position: str | None) -> Batch:
    """Read and parse the batch at a position, as it is stored; an upload never changes."""
    stream = BufferedReader(FileStream(tx, job.id, UPLOAD), BLOCK_BYTES)
    start = msgspec.json.decode(position, type=Position) if position else None
    batch = Batch(position)
    try:
        reader = open_rows(job, stream, start)
        batch.header = header_of(job, reader)
        found = next(in_batches(reader), [])
        batch.rows = [each for each in found if not isinstance(each, BadRow)]
        batch.bad = [each for each in found if isinstance(each, BadRow)]
        if not reader.has_ended:
            batch.next = msgspec.json.encode(reader.position()).decode()
        batch.records = _records(job.import_definition, batch)
        batch.parsed = IMPORT_KINDS[job.kind].parse(tx, job, batch.records)
    except (BrokenFile, Refusal) as error:
        return Batch(position, failure=str(error))
    return batch


def open_rows(
    job: BulkJob, stream: IO[bytes], start: Position | None = None
) -> RowReader | NdjsonReader:
    """Return the reader of the file of an import.

    Raises:
        BrokenFile: the file cannot be read at all.
    """
    if job.import_definition.names:
        return NdjsonReader(stream, start)
    return RowReader(stream, DELIMITERS[job.format], start)


def header_of(job: BulkJob, reader: RowReader | NdjsonReader) -> Sequence[str]:
    """Return the names of the columns of an import."""
    return reader.header if isinstance(reader, RowReader) else job.import_definition.names


def _records(wanted: ImportDefinition, batch: Batch) -> list[Record]:
    """Return the records of the rows of a batch."""
    names = wanted.columns or batch.header
    if wanted.names:
        fields = dict(zip(wanted.names, names, strict=True))
        rows = [each.values for each in batch.rows if isinstance(each, TypedRow)]
        return [
            {field: value for name, value in each.items() if (field := fields[name])}
            for each in rows
        ]
    # As in the files of extracts, an empty cell is a field without a value, unless it is kept.
    cells = [each.values for each in batch.rows if isinstance(each, Row)]
    return records_of(names, cells, empty_clears=wanted.empty_clears)


# -- results ---------------------------------------------------------------------------------------


def _store_outcomes(
    tx: Transaction, job: BulkJob, batch: Batch, outcomes: Sequence[RowOutcome]
) -> BulkJob:
    """Store counters, files of failures and warnings, and the next position; return the job."""
    failed = [
        (row.number, _cells(row), outcome.failure)
        for row, outcome in zip(batch.rows, outcomes, strict=True)
        if outcome.failure is not None
    ]
    failed += [(row.number, row.values, row.reason) for row in batch.bad]
    warned = [
        (row.number, _cells(row), outcome.warning)
        for row, outcome in zip(batch.rows, outcomes, strict=True)
        if outcome.warning is not None
    ]
    by_number = itemgetter(0)
    _append(tx, job, batch.header, FAILURES, FAILURE_COLUMN, sorted(failed, key=by_number))
    _append(tx, job, batch.header, WARNINGS, WARNING_COLUMN, sorted(warned, key=by_number))
    imported = len(batch.rows) + len(batch.bad) - len(failed)
    queries.change_job(
        tx,
        job.id,
        state=State.PROCESSING.value,
        started_at=job.started_at or tx.moment,
        rows_done=job.rows_done + imported,
        rows_failed=job.rows_failed + len(failed),
        rows_warned=job.rows_warned + len(warned),
        position=batch.next,
    )
    return queries.job_by_id(tx, job.id) or job


def _cells(row: Row | TypedRow) -> Sequence[Any]:
    """Return the cells of a row, or its one object."""
    return row.values if isinstance(row, Row) else [row.values]


def _append(
    tx: Transaction,
    job: BulkJob,
    header: Sequence[str],
    name: str,
    column: str,
    rows: Sequence[tuple[int, Sequence[Any], str]],
) -> None:
    """Append rows with a reason in a last column to a file of the job, in the job's format."""
    if not rows:
        return
    content = BytesIO()
    writer: RejectWriter | ObjectRejectWriter
    if job.import_definition.names:
        writer = ObjectRejectWriter(content, column)
    else:
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
    drop_file(tx, job.id, UPLOAD)
    end_job(tx, job, state, message=message, started_at=started, position=None)
