"""Limits and usage: what is counted lies in this process until it is stored, once a second."""

import asyncio
import logging
from collections.abc import Callable

from leadkeep.api.errors import WIRE_ERRORS
from leadkeep.api.request import Server
from leadkeep.clock import set_within
from leadkeep.domain.instance.access import Access
from leadkeep.domain.instance.usage import Tally, admit_call, end_call
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

logger = logging.getLogger("leadkeep")

STORE_COUNTS_EVERY_SECONDS = 1.0


class Counting:
    """The requests and errors of this process that are not stored yet."""

    def __init__(self, server: Server) -> None:
        """Start at zero."""
        self._store = server.store
        self._clock = server.clock
        self._limits = server.settings.call_limits
        self._tally = Tally()

    async def admit(self, access: Access) -> int | None:
        """Return the number of an admitted request; None where no limits are on.

        Raises:
            Refusal: rate, quota or concurrency are used up (606, 607, 615).
        """
        if not self._limits:
            return None
        now = self._clock.now()
        try:
            return await self._store.write(lambda tx: admit_call(tx, self._limits))
        except Refusal as refusal:
            self._tally.count_call(access.user, now)
            self._tally.count_error(WIRE_ERRORS[refusal.problem.reason].code, now)
            raise

    async def count(self, access: Access, number: int | None, reason: Reason | None) -> None:
        """Count a request that has ended, with the reason why it was refused as a whole."""
        now = self._clock.now()
        error = None if reason is None else WIRE_ERRORS[reason]
        is_counted = error is None or error.is_counted
        if is_counted:
            self._tally.count_call(access.user, now)
        if error is not None:
            self._tally.count_error(error.code, now)
        if number is None:
            return
        try:
            # With the end of the request, so that each is seen either as running or as counted.
            await self._store_with(lambda tx: end_call(tx, number, is_counted=is_counted))
        except Exception:
            # The operation is done: that its end could not be noted does not change the response.
            logger.exception("the end of a request could not be noted")

    async def run(self, stopping: asyncio.Event) -> None:
        """Store the counts every so often and a last time at the end; never break off a write."""
        is_last = False
        while not is_last:
            is_last = await set_within(stopping, STORE_COUNTS_EVERY_SECONDS)
            try:
                await self.store_counts()
            except Exception:
                logger.exception("usage counts could not be stored; they are kept for later")

    async def store_counts(self) -> None:
        """Store what was counted since the last time; keep it for later where that fails."""
        if self._tally:
            await self._store_with(lambda _: None)

    async def _store_with(self, verb: Callable[[Transaction], None]) -> None:
        """Store what was counted and run a verb, in one transaction."""
        tally = self._tally.take()

        def store_both(tx: Transaction) -> None:
            tally.store(tx)
            verb(tx)

        try:
            await self._store.write(store_both)
        except BaseException:
            self._tally.put_back(tally)
            raise
