"""A queue in memory for web events that are accepted but not yet written to the store."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice
from typing import Generic, TypeVar

from leadkeep.clock import set_within

T = TypeVar("T")

logger = logging.getLogger("leadkeep")

BATCH = 500
"""The largest number of events written in one transaction."""
FLUSH_EVERY_SECONDS = 0.5
QUEUE_LIMIT_BYTES = 16 * 1024 * 1024
PAUSE_AFTER_FAILURE_SECONDS = 1.0
ATTEMPT_LIMIT = 3
"""How many times an event that fails alone is tried before it is dropped."""
FINAL_ATTEMPT_LIMIT = ATTEMPT_LIMIT + 2
"""Number of tries when the server stops: enough to drop one event that always fails."""


class WaitingEvents(Generic[T]):
    """A queue of web events that wait in this process's memory to be written, oldest first.

    Its number of events and their bytes are limited. Events in it are lost if the process is
    killed.
    """

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[None]], limit: int) -> None:
        """Write each batch of events with ``write``; accept at most ``limit`` waiting events."""
        self._write = write
        self._limit = limit
        self._waiting: deque[tuple[T, int]] = deque()
        self._bytes = 0
        self._alone = 0
        self._failures = 0
        self._has_batch = asyncio.Event()

    def __len__(self) -> int:
        """Return the number of waiting events."""
        return len(self._waiting)

    def offer(self, event: T, size: int) -> bool:
        """Add an event of ``size`` bytes; return False if the queue is full."""
        if len(self._waiting) >= self._limit or self._bytes + size > QUEUE_LIMIT_BYTES:
            return False
        self._waiting.append((event, size))
        self._bytes += size
        if len(self._waiting) >= BATCH:
            self._has_batch.set()
        return True

    async def run(self, stopping: asyncio.Event) -> None:
        """Write the events regularly and whenever they fill a batch, until ``stopping`` is set.

        Then write the rest; what cannot be written in :data:`FINAL_ATTEMPT_LIMIT` attempts is lost.
        """
        while not stopping.is_set():
            await self._wait(stopping)
            if self._waiting and not await self.flush():
                await set_within(stopping, PAUSE_AFTER_FAILURE_SECONDS)
        for _ in range(FINAL_ATTEMPT_LIMIT):
            if await self.flush():
                return
        logger.error("%d web events could not be written and are lost", len(self._waiting))

    async def _wait(self, stopping: asyncio.Event) -> None:
        waits = [asyncio.ensure_future(each.wait()) for each in (stopping, self._has_batch)]
        await asyncio.wait(waits, timeout=FLUSH_EVERY_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        for each in waits:
            each.cancel()
        self._has_batch.clear()

    async def flush(self) -> bool:
        """Write all waiting events in batches; after a failure keep them and return False.

        A single event is dropped after its third failure.
        """
        while self._waiting:
            batch = list(islice(self._waiting, 1 if self._alone else BATCH))
            try:
                await self._write([event for event, _ in batch])
            except Exception:
                logger.exception("%d web events could not be written yet", len(batch))
                self._handle_failure(len(batch))
                return False
            self._drop(len(batch))
            self._failures = 0
        return True

    def _handle_failure(self, failed: int) -> None:
        """Decide what follows after ``failed`` events could not be written.

        The events of a batch will be written one by one. A single event is dropped after its
        :data:`ATTEMPT_LIMIT`-th failure.
        """
        if failed > 1:
            self._alone = failed
            return
        self._failures += 1
        if self._failures >= ATTEMPT_LIMIT:
            logger.error("a web event could not be written and is lost")
            self._drop(1)
            self._failures = 0

    def _drop(self, count: int) -> None:
        for _ in range(count):
            _, size = self._waiting.popleft()
            self._bytes -= size
        self._alone = max(0, self._alone - count)
