"""Writes that wait for the writer thread of the embedded store, and their results.

The callers on an event loop get the results of a group of writes by one wake-up of the loop.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from leadkeep.store.engine import Transaction


@dataclass(slots=True, eq=False)
class QueuedWrite:
    """A verb that waits for the writer thread, or has run there."""

    verb: Callable[[Transaction], Any]
    waiter: "Future[Any] | asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop | None = None
    """The event loop of the caller; None if a thread waits for the result."""
    transaction: Transaction | None = None
    value: Any = None
    error: BaseException | None = None

    def begin(self) -> bool:
        """Return whether the caller still waits, so that the verb must run."""
        if isinstance(self.waiter, Future):
            return self.waiter.set_running_or_notify_cancel()
        return not self.waiter.cancelled()

    def end(self) -> None:
        """Give the caller the result or the error, on the thread that waits for it."""
        if self.waiter.cancelled():
            return
        if self.error is None:
            self.waiter.set_result(self.value)
        elif isinstance(self.error, StopIteration):  # futures of loops refuse it
            self.waiter.set_exception(RuntimeError("the verb raised StopIteration"))
        else:
            self.waiter.set_exception(self.error)


def end_all(group: Sequence[QueuedWrite]) -> None:
    """Give the callers of a group their results."""
    on_loops: defaultdict[asyncio.AbstractEventLoop, list[QueuedWrite]] = defaultdict(list)
    for each in group:
        if each.loop is None:
            each.end()
        else:
            on_loops[each.loop].append(each)
    for loop, writes in on_loops.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any longer
            loop.call_soon_threadsafe(_end_on_loop, writes)


def _end_on_loop(writes: Sequence[QueuedWrite]) -> None:
    for each in writes:
        each.end()
