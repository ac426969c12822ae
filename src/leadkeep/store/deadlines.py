"""How long the store waits for a database, and errors of a database that is late or gone."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Limits of waiting, in seconds."""

    statement_seconds: int = 60
    """For the end of a statement, and for a free thread to run a verb."""
    lock_seconds: int = 20
    """For a lock, and for another process that writes to the same file."""
    connect_seconds: int = 10
    """For a new connection."""
    migration_seconds: int = 600
    """For another process that migrates: a migration of many rows takes minutes."""


class WaitedTooLongError(TimeoutError):
    """No thread was free to run a verb in time: it did not run."""


async def run_on_thread(threads: ThreadPoolExecutor, seconds: float, run: Callable[[], T]) -> T:
    """Run a function on a thread, if one is free within ``seconds``; wait for its end.

    Raises:
        WaitedTooLongError: none was free, and the function did not run.
    """
    running = threads.submit(run)
    # A function that has begun cannot be cancelled, so the timer does nothing to it.
    timer = asyncio.get_running_loop().call_later(seconds, running.cancel)
    try:
        return await asyncio.wrap_future(running)
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise  # the caller has stopped waiting
        raise WaitedTooLongError from None
    finally:
        timer.cancel()
