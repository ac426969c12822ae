"""Stores and transactions: the interface that both engines implement.

A verb is a plain function that gets an open :class:`Transaction`, and does everything through it.
The caller chooses how the verb runs:

* ``await store.read(verb)``: a short read by index,
* ``await store.read_long(verb)``: a read that may take long; it never blocks other requests,
* ``await store.write(verb)``: one transaction, committed and synced before the call returns,
* ``store.read_now(verb)`` and ``store.write_now(verb)``: the same for callers without an event
loop.

A verb may run more than once (after a lost race or a changed catalog), so it has no effect
outside its transaction. It never commits.
"""

import abc
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    Connection,
    CursorResult,
    Dialect,
    Executable,
    Table,
    case,
    update,
)
from sqlalchemy.schema import CreateTable, DropTable

from leadkeep.clock import Clock, SystemClock
from leadkeep.store.cached import CatalogCache
from leadkeep.store.counters import StoreCounters
from leadkeep.store.deadlines import Deadlines
from leadkeep.store.moments import SteadyMoments
from leadkeep.store.schema import IdSequence, catalog_version
from leadkeep.store.statement import VERSION, Batch, Delete, Insert, Row, Statement, Update
from leadkeep.store.topic import SignalSubscribers, Slot, Topic

T = TypeVar("T")
E = TypeVar("E")
Observer = Callable[[str], None]

LARGEST_ID = 2**63 - 1

CATALOG_CHANGED: Topic[int] = Topic("catalog changed")
"""Emitted once with the new version at the end of a transaction that changed the catalog."""

_VERSION = Statement(VERSION)


class Transaction(abc.ABC):
    """An open transaction on one database connection: statements, ids, locks and events."""

    def __init__(self, store: "Store", core: Connection) -> None:
        """Open a transaction of ``store`` on the connection ``core``."""
        self._store = store
        self._core = core
        self.driver: Any = core.connection.driver_connection
        self._dialect: Dialect = core.dialect
        self._version: int | None = None
        self._changed_catalog = False
        self._cached_numbers: dict[str, int] = {}
        self._signals: set[str] = set()
        self._locals: dict[str, Any] = {}
        self._counted: dict[str, int] = {}
        self.statements: list[str | Executable] = []
        """The statements that ran so far, in order: SQL texts and clauses."""
        self.client: str | None = None
        """Whose write this is, for reads that may lag behind those of others only."""
        self._moment: datetime | None = None
        self._is_moment_written = False

    # -- statements ---------------------------------------------------------------------------

    def rows(self, statement: Statement, **values: Any) -> list[Row]:  # noqa: ANN401
        """Run a compiled statement and return all its rows."""
        form = statement.form(self._dialect)
        self._note(form.sql)
        return form.read(self.driver.execute(form.sql, form.arguments(values)).fetchall())

    def row(self, statement: Statement, **values: Any) -> Row | None:  # noqa: ANN401
        """Run a compiled statement and return its first row, or None if it has no rows."""
        found = self.rows(statement, **values)
        return found[0] if found else None

    def run(self, statement: Statement, **values: Any) -> int:  # noqa: ANN401
        """Run a compiled statement that returns no rows; return the number of rows it changed."""
        self._fix_moment()
        form = statement.form(self._dialect)
        self._note(form.sql)
        count: int = self.driver.execute(form.sql, form.arguments(values)).rowcount
        return count

    def execute(self, clause: Executable, values: Any = None) -> CursorResult[*tuple[Any, ...]]:  # noqa: ANN401
        """Run any SQLAlchemy Core clause: for statements that run rarely.

        A :class:`Statement` costs less.
        """
        if clause.is_dml:
            self._fix_moment()
        self._note(clause)
        return self._core.execute(clause, values)

    def _note(self, statement: str | Executable) -> None:
        self.statements.append(statement)
        if self._store.observers:
            self._store.observe(str(statement))

    def stream(self, clause: Executable, batch_size: int) -> Generator[list[Row], None, None]:
        """Yield the rows of a Core query in lists of at most ``batch_size``, to save memory."""
        self._note(clause)
        options = {"stream_results": True, "yield_per": batch_size}
        with self._core.execute(clause, execution_options=options) as result:
            for group in result.partitions():
                yield [tuple(row) for row in group]

    @abc.abstractmethod
    def column_names(self, table_name: str) -> set[str]:
        """Return the column names of a table or view in the database; none if there is no such."""

    def create_table(self, table: Table) -> None:
        """Create the table of an object that a user defines; migrations create no such table."""
        self.execute(CreateTable(table))
        self._place_table(table)

    def drop_table(self, table: Table) -> None:
        """Drop a table that ``create_table`` created, with all its rows."""
        self.execute(DropTable(table))

    def insert(self, statement: Insert, rows: list[Row], *same: Any) -> None:  # noqa: ANN401
        """Insert rows by the engine's fastest way that is part of the transaction.

        ``same`` has the values that are the same in all rows.
        """
        self._write(statement, rows, same)

    def update(self, statement: Update, rows: list[Row], *same: Any) -> None:  # noqa: ANN401
        """Update rows by their keys, in any order.

        The caller has locked the rows, so that transactions wait for each other but never deadlock.
        ``same`` has the values that are the same in all rows.
        """
        self._write(statement, rows, same)

    def delete(self, statement: Delete, rows: list[Row]) -> None:
        """Delete rows by their keys, in any order; the caller has locked them."""
        self._write(statement, rows, ())

    def _write(self, statement: Batch, rows: list[Row], same: Row) -> None:
        if rows:
            self._fix_moment()
            self._note(statement.sql(self._dialect))
            self._run_batch(statement, *statement.bind(rows, same, self._dialect))

    # -- the catalog ----------------------------------------------------------------------------

    @property
    def version(self) -> int:
        """The catalog version in this transaction, which rises with each change of set-up."""
        if self._version is None:
            found = self.row(_VERSION)
            self._version = found[0] if found else 0
        return self._version

    def cached(self, load: Callable[["Transaction"], T]) -> T:
        """Return ``load(self)``; the process caches it until the catalog version changes."""
        if self._changed_catalog:
            return load(self)  # not committed yet: other transactions must not see it
        return self._store.catalog.load(self.version, load, self)

    def bump_version(self) -> None:
        """Raise the catalog version, so that all processes read fields, clients and roles again."""
        moment = int(self._store.clock.now().timestamp() * 1_000_000)
        # Computed from the stored version: another change may have been committed at the same clock
        # time, after this transaction read the version.
        following = catalog_version.c.version + 1
        version = case((following > moment, following), else_=moment)
        changed = update(catalog_version).values(version=version)
        self._version = self.execute(changed.returning(catalog_version.c.version)).scalar_one()
        self._changed_catalog = True

    def finish(self) -> None:
        """Emit :data:`CATALOG_CHANGED` if the catalog has changed: the last step of a write."""
        if self._changed_catalog:
            self.emit(CATALOG_CHANGED, lambda: [self.version])

    # -- events, cached numbers, signals ----------------------------------------------------------

    def emit(self, topic: Topic[E], make_events: Callable[[], Sequence[E]]) -> None:
        """Call the topic's subscribers with the events that ``make_events`` returns.

        Without subscribers, ``make_events`` is not called.
        """
        subscribers = self._store.subscribers(topic)
        if subscribers and (events := make_events()):
            for subscriber in subscribers:
                subscriber(self, events)

    def provided(self, slot: Slot[T]) -> T:
        """Return what :meth:`Store.provide` has set for a slot, such as the sources of filters."""
        return self._store.provided(slot)

    def cache_number(self, key: str, value: int) -> None:
        """Cache a number under ``key`` in this process once this transaction is committed.

        It does not expire.
        """
        self._cached_numbers[key] = value

    def cached_number(self, key: str, default: int) -> int:
        """Return the number last cached under ``key`` in this process, else ``default``."""
        found = self._cached_numbers.get(key)
        return self._store.cached_numbers.get(key, default) if found is None else found

    def set_local(self, key: str, value: Any) -> None:  # noqa: ANN401
        """Set a value that other code can read with :meth:`local` until this transaction ends."""
        self._locals[key] = value

    def local(self, key: str) -> Any:  # noqa: ANN401
        """Return the value that :meth:`set_local` set for ``key`` in this transaction, or None."""
        return self._locals.get(key)

    def count(self, name: str, number: int) -> None:
        """Add to a counter of this process once this transaction is committed, for metrics."""
        self._counted[name] = self._counted.get(name, 0) + number

    def signal(self, name: str) -> None:
        """Call the listeners of a signal once this transaction is committed.

        They are in this process, and in others where :attr:`Store.is_hearing_others`.
        """
        self._signals.add(name)

    def publish_commit(self) -> None:
        """Store the cached numbers and call the listeners of signals; run this after the commit.

        It must not raise, because the commit is done.
        """
        if self._cached_numbers:
            self._store.cached_numbers.update(self._cached_numbers)
        if self._counted:
            counted = self._store.counters.counted
            for name, number in self._counted.items():
                counted[name] += number
        for name in self._signals:
            self._store.send_signal(name)
        if self._signals:
            self._send_signals(sorted(self._signals))

    def _send_signals(self, signals: Sequence[str]) -> None:
        """Send signals to other processes; do nothing if the engine cannot."""
        del signals

    @property
    def zone(self) -> tzinfo:
        """The time zone in which rules count days and weeks."""
        return self._store.zone

    @property
    def moment(self) -> datetime:
        """The time of this transaction's writes, by the store's clock: one for all of them.

        It is read at the first use, and again at the first use after each lock. So it is never
        earlier than the end of a wait for rows; and never earlier than this process's moments
        before, if the clock was set back a little (:meth:`Store.steady_moment`). From the first
        statement that writes it, it stays (docs/decisions/0111).
        """
        if self._moment is None:
            self._moment = self._store.steady_moment()
        return self._moment

    @property
    def now(self) -> datetime:
        """The present time by the store's clock, which moves on; rows carry :attr:`moment`."""
        return self._store.clock.now()

    def moment_after(self, stored: datetime) -> datetime:
        """Return the moment of a change of a row: :attr:`moment`, or ``stored`` if it is later.

        ``stored`` is the moment of the row's last change. So the moment of a row's last change
        never goes backwards, even if the clock does, or another server's clock is late. SQL says
        the same with ``later_of``.
        """
        return max(stored, self.moment)

    def _fix_moment(self) -> None:
        """Fix the moment until the end, if it was read: a statement is about to write it."""
        self._is_moment_written = self._moment is not None

    def _forget_moment(self) -> None:
        """Let the moment be read again after a wait, unless rows carry it already."""
        if not self._is_moment_written:
            self._moment = None

    # -- where the engines differ ---------------------------------------------------------------

    @abc.abstractmethod
    def _run_batch(self, statement: Batch, rows: list[Row], same: Row) -> None:
        """Write one or more rows; rows and common values are bound already."""

    @abc.abstractmethod
    def allocate(self, sequence: IdSequence, count: int) -> Sequence[int]:
        """Take ``count`` new ids from a sequence, in ascending order."""

    def allocate_in_order(self, sequence: IdSequence, count: int) -> Sequence[int]:
        """Take ``count`` new ids that :meth:`settled` reaches only after this transaction's end."""
        return self.allocate(sequence, count)

    def settled(self, sequence: IdSequence) -> int:
        """Return an id up to which no row will be added any more (docs/decisions/0154).

        Every transaction that took ids up to it by :meth:`allocate_in_order` has ended, and the
        statements after this one see its rows. While only one transaction writes at a time, this
        holds for all ids.
        """
        del sequence
        return LARGEST_ID

    @abc.abstractmethod
    def next_id(self, sequence: IdSequence) -> int:
        """Return the id that the sequence will give next; do not take it."""

    @abc.abstractmethod
    def set_next_id(self, sequence: IdSequence, next_id: int) -> None:
        """Set the id that the sequence will give next."""

    def lock_keys(self, keys: Sequence[str], *, keep_moment: bool = False) -> None:
        """Lock keys (texts that callers agree on) until the transaction ends.

        Wait while another transaction has locked one of them. After the wait, read again what led
        to the keys: it may have changed. A lock starts a new :attr:`moment`, unless rows carry the
        present one.
        ``keep_moment`` is for keys that guard an order, as of the log, and no row's moments.
        """
        self._lock_keys(keys)
        if not keep_moment:
            self._forget_moment()

    def lock_rows(self, table: Table, ids: Sequence[int]) -> None:
        """Lock the rows of ``table`` with these ids until the transaction ends.

        Wait while another transaction has locked one of them. After the wait, read again what led
        to the rows: one may be gone, or be another lead's record by now. A lock starts a new
        :attr:`moment`, unless rows carry the present one.
        """
        self._lock_rows(table, ids)
        self._forget_moment()

    def count_unreadable_dates(self, column: "Column[Any]") -> int:
        """Return the number of values in a column of dates that are no dates."""
        del column
        return 0

    @abc.abstractmethod
    def _lock_keys(self, keys: Sequence[str]) -> None: ...

    @abc.abstractmethod
    def _place_table(self, table: Table) -> None: ...

    @abc.abstractmethod
    def _lock_rows(self, table: Table, ids: Sequence[int]) -> None: ...

    def replace_view(self, name: str, query: Statement) -> bool:
        """Create a view, or create it again if its query differs; return whether it did so.

        Roles that may read the view still may.
        """
        sql = query.text(self._dialect)
        digest = blake2b(sql.encode(), digest_size=16).hexdigest()
        if self._view_digest(name) == digest:
            return False
        self._create_view(name, sql, digest)
        return True

    @abc.abstractmethod
    def _view_digest(self, name: str) -> str | None:
        """Return the digest that ``_create_view`` stored with a view; None without a view."""

    @abc.abstractmethod
    def _create_view(self, name: str, sql: str, digest: str) -> None: ...

    @abc.abstractmethod
    def grant_reader(self, role: str, views: Sequence[str]) -> None:
        """Allow a role of the database to read these views, and nothing else.

        Raises:
            SetupError: the engine has no roles, or there is no such role.
        """

    @abc.abstractmethod
    def add_columns(self, table: Table, names: Sequence[str]) -> None:
        """Add to a table in the database the columns ``names``, which ``table`` declares."""


Subscriber = Callable[[Transaction, Sequence[Any]], None]


class Store(abc.ABC):
    """One database that is open in this process."""

    def __init__(self, clock: Clock | None = None, deadlines: Deadlines | None = None) -> None:
        """Create the store without a connection; ``clock`` gives all times and catalog versions."""
        self.clock = clock or SystemClock()
        self.deadlines = deadlines or Deadlines()
        self._moments = SteadyMoments()
        self.zone: tzinfo = UTC
        self.observers: list[Observer] = []
        self.counters = StoreCounters()
        self.catalog = CatalogCache(self.counters)
        self._subscribers: dict[Topic[Any], tuple[Subscriber, ...]] = {}
        self._provided: dict[Slot[Any], Any] = {}
        self._signal_subscribers = SignalSubscribers()
        self.cached_numbers: dict[str, int] = {}

    def steady_moment(self) -> datetime:
        """Return the present moment, which does not go backwards when the clock is set back."""
        return self._moments.present(self.clock)

    @property
    @abc.abstractmethod
    def address(self) -> str:
        """The place of the data for display: a path, or a URL without its password."""

    @property
    def is_read_only(self) -> bool:
        """Is the store opened without the right to write to it?"""
        return False

    @abc.abstractmethod
    async def read(self, verb: Callable[[Transaction], T]) -> T:
        """Run a short read (index look-ups, small pages), perhaps on the event loop's thread."""

    async def read_row(self, verb: Callable[[Transaction], T], version: int) -> T:
        """Run a read of one row, by one statement if the catalog version is still ``version``."""
        del version
        return await self.read(verb)

    @abc.abstractmethod
    async def read_long(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read that may take long, never on the event loop's thread."""

    async def read_behind(
        self, verb: Callable[[Transaction], T], client: str, version: int, *, is_long: bool
    ) -> T:
        """Run a read that may be a little behind, at a replica if there is one.

        It is never behind the writes of ``client`` (:attr:`Transaction.client`), and its catalog
        has this version. ``is_long`` is for reads that may take long. A verb that raises an error
        is run again at the primary.
        """
        del client, version
        return await (self.read_long(verb) if is_long else self.read(verb))

    @abc.abstractmethod
    async def write(self, verb: Callable[[Transaction], T]) -> T:
        """Run a verb in a write transaction; return after it is committed and synced."""

    @abc.abstractmethod
    def read_now(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read and block the calling thread: for callers without an event loop."""

    def read_snapshot(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read whose statements all see the store as it was at one moment."""
        return self.read_now(verb)

    def read_snapshot_behind(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read from one snapshot, at a replica that has all that is committed by now.

        The verb may run a second time, from its beginning, if the replica fails.
        """
        return self.read_snapshot(verb)

    @abc.abstractmethod
    def write_now(self, verb: Callable[[Transaction], T]) -> T:
        """Run a write and block the calling thread until it is committed and synced.

        It is for callers without an event loop.
        """

    @abc.abstractmethod
    def core_connection(self) -> Connection:
        """Return a new SQLAlchemy Core connection, which begins and commits by itself.

        It is for migrations and copies.
        """

    @abc.abstractmethod
    def lock_for_migration(self, connection: Connection, seconds: float) -> bool:
        """Keep other processes from migrating until the connection's transaction ends.

        The transaction has begun and has run no statement. Return False if another process has
        kept the lock for so long.
        """

    @abc.abstractmethod
    def check_integrity(self) -> list[str]:
        """Let the engine check its own files; return the problems that it reports."""

    @abc.abstractmethod
    def backup(self, target: Path) -> bool:
        """Copy the store to a file by the engine's own means; return whether the engine has any."""

    def settle(self) -> None:  # noqa: B027 -- most engines do this by themselves
        """Do the engine's work that remains after commits, without blocking writers.

        The embedded engine moves committed data from its log to its main file. Call this on a
        thread after a large change; it may take long. Otherwise a later writer does the work after
        its commit.
        """

    @abc.abstractmethod
    def close(self) -> None:
        """Finish the queued writes and close all connections."""

    def subscribe(
        self, topic: Topic[E], subscriber: Callable[[Transaction, Sequence[E]], None]
    ) -> None:
        """Call ``subscriber`` with each event of a topic, in the transaction that emits it.

        What the subscriber writes is committed or rolled back with that transaction. A transaction
        may run again, so the subscriber must have no effect outside of it.
        """
        self._subscribers[topic] = (*self.subscribers(topic), subscriber)

    def provide(self, slot: Slot[T], value: T) -> None:
        """Set the value of a slot for all transactions of this store."""
        self._provided[slot] = value

    def provided(self, slot: Slot[T]) -> T:
        """Return the value of a slot.

        Raises:
            KeyError: no value was set.
        """
        value: T = self._provided[slot]
        return value

    def subscribers(self, topic: Topic[Any]) -> tuple[Subscriber, ...]:
        """Return the subscribers of a topic in the order in which they subscribed."""
        return self._subscribers.get(topic, ())

    @contextmanager
    def listening(self, name: str, listener: Callable[[], None]) -> Iterator[None]:
        """Inside the block, call ``listener`` after each commit whose transaction sent the signal.

        Commits of other processes count while :attr:`is_hearing_others`. The listener is called on
        any thread; it must be quick and must not raise, because the commit is already done.
        """
        self._hear_others()
        with self._signal_subscribers.added(name, listener):
            yield

    @property
    def is_hearing_others(self) -> bool:
        """Do signals of other processes come here? Without that, their effects must be polled."""
        return False

    def _hear_others(self) -> None:  # noqa: B027 -- an engine may have no way to do it
        """Begin to listen to the signals of other processes, if the engine can pass them on."""

    def send_signal(self, name: str) -> None:
        """Call, in this process, the functions that wait for a named event such as new jobs."""
        self._signal_subscribers.emit(name)

    def observe(self, sql: str) -> None:
        """Pass the text of an SQL statement to all observers."""
        for observer in self.observers:
            observer(sql)

    @contextmanager
    def watching(self, observer: Observer) -> Iterator[None]:
        """Inside the block, call ``observer`` with each SQL statement that runs, on any thread."""
        self.observers.append(observer)
        try:
            yield
        finally:
            self.observers.remove(observer)
