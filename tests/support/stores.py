"""What the tests of the store share: marks that transactions leave, stores opened twice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import insert, select

from leadkeep.domain.fields.tables import lead_key
from leadkeep.store import Store, Transaction, open_store
from leadkeep.testing.stores import StoreFactory

T = TypeVar("T")

PATIENCE_SECONDS = 50.0
"""How long a test waits for another thread before it fails."""


def mark(tx: Transaction, value: str) -> None:
    """Leave a mark that other transactions can look for."""
    tx.execute(insert(lead_key).values(kind="mark", value=value, lead_id=1))


def marks(store: Store) -> list[str]:
    """Return the marks that were committed."""
    query = select(lead_key.c.value).where(lead_key.c.kind == "mark").order_by(lead_key.c.value)
    return store.read_now(lambda tx: list(tx.execute(query).scalars()))


def open_url(url: str) -> Store:
    """Open the store at a URL."""
    return open_store(Path(), url, durable=False)


@contextmanager
def new_store(stores: StoreFactory) -> Iterator[Store]:
    """Open a new store for the block; its database is free for others afterwards."""
    made = stores.make()
    try:
        yield made
    finally:
        stores.discard(made)


@contextmanager
def two_stores(stores: StoreFactory) -> Iterator[tuple[Store, Store]]:
    """Open one database twice, as two processes would."""
    url = stores.url()
    first, second = open_url(url), open_url(url)
    try:
        yield first, second
    finally:
        first.close()
        second.close()


def deadline_passes() -> Callable[[], bool]:
    """Return a function that tells whether a test has waited too long."""
    end = monotonic() + PATIENCE_SECONDS
    return lambda: monotonic() > end


class Task(Thread):
    """A function on a thread of its own, whose result or error is fetched later."""

    def __init__(self, function: Callable[[], Any]) -> None:
        """Start the function."""
        super().__init__(daemon=True)
        self._function = function
        self._value: Any = None
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        """Run the function."""
        try:
            self._value = self._function()
        except BaseException as error:  # noqa: BLE001 -- it is raised again where it is fetched
            self._error = error

    def result(self) -> Any:  # noqa: ANN401
        """Wait for the function and return what it returned."""
        self.join(PATIENCE_SECONDS)
        assert not self.is_alive(), "a task did not come to its end"
        if self._error is not None:
            raise self._error
        return self._value
