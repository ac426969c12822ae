"""Puts the parts together. :meth:`Application.answer` lists the whole request chain, in order."""

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import msgspec

from leadkeep import __version__, ids
from leadkeep.api import envelope, openapi
from leadkeep.api.cors import Cors
from leadkeep.api.errors import WIRE_ERRORS, identity_error
from leadkeep.api.operations import Operation, served_operations
from leadkeep.api.request import Request as Call
from leadkeep.api.request import Server
from leadkeep.api.router import Router, clean_path
from leadkeep.api.transport import (
    IDENTITY_HEADERS,
    TEXT_HEADERS,
    Answer,
    Receive,
    Request,
    Scope,
    Send,
    TooLarge,
    read_request,
    send_answer,
)
from leadkeep.clock import Clock, SystemClock, set_within
from leadkeep.domain.activities import prune_activities
from leadkeep.domain.automation.campaigns import watch_for_triggers
from leadkeep.domain.automation.filters import provide_filter_sources
from leadkeep.domain.automation.segmentations import keep_segments
from leadkeep.domain.automation.services import Services
from leadkeep.domain.instance.access import Access, authenticate
from leadkeep.domain.instance.usage import Tally, admit_call, end_call
from leadkeep.domain.visitors import forget_visitors
from leadkeep.errors import Problem, Reason, Refusal, StaleCatalog
from leadkeep.handlers import make_worker
from leadkeep.settings import Settings, load_key, load_settings
from leadkeep.store import Store, Transaction, open_store
from leadkeep.web import SCRIPT_PATH, Web, script_page

logger = logging.getLogger("leadkeep")

STORE_COUNTS_EVERY_SECONDS = 1.0
PRUNE_EVERY_SECONDS = 60.0
PRUNE_PAUSE_SECONDS = 0.05
"""Between two batches of old activities, so that calls have the store to themselves meanwhile."""
MOST_RETRIES_AFTER_CHANGE = 8
"""How often a call starts again because fields, clients or roles changed under it."""
TOKENS_REMEMBERED = 10_000

API_PREFIXES = ("/rest/", "/bulk/", "/identity/")
IDENTITY_PREFIX = "/identity/"


class Application:
    """The server: an ASGI application over one store."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        key: bytes,
        clock: Clock | None = None,
        services: Services | None = None,
    ) -> None:
        """Serve the store; the caller has migrated it and set it up.

        ``services`` are asked in place of those that the settings name.
        """
        store.zone = settings.zone
        provide_filter_sources(store)
        keep_segments(store)
        watch_for_triggers(store)
        self._server = Server(store, clock or SystemClock(), settings, key)
        self._router = Router(served_operations())
        self._cors = Cors(settings.cors_origins)
        self._limits = settings.call_limits
        self._tally = Tally()
        self._tokens: dict[str, Access] = {}
        self._web = Web(store, self._server.clock, key, settings.web_events_waiting)
        self.worker = make_worker(store, settings, self._server.clock, services)

    # -- the chain ------------------------------------------------------------------------------

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Speak ASGI."""
        if scope["type"] == "http":
            await self.answer(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await receive()  # websocket.connect
            await send({"type": "websocket.close"})

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. The whole chain, in order: each step may end it.

        1. request id; what a browser asks before its call (CORS), where that is on
        2. sizes: 414 and 413; path clean-up; parameters; method override
        3. token (600, 601, 602)
        4. rate, quota and concurrency (606, 607, 615), where they are on
        5. route (610, 605) and permission (603)
        6. the operation: body (612, 609), transaction, verb
        7. envelope, compression

        What browsers send by themselves, web events and followed links, is answered before it.
        """
        if door := self._web.door(scope["raw_path"]):
            await door(scope, receive, send)
            return
        answer = self._cors.preflight(scope) if self._cors else None
        if answer is None:
            request_id = ids.request_id(self._server.clock.now())
            answer = await self._read_and_answer(scope, receive, request_id)
        if self._cors:
            answer = answer.with_headers(self._cors.headers(scope))
        await send_answer(answer, scope, send)

    async def _read_and_answer(self, scope: Scope, receive: Receive, request_id: str) -> Answer:
        path = clean_path(scope["raw_path"])
        try:
            request = await read_request(scope, receive, request_id, path)
            if not path.startswith(API_PREFIXES):
                return self._page(request, scope)
            return await self._let_in(request)
        except TooLarge as too_large:
            return Answer(b"", too_large.status, [])
        except Refusal as refusal:
            return _refused(request_id, path, refusal.problem)
        except Exception:
            logger.exception("request %s failed: %s %r", request_id, scope["method"], path)
            return _refused(request_id, path, Problem(Reason.SYSTEM_ERROR))

    async def _let_in(self, request: Request) -> Answer:
        if request.path.startswith(IDENTITY_PREFIX):
            reply = await self._operate(self._call(request, None))
            return Answer(msgspec.json.encode(reply), headers=IDENTITY_HEADERS)
        access = await self._authenticate(request)
        number = await self._admit(access)
        answer: Answer | None = None
        try:
            answer = await self._perform(request, access)
        finally:
            await self._count(access, number, answer)
        return answer

    async def _perform(self, request: Request, access: Access) -> Answer:
        """Run the operation for a caller with a token; errors become answers."""
        try:
            for _ in range(MOST_RETRIES_AFTER_CHANGE):
                call = self._call(request, access)
                try:
                    reply: envelope.Reply = await self._operate(call)
                    # An operation that looked at nothing stands on what was remembered, too.
                    if call.is_confirmed or await self._is_current(access):
                        return Answer(envelope.success(request.id, reply))
                except StaleCatalog:
                    pass  # somebody changed fields, clients or roles: is the caller still allowed?
                except Refusal:
                    # It may stand on what was remembered of the caller: is that still true?
                    if call.is_confirmed or await self._is_current(access):
                        raise
                self._tokens.clear()
                access = await self._authenticate(request)
            logger.error("request %s was overtaken by changes each time it ran", request.id)
            return _refused(request.id, request.path, Problem(Reason.SYSTEM_ERROR))
        except Refusal as refusal:
            return _refused(request.id, request.path, refusal.problem)
        except Exception:
            logger.exception("request %s failed: %s %r", request.id, request.method, request.path)
            return _refused(request.id, request.path, Problem(Reason.SYSTEM_ERROR))

    async def _operate(self, call: Call) -> Any:  # noqa: ANN401
        """Route, check the permission, run the operation."""
        operation = self._route(call)
        if call.access is None:
            if not operation.is_public:
                raise Refusal(Reason.ACCESS_TOKEN_EMPTY)
        elif operation.needs_permission and call.access.permissions.isdisjoint(
            operation.permissions
        ):
            raise Refusal(Reason.ACCESS_DENIED)
        return await operation.handler(call)  # type: ignore[misc]

    # -- steps ----------------------------------------------------------------------------------

    async def _authenticate(self, request: Request) -> Access:
        token = self._token_of(request)
        access = self._tokens.get(token)
        now = self._server.clock.now()
        if access is None or access.expires_at <= now:
            key = self._server.key
            access = await self._server.store.read(lambda tx: authenticate(tx, key, token))
            if len(self._tokens) >= TOKENS_REMEMBERED:
                self._tokens.clear()
            self._tokens[token] = access
        if access.expires_at <= now:
            raise Refusal(Reason.ACCESS_TOKEN_EXPIRED)
        return access

    def _token_of(self, request: Request) -> str:
        """Return the token: the header wins over the query (behaviour.md 2.2)."""
        scheme, _, sent = request.authorization.partition(" ")
        token = sent.strip() if scheme.lower() == "bearer" else ""
        if not token and self._server.settings.accept_query_tokens:
            token = request.query.get("access_token", [""])[0]
        if not token:
            raise Refusal(Reason.ACCESS_TOKEN_EMPTY)
        return token

    async def _is_current(self, access: Access) -> bool:
        """Return whether nothing has changed since the caller's access was read."""
        return await self._server.store.read(lambda tx: tx.version) == access.version

    async def _admit(self, access: Access) -> int | None:
        if not self._limits:
            return None
        now = self._server.clock.now()
        try:
            return await self._server.store.write(lambda tx: admit_call(tx, self._limits))
        except Refusal as refusal:
            self._tally.count_call(access.user, now)
            self._tally.count_error(WIRE_ERRORS[refusal.problem.reason].code, now)
            raise

    async def _count(self, access: Access, number: int | None, answer: Answer | None) -> None:
        now = self._server.clock.now()
        error = None if answer is None or answer.error is None else WIRE_ERRORS[answer.error]
        is_counted = error is None or error.is_counted
        if is_counted:
            self._tally.count_call(access.user, now)
        if error is not None:
            self._tally.count_error(error.code, now)
        if number is None:
            return
        try:
            # With the end of the call, so that each call is seen either as running or as counted.
            await self._store_tally(lambda tx: end_call(tx, number, is_counted=is_counted))
        except Exception:
            # The operation is done: that its end could not be noted does not change the answer.
            logger.exception("the end of a call could not be noted")

    def _call(self, request: Request, access: Access | None) -> Call:
        return Call(
            server=self._server,
            request_id=request.id,
            method=request.method,
            path=request.path,
            query=request.query,
            body=request.body,
            content_type=request.content_type,
            access=access,
        )

    def _route(self, call: Call) -> Operation:
        """Return the operation that the call names, and give the call what belongs to it."""
        match = self._router.match(call.path)
        if match is None:
            raise Refusal(Reason.RESOURCE_NOT_FOUND)
        found = match.methods.get(call.method)
        if found is None:
            raise Refusal(Reason.METHOD_NOT_SUPPORTED)
        operation, names = found
        call.path_params = dict(zip(names, match.values, strict=True))
        call.timeout_seconds = operation.timeout_seconds
        call.api_method = operation.api_method
        return operation

    def _page(self, request: Request, scope: Scope) -> Answer:
        """Answer what is not the API: a sign of life, the API's description, the script."""
        if request.path == "/":
            return Answer(f"leadkeep {__version__}\n".encode(), headers=TEXT_HEADERS)
        if request.path == "/openapi.json":
            return Answer(openapi.document_text())
        if request.path == SCRIPT_PATH:
            sent: dict[bytes, bytes] = dict(scope["headers"])
            page = script_page(request.method, sent.get(b"if-none-match", b""))
            return Answer(page.body, page.status, [*page.headers])
        return Answer(b"", 404, [])

    # -- life -----------------------------------------------------------------------------------

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()  # lifespan.startup
        gc.freeze()  # what is loaded by now stays: collections need not look at it again
        stopping = asyncio.Event()
        counting = asyncio.create_task(self._store_counts_until(stopping))
        pruning = asyncio.create_task(self._prune_until(stopping))
        working = asyncio.create_task(self._work())
        recording = asyncio.create_task(self._web.run(stopping))
        await send({"type": "lifespan.startup.complete"})
        await receive()  # lifespan.shutdown
        stopping.set()
        self.worker.stop()
        await asyncio.gather(counting, pruning, working, recording)
        self._server.store.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _work(self) -> None:
        """Run jobs, unless a setting leaves them to ``leadkeep worker``."""
        if self._server.settings.run_jobs:
            await self.worker.run()

    async def _store_counts_until(self, stopping: asyncio.Event) -> None:
        """Store the counts every so often and a last time at the end; never break off a write."""
        is_last = False
        while not is_last:
            is_last = await set_within(stopping, STORE_COUNTS_EVERY_SECONDS)
            try:
                await self.store_counts()
            except Exception:
                logger.exception("usage counts could not be stored; they are kept for later")

    async def _prune_until(self, stopping: asyncio.Event) -> None:
        """Drop old activities every so often, where a setting says so, and old visitors."""

        async def is_stopped() -> bool:
            return await set_within(stopping, PRUNE_PAUSE_SECONDS)

        while not stopping.is_set():
            try:
                await self.prune_activities(is_stopped)
                await self.forget_visitors(is_stopped)
            except Exception:
                logger.exception("what is old could not be dropped; it is tried again later")
            await set_within(stopping, PRUNE_EVERY_SECONDS)

    async def prune_activities(self, is_stopped: Callable[[], Awaitable[bool]]) -> None:
        """Drop the activities that are older than their type's setting, batch by batch.

        ``is_stopped`` is asked between two batches, and may take its time.
        """
        for type_id, days in self._server.settings.activity_retention_days.items():
            has_more = True
            while has_more:
                verb = partial(prune_activities, type_id=type_id, days=days)
                has_more = await self._server.store.write(verb)
                await asyncio.to_thread(self._server.store.settle)
                if await is_stopped():
                    return

    async def forget_visitors(self, is_stopped: Callable[[], Awaitable[bool]]) -> None:
        """Forget visitors who have stayed away for as long as the setting says, batch by batch."""
        days, has_more = self._server.settings.visitor_retention_days, True
        while has_more and not await is_stopped():
            verb = partial(forget_visitors, days=days)
            has_more = await self._server.store.write(verb)

    async def store_web_events(self) -> None:
        """Write the web events that wait."""
        await self._web.events.flush()

    async def store_counts(self) -> None:
        """Store what was counted since the last time."""
        if self._tally:
            await self._store_tally(lambda _: None)

    async def _store_tally(self, also: Callable[[Transaction], None]) -> None:
        """Store what was counted, and do something else in the same transaction."""
        tally = self._tally.take()

        def verb(tx: Transaction) -> None:
            tally.store(tx)
            also(tx)

        try:
            await self._server.store.write(verb)
        except BaseException:
            self._tally.put_back(tally)
            raise


def _refused(request_id: str, path: str, problem: Problem) -> Answer:
    if path.startswith(IDENTITY_PREFIX):
        error = identity_error(problem)
        body = {"error": error.error, "error_description": error.description}
        return Answer(msgspec.json.encode(body), error.status, IDENTITY_HEADERS)
    return Answer(envelope.failure(request_id, path, problem), error=problem.reason)


def create() -> Application:
    """Return the application over the store that the settings name: for a server process."""
    settings = load_settings()
    key = load_key(settings)
    return Application(open_store(settings.data, settings.database_url), settings, key)
