"""Reads on a replica of a PostgreSQL database, as long as no caller misses anything by it.

Positions in the database's log (LSN) say what is before what. A thread of each process reads twice
a second where the primary is, and how far the replica has come (docs/decisions/0127).
"""

import logging
import os
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from leadkeep.clock import elapsed
from leadkeep.errors import SetupError
from leadkeep.store.deadlines import Deadlines
from leadkeep.store.engine import Store, Transaction
from leadkeep.store.replica import STATES, NotServedError, Replica, Served
from leadkeep.store.schema import IdSequence

T = TypeVar("T")
Positions = tuple[bool, int | None]
logger = logging.getLogger(__name__)

READ_THREADS = 8
PROBE_EVERY_SECONDS = 0.5
PROBE_LIMIT_SECONDS = 2
"""A replica that needs longer for a word about itself cannot be reached: its reads are ended."""
READ_LIMIT_SECONDS = 5
"""Of one statement of a read, other than of an extract; after it the primary is asked."""
PATIENCE_SECONDS = 5.0
"""How long an extract waits for a replica to come to the present."""
POLL_SECONDS = 0.05
EVERYBODY = ""

_FAILURES = (psycopg.Error, DBAPIError, SetupError, OSError)

_LSN = "(pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint"
_PRESENT = f"SELECT {_LSN}, left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)"
_REPLAYED = "SELECT pg_is_in_recovery(), (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint"
_HAS_TABLE = "SELECT to_regclass('client_write') IS NOT NULL"
_CREATE_TABLE = """
    CREATE UNLOGGED TABLE IF NOT EXISTS client_write (client TEXT PRIMARY KEY, lsn BIGINT NOT NULL)
"""
_STORE_WRITE = f"""
    INSERT INTO client_write AS present VALUES (%s, {_LSN})
    ON CONFLICT (client) DO UPDATE SET lsn = greatest(present.lsn, excluded.lsn)
"""  # noqa: S608 -- constants
_LAST_WRITE = """
    SELECT max(lsn), bool_or(client = ''), (SELECT version FROM catalog_version WHERE id = 1)
    FROM client_write WHERE client IN ('', %s)
"""

PAGE_BYTES = 8_192
PAGE_HEADERS = frozenset({24, 40})


def end_of_record(lsn: int) -> int:
    """Return where the last record before a position ends: a page's header belongs to none."""
    return lsn - lsn % PAGE_BYTES if lsn % PAGE_BYTES in PAGE_HEADERS else lsn


@dataclass(frozen=True, slots=True)
class Sample:
    """Where the primary was at a moment."""

    moment: float
    """As :func:`elapsed`, before the position was read."""
    lsn: int
    settled: dict[str, int]
    """By sequence: :meth:`Transaction.settled` at the position."""


def store_write(driver: psycopg.Connection[Any], client: str) -> None:
    """Store that a client's writes so far end at the present position.

    The table is not logged: it costs no sync, and is empty after a crash and at a new primary.
    """
    was, driver.autocommit = driver.autocommit, True
    try:
        driver.execute(_STORE_WRITE.encode(), (client,))
    finally:
        if not driver.closed:
            driver.autocommit = was


class ReplicaReads:
    """The reads of one process at one replica."""

    def __init__(
        self,
        store: Store,
        replica: Replica,
        new_engine: Callable[[str | None, Deadlines | None], Engine],
        new_transaction: Callable[[Connection, dict[str, int] | None], Transaction],
    ) -> None:
        """Open no connection yet.

        ``new_engine`` gets a URL, None for the primary's; ``new_transaction`` what is settled.
        """
        self._store = store
        self._new_transaction = new_transaction
        self._limit_seconds = replica.lag_seconds
        probing = Deadlines(PROBE_LIMIT_SECONDS, PROBE_LIMIT_SECONDS, PROBE_LIMIT_SECONDS)
        reading = Deadlines(READ_LIMIT_SECONDS, READ_LIMIT_SECONDS, PROBE_LIMIT_SECONDS)
        self._probes = [_Probe(new_engine(url, probing)) for url in (None, replica.url)]
        self._reading = new_engine(replica.url, reading)
        self._long_reading = new_engine(replica.url, None)
        self._idle: list[Connection] = []
        self._busy: set[Any] = set()
        self._samples: deque[Sample] = deque()
        self._timeline = ""
        self._has_begun = False
        self._starting = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.threads = ThreadPoolExecutor(READ_THREADS, thread_name_prefix="leadkeep-replica")
        self.state = Served.STARTING
        self._was_served: bool | None = None

    # -- reading ----------------------------------------------------------------------------------

    def read(self, verb: Callable[[Transaction], T], client: str, version: int) -> T:
        """Run a read for a client, whose own writes it sees, at a catalog version.

        Raises:
            NotServedError: the primary must serve it, as it does whatever a verb refuses.
        """
        self._check_state()
        with _as_not_served(refusals=True):
            needed, present = self._store.read_now(lambda tx: self._last_write(tx, client))
            with self._connection() as core:
                transaction = self._transaction(core, needed)
                # The primary's version, too: what a caller may do is never decided late.
                if not version == present == transaction.version:
                    raise NotServedError(Served.CATALOG)
                return verb(transaction)

    def read_snapshot(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read that sees everything that is committed by now, as it was at one moment.

        Raises:
            NotServedError: the primary must serve it, from its beginning.
        """
        self._check_state()
        engine = self._long_reading.execution_options(isolation_level="REPEATABLE READ")
        with _as_not_served(refusals=False):
            sample = self._store.read_now(self._take_sample)
            with engine.connect() as core, self._breakable(core):
                self._wait_for(core, sample.lsn)
                # The snapshot is taken only now, so that it has what is replayed.
                core.rollback()
                core.exec_driver_sql("SET TRANSACTION READ ONLY")
                return verb(self._new_transaction(core, sample.settled))

    def _wait_for(self, core: Connection, lsn: int) -> None:
        end = elapsed() + min(PATIENCE_SECONDS, self._limit_seconds)
        driver: Any = core.connection.driver_connection
        while _replayed(driver) < lsn:
            driver.rollback()
            if elapsed() > end or self._stopping.wait(POLL_SECONDS):
                raise NotServedError(Served.LAGGING)
        driver.rollback()

    def _transaction(self, core: Connection, needed: int) -> Transaction:
        replayed = _replayed(core.connection.driver_connection)
        if replayed < needed:
            raise NotServedError(Served.OWN_WRITE)
        sample = self._newest_sample(replayed)
        if sample is None or elapsed() - sample.moment > self._limit_seconds:
            raise NotServedError(Served.LAGGING)
        return self._new_transaction(core, sample.settled)

    def _last_write(self, tx: Transaction, client: str) -> tuple[int, int]:
        """Return the position that all acknowledged writes of a client precede; catalog version.

        The row of everybody is missing after a crash: then it gets the present position.
        """
        lsn, is_begun, version = tx.driver.execute(_LAST_WRITE, (client,)).fetchone()
        if not is_begun:
            store_write(tx.driver, EVERYBODY)
            lsn, _, version = tx.driver.execute(_LAST_WRITE, (client,)).fetchone()
        return end_of_record(lsn), version

    def _newest_sample(self, replayed: int) -> Sample | None:
        samples = list(self._samples)
        return next((each for each in reversed(samples) if each.lsn <= replayed), None)

    def _check_state(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="leadkeep-replica-probe", daemon=True
                )
                self._thread.start()
        if self.state is not Served.REPLICA:
            raise NotServedError(self.state)

    def store_write(self, driver: psycopg.Connection[Any], client: str) -> None:
        """Store where a client's writes end, on the connection that has just committed one."""
        try:
            try:
                store_write(driver, client)
            except psycopg.Error:
                with _fresh(self._probes[0].engine) as other:
                    store_write(other, client)
        except _FAILURES as error:
            logger.warning("a client may not see its write at once: %s", type(error).__name__)

    # -- connections ------------------------------------------------------------------------------

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        engine = self._reading.execution_options(isolation_level="AUTOCOMMIT")
        core = self._idle.pop() if self._idle else engine.connect()
        try:
            with self._breakable(core):
                yield core
        finally:
            if core.invalidated or core.connection.driver_connection.closed:  # type: ignore[union-attr]
                _close(core)
            else:
                self._idle.append(core)

    @contextmanager
    def _breakable(self, core: Connection) -> Iterator[None]:
        driver = core.connection.driver_connection
        self._busy.add(driver)
        try:
            yield
        finally:
            self._busy.discard(driver)

    def _break_off(self) -> None:
        """End the reads that wait for a replica that does not answer."""
        for driver in list(self._busy):
            with (
                suppress(psycopg.Error, OSError),
                socket.socket(fileno=os.dup(driver.fileno())) as shared,
            ):
                shared.shutdown(socket.SHUT_RDWR)
        while self._idle:
            _close(self._idle.pop())

    def close(self) -> None:
        """End the thread and all connections."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        self.threads.shutdown()
        self._break_off()

    # -- the probe --------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._set_state(self._probe())
            self._stopping.wait(PROBE_EVERY_SECONDS)
        for probe in self._probes:
            probe.drop()

    def _set_state(self, state: Served) -> None:
        self.state = state
        is_served = state is Served.REPLICA
        if state is Served.STARTING or is_served is self._was_served:
            return
        self._was_served = is_served
        if is_served:
            logger.info("reads that may lag behind go to the replica")
        else:
            logger.warning("all reads go to the primary: the replica %s", STATES[state])

    def _probe(self) -> Served:
        primary, replica = self._probes
        has_sampled = False
        with suppress(*_FAILURES):  # then the samples grow old
            primary.ask(self._sample_primary)
            has_sampled = True
        try:
            is_replica, replayed = replica.ask(lambda core: _positions(_driver(core)))
        except _FAILURES:
            self._break_off()
            return Served.UNREACHABLE
        if not is_replica or replayed is None:
            self._break_off()
            replica.drop()  # its URL may lead to another one now
            return Served.NO_REPLICA
        now = elapsed()
        if not has_sampled and (
            not self._samples or now - self._samples[-1].moment > self._limit_seconds
        ):
            return Served.NO_PRIMARY
        sample = self._newest_sample(replayed)
        if sample is None:
            is_young = not self._samples or now - self._samples[0].moment <= self._limit_seconds
            return Served.STARTING if is_young else Served.LAGGING
        lag = self._store.counters.replica_lag_seconds = now - sample.moment
        return Served.LAGGING if lag > self._limit_seconds else Served.REPLICA

    def _sample_primary(self, core: Connection) -> None:
        driver = _driver(core)
        if not driver.execute(_HAS_TABLE).fetchone()[0]:
            driver.execute(_CREATE_TABLE)
        if not self._has_begun:
            # Servers without this replica may have written for anybody.
            store_write(driver, EVERYBODY)
            self._has_begun = True
        sample = self._take_sample(self._new_transaction(core, None))
        self._samples.append(sample)
        while elapsed() - self._samples[0].moment > 2 * self._limit_seconds + PATIENCE_SECONDS:
            self._samples.popleft()

    def _take_sample(self, tx: Transaction) -> Sample:
        """Read the position last: everything that is settled was committed before it."""
        moment = elapsed()
        logs = [each for each in IdSequence.declared.values() if each.is_log]
        settled = {each.name: tx.settled(each) for each in logs}
        lsn, timeline = tx.driver.execute(_PRESENT).fetchone()
        if timeline != self._timeline:
            self._timeline = timeline
            self._samples.clear()  # positions of another primary
        return Sample(moment, end_of_record(lsn), settled)


class _Probe:
    """A connection of the probing thread."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._core: Connection | None = None

    def ask(self, read: Callable[[Connection], T]) -> T:
        if self._core is None:
            self._core = self.engine.connect()
            _driver(self._core).limit_seconds = PROBE_LIMIT_SECONDS
        try:
            return read(self._core)
        except _FAILURES:
            self.drop()
            raise

    def drop(self) -> None:
        if self._core is not None:
            _close(self._core)
            self._core = None


@contextmanager
def _as_not_served(*, refusals: bool) -> Iterator[None]:
    """Replace errors of a database, and with ``refusals`` all errors, by NotServedError."""
    try:
        yield
    except NotServedError:
        raise
    except _FAILURES as error:
        raise NotServedError(Served.FAILED) from error
    except Exception as error:
        if not refusals:
            raise
        raise NotServedError(Served.REFUSED) from error


@contextmanager
def _fresh(engine: Engine) -> Iterator[psycopg.Connection[Any]]:
    with engine.connect() as core:
        yield _driver(core)


def _driver(core: Connection) -> Any:  # noqa: ANN401
    return core.connection.driver_connection


def _positions(driver: Any) -> Positions:  # noqa: ANN401
    found: Positions = driver.execute(_REPLAYED).fetchone()
    return found


def _replayed(driver: Any) -> int:  # noqa: ANN401
    is_replica, replayed = _positions(driver)
    if not is_replica or replayed is None:
        raise NotServedError(Served.NO_REPLICA)
    return replayed


def _close(core: Connection) -> None:
    with suppress(*_FAILURES):
        core.invalidate()
        core.close()
