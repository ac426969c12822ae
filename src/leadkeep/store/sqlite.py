"""The embedded store: one SQLite file, one writer thread with a queue, one commit for many writes.

Writes wait in a queue. The writer thread takes all waiting writes, runs each in its own savepoint
inside one ``BEGIN IMMEDIATE`` transaction, commits once, and then returns the results. So one sync
to disk serves every write of the group. A verb that raises an error does not affect the other
writes.

Short reads run on the calling thread, because a look-up takes less time than passing it to another
thread. A read there that exceeds its time limit is stopped, and runs again on a thread of its own.
"""

import asyncio
import contextlib
import logging
import math
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

from sqlalchemy import (
    Column,
    Connection,
    NullPool,
    Table,
    bindparam,
    create_engine,
    event,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.schema import CreateColumn

from leadkeep.clock import Clock
from leadkeep.errors import SetupError
from leadkeep.store.compiled import SHARED_COMPILED
from leadkeep.store.deadlines import Deadlines
from leadkeep.store.engine import Store, Transaction
from leadkeep.store.failure import Failure, failure_kind
from leadkeep.store.schema import IdSequence, id_sequence
from leadkeep.store.single import NeedsTransactionError, SingleRead, read_single
from leadkeep.store.statement import Batch, Row, Statement
from leadkeep.store.write_queue import QueuedWrite, end_all

T = TypeVar("T")
logger = logging.getLogger(__name__)

INLINE_READ_LIMIT_SECONDS = 0.005
GUARD_STEP_OPERATIONS = 10_000
"""Operations of SQLite's virtual machine between two checks of a read's time limit: about 0.1
ms."""
GROUP_LIMIT = 64
"""Limit: waiting writes that share one commit."""
GROUP_TIME_LIMIT_SECONDS = 0.02
"""After this time no further write joins a commit, so that its first write need not wait longer."""
FILE_MODE = 0o600
"""Permissions of the file: it contains personal data, so only the server's user may read it."""
PRIMARY_CODE = 0xFF
"""Bit mask for the primary part of an SQLite error code; the other bits are details."""
ROWS_OF_A_STATEMENT = (300, 50, 10)
"""Numbers of rows for which a statement is prepared; what remains is written row by row."""
VALUES_OF_A_STATEMENT = 12_000
"""Limit: values that one statement binds. SQLite takes 32,766 (docs/decisions/0150), and a prepared
statement keeps some 130 bytes of memory for each."""
READ_THREADS = 4
READER_CACHE_KIB = 8_192
WRITER_CACHE_KIB = 8_192
"""Caches of pages, in KiB of each connection (docs/decisions/0174)."""
STATEMENT_CACHE_SIZE = 128
"""Prepared statements that a connection keeps."""

_IS_WANTED = id_sequence.c.kind == bindparam("wanted_kind")
_TAKE_IDS = Statement(
    update(id_sequence)
    .where(_IS_WANTED)
    .values(next_id=id_sequence.c.next_id + bindparam("count"))
    .returning(id_sequence.c.next_id)
)
_STORE_NEXT_ID = Statement(
    update(id_sequence).where(_IS_WANTED).values(next_id=bindparam("following"))
)


class NextId(NamedTuple):
    """The next id of a sequence within a commit, and whether the sequence's row has it."""

    value: int
    is_stored: bool


@dataclass(slots=True)
class Shared:
    """What the transactions of one commit share, so that not each has to read and store it."""

    version: int | None = None
    """The catalog version, once one of them has read it."""
    next_ids: dict[str, NextId] = field(default_factory=dict)
    """The next id by kind of sequence, of those from which they took ids."""


class SqliteTransaction(Transaction):
    """A transaction on the embedded store."""

    def __init__(self, store: Store, core: Connection, shared: "Shared | None" = None) -> None:
        """Open a transaction; ``shared`` is what it shares with others of the same commit."""
        super().__init__(store, core)
        self._shared = shared or Shared()
        self._version = self._shared.version

    def share(self) -> None:
        """Let the next transactions of the commit begin with the version that this one ends with.

        Only they can change it until the commit.
        """
        self._shared.version = self._version

    def _run_batch(self, statement: Batch, rows: list[Row], same: Row) -> None:
        """Run few statements of many rows each, instead of one statement for each row.

        A thread that comes back from SQLite waits until the interpreter is free again, up to the
        switch interval while another thread computes: once a statement, not once a row.
        """
        execute, dialect = self.driver.execute, self._dialect
        width, start = len(statement.columns) + len(statement.same), 0
        for count in ROWS_OF_A_STATEMENT:
            if count * width > VALUES_OF_A_STATEMENT:
                continue
            while len(rows) - start >= count:
                part = rows[start : start + count]
                sql = statement.sql_of_rows(dialect, count)
                execute(sql, statement.arguments_of_rows(dialect, part, same))
                start += count
        sql = statement.sql(dialect)
        for row in rows[start:]:
            execute(sql, statement.arguments(row, same))

    def allocate(self, sequence: IdSequence, count: int) -> Sequence[int]:
        """Take ``count`` new ids; a rollback returns them.

        The first transaction of a commit takes them from the sequence's row, the others from what
        is shared, and the commit stores what follows.
        """
        if count == 0:
            return ()
        shared = self._shared.next_ids.get(sequence.kind)
        if shared is None:
            found = self.row(_TAKE_IDS, wanted_kind=sequence.kind, count=count)
            if found is None:
                raise LookupError(sequence.kind)
            following = found[0]
        else:
            following = shared.value + count
        self._shared.next_ids[sequence.kind] = NextId(following, is_stored=shared is None)
        return range(following - count, following)

    def next_id(self, sequence: IdSequence) -> int:
        """Return the next id: of this commit, else from the sequence's row."""
        shared = self._shared.next_ids.get(sequence.kind)
        if shared is not None:
            return shared.value
        query = select(id_sequence.c.next_id).where(id_sequence.c.kind == sequence.kind)
        found: int = self.execute(query).scalar_one()
        return found

    def set_next_id(self, sequence: IdSequence, next_id: int) -> None:
        """Set the next id; the commit stores it."""
        self._shared.next_ids[sequence.kind] = NextId(next_id, is_stored=False)

    def store_next_ids(self) -> None:
        """Store the next ids in the sequences' rows, as the last step before the commit."""
        for kind, following in self._shared.next_ids.items():
            if not following.is_stored:
                self.run(_STORE_NEXT_ID, wanted_kind=kind, following=following.value)

    def count_unreadable_dates(self, column: "Column[Any]") -> int:
        """Return the number of values in a column of dates that are no dates: they are texts."""
        quote = self._dialect.identifier_preparer.quote
        value = quote(column.name)
        # A text, since a check has one for each of many columns: compiling them took longest.
        query = f"""
            SELECT count(*) FROM {quote(column.table.name)} WHERE {value} IS NOT NULL
            AND NOT ({value} LIKE '____-__-__%' AND julianday({value}) IS NOT NULL)
        """  # noqa: S608 -- the column's own name
        return int(self.driver.execute(query).fetchone()[0])

    def _lock_keys(self, keys: Sequence[str]) -> None:
        """Do nothing: write transactions run one at a time, so nothing else changes the keys."""

    def _lock_rows(self, table: Table, ids: Sequence[int]) -> None:
        """Do nothing: write transactions run one at a time, so nothing else changes the rows."""

    def _place_table(self, table: Table) -> None:
        """Do nothing: all tables are in one file."""

    def column_names(self, table_name: str) -> set[str]:
        """Read the names from the schema."""
        query = "SELECT name FROM pragma_table_info(?)"
        return {row[0] for row in self.driver.execute(query, (table_name,)).fetchall()}

    def _view_digest(self, name: str) -> str | None:
        query = "SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?"
        found = self.driver.execute(query, (name,)).fetchone()
        return None if found is None else found[0].rpartition("/* ")[2].removesuffix(" */")

    def _create_view(self, name: str, sql: str, digest: str) -> None:
        quoted = self._dialect.identifier_preparer.quote(name)
        self.driver.execute(f"DROP VIEW IF EXISTS {quoted}")
        self.driver.execute(f"CREATE VIEW {quoted} AS {sql} /* {digest} */")

    def grant_reader(self, role: str, views: Sequence[str]) -> None:
        """Refuse: whoever can read the file can read all of it."""
        del role, views
        raise SetupError("SQLite has no roles: whoever can read the file can read all of it")

    def add_columns(self, table: Table, names: Sequence[str]) -> None:
        """Add the columns one by one, because SQLite adds one column in a statement."""
        for name in names:
            definition = CreateColumn(table.c[name]).compile(dialect=self._dialect)
            quoted = self._dialect.identifier_preparer.quote(table.name)
            self.driver.execute(f"ALTER TABLE {quoted} ADD COLUMN {definition}")


class SqliteSingleRead(SingleRead, SqliteTransaction):
    """One statement on the embedded store."""


class SqliteStore(Store):
    """One file with one writer and any number of readers; other processes may use the file too."""

    def __init__(
        self,
        path: Path,
        clock: Clock | None = None,
        deadlines: Deadlines | None = None,
        *,
        durable: bool = True,
        read_only: bool = False,
    ) -> None:
        """Open the file, or create it if it does not exist.

        ``durable=False`` skips the sync to disk, for tests and copies. ``read_only`` writes nothing
        to the file or beside it; without a log beside it, no other process may write it either.
        """
        super().__init__(clock, deadlines)
        self.path = path
        self._durable = durable
        self._busy_seconds = self.deadlines.lock_seconds
        self._read_only = read_only
        if not read_only:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(FILE_MODE)  # SQLite's side files get the same mode
        self._url = _read_only_url(path) if read_only else f"sqlite:///{path}"
        self._engine = create_engine(
            self._url,
            isolation_level="AUTOCOMMIT",  # this class sends BEGIN and COMMIT itself
            execution_options=SHARED_COMPILED,
            poolclass=NullPool,
            connect_args={
                "check_same_thread": False,
                "timeout": self._busy_seconds,
                "cached_statements": STATEMENT_CACHE_SIZE,
            },
        )
        event.listen(self._engine, "connect", self._configure_connection)
        self._idle_readers: list[Connection] = []
        self._inline: Connection | None = None
        self._inline_deadline = math.inf
        self._threads = ThreadPoolExecutor(READ_THREADS, thread_name_prefix="leadkeep-read")
        self._queue: queue.SimpleQueue[QueuedWrite | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._writer_start = threading.Lock()

    @property
    def address(self) -> str:
        """The path of the file."""
        return str(self.path)

    @property
    def is_read_only(self) -> bool:
        """Is the file opened without the right to write it?"""
        return self._read_only

    def _configure_connection(self, driver: sqlite3.Connection, _record: object) -> None:
        if self._read_only:
            return
        _switch_to_wal(driver, self._busy_seconds)
        driver.execute(f"PRAGMA synchronous={'FULL' if self._durable else 'OFF'}")
        driver.execute("PRAGMA foreign_keys=ON")
        driver.execute("PRAGMA temp_store=MEMORY")
        driver.execute(f"PRAGMA cache_size=-{READER_CACHE_KIB}")
        driver.execute("PRAGMA journal_size_limit=67108864")

    # -- reading --------------------------------------------------------------------------------

    async def read(self, verb: Callable[[Transaction], T]) -> T:
        """Run a short read on the calling thread; beyond its time limit, again on another one."""
        try:
            return self._read_inline(verb)
        except (sqlite3.OperationalError, OperationalError) as error:
            if failure_kind(error) is not Failure.LATE and not _is_interrupted(error):
                raise
            logger.info("a read ran longer than %s s inline", INLINE_READ_LIMIT_SECONDS)
        return await self.read_long(verb)

    async def read_row(self, verb: Callable[[Transaction], T], version: int) -> T:
        """Run one statement on the calling thread; if that is not enough, a transaction."""
        transaction = SqliteSingleRead(self, self._inline or self._open_inline(), version)
        self._inline_deadline = time.perf_counter() + INLINE_READ_LIMIT_SECONDS
        try:
            return read_single(transaction, verb)
        except (NeedsTransactionError, sqlite3.OperationalError):
            self._inline_deadline = math.inf
            return await self.read(verb)
        finally:
            self._inline_deadline = math.inf

    async def read_long(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read on a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.read_now, verb)

    def read_now(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read on the calling thread, without a time limit."""
        core = self._idle_readers.pop() if self._idle_readers else self._engine.connect()
        try:
            return self._read_on(core, verb)
        finally:
            self._idle_readers.append(core)

    def _read_inline(self, verb: Callable[[Transaction], T]) -> T:
        def in_time(tx: Transaction) -> T:
            self._inline_deadline = time.perf_counter() + INLINE_READ_LIMIT_SECONDS
            try:
                return verb(tx)
            finally:
                # Without a deadline for the end of the transaction: if stopped, it would stay open.
                self._inline_deadline = math.inf

        return self._read_on(self._inline or self._open_inline(), in_time)

    def _open_inline(self) -> Connection:
        self._inline = self._engine.connect()
        driver: Any = self._inline.connection.driver_connection
        driver.execute("PRAGMA busy_timeout=0")  # a thread waits, not the event loop
        driver.set_progress_handler(self._is_over_time, GUARD_STEP_OPERATIONS)
        return self._inline

    def _is_over_time(self) -> bool:
        return time.perf_counter() > self._inline_deadline

    def _read_on(self, core: Connection, verb: Callable[[Transaction], T]) -> T:
        transaction = SqliteTransaction(self, core)
        driver = transaction.driver
        driver.execute("BEGIN")
        try:
            return verb(transaction)
        except (sqlite3.Error, DBAPIError) as error:
            self.counters.count_error(error)
            raise
        finally:
            if driver.in_transaction:
                driver.execute("ROLLBACK")  # a read has nothing to commit

    # -- writing --------------------------------------------------------------------------------

    async def write(self, verb: Callable[[Transaction], T]) -> T:
        """Queue a write and wait until it is committed."""
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[T] = loop.create_future()
        self._submit(QueuedWrite(verb, waiter, loop))
        return await waiter

    def write_now(self, verb: Callable[[Transaction], T]) -> T:
        """Queue a write and block the calling thread until it is committed."""
        waiter: Future[T] = Future()
        self._submit(QueuedWrite(verb, waiter))
        return waiter.result()

    def _submit(self, job: QueuedWrite) -> None:
        with self._writer_start:
            if self._writer is None:
                self._writer = threading.Thread(
                    target=self._write_all, name="leadkeep-write", daemon=True
                )
                self._writer.start()
        self._queue.put(job)

    def _write_all(self) -> None:
        core: Connection | None = None
        while (first := self._queue.get()) is not None:
            if not first.begin():
                continue  # the caller has stopped waiting
            group = [first]
            try:
                if core is None:
                    core = self._engine.connect()
                    core.exec_driver_sql(f"PRAGMA cache_size=-{WRITER_CACHE_KIB}")
                self._commit_group(core, group)
            except BaseException as error:  # noqa: BLE001 -- whatever it was, those who wait must hear of it
                self.counters.count_error(error)
                self.catalog.clear()
                if failure_kind(error) is Failure.LATE:
                    group += self._waiting()
                for job in group:
                    job.error = error
            end_all(group)
        if core is not None:
            core.close()

    def _waiting(self) -> list[QueuedWrite]:
        """Take the waiting writes out of the queue: they have waited for the same lock."""
        found: list[QueuedWrite] = []
        while True:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                return found
            if job is None:
                self._queue.put(None)  # closing
                return found
            if job.begin():
                found.append(job)

    def _commit_group(self, core: Connection, group: list[QueuedWrite]) -> None:
        driver: Any = core.connection.driver_connection
        shared = Shared()
        driver.execute("BEGIN IMMEDIATE")
        try:
            self._run_in_savepoint(core, group[0], shared)
            stop_at = time.perf_counter() + GROUP_TIME_LIMIT_SECONDS
            while len(group) < GROUP_LIMIT and time.perf_counter() < stop_at:
                try:
                    job = self._queue.get_nowait()
                except queue.Empty:
                    break
                if job is None:
                    self._queue.put(None)  # closing: finish this group first
                    break
                if not job.begin():
                    continue
                group.append(job)
                self._run_in_savepoint(core, job, shared)
            SqliteTransaction(self, core, shared).store_next_ids()
            driver.execute("COMMIT")
            self.counters.commits[len(group)] += 1
            for job in group:
                if job.error is None and job.transaction is not None:
                    job.transaction.publish_commit()
        except BaseException:
            if driver.in_transaction:
                driver.execute("ROLLBACK")
            raise

    def _run_in_savepoint(self, core: Connection, job: QueuedWrite, shared: Shared) -> None:
        transaction = job.transaction = SqliteTransaction(self, core, shared)
        next_ids = shared.next_ids.copy()
        driver = transaction.driver
        driver.execute("SAVEPOINT job")
        try:
            job.value = job.verb(transaction)
            transaction.finish()
            transaction.share()
        except BaseException as error:
            if not driver.in_transaction:
                raise  # SQLite rolled back the whole transaction: every caller must get the error
            driver.execute("ROLLBACK TO job")
            shared.next_ids = next_ids
            self.counters.count_error(error)
            job.error = error
        driver.execute("RELEASE job")

    # -- upkeep ---------------------------------------------------------------------------------

    def core_connection(self) -> Connection:
        """Return a SQLAlchemy Core connection, which begins and commits its transactions itself."""
        engine = create_engine(self._url, poolclass=NullPool, execution_options=SHARED_COMPILED)

        @event.listens_for(engine, "connect")
        def _on_connect(driver: sqlite3.Connection, record: object) -> None:
            self._configure_connection(driver, record)
            driver.isolation_level = None

        @event.listens_for(engine, "begin")
        def _on_begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN")

        return engine.connect()

    def lock_for_migration(self, connection: Connection, seconds: float) -> bool:
        """Begin the transaction anew, with the right to write."""
        driver: Any = connection.connection.driver_connection
        if driver.in_transaction:
            driver.execute("ROLLBACK")  # it was begun without the right to write
        driver.execute(f"PRAGMA busy_timeout={seconds * 1_000:.0f}")
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if failure_kind(error) is Failure.LATE:
                return False
            raise
        return True

    def check_integrity(self) -> list[str]:
        """Run SQLite's own full check of the file; return the problems that it reports."""
        with self._engine.connect() as core:
            lines = [row[0] for row in core.exec_driver_sql("PRAGMA integrity_check")]
            lines += [str(tuple(row)) for row in core.exec_driver_sql("PRAGMA foreign_key_check")]
        return [line for line in lines if line != "ok"]

    def settle(self) -> None:
        """Copy pages from the write-ahead log to the file, up to those that a reader needs."""
        with self._engine.connect() as core:
            core.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")

    def backup(self, target: Path) -> bool:
        """Copy the file page by page, while servers keep running."""
        with self._engine.connect() as core, contextlib.closing(sqlite3.connect(target)) as copy:
            source: Any = core.connection.driver_connection
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        return True

    def close(self) -> None:
        """Commit the queued writes, then close all connections."""
        if self._writer is not None:
            self._queue.put(None)
            self._writer.join()
            self._writer = None
        self._threads.shutdown()
        for core in (self._inline, *self._idle_readers):
            if core is not None:
                core.close()
        self._inline = None
        self._idle_readers.clear()
        self._engine.dispose()


def _read_only_url(path: Path) -> str:
    """Return the URL to open a file without writing to it or beside it.

    A file without a write-ahead log is not in use, so SQLite needs no files beside it to share it.
    """
    is_in_use = path.with_name(f"{path.name}-wal").exists()
    immutable = "" if is_in_use else "&immutable=1"
    return f"sqlite:///file:{quote(str(path))}?mode=ro{immutable}&uri=true"


def _switch_to_wal(driver: sqlite3.Connection, seconds: float) -> None:
    """Switch the file to a write-ahead log, even if other processes are opening the new file too.

    The switch fails at once if another process has the lock; the start of a write waits for it.
    """
    stop_at = time.perf_counter() + seconds
    while True:
        try:
            driver.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & PRIMARY_CODE == sqlite3.SQLITE_BUSY
            if not is_busy or time.perf_counter() > stop_at:
                raise
        else:
            return
        driver.execute("BEGIN IMMEDIATE")
        driver.execute("ROLLBACK")


def _is_interrupted(error: BaseException) -> bool:
    # Core wraps the driver's error.
    original = getattr(error, "orig", None) or error
    return getattr(original, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
