"""Prepare an import in steps: upload its file, say what its columns are, try it, start it.

A draft is an import that is not queued. Its trial is a job that does all the work and rolls it back
batch by batch; what it found is a small file of the import.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from itertools import islice
from typing import Any

import msgspec

from leadkeep import ids, jobs
from leadkeep.bulk import queries
from leadkeep.bulk.files import UPLOAD, FileStream, append_to_file, drop_file
from leadkeep.bulk.imports import IMPORT_KINDS, cause_of, header_of, open_rows, read_batch
from leadkeep.bulk.job import BulkJob, Direction, ImportDefinition, NewJob, State
from leadkeep.bulk.life import (
    IMPORT_RETENTION,
    LISTED_JOBS,
    any_own_job,
    enqueue_import,
    insert_job,
)
from leadkeep.domain.capture.imports import CREATED, UPDATED, TrialKeys
from leadkeep.domain.fields import Record
from leadkeep.domain.instance.access import Work
from leadkeep.domain.instance.users import owner_access
from leadkeep.errors import LeadkeepError, Reason, Refusal
from leadkeep.files import BadRow, Position, Row, TypedRow
from leadkeep.jobs import Arguments, Lane, LongRun
from leadkeep.store import Store, Transaction

TRIAL_JOB = "bulk.try"
TRIAL = "trial"
"""The name of the file with what a trial found."""

DRAFT_LIMIT = 5
"""Limit: drafts of one owner with a file; the oldest ones are dropped for a new one."""
SAMPLE_ROWS = 5
LISTED_REASONS = 10
BLOCK_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of the file of an import."""

    encoding: str
    header: Sequence[str]
    rows: list[list[str]]
    """Of NDJSON, the values as people read them: texts as they are, others as JSON."""


class Trial(msgspec.Struct):
    """What a trial of an import has found so far: what would become of its rows."""

    created: int = 0
    updated: int = 0
    refused: int = 0
    has_ended: bool = False
    problem: str = ""
    """Why the trial has stopped before the end of the file."""
    reasons: list[str] = []
    """Of the first rows that would be refused."""


# -- the steps -------------------------------------------------------------------------------------


def upload_draft(work: Work, new: NewJob, pieces: Iterable[bytes]) -> BulkJob:
    """Store a file as a draft of the caller; drop the oldest ones of too many.

    Raises:
        Refusal: 1003, the file is empty.
        BrokenFile: it has no header that can be read.
    """
    job = insert_job(work, new, State.CREATED)
    for piece in pieces:
        append_to_file(work.tx, job.id, UPLOAD, piece)
    if queries.file_size(work.tx, job.id, UPLOAD) is None:
        raise Refusal(Reason.EMPTY_FILE)
    read_sample(work.tx, job)
    drafts = [each for each in own_imports(work) if each.state is State.CREATED]
    for each in drafts[DRAFT_LIMIT:]:
        drop_draft(work, each.id)
    return job


def read_sample(tx: Transaction, job: BulkJob) -> Sample:
    """Return the header and the first rows of a file.

    Raises:
        BrokenFile: it has no header that can be read.
    """
    stream = BufferedReader(FileStream(tx, job.id, UPLOAD), BLOCK_BYTES)
    reader = open_rows(job, stream)
    header = header_of(job, reader)
    rows = [_sample_row(header, each) for each in islice(reader, SAMPLE_ROWS)]
    return Sample(reader.encoding.name, header, rows)


def _sample_row(header: Sequence[str], row: Row | TypedRow | BadRow) -> list[str]:
    if isinstance(row, TypedRow):
        return [_sample_text(row.values.get(name)) for name in header]
    return row.values


def _sample_text(value: Any) -> str:  # noqa: ANN401 -- any JSON value
    if value is None or isinstance(value, str):
        return value or ""
    return msgspec.json.Encoder(decimal_format="number").encode(value).decode()


def change_draft(
    work: Work, number: int, definition: ImportDefinition, list_id: int | None, file_format: str
) -> BulkJob:
    """Set what becomes of a draft's rows; what a trial found before is dropped.

    Raises:
        Refusal: 1013, no such draft; and what its kind refuses, such as a lookup field.
        ValueError: two columns have the same field, or none has one.
    """
    job = _locked_draft(work, number)
    named = [each for each in definition.columns if each]
    if definition.columns and not named:
        raise ValueError("no column has a field")
    if len(set(named)) < len(named):
        twice = next(each for each in named if named.count(each) > 1)
        raise ValueError(f"two columns have the field {twice}")
    text = msgspec.json.encode(definition).decode()
    values = {"definition": text, "list_id": list_id, "format": file_format, "position": None}
    queries.change_job(work.tx, job.id, **values)
    drop_file(work.tx, job.id, TRIAL)
    changed = any_own_job(work, number, Direction.IMPORT)
    IMPORT_KINDS[job.kind].check(work, changed)
    return changed


def try_draft(work: Work, number: int) -> None:
    """Enqueue a trial of a draft, instead of one that is running.

    Raises:
        Refusal: 1013, no such draft; and what its kind refuses.
    """
    job = _locked_draft(work, number)
    IMPORT_KINDS[job.kind].check(work, job)
    run = ids.new_nonce()
    queries.change_job(work.tx, job.id, position=run)
    _store_trial(work.tx, job.id, Trial())
    arguments = {"job": job.id, "run": run}
    jobs.enqueue(work.tx, [jobs.NewJob(TRIAL_JOB, arguments, lane=Lane.EXTERNAL)])


def start_draft(work: Work, number: int) -> None:
    """Queue a draft as an import.

    Raises:
        Refusal: 1013, no such draft; and the refusals of ``enqueue_import``.
    """
    job = _locked_draft(work, number)
    enqueue_import(work, job, IMPORT_KINDS[job.kind].check)


def drop_draft(work: Work, number: int) -> None:
    """Cancel a draft and delete its file.

    Raises:
        Refusal: 1013, no such draft.
    """
    job = _locked_draft(work, number)
    for name in (UPLOAD, TRIAL):
        drop_file(work.tx, job.id, name)
    values = {"state": State.CANCELLED.value, "finished_at": work.moment, "position": None}
    queries.change_job(work.tx, job.id, **values)


def own_imports(work: Work) -> list[BulkJob]:
    """Return the imports that the caller created by this client, the newest first."""
    access, since = work.access, work.tx.now - IMPORT_RETENTION
    return queries.jobs_of_owner(
        *(work.tx, access.user, Direction.IMPORT, access.client_name, since, LISTED_JOBS)
    )


def progress_of(tx: Transaction, job: BulkJob) -> int:
    """Return how much of the file of an import is read, in percent."""
    if job.state is State.COMPLETED:
        return 100
    size = queries.file_size(tx, job.id, UPLOAD)
    if job.state is not State.PROCESSING or not job.position or not size:
        return 0
    return min(100, msgspec.json.decode(job.position, type=Position).byte * 100 // size)


def read_trial(tx: Transaction, job_id: int) -> Trial | None:
    """Return what the latest trial of an import has found; None if it was not tried."""
    found = queries.pieces_from(tx, job_id, TRIAL, 0)
    return msgspec.json.decode(found[0][1], type=Trial) if found else None


def _locked_draft(work: Work, number: int) -> BulkJob:
    any_own_job(work, number, Direction.IMPORT)
    found = queries.lock_job(work.tx, number)
    if found is None or found.state is not State.CREATED:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Batch")
    return found


# -- the trial -------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Tried(Exception):  # noqa: N818 -- rolls back a batch that was only to show its outcomes
    next: str | None
    has_ended: bool = False
    problem: str = ""
    outcomes: list[tuple[str, Record]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    refused: int = 0


class TrialRunner:
    """Runs the trials of one store."""

    def __init__(self, store: Store) -> None:
        """Try imports of ``store``."""
        self._store = store

    def run(self, arguments: Arguments, this: LongRun) -> bool:
        """Try an import from its first row on; return false if a worker stops before the end."""
        number, run = arguments["job"], arguments["run"]
        position: str | None = None
        trial, keys = Trial(), None
        while not trial.has_ended:
            if this.is_stopping():
                return False
            tried = self._try(number, run, position)
            if tried is None:
                return True
            position = tried.next
            keys = keys or TrialKeys(self._store.read_now(lambda tx: _key(tx, number)))
            _count(trial, tried, keys)
            if not self._store.write_now(lambda tx: _record(tx, number, run, trial)):
                return True
        return True

    def _try(self, number: int, run: str, start: str | None) -> _Tried | None:
        """Return what a batch of rows would do; None if the trial is not wanted any more."""

        def write(tx: Transaction) -> None:
            job = queries.job_by_id(tx, number)
            if job is not None and job.state is State.CREATED and job.position == run:
                raise _tried(tx, job, start)

        try:
            self._store.write_now(write)
        except _Tried as tried:
            return tried
        return None


def _tried(tx: Transaction, job: BulkJob, start: str | None) -> _Tried:
    access = owner_access(tx, job.owner, job.client_name)
    if access is None:
        return _Tried(None, has_ended=True, problem="The user was removed")
    work, kind = Work(tx, access), IMPORT_KINDS[job.kind]
    try:
        kind.check(work, job)
        batch = read_batch(tx, job, start)
        if batch.failure is not None:
            return _Tried(None, has_ended=True, problem=batch.failure)
        work = work.because(cause_of(work, job))
        outcomes = kind.write(work, job, batch.parsed) if batch.rows else []
    except LeadkeepError as error:
        return _Tried(None, has_ended=True, problem=str(error))
    failed = [
        (row.number, outcome.failure)
        for row, outcome in zip(batch.rows, outcomes, strict=True)
        if outcome.failure is not None
    ]
    failed += [(each.number, each.reason) for each in batch.bad]
    done = [
        (outcome.status, record)
        for outcome, record in zip(outcomes, batch.records, strict=True)
        if outcome.failure is None
    ]
    reasons = [f"row {number}: {reason}" for number, reason in sorted(failed)[:LISTED_REASONS]]
    is_last = batch.next is None
    return _Tried(batch.next, is_last, outcomes=done, reasons=reasons, refused=len(failed))


def _key(tx: Transaction, number: int) -> Sequence[str]:
    """Return the names of the fields that identify the records of an import."""
    job = queries.job_by_id(tx, number)
    if job is None:
        return ()
    return IMPORT_KINDS[job.kind].key(tx, job)


def _count(trial: Trial, tried: _Tried, keys: TrialKeys) -> None:
    for status, record in tried.outcomes:
        found = keys.status(status, record)
        trial.created += found == CREATED
        trial.updated += found == UPDATED
    trial.refused += tried.refused
    trial.reasons = [*trial.reasons, *tried.reasons][:LISTED_REASONS]
    trial.has_ended, trial.problem = tried.has_ended, tried.problem


def _record(tx: Transaction, number: int, run: str, trial: Trial) -> bool:
    """Store what a trial has found; return whether it is still the wanted one."""
    job = queries.lock_job(tx, number)
    if job is None or job.state is not State.CREATED or job.position != run:
        return False
    _store_trial(tx, number, trial)
    return True


def _store_trial(tx: Transaction, number: int, trial: Trial) -> None:
    drop_file(tx, number, TRIAL)
    append_to_file(tx, number, TRIAL, msgspec.json.encode(trial))


def fail_trial(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    """Say of trials that have failed too often that they did."""
    for each in arguments:
        _record(tx, each["job"], each["run"], Trial(has_ended=True, problem="The trial failed"))
