"""What happens to a server at one of its statements or commits: it dies, waits or is refused.

A mishap comes at the n-th statement that the store's transactions send, whatever they are: those
of reads count too. A request with fewer statements is spared.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import psycopg

from leadkeep.store import Store, Transaction
from tests.support.kills import KilledError
from tests.support.wire import Delegate

T = TypeVar("T")
BLOCKED_SECONDS = 0.03
"""Who has not ended by then waits for a lock of the one who waits for them."""


class Mortal(Delegate):
    """A store whose server may die right behind one of its commits."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.commits_left: int | None = None

    async def write(self, verb: Callable[[Transaction], T]) -> T:
        """Write, and die if it was the commit after which the server dies."""
        value = await self._store.write(verb)
        if self.commits_left is not None:
            self.commits_left -= 1
            if self.commits_left == 0:
                self.commits_left = None
                raise KilledError
        return value


@contextmanager
def at_statement(
    store: Store, number: int, happen: Callable[[], None], *, of_writes: bool = False
) -> Iterator[list[str]]:
    """In the block, let something happen before one statement; yield that statement once it has.

    ``of_writes`` counts only what runs on threads that write.
    """
    met: list[str] = []
    left = number

    def count(sql: str) -> None:
        nonlocal left
        if of_writes and not threading.current_thread().name.startswith("leadkeep-write"):
            return
        left -= 1
        if left == 0:
            met.append(sql)
            happen()

    with store.watching(count):
        yield met


def die() -> None:
    """Die as by kill -9: nothing that the process would still do is done."""
    raise KilledError


def lose_a_deadlock(store: Store) -> Callable[[], None]:
    """Return what lets a transaction lose a deadlock, which an engine with one writer never has."""

    def fail() -> None:
        raise psycopg.errors.DeadlockDetected

    return wait_too_long(store) if is_embedded(store) else fail


def wait_too_long(store: Store) -> Callable[[], None]:
    """Return what lets a statement fail as one that has waited too long for a lock."""

    def fail() -> None:
        if not is_embedded(store):
            raise psycopg.errors.LockNotAvailable
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error

    return fail


def is_embedded(store: Store) -> bool:
    """Return whether a store is a file."""
    return "://" not in store.address


class Pause:
    """Lets the thread of a transaction wait until another request has ended, or waits for it."""

    def __init__(self) -> None:
        """Belong to the event loop that runs."""
        self._loop = asyncio.get_running_loop()
        self.begun = asyncio.Event()
        self.over = threading.Event()

    def wait(self) -> None:
        """Wait on a thread; the event loop's own never waits, since nothing else would go on."""
        if threading.current_thread() is not threading.main_thread():
            self._loop.call_soon_threadsafe(self.begun.set)
            self.over.wait(BLOCKED_SECONDS)


_read: "WeakKeyDictionary[Store, tuple[object, dict[str, Any]]]" = WeakKeyDictionary()
"""By store: what was read, and the state of the database that it is of."""


def contents(store: Store) -> dict[str, Any]:
    """Return by table what stands for all of its rows, to be compared with the same store's."""
    is_file = is_embedded(store)

    def read(tx: Transaction) -> dict[str, Any]:
        present = (id(tx.driver), *tx.driver.execute(_STATES[is_file]).fetchone())
        state, found = _read.get(store, (None, {}))
        if state != present:
            found = _contents_of_a_file(tx) if is_file else _contents_of_a_database(tx)
            _read[store] = present, found
        return found

    return store.read_now(read)


_STATES = {True: "PRAGMA data_version", False: "SELECT pg_current_snapshot()::text"}
"""By whether a store is a file: changes with each commit of others."""


def _contents_of_a_file(tx: Transaction) -> dict[str, Any]:
    names = tx.driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: tx.driver.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names}  # noqa: S608 -- a table's own name


def _contents_of_a_database(tx: Transaction) -> dict[str, Any]:
    query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    names = [name for (name,) in tx.driver.execute(query).fetchall()]
    digests = [
        f"SELECT '{name}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{name}\" AS t"  # noqa: S608 -- a table's own name
        for name in names
    ]
    return dict(tx.driver.execute(" UNION ALL ".join(digests)).fetchall())
