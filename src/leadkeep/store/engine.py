"""Stores, connections and transactions: what every verb runs on.

A verb is a plain function that gets an open :class:`Transaction`. The edge decides where it runs:

* ``await store.read(verb)``: short indexed reads,
* ``await store.read_long(verb)``: work that may take long; never blocks other requests,
* ``await store.write(verb)``: one transaction, committed and synced before the call returns,
* ``store.read_now(verb)`` and ``store.write_now(verb)``: the same for callers without an event
loop.

A verb may be run more than once (a lost race, a changed catalog), so it does nothing outside its
transaction. It never commits.
"""

import abc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    CursorResult,
    Dialect,
    Executable,
    Table,
    case,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import NoSuchTableError
from sqlalchemy.schema import CreateTable, DropTable

from leadkeep.clock import Clock, SystemClock
from leadkeep.store.schema import IdSequence, catalog_version
from leadkeep.store.statement import Insert, Row, Statement, UpdateById
from leadkeep.store.topic import Slot, Topic

T = TypeVar("T")
E = TypeVar("E")
Observer = Callable[[str], None]

_VERSION = Statement(select(catalog_version.c.version).where(catalog_version.c.id == 1))


class Transaction(abc.ABC):
    """An open transaction on one connection."""

    def __init__(self, store: "Store", core: Connection) -> None:
        """Run on ``core`` for the ``store``."""
        self._store = store
        self._core = core
        self.driver: Any = core.connection.driver_connection
        self._dialect: Dialect = core.dialect
        self._version: int | None = None
        self._changed_catalog = False
        self._learned: dict[str, int] = {}
        self._calls: set[str] = set()
        self._notes: dict[str, Any] = {}
        self._moment: datetime | None = None

    # -- statements ---------------------------------------------------------------------------

    def rows(self, statement: Statement, **values: Any) -> list[Row]:  # noqa: ANN401
        """Run a compiled statement and return all its rows."""
        form = statement.form(self._dialect)
        self._store.observe(form.sql)
        return form.read(self.driver.execute(form.sql, form.arguments(values)).fetchall())

    def row(self, statement: Statement, **values: Any) -> Row | None:  # noqa: ANN401
        """Run a compiled statement and return its first row, or None."""
        found = self.rows(statement, **values)
        return found[0] if found else None

    def run(self, statement: Statement, **values: Any) -> int:  # noqa: ANN401
        """Run a compiled statement that returns no rows; return how many rows it touched."""
        form = statement.form(self._dialect)
        self._store.observe(form.sql)
        count: int = self.driver.execute(form.sql, form.arguments(values)).rowcount
        return count

    def run_many(self, statement: Statement, values: Sequence[dict[str, Any]]) -> None:
        """Run a compiled statement once for each set of values, as one call of the driver."""
        form = statement.form(self._dialect)
        self._store.observe(form.sql)
        self.driver.cursor().executemany(form.sql, [form.arguments(each) for each in values])

    def execute(self, clause: Executable, values: Any = None) -> CursorResult[*tuple[Any, ...]]:  # noqa: ANN401
        """Run any Core clause: for statements that are not on a hot path."""
        if self._store.is_watched:
            self._store.observe(str(clause))
        return self._core.execute(clause, values)

    def stream(self, clause: Executable, rows_at_once: int) -> Iterator[list[Row]]:
        """Yield the rows of a Core query in groups, so that memory holds one group at a time."""
        options = {"stream_results": True, "yield_per": rows_at_once}
        with self._core.execute(clause, execution_options=options) as result:
            for group in result.partitions():
                yield [tuple(row) for row in group]

    def column_names(self, table_name: str) -> set[str]:
        """Return the names of the columns that a table has in the database; none has no table."""
        try:
            return {each["name"] for each in inspect(self._core).get_columns(table_name)}
        except NoSuchTableError:
            return set()

    def create_table(self, table: Table) -> None:
        """Make a table that no migration makes: one for an object that people define."""
        self.execute(CreateTable(table))

    def drop_table(self, table: Table) -> None:
        """Remove a table that ``create_table`` made, with all its rows."""
        self.execute(DropTable(table))

    def insert(self, statement: Insert, rows: list[Row], *same: Any) -> None:  # noqa: ANN401
        """Insert many rows at once by the engine's fastest way that keeps the transaction."""
        if rows:
            self._store.observe(statement.sql(self._dialect))
            self._insert(statement, statement.rows(rows, same, self._dialect))

    def update(self, statement: UpdateById, rows: list[Row], *same: Any) -> None:  # noqa: ANN401
        """Update many rows at once, in the order of their ids: others may touch them too."""
        if rows:
            sql = statement.sql(self._dialect)
            self._store.observe(sql)
            self.driver.cursor().executemany(sql, statement.rows(rows, same, self._dialect))

    # -- the catalog ----------------------------------------------------------------------------

    @property
    def version(self) -> int:
        """The catalog's version, as this transaction sees it."""
        if self._version is None:
            found = self.row(_VERSION)
            self._version = found[0] if found else 0
        return self._version

    def cached(self, load: Callable[["Transaction"], T]) -> T:
        """Return ``load(self)``, kept in the process until the catalog's version changes."""
        if self._changed_catalog:
            return load(self)  # not committed yet: nobody else may see it
        return self._store.remember(self.version, load, self)

    def bump_version(self) -> None:
        """Tell every process, at commit, that fields, clients, roles or partitions have changed."""
        moment = int(self._store.clock.now().timestamp() * 1_000_000)
        # Counted on from what is stored now: another change may have been committed since this
        # transaction read the version, at the same moment by the clock.
        following = catalog_version.c.version + 1
        version = case((following > moment, following), else_=moment)
        changed = update(catalog_version).values(version=version)
        self._version = self.execute(changed.returning(catalog_version.c.version)).scalar_one()
        self._changed_catalog = True

    # -- what others follow, what the process knows ---------------------------------------------

    def emit(self, topic: Topic[E], make: Callable[[], Sequence[E]]) -> None:
        """Hand what happened to all who follow the topic; where nobody does, make nothing."""
        followers = self._store.followers(topic)
        if followers and (events := make()):
            for follow in followers:
                follow(self, events)

    def provided(self, slot: Slot[T]) -> T:
        """Return the value that the store was given for a slot."""
        return self._store.provided(slot)

    def learn(self, key: str, value: int) -> None:
        """Let this process know a number for good, once this transaction is committed."""
        self._learned[key] = value

    def known(self, key: str, default: int) -> int:
        """Return what this transaction or an earlier one of this process has learned."""
        found = self._learned.get(key)
        return self._store.known.get(key, default) if found is None else found

    def note(self, key: str, value: Any) -> None:  # noqa: ANN401
        """Leave a note for those who follow what this transaction does: it ends with it."""
        self._notes[key] = value

    def noted(self, key: str) -> Any:  # noqa: ANN401
        """Return what :meth:`note` left last under a key; None when it left nothing."""
        return self._notes.get(key)

    def wake(self, name: str) -> None:
        """Call those of this process who listen to ``name``, once this transaction is committed."""
        self._calls.add(name)

    def committed(self) -> None:
        """Tell the process what the transaction has done: for the store, behind its commit."""
        if self._learned:
            self._store.known.update(self._learned)
        for name in self._calls:
            self._store.call_listeners(name)

    @property
    def zone(self) -> tzinfo:
        """The time zone whose days and weeks count in rules."""
        return self._store.zone

    @property
    def moment(self) -> datetime:
        """The moment of a write, by the store's clock: the same until another lock is taken.

        It is read at its first use and again behind each lock, so it is never from before a wait.
        """
        if self._moment is None:
            self._moment = self._store.clock.now()
        return self._moment

    # -- where the engines differ ---------------------------------------------------------------

    @abc.abstractmethod
    def _insert(self, statement: Insert, rows: list[Row]) -> None: ...

    @abc.abstractmethod
    def allocate(self, sequence: IdSequence, count: int) -> Sequence[int]:
        """Take ``count`` new ids, ascending."""

    @abc.abstractmethod
    def next_id(self, sequence: IdSequence) -> int:
        """Return the id that the sequence gives next, without taking it."""

    @abc.abstractmethod
    def continue_at(self, sequence: IdSequence, next_id: int) -> None:
        """Let the sequence give this id next."""

    def lock_keys(self, keys: Sequence[str]) -> None:
        """Lock keys until the transaction ends; wait while another transaction has any of them."""
        self._lock_keys(keys)
        self._moment = None

    def lock_rows(self, table: Table, ids: Sequence[int]) -> None:
        """Lock the rows of ``table`` with these ids until the transaction ends."""
        self._lock_rows(table, ids)
        self._moment = None

    @abc.abstractmethod
    def _lock_keys(self, keys: Sequence[str]) -> None: ...

    @abc.abstractmethod
    def _lock_rows(self, table: Table, ids: Sequence[int]) -> None: ...

    @abc.abstractmethod
    def add_columns(self, table: Table, names: Sequence[str]) -> None:
        """Add the named columns of ``table`` to the table in the database."""


Follower = Callable[[Transaction, Sequence[Any]], None]


@dataclass(slots=True)
class _Remembered:
    version: int
    value: Any


class Store(abc.ABC):
    """One database, open in this process."""

    def __init__(self, clock: Clock | None = None) -> None:
        """Open nothing yet; ``clock`` dates the catalog's versions."""
        self.clock = clock or SystemClock()
        self.zone: tzinfo = UTC
        self._memory: dict[Callable[[Transaction], Any], _Remembered] = {}
        self._observers: list[Observer] = []
        self._followers: dict[Topic[Any], tuple[Follower, ...]] = {}
        self._provided: dict[Slot[Any], Any] = {}
        self._listeners: dict[str, tuple[Callable[[], None], ...]] = {}
        self.known: dict[str, int] = {}

    @property
    @abc.abstractmethod
    def address(self) -> str:
        """Where the data is, without any secret, for people to read."""

    @abc.abstractmethod
    async def read(self, verb: Callable[[Transaction], T]) -> T:
        """Run a short read. It may run on the event loop: indexed look-ups and small pages only."""

    @abc.abstractmethod
    async def read_long(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read that may take long, off the event loop."""

    @abc.abstractmethod
    async def write(self, verb: Callable[[Transaction], T]) -> T:
        """Run a verb in a write transaction; when this returns, it is committed and synced."""

    @abc.abstractmethod
    def read_now(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read for a caller without an event loop."""

    def read_snapshot(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read of many statements that all see the store as it is at one moment."""
        return self.read_now(verb)

    @abc.abstractmethod
    def write_now(self, verb: Callable[[Transaction], T]) -> T:
        """Run a write for a caller without an event loop."""

    @abc.abstractmethod
    def core_connection(self) -> Connection:
        """Return a new Core connection with ordinary transactions: for migrations and copies."""

    @abc.abstractmethod
    def lock_for_migration(self, connection: Connection) -> None:
        """Let one process at a time change the schema, until the connection's transaction ends."""

    @abc.abstractmethod
    def check_integrity(self) -> list[str]:
        """Ask the engine whether its files are sound; return what it complains about."""

    @abc.abstractmethod
    def backup(self, target: Path) -> bool:
        """Copy the whole store into ``target`` by the engine's own means, if it has them."""

    def settle(self) -> None:  # noqa: B027 -- most engines do this by themselves
        """Bring what was committed to its last place without holding writers up.

        For work that changes much and can wait: what it leaves undone, some writer would have to do
        behind its commit. It may take long: call it on a thread.
        """

    @abc.abstractmethod
    def close(self) -> None:
        """Finish what was accepted and let go of all connections."""

    def remember(self, version: int, load: Callable[[Transaction], T], tx: Transaction) -> T:
        """Return what ``load`` gave at this catalog version, loading it if need be."""
        held = self._memory.get(load)
        if held is None or held.version != version:
            held = self._memory[load] = _Remembered(version, load(tx))
        value: T = held.value
        return value

    def forget(self) -> None:
        """Drop all that is remembered: after a failed commit its version may never have been."""
        self._memory.clear()

    def subscribe(
        self, topic: Topic[E], follow: Callable[[Transaction, Sequence[E]], None]
    ) -> None:
        """Call ``follow`` with the events of a topic, in the transactions that emit them.

        What it writes is committed or rolled back with what it follows. It may be called again for
        a transaction that is run again, so it does nothing outside its transaction.
        """
        self._followers[topic] = (*self.followers(topic), follow)

    def provide(self, slot: Slot[T], value: T) -> None:
        """Fill a slot for all transactions of this store."""
        self._provided[slot] = value

    def provided(self, slot: Slot[T]) -> T:
        """Return the value of a slot.

        Raises:
            KeyError: nobody has filled it.
        """
        value: T = self._provided[slot]
        return value

    def followers(self, topic: Topic[Any]) -> tuple[Follower, ...]:
        """Return those who follow a topic, in the order of their registration."""
        return self._followers.get(topic, ())

    @contextmanager
    def listening(self, name: str, call: Callable[[], None]) -> Iterator[None]:
        """Let ``call`` be called behind each commit of this process that says ``tx.wake(name)``.

        It is called on any thread, must be quick and must not fail: the commit is done already.
        """
        self._listeners[name] = (*self._listeners.get(name, ()), call)
        try:
            yield
        finally:
            self._listeners[name] = tuple(
                each for each in self._listeners[name] if each is not call
            )

    def call_listeners(self, name: str) -> None:
        """Call those who listen to ``name``."""
        for call in self._listeners.get(name, ()):
            call()

    @property
    def is_watched(self) -> bool:
        """Is anybody watching the statements? Their text costs time to make."""
        return bool(self._observers)

    def observe(self, sql: str) -> None:
        """Show a statement to whoever is watching."""
        for observer in self._observers:
            observer(sql)

    @contextmanager
    def watching(self, observer: Observer) -> Iterator[None]:
        """Call ``observer`` with each statement run inside the block, on any thread."""
        self._observers.append(observer)
        try:
            yield
        finally:
            self._observers.remove(observer)
