"""Run an extract: read all rows from one snapshot, and write them piece by piece to its file.

A run that is killed or stopped leaves pieces without an end; the next run deletes them and begins
again with a snapshot of its own. Each run has a name in the job's row: a run that was given up for
dead, and whose name is not there any more, writes nothing.

A thread stores a piece while the next one is read and written, so that a run does not wait for the
disk. A run that stores more bytes than any before notes progress, so an extract that is killed now
and then is not given up, and one that kills its worker at the same row is.
"""

import hashlib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import IO, Any, cast

from leadkeep import ids
from leadkeep.bulk import queries
from leadkeep.bulk.extracts.kinds import EXTRACT_KINDS
from leadkeep.bulk.files import EXTRACT
from leadkeep.bulk.job import PENDING_STATES, BulkJob, State
from leadkeep.bulk.life import end_job
from leadkeep.domain.instance.access import Work
from leadkeep.domain.instance.users import owner_access
from leadkeep.errors import Refusal
from leadkeep.files import DELIMITERS, NdjsonWriter, RowWriter
from leadkeep.jobs import Arguments, LongRun
from leadkeep.store import Store, Transaction

PIECE_BYTES = 1_048_576
"""Size of the pieces of an extract, and bytes of one write transaction; two are in memory."""
PIECES_DROPPED = 16
NO_CLIENT = "The client that created the job was removed"
GIVEN_UP = "Export failed"


class _Stopped(Exception):  # noqa: N818 -- a signal from the file to its run
    """The worker stops, or the job is no longer this run's."""


class ExtractRunner:
    """Runs the extracts of one store."""

    def __init__(self, store: Store) -> None:
        """Run extracts of ``store``."""
        self._store = store

    def run(self, arguments: Arguments, this: LongRun) -> bool:
        """Run an extract; return whether its job has ended, which it has not if a worker stops."""
        run = ids.new_nonce()
        number = arguments["job"]
        job = self._store.write_now(lambda tx: _begin(tx, number, run))
        if job is None:
            return True
        try:
            with closing(_File(self._store, job, run, this)) as file:
                # A replica that fails on the way has the rows written again from the beginning.
                count = self._store.read_snapshot_behind(lambda tx: _write_rows(tx, job, file))
                file.flush()
                file.settle()
        except _Stopped:
            return not this.is_stopping()
        except Refusal as refusal:
            message = str(refusal)
            self._store.write_now(lambda tx: _end(tx, number, run, State.FAILED, message=message))
            return True
        values = {
            "rows_done": count,
            "file_size": file.size,
            "file_checksum": f"sha256:{file.digest}",
        }
        self._store.write_now(lambda tx: _end(tx, number, run, State.COMPLETED, **values))
        return True


def fail_extract(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    """Mark jobs as failed whose runs have failed too often."""
    for each in arguments:
        job = queries.lock_job(tx, each["job"])
        if job is not None and job.state in PENDING_STATES:
            end_job(tx, job, State.FAILED, message=GIVEN_UP)


def _begin(tx: Transaction, number: int, run: str) -> BulkJob | None:
    """Give a job to a run; return None if the job has ended."""
    job = queries.lock_job(tx, number)
    if job is None or job.state not in PENDING_STATES:
        return None
    if owner_access(tx, job.owner, job.client_name) is None:
        end_job(tx, job, State.FAILED, message=NO_CLIENT)
        return None
    started = job.started_at or tx.moment
    queries.change_job(tx, number, state=State.PROCESSING.value, started_at=started, position=run)
    return job


def _end(tx: Transaction, number: int, run: str, state: State, **values: Any) -> None:  # noqa: ANN401
    job = queries.lock_job(tx, number)
    if job is not None and job.state is State.PROCESSING and job.position == run:
        end_job(tx, job, state, position=None, **values)


def _write_rows(tx: Transaction, job: BulkJob, file: "_File") -> int:
    """Write all rows of the snapshot that ``tx`` sees; return their number."""
    access = owner_access(tx, job.owner, job.client_name)
    if access is None:
        raise _Stopped
    file.clear()
    wanted = job.extract_definition
    header = [wanted.header_names.get(name, name) for name in wanted.fields]
    kind, stream = EXTRACT_KINDS[job.kind], cast("IO[bytes]", file)
    writer: NdjsonWriter | RowWriter
    if wanted.is_ndjson:
        writer = NdjsonWriter(stream, header, kind.json_columns)
    else:
        delimiter, has_formulas = DELIMITERS[job.format], wanted.has_formulas
        writer = RowWriter(stream, header, delimiter, has_formulas=has_formulas)
    count = 0
    for rows in kind.rows(Work(tx, access), job, wanted):
        writer.write(rows)
        count += len(rows)
        file.check()
    return count


class _File:
    """The file of an extract: collects what is written, and stores it piece by piece."""

    def __init__(self, store: Store, job: BulkJob, run: str, this: LongRun) -> None:
        self._store = store
        self._job = job
        self._run = run
        self._this = this
        self._parts: list[bytes] = []
        self._waiting = 0
        self._digest = hashlib.sha256()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="leadkeep-extract")
        self._storing: Future[bool] | None = None
        self.size = 0

    def close(self) -> None:
        """Wait for a piece that is being stored, and end the thread."""
        self._thread.shutdown()

    def clear(self) -> None:
        """Begin with an empty file; delete what runs before this one have stored.

        Raises:
            _Stopped: the job is no longer this run's.
        """
        self.settle()
        while self._store.write_now(self._drop_pieces):
            pass
        self._parts.clear()
        self._waiting = 0
        self._digest = hashlib.sha256()
        self.size = 0

    @property
    def digest(self) -> str:
        """The SHA-256 of what is stored, in hexadecimal."""
        return self._digest.hexdigest()

    def write(self, content: bytes) -> int:
        """Add content; store a piece when there is enough."""
        self._parts.append(content)
        self._waiting += len(content)
        if self._waiting >= PIECE_BYTES:
            self.flush()
        return len(content)

    def flush(self) -> None:
        """Begin to store what waits, when the piece before is stored.

        Raises:
            _Stopped: the job is no longer this run's.
        """
        if not self._waiting:
            return
        self.settle()
        self._storing = self._thread.submit(self._store_piece, self.size, b"".join(self._parts))
        self.size += self._waiting
        self._parts.clear()
        self._waiting = 0

    def settle(self) -> None:
        """Wait until the last piece is stored.

        Raises:
            _Stopped: the job is no longer this run's.
        """
        if self._storing is None:
            return
        storing, self._storing = self._storing, None
        if not storing.result():
            raise _Stopped

    def _store_piece(self, start: int, content: bytes) -> bool:
        self._digest.update(content)
        return self._store.write_now(lambda tx: self._add(tx, start, content))

    def _add(self, tx: Transaction, start: int, content: bytes) -> bool:
        job = self._lock_own(tx)
        if job is None:
            return False
        queries.add_pieces(tx, job.id, EXTRACT, [(start, content)])
        end = start + len(content)
        if end > (job.file_size or 0):
            queries.change_job(tx, job.id, file_size=end)
            return self._this.note_progress(tx)
        return True

    def _drop_pieces(self, tx: Transaction) -> bool:
        if self._lock_own(tx) is None:
            raise _Stopped
        return bool(queries.drop_pieces(tx, self._job.id, EXTRACT, PIECES_DROPPED))

    def _lock_own(self, tx: Transaction) -> BulkJob | None:
        """Lock the job and return it; None if this run does not have it any more."""
        job = queries.lock_job(tx, self._job.id)
        if job is None or job.state is not State.PROCESSING or job.position != self._run:
            return None
        return job

    def check(self) -> None:
        """Raise ``_Stopped`` if the worker is to stop."""
        if self._this.is_stopping():
            raise _Stopped
