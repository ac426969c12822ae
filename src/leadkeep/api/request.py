"""The request that a handler gets: parameters, body, caller, and access to the store."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from leadkeep.clock import Clock
from leadkeep.domain.instance.access import Access, Cause, Work
from leadkeep.errors import Reason, Refusal, StaleCatalog
from leadkeep.settings import Settings
from leadkeep.store import CachedCatalog, NotCachedError, Store, Transaction

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C")
D = TypeVar("D")
Verb = Callable[Concatenate[Work, P], T]

CELLS_READ_INLINE = 2_000
"""Pages with more cells (records times fields) are read on a thread, off the event loop."""

PARSED_AHEAD_FROM_RECORDS = 50
"""Smaller commands are parsed within their write: passing them to a thread would cost more."""

API_SOURCE = "Web service API"
"""Source, reason and source type of writes through the API (behaviour.md 3.4, 5.3)."""


@dataclass(frozen=True, slots=True)
class Server:
    """What all requests of a server process share."""

    store: Store
    clock: Clock
    settings: Settings
    key: bytes
    parsing: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, "leadkeep-parse")
    )
    """One thread: more of them would only take the interpreter from the writer."""
    before_statistics: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """What must be done before counts of requests are read, so that none is missing."""


@dataclass(slots=True)
class Request:
    """A request as its handler gets it; ``query`` includes the parameters of a form body."""

    server: Server
    request_id: str
    method: str
    path: str
    query: dict[str, list[str]]
    body: bytes
    content_type: str
    headers: Mapping[bytes, bytes] = field(default_factory=dict)
    access: Access | None = None
    path_params: dict[str, str] = field(default_factory=dict)
    timeout_seconds: float = 300
    api_method: str | None = None
    """The name of the operation in activities that its writes cause (API Method Name)."""
    may_lag: bool = False
    """Whether a replica may serve the reads of the operation."""
    statements: list[Any] = field(default_factory=list)
    """The SQL statements of the operation so far, as :attr:`Transaction.statements`."""
    is_confirmed: bool = False
    """Whether the caller's access was still current when a verb of the operation ran."""

    @property
    def caller(self) -> Access:
        """The caller's access, which all operations but the token endpoint have."""
        if self.access is None:
            raise Refusal(Reason.ACCESS_TOKEN_EMPTY)
        return self.access

    @property
    def now(self) -> datetime:
        """The present time by the server's clock."""
        return self.server.clock.now()

    def _cause(self) -> Cause:
        """Return the cause that this request's writes have in the activity log."""
        return Cause(
            source=API_SOURCE,
            source_info=API_SOURCE,
            reason=API_SOURCE,
            method=self.api_method,
            user=self.caller.user,
            request_id=self.request_id,
        )

    async def read(self, verb: Verb[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a verb that only reads and takes little time."""
        run = self._checked(verb, args, kwargs)
        if self.may_lag:
            return await self._read_behind(run, is_long=False)
        return await self.server.store.read(run)

    async def read_row(self, verb: Verb[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a verb that reads one row: by one statement, if nothing else must be read."""
        run = self._checked(verb, args, kwargs)
        return await self.server.store.read_row(run, self.caller.version)

    async def read_long(self, verb: Verb[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a verb that only reads but may take long; refuse with 604 after the time-out."""
        run = self._checked(verb, args, kwargs)
        if self.may_lag:
            return await self._in_time(self._read_behind(run, is_long=True))
        return await self._in_time(self.server.store.read_long(run))

    async def _read_behind(self, run: Callable[[Transaction], T], *, is_long: bool) -> T:
        client, version = self.caller.user, self.caller.version
        return await self.server.store.read_behind(run, client, version, is_long=is_long)

    async def parse_ahead(self, verb: Callable[[CachedCatalog, C], D], command: C) -> C | D:
        """Do the part of a command that needs no transaction, before it waits for one.

        It runs on a thread, so that the records of the next write are parsed while the present one
        is written. Returns the command as it is if the process has not cached what the part needs:
        the write does it then.
        """
        source = CachedCatalog(self.server.store, self.caller.version)
        run = asyncio.get_running_loop().run_in_executor
        try:
            return await self._in_time(run(self.server.parsing, verb, source, command))
        except NotCachedError:
            return command

    async def write(self, verb: Verb[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a verb that writes; return its result after the commit.

        After the operation's time-out, refuse with 604; the write may still be committed.
        """
        run = self._checked(verb, args, kwargs, self._cause())
        return await self._in_time(self.server.store.write(run))

    def _checked(
        self,
        verb: Callable[..., T],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        cause: Cause | None = None,
    ) -> Callable[[Transaction], T]:
        """Return a function that runs the verb if the caller's access is still current.

        Raises:
            StaleCatalog: fields, clients or roles have changed since the access was read.
        """
        access = self.caller

        def run(tx: Transaction) -> T:
            if tx.version != access.version:
                raise StaleCatalog
            self.is_confirmed = True
            if cause is not None:
                tx.client = access.user
            try:
                return verb(Work(tx, access, cause), *args, **kwargs)
            finally:
                self.statements += tx.statements

        return run

    async def _in_time(self, running: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self.timeout_seconds):
                return await running
        except TimeoutError:
            self.is_confirmed = True  # it may still be running: never run it again
            raise Refusal(Reason.REQUEST_TIMED_OUT) from None
