"""Limit and count requests; counts are collected in this process and stored once a second.

The rows of the log of requests are written with them, in one transaction.
"""

import asyncio
import logging
from collections.abc import Callable

from leadkeep.api.errors import WIRE_ERRORS
from leadkeep.api.request import Server
from leadkeep.api.request_log import RequestLog
from leadkeep.clock import set_within
from leadkeep.domain.instance.access import Access
from leadkeep.domain.instance.requests import append_requests
from leadkeep.domain.instance.usage import Tally, admit_request, end_request
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

logger = logging.getLogger("leadkeep")

STORE_COUNTS_EVERY_SECONDS = 1.0


class Counting:
    """This process's counts of requests and errors since they were last stored."""

    def __init__(self, server: Server, log: RequestLog) -> None:
        """Start with counts of zero; store the rows of the log of requests with the counts."""
        self._log = log
        self._store = server.store
        self._clock = server.clock
        self._limits = server.settings.request_limits
        self.has_limits = bool(self._limits)
        """Must each request be admitted, and its end be stored?"""
        self._tally = Tally()
        self._storing = asyncio.Lock()
        server.before_statistics.append(self._try_to_store_counts)

    async def admit(self, access: Access) -> int:
        """Admit a request if the limits allow it; return its number.

        Raises:
            Refusal: rate, quota or concurrency is exceeded (606, 607, 615).
        """
        now = self._clock.now()
        try:
            return await self._store.write(lambda tx: admit_request(tx, self._limits))
        except Refusal as refusal:
            self._tally.count_request(access.user, now)
            self._tally.count_error(WIRE_ERRORS[refusal.problem.reason].code, now)
            raise

    def count(self, access: Access, reason: Reason | None) -> bool:
        """Count a finished request, and the reason if the whole request was refused.

        Return whether it counts as a request of its user.
        """
        now = self._clock.now()
        error = None if reason is None else WIRE_ERRORS[reason]
        is_counted = error is None or error.is_counted
        if is_counted:
            self._tally.count_request(access.user, now)
        if error is not None:
            self._tally.count_error(error.code, now)
        return is_counted

    async def end(self, number: int, *, is_counted: bool) -> None:
        """Store the end of the request that :meth:`admit` gave this number."""
        try:
            # In the transaction that ends the request, so that it is either running or counted.
            await self._store_with(lambda tx: end_request(tx, number, is_counted=is_counted))
        except Exception:
            # The operation is done: failing to record its end does not change the response.
            logger.exception("the end of a request could not be recorded")

    async def run(self, stopping: asyncio.Event) -> None:
        """Store the counts once a second until ``stopping`` is set, and then once more.

        A write that has begun is never interrupted.
        """
        is_last = False
        while not is_last:
            is_last = await set_within(stopping, STORE_COUNTS_EVERY_SECONDS)
            await self._try_to_store_counts()

    async def _try_to_store_counts(self) -> None:
        try:
            await self.store_counts()
        except Exception:
            logger.exception("usage counts could not be stored; they are kept for later")

    async def store_counts(self) -> None:
        """Store the counts since the last time; if that fails, they are stored the next time.

        Counts that are being stored already are stored on return, too.
        """
        async with self._storing:
            if self._tally or self._log:
                await self._store_tally(lambda _: None)

    async def _store_with(self, verb: Callable[[Transaction], None]) -> None:
        """Store the counts and run a verb in the same transaction."""
        async with self._storing:
            await self._store_tally(verb)

    async def _store_tally(self, verb: Callable[[Transaction], None]) -> None:
        requests = await self._log.take()
        tally = self._tally.take()
        rows_limit = self._log.rows_limit

        def store_all(tx: Transaction) -> None:
            if tally:
                tally.store(tx)
            append_requests(tx, requests, rows_limit)
            verb(tx)

        try:
            await self._store.write(store_all)
        except BaseException:
            self._tally.add_back(tally)
            self._log.add_back(requests)
            raise
