"""What was answered and waits to be written: in memory, in order, within limits."""

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
"""So many are written in one transaction."""
FLUSH_EVERY_SECONDS = 0.5
MOST_WAITING_BYTES = 16 * 1024 * 1024
PAUSE_AFTER_FAILURE_SECONDS = 1.0
MOST_TRIES = 3
"""How often one that cannot be written alone is tried."""
LAST_TRIES = MOST_TRIES + 2
"""At the end: enough to go round one that can never be written."""


class WaitingEvents(Generic[T]):
    """Events of this process. What is lost when it is killed is what waits here."""

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[None]], most: int) -> None:
        """Write batches with ``write``; hold ``most`` events at a time."""
        self._write = write
        self._most = most
        self._waiting: deque[tuple[T, int]] = deque()
        self._bytes = 0
        self._alone = 0
        self._failures = 0
        self._is_enough = asyncio.Event()

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    def offer(self, event: T, size: int) -> bool:
        """Take an event of a size in bytes; False when there is no room."""
        if len(self._waiting) >= self._most or self._bytes + size > MOST_WAITING_BYTES:
            return False
        self._waiting.append((event, size))
        self._bytes += size
        if len(self._waiting) >= BATCH:
            self._is_enough.set()
        return True

    async def run(self, stopping: asyncio.Event) -> None:
        """Write what waits every so often and whenever it fills a batch; all of it at the end."""
        while not stopping.is_set():
            await self._wait(stopping)
            if self._waiting and not await self.flush():
                await set_within(stopping, PAUSE_AFTER_FAILURE_SECONDS)
        for _ in range(LAST_TRIES):
            if await self.flush():
                return
        logger.error("%d web events could not be written and are lost", len(self._waiting))

    async def _wait(self, stopping: asyncio.Event) -> None:
        waits = [asyncio.ensure_future(each.wait()) for each in (stopping, self._is_enough)]
        await asyncio.wait(waits, timeout=FLUSH_EVERY_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        for each in waits:
            each.cancel()
        self._is_enough.clear()

    async def flush(self) -> bool:
        """Write all that waits, batch by batch; return False, and keep the rest, when one fails."""
        while self._waiting:
            batch = list(islice(self._waiting, 1 if self._alone else BATCH))
            try:
                await self._write([event for event, _ in batch])
            except Exception:
                logger.exception("%d web events could not be written yet", len(batch))
                self._give_way(len(batch))
                return False
            self._drop(len(batch))
            self._failures = 0
        return True

    def _give_way(self, failed: int) -> None:
        """Go on with what failed one by one: one that can never be written must not stop others."""
        if failed > 1:
            self._alone = failed
            return
        self._failures += 1
        if self._failures >= MOST_TRIES:
            logger.error("a web event could not be written and is lost")
            self._drop(1)
            self._failures = 0

    def _drop(self, count: int) -> None:
        for _ in range(count):
            _, size = self._waiting.popleft()
            self._bytes -= size
        self._alone = max(0, self._alone - count)
