"""The PostgreSQL store: for production; a few open connections, verbs run on threads.

Writers of one lead key wait for an advisory lock; writers of one lead wait for the lock of its row.
A transaction that loses a deadlock runs again (docs/explanation/concurrency.md).
"""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

import psycopg
from psycopg.sql import SQL, Identifier, Literal
from psycopg.types.json import JsonLoader
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    NullPool,
    QueuePool,
    Table,
    func,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateColumn

from leadkeep.clock import Clock
from leadkeep.errors import SetupError
from leadkeep.store.connect import Connect, new_engine
from leadkeep.store.deadlines import Deadlines, WaitedTooLongError, run_on_thread
from leadkeep.store.engine import Store, Transaction
from leadkeep.store.failure import Failure, driver_error, failure_kind
from leadkeep.store.placement import is_spread, new_table_sql
from leadkeep.store.replica import NotServedError, Replica, Served
from leadkeep.store.replica_reads import ReplicaReads
from leadkeep.store.schema import IS_CLUSTER, IdSequence
from leadkeep.store.session import OverdueError, TimedConnection
from leadkeep.store.signals import SignalExchange
from leadkeep.store.single import NeedsTransactionError, SingleRead, read_single
from leadkeep.store.statement import Batch, Insert, Row

T = TypeVar("T")
logger = logging.getLogger(__name__)

DRIVER = "postgresql+psycopg"
READ_THREADS = 8
WRITE_THREADS = 8
"""Threads for writes. Python runs one verb at a time, but commits share a sync to disk.
More threads keep more locks."""
COPY_FROM_ROWS = 20
"""From this number of rows, COPY is faster than inserts."""
ANY_COUNT = 0
"""The statements bind all rows as one value, so that their text is the same for each number."""
ATTEMPTS = 10
RETRIED_STATES = frozenset({"40001", "40P01", "53200"})
"""SQLSTATE codes after which a transaction runs again, because it was rolled back: serialization
failure, deadlock, out of lock memory."""
REPLICA_WAIT_SECONDS = 1.0
"""How long a read waits for a free thread of the replica before the primary serves it."""

_LAST_ID = "CASE WHEN is_called THEN last_value ELSE last_value - 1 END"
_TAKE_IDS_IN_ORDER = f"""
    WITH last AS MATERIALIZED (SELECT {_LAST_ID} AS id FROM {{quoted}}),
    locked AS MATERIALIZED (
        SELECT count(pg_advisory_xact_lock_shared(
            {{literal}}::regclass::oid::integer, id::bit(32)::integer)) AS locks FROM last
    )
    SELECT nextval({{literal}}) FROM locked, generate_series(1, %s) WHERE locks = 1
"""  # noqa: S608 -- the sequence's own name
"""Lock the number of the last id that was taken, then take ids: they are larger."""
_SETTLED = f"""
    SELECT least(last.id, (
        SELECT min(last.id - ((last.id - objid::bigint + 2147483648) & 4294967295) + 2147483648)
        FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2
        AND classid = {{literal}}::regclass::oid
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )) FROM (SELECT {_LAST_ID} AS id FROM {{quoted}} OFFSET 0) AS last
"""  # noqa: S608 -- as above
"""Read the last id, then the locks of transactions that took ids and have not ended.

A lock has the lower 32 bits of a number, which is near the last id."""
_TAKE_IDS = "SELECT nextval(%s::regclass) FROM generate_series(1, %s)"
_LOCK_KEYS = "SELECT pg_advisory_xact_lock(k) FROM unnest(%s::bigint[]) AS k"


class PostgresTransaction(Transaction):
    """A transaction on PostgreSQL."""

    _store: "PostgresStore"
    sampled: Mapping[str, int] | None = None
    """At a replica: what was settled at the primary, by sequence."""

    def publish_commit(self) -> None:
        """Do as on every engine; let replicas know of a client's write."""
        super().publish_commit()
        replica = self._store.replica
        if replica is not None and self.client is not None:
            replica.store_write(self.driver, self.client)

    def _send_signals(self, signals: Sequence[str]) -> None:
        self._store.exchange.send(self.driver, signals)

    def _run_batch(self, statement: Batch, rows: list[Row], same: Row) -> None:
        dialect, cursor = self._dialect, self.driver.cursor()
        if len(rows) == 1:
            cursor.execute(statement.sql(dialect), statement.arguments(rows[0], same))
        elif not isinstance(statement, Insert):
            sql = statement.sql_of_rows(dialect, ANY_COUNT)
            cursor.execute(sql, statement.arguments_of_rows(dialect, rows, same))
        elif len(rows) < COPY_FROM_ROWS:
            cursor.executemany(statement.sql(dialect), [row + same for row in rows])
        else:
            quote = dialect.identifier_preparer.quote
            columns = ", ".join(quote(name) for name in (*statement.columns, *statement.same))
            with cursor.copy(f"COPY {quote(statement.table.name)} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row + same)

    def allocate(self, sequence: IdSequence, count: int) -> Sequence[int]:
        """Take ``count`` new ids from the database's sequence; a rollback does not return them."""
        if count == 0:
            return ()
        taken = self.driver.execute(_TAKE_IDS, (sequence.name, count)).fetchall()
        return sorted(row[0] for row in taken)

    def allocate_in_order(self, sequence: IdSequence, count: int) -> Sequence[int]:
        """Take ids behind a shared lock of the last id before them, which readers can see.

        No transaction waits for another one. The lock is released after the commit.
        """
        if self.local(sequence.name):
            return self.allocate(sequence, count)  # a lock of a smaller number is taken already
        self.set_local(sequence.name, sequence)
        taken = self.driver.execute(self._of_sequence(_TAKE_IDS_IN_ORDER, sequence), (count,))
        return sorted(row[0] for row in taken.fetchall())

    def settled(self, sequence: IdSequence) -> int:
        """Return the last id below those of all transactions in flight that took ids.

        The last id is read before the locks. So a transaction with an id up to it has taken its
        lock before, and either has it still, or has ended. At a replica there are no such locks,
        and its sequences are ahead of its rows: there it is what the primary said.
        """
        if self.sampled is not None:
            return self.sampled[sequence.name]
        query = self._of_sequence(_SETTLED, sequence)
        self._note(query)
        found: int = self.driver.execute(query).fetchone()[0]
        return found

    def _of_sequence(self, query: str, sequence: IdSequence) -> str:
        quoted = self._dialect.identifier_preparer.quote(sequence.name)
        return query.format(quoted=quoted, literal=f"'{sequence.name}'")

    def next_id(self, sequence: IdSequence) -> int:
        """Read the next id from the state of the database's sequence.

        It is the same in all transactions, because a sequence is not part of a transaction.
        """
        quoted = self._dialect.identifier_preparer.quote(sequence.name)
        query = f"SELECT {_LAST_ID} + 1 FROM {quoted}"  # noqa: S608 -- the sequence's own name
        found: int = self.driver.execute(query).fetchone()[0]
        return found

    def set_next_id(self, sequence: IdSequence, next_id: int) -> None:
        """Set the next id of the database's sequence; a rollback does not undo this."""
        self.driver.execute("SELECT setval(%s::regclass, %s, false)", (sequence.name, next_id))

    def _lock_keys(self, keys: Sequence[str]) -> None:
        """Take an advisory lock for each key, always in the same order."""
        if keys:
            self.driver.execute(_LOCK_KEYS, (sorted({_lock_number(key) for key in keys}),))

    def _lock_rows(self, table: Table, ids: Sequence[int]) -> None:
        """Lock rows in ascending order of id, with one statement (docs/decisions/0153).

        A cluster refuses to lock rows of several servers: there, keys stand for the rows.
        """
        if is_spread(table) and self._is_on_cluster():
            self._lock_keys([f"{table.name}:{number}" for number in ids])
            return
        quoted = self._dialect.identifier_preparer.quote(table.name)
        # Rows are locked in the order of ORDER BY, whatever the plan is: an id never changes.
        query = f"SELECT 1 FROM {quoted} WHERE id = ANY(%s::bigint[]) ORDER BY id FOR UPDATE"  # noqa: S608 -- a table's own name
        if ids:
            self.driver.execute(query, (sorted(ids),))

    def _place_table(self, table: Table) -> None:
        if self._is_on_cluster():
            self.driver.execute(new_table_sql(table))

    def _is_on_cluster(self) -> bool:
        """Return whether the database can distribute tables; the store keeps the answer."""
        if self._store.is_cluster is None:
            self._store.is_cluster = self.driver.execute(IS_CLUSTER).fetchone()[0]
        return bool(self._store.is_cluster)

    def column_names(self, table_name: str) -> set[str]:
        """Read the names from the catalog: a prepared ``SELECT *`` fails when columns are added."""
        query = """
            SELECT attname FROM pg_attribute
            WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped
        """
        quoted = self._dialect.identifier_preparer.quote(table_name)
        return {row[0] for row in self.driver.execute(query, (quoted,)).fetchall()}

    def _view_digest(self, name: str) -> str | None:
        query = "SELECT obj_description(to_regclass(%s), 'pg_class')"
        found: str | None = self.driver.execute(query, (name,)).fetchone()[0]
        return found

    def _create_view(self, name: str, sql: str, digest: str) -> None:
        view, roles = Identifier(name), self._readers(name)
        self.driver.execute(SQL("DROP VIEW IF EXISTS {}").format(view))
        self.driver.execute(f"CREATE VIEW {self._dialect.identifier_preparer.quote(name)} AS {sql}")
        self.driver.execute(SQL("COMMENT ON VIEW {} IS {}").format(view, Literal(digest)))
        for role in roles:
            self.driver.execute(SQL("GRANT SELECT ON {} TO {}").format(view, Identifier(role)))

    def _readers(self, name: str) -> list[str]:
        """Return the roles, other than the owner, that may read a view."""
        query = """
            SELECT r.rolname FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles r
            ON r.oid = a.grantee WHERE c.oid = to_regclass(%s) AND a.privilege_type = 'SELECT'
            AND a.grantee <> c.relowner ORDER BY r.rolname
        """
        return [row[0] for row in self.driver.execute(query, (name,)).fetchall()]

    def grant_reader(self, role: str, views: Sequence[str]) -> None:
        """Grant the use of the schema, and SELECT on the views.

        Raises:
            SetupError: there is no such role.
        """
        if not self.driver.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
            raise SetupError(f"there is no role {role}: create it with CREATE ROLE")
        (schema,) = self.driver.execute("SELECT current_schema()").fetchone()
        reader = Identifier(role)
        self.driver.execute(
            SQL("GRANT USAGE ON SCHEMA {} TO {}").format(Identifier(schema), reader)
        )
        for name in views:
            self.driver.execute(SQL("GRANT SELECT ON {} TO {}").format(Identifier(name), reader))

    def add_columns(self, table: Table, names: Sequence[str]) -> None:
        """Add all columns with one statement, so that the table is locked once."""
        parts = [
            f"ADD COLUMN {CreateColumn(table.c[name]).compile(dialect=self._dialect)}"
            for name in names
        ]
        quoted = self._dialect.identifier_preparer.quote(table.name)
        if parts:
            self.driver.execute(f"ALTER TABLE {quoted} {', '.join(parts)}")


def _lock_number(key: str) -> int:
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


class PostgresSingleRead(SingleRead, PostgresTransaction):
    """One statement on PostgreSQL."""


class PostgresStore(Store):
    """A PostgreSQL database; any number of processes may share it."""

    def __init__(
        self,
        url: URL,
        clock: Clock | None = None,
        deadlines: Deadlines | None = None,
        replica: Replica | None = None,
        connect: Connect = TimedConnection.connect,
    ) -> None:
        """Create a store for the database at ``url``; its first use opens a connection.

        ``connect`` opens the connections of reads and writes.
        """
        super().__init__(clock, deadlines)
        self._url = url.set(drivername=DRIVER)
        # No limit of the pool: few threads ask for connections.
        self._engine = new_engine(
            self._url,
            self.deadlines,
            self.deadlines,
            poolclass=QueuePool,
            pool_size=0,
            pool_use_lifo=True,
            connect=connect,
        )
        # Upkeep may take long, so its statements have no deadline.
        self._upkeep = new_engine(self._url, self.deadlines, None, poolclass=NullPool)
        self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self.is_cluster: bool | None = None
        self.exchange = SignalExchange(self._upkeep, self.send_signal)
        # Outside the pool: taking a connection from the pool costs a quarter of a short read.
        self._idle_readers: list[Connection] = []
        self._read_threads = ThreadPoolExecutor(READ_THREADS, thread_name_prefix="leadkeep-read")
        self._write_threads = ThreadPoolExecutor(WRITE_THREADS, thread_name_prefix="leadkeep-write")
        self.replica: ReplicaReads | None = None
        if replica is not None:
            self.replica = ReplicaReads(
                self, replica, self._replica_engine, self._replica_transaction
            )

    @property
    def address(self) -> str:
        """The database's URL without its password."""
        return self._url.set(drivername="postgresql").render_as_string(hide_password=True)

    # -- reading --------------------------------------------------------------------------------

    async def read(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read on a thread, because every statement waits for the network."""
        seconds = self.deadlines.statement_seconds
        return await run_on_thread(self._read_threads, seconds, partial(self.read_now, verb))

    async def read_row(self, verb: Callable[[Transaction], T], version: int) -> T:
        """Run one statement on a thread; if that is not enough, a read as any other."""
        seconds = self.deadlines.statement_seconds
        run = partial(self._read_row_now, verb, version)
        return await run_on_thread(self._read_threads, seconds, run)

    def _read_row_now(self, verb: Callable[[Transaction], T], version: int) -> T:
        core = self._idle_readers.pop() if self._idle_readers else self._connect_reader()
        transaction = PostgresSingleRead(self, core, version)
        try:
            return read_single(transaction, verb)
        except (NeedsTransactionError, psycopg.Error):
            return self.read_now(verb)  # it may find out once more that the connection is gone
        finally:
            self._idle_readers.append(core)

    async def read_long(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read on a thread."""
        return await self.read(verb)

    def read_now(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read on the calling thread; repeat it once if the server closed the connection."""
        core = self._idle_readers.pop() if self._idle_readers else self._connect_reader()
        transaction = PostgresTransaction(self, core)
        try:
            value = verb(transaction)
        except (psycopg.Error, DBAPIError) as error:
            self.counters.count_error(error)
            # The transaction's driver connection: Core drops a connection that broke.
            if not transaction.driver.closed:
                self._idle_readers.append(core)
                raise
            core.invalidate()
            core.close()
            self._close_idle_readers()
            if isinstance(driver_error(error), OverdueError):
                raise
            core = self._connect_reader()
            value = verb(PostgresTransaction(self, core))
        except BaseException:
            self._idle_readers.append(core)
            raise
        self._idle_readers.append(core)
        return value

    def _connect_reader(self) -> Connection:
        try:
            return self._reading.connect()
        except (psycopg.Error, DBAPIError) as error:
            self.counters.count_error(error)
            raise

    def read_snapshot(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read in a transaction of its own, which sees the store as it was at one moment."""
        engine = self._upkeep.execution_options(isolation_level="REPEATABLE READ")
        with engine.connect() as core:
            transaction = PostgresTransaction(self, core)
            try:
                # Core must begin a transaction too, or each statement would be its own transaction.
                core.exec_driver_sql("SET TRANSACTION READ ONLY")
                return verb(transaction)
            finally:
                core.rollback()

    # -- reading behind ---------------------------------------------------------------------------

    def _replica_engine(self, url: str | None, limits: Deadlines | None) -> Engine:
        """Return an engine of short-lived connections to the replica at ``url``, or to this one."""
        target = self._url if url is None else make_url(url).set(drivername=DRIVER)
        return new_engine(target, limits or self.deadlines, limits, poolclass=NullPool)

    def _replica_transaction(
        self, core: Connection, sampled: dict[str, int] | None
    ) -> PostgresTransaction:
        transaction = PostgresTransaction(self, core)
        transaction.sampled = sampled
        return transaction

    async def read_behind(
        self, verb: Callable[[Transaction], T], client: str, version: int, *, is_long: bool
    ) -> T:
        """Run a read at the replica if it can serve it, else as other reads."""
        if self.replica is not None:
            try:
                run = partial(self.replica.read, verb, client, version)
                value = await run_on_thread(self.replica.threads, REPLICA_WAIT_SECONDS, run)
            except NotServedError as error:
                self.counters.behind[error.why] += 1
            except WaitedTooLongError:
                self.counters.behind[Served.LATE] += 1
            else:
                self.counters.behind[Served.REPLICA] += 1
                return value
        return await super().read_behind(verb, client, version, is_long=is_long)

    def read_snapshot_behind(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read at the replica once it is at the present, else as other snapshots."""
        if self.replica is not None:
            try:
                value = self.replica.read_snapshot(verb)
            except NotServedError as error:
                self.counters.behind[error.why] += 1
            else:
                self.counters.behind[Served.REPLICA] += 1
                return value
        return self.read_snapshot(verb)

    # -- writing --------------------------------------------------------------------------------

    async def write(self, verb: Callable[[Transaction], T]) -> T:
        """Run a write on a thread and wait until it is committed."""
        seconds = self.deadlines.statement_seconds
        return await run_on_thread(self._write_threads, seconds, partial(self.write_now, verb))

    def write_now(self, verb: Callable[[Transaction], T]) -> T:
        """Run a write on the calling thread; repeat it after a deadlock or a lost connection."""
        for _ in range(ATTEMPTS - 1):
            try:
                return self._write_once(verb)
            except _ConnectionLostError:
                logger.info("a transaction is run again on a new connection")
            except (psycopg.Error, DBAPIError) as error:
                state = _state(error)
                if state not in RETRIED_STATES:
                    raise
                logger.info("a transaction is run again after SQLSTATE %s", state)
        return self._write_once(verb)

    def _write_once(self, verb: Callable[[Transaction], T]) -> T:
        try:
            return self._transact(verb)
        except _ConnectionLostError as error:
            self.counters.count_error(error.__cause__ or error)
            raise
        except (psycopg.Error, DBAPIError) as error:
            self.counters.count_error(error)
            raise

    def _transact(self, verb: Callable[[Transaction], T]) -> T:
        with self._engine.connect() as core:
            transaction = PostgresTransaction(self, core)
            try:
                value = _run(verb, transaction)
                _run(PostgresTransaction.finish, transaction)
                transaction.driver.commit()
                self.counters.commits[1] += 1
                transaction.publish_commit()
            except BaseException:
                self.catalog.clear()
                if transaction.driver.closed:
                    core.invalidate()
                raise  # the pool rolls back
        return value

    # -- signals --------------------------------------------------------------------------------

    @property
    def is_hearing_others(self) -> bool:
        """Is there a connection that listens to other processes?"""
        return self.exchange.is_hearing

    def _hear_others(self) -> None:
        self.exchange.start()

    # -- upkeep ---------------------------------------------------------------------------------

    def core_connection(self) -> Connection:
        """Return a SQLAlchemy Core connection, which begins and commits its transactions itself."""
        connection = self._upkeep.connect()
        # Core reads the order of a column's texts from the catalog as a JSON object.
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 -- it was just connected
        driver.adapters.register_loader("json", JsonLoader)
        return connection

    def lock_for_migration(self, connection: Connection, seconds: float) -> bool:
        """Take a lock that only migrations take."""
        number = _lock_number("schema migration")
        wait = func.set_config("lock_timeout", f"{seconds * 1_000:.0f}ms", True)  # noqa: FBT003 -- SQL's own order
        try:
            with connection.begin_nested():
                connection.execute(select(wait))
                connection.execute(select(func.pg_advisory_xact_lock(number)))
                # The migration's own statements may wait for as long as they have to.
                connection.execute(text("SET LOCAL lock_timeout = 0"))
        except DBAPIError as error:
            if failure_kind(error) is Failure.LATE:
                return False
            raise
        return True

    def check_integrity(self) -> list[str]:
        """Return no problems: PostgreSQL checks its own files."""
        return []

    def backup(self, target: Path) -> bool:
        """Return False: PostgreSQL's backup tools may be missing, so the caller copies the rows."""
        del target
        return False

    def close(self) -> None:
        """Wait until running verbs have ended, then close all connections."""
        self.exchange.stop()
        if self.replica is not None:
            self.replica.close()
        self._read_threads.shutdown()
        self._write_threads.shutdown()
        self._close_idle_readers()
        self._engine.dispose()

    def _close_idle_readers(self) -> None:
        while self._idle_readers:
            core = self._idle_readers.pop()
            core.invalidate()
            core.close()


class _ConnectionLostError(psycopg.OperationalError):
    """The connection broke before the commit was sent, so the transaction was rolled back."""


def _run(verb: Callable[[Transaction], T], transaction: PostgresTransaction) -> T:
    try:
        return verb(transaction)
    except (psycopg.OperationalError, DBAPIError) as error:
        is_overdue = isinstance(driver_error(error), OverdueError)
        if transaction.driver.closed and not is_overdue:
            raise _ConnectionLostError from error
        raise


def _state(error: BaseException) -> str | None:
    return getattr(driver_error(error), "sqlstate", None)
