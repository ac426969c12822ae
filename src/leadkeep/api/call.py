"""One call of an operation, as a route sees it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from leadkeep.clock import Clock
from leadkeep.domain.instance.access import Access
from leadkeep.domain.leads import Cause
from leadkeep.errors import Reason, Refusal, StaleCatalog
from leadkeep.settings import Settings
from leadkeep.store import Store, Transaction

T = TypeVar("T")

API_SOURCE = "Web service API"
"""Source, reason and source type of what is written through the API (behaviour.md 3.4, 5.3)."""


@dataclass(frozen=True, slots=True)
class Server:
    """What all calls share."""

    store: Store
    clock: Clock
    settings: Settings
    key: bytes


@dataclass(slots=True)
class Call:
    """A request that has been let in. ``query`` holds the form's parameters too."""

    server: Server
    request_id: str
    method: str
    path: str
    query: dict[str, list[str]]
    body: bytes
    content_type: str
    access: Access | None = None
    path_params: dict[str, str] = field(default_factory=dict)
    timeout_seconds: float = 300
    is_confirmed: bool = False
    """Was what the caller was authorised by found unchanged while the operation ran?"""

    @property
    def caller(self) -> Access:
        """Who calls; every operation but the token endpoint has one."""
        if self.access is None:
            raise Refusal(Reason.ACCESS_TOKEN_EMPTY)
        return self.access

    @property
    def now(self) -> datetime:
        """The moment, by the server's clock."""
        return self.server.clock.now()

    def cause(self, method: str) -> Cause:
        """Return the cause of what this call writes, under the API method's name."""
        return Cause(
            source=API_SOURCE,
            source_info=API_SOURCE,
            reason=API_SOURCE,
            method=method,
            user=self.caller.user,
            request_id=self.request_id,
        )

    async def read(self, verb: Callable[[Transaction], T]) -> T:
        """Run a short read."""
        return await self.server.store.read(self._checked(verb))

    async def read_long(self, verb: Callable[[Transaction], T]) -> T:
        """Run a read that may take long, up to the operation's time-out (604)."""
        return await self._in_time(self.server.store.read_long(self._checked(verb)))

    async def write(self, verb: Callable[[Transaction], T]) -> T:
        """Run a write; when this returns it is committed. Past the time-out the answer is 604."""
        return await self._in_time(self.server.store.write(self._checked(verb)))

    def _checked(self, verb: Callable[[Transaction], T]) -> Callable[[Transaction], T]:
        """Run the verb only while what the caller was authorised by still holds."""
        access = self.access
        if access is None:
            return verb

        def run(tx: Transaction) -> T:
            if tx.version != access.version:
                raise StaleCatalog
            self.is_confirmed = True
            return verb(tx)

        return run

    async def _in_time(self, work: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self.timeout_seconds):
                return await work
        except TimeoutError:
            self.is_confirmed = True  # it may still be running: never run it again
            raise Refusal(Reason.REQUEST_TIMED_OUT) from None
