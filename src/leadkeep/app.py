"""Puts the parts together. :meth:`Application.answer` lists the whole request chain, in order."""

import asyncio
import contextlib
import gzip
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

import msgspec

from leadkeep import __version__, ids
from leadkeep.api import envelope, params
from leadkeep.api.call import Call, Server
from leadkeep.api.envelope import Reply
from leadkeep.api.errors import IDENTITY_ERRORS, WIRE_ERRORS
from leadkeep.api.operations import Operation, served_operations
from leadkeep.api.router import Router, clean_path
from leadkeep.clock import Clock, SystemClock
from leadkeep.domain.access import Access, authenticate
from leadkeep.domain.usage import Tally, admit_call, end_call, forget_call
from leadkeep.errors import Problem, Reason, Refusal, StaleCatalog
from leadkeep.settings import Settings, load_key, load_settings
from leadkeep.store import Store, Transaction, open_store

logger = logging.getLogger("leadkeep")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LONGEST_URI_BYTES = 8_192
LARGEST_BODY_BYTES = 1_048_576
LARGEST_IMPORT_BYTES = 10_485_760
"""Sizes of behaviour.md 1.6."""
GZIP_FROM_BYTES = 1_024
GZIP_LEVEL = 1
"""The fastest: replies are compressed on the event loop."""
STORE_COUNTS_EVERY_SECONDS = 1.0
MOST_RETRIES_AFTER_CHANGE = 8
"""How often a call starts again because fields, clients or roles changed under it."""
TOKENS_REMEMBERED = 10_000

JSON_HEADER = (b"content-type", b"application/json;charset=UTF-8")
IDENTITY_HEADERS = [
    JSON_HEADER,
    (b"cache-control", b"no-store"),
    (b"pragma", b"no-cache"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-xss-protection", b"1; mode=block"),
    (b"x-frame-options", b"DENY"),
]
"""What identity replies carry (behaviour.md 1.3)."""

API_PREFIXES = ("/rest/", "/bulk/", "/identity/")


@dataclass(slots=True)
class _Request:
    """What is known of a request before it is let in."""

    id: str
    method: str
    path: str
    query: dict[str, list[str]]
    body: bytes
    content_type: str
    authorization: str


@dataclass(slots=True)
class _Answer:
    """What goes back."""

    body: bytes
    status: int = 200
    headers: list[tuple[bytes, bytes]] | None = None
    error: Reason | None = None


class _TooLarge(Exception):  # noqa: N818 -- ends the reading of a body
    """The body is larger than a call may send."""


class Application:
    """The server: an ASGI application over one store."""

    def __init__(
        self, store: Store, settings: Settings, key: bytes, clock: Clock | None = None
    ) -> None:
        """Serve the store; the caller has migrated it and set it up."""
        self._server = Server(store, clock or SystemClock(), settings, key)
        self._router = Router(served_operations())
        self._limits = settings.call_limits
        self._tally = Tally()
        self._tokens: dict[str, Access] = {}

    # -- the chain ------------------------------------------------------------------------------

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Speak ASGI."""
        if scope["type"] == "http":
            await self.answer(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. The whole chain, in order: each step may end it.

        1. request id
        2. sizes: 414 and 413; path clean-up; parameters; method override
        3. token (600, 601, 602)
        4. rate, quota and concurrency (606, 607, 615), where they are on
        5. route (610, 605) and permission (603)
        6. the operation: body (612, 609), transaction, verb
        7. envelope, compression
        """
        request_id = ids.request_id(self._server.clock.now())
        answer = await self._read_and_answer(scope, receive, request_id)
        await _send(answer, scope, send)

    async def _read_and_answer(self, scope: Scope, receive: Receive, request_id: str) -> _Answer:
        path = clean_path(scope["raw_path"])
        try:
            request = await _read_request(scope, receive, request_id, path)
            if request is None:
                return _Answer(b"", 414)
            if not path.startswith(API_PREFIXES):
                return self._page(request)
            return await self._let_in(request)
        except _TooLarge:
            return _Answer(b"", 413)
        except Refusal as refusal:
            return self._refused(request_id, path, refusal.problem)
        except Exception:
            logger.exception("request %s failed", request_id)
            return self._refused(request_id, path, Problem(Reason.SYSTEM_ERROR))

    async def _let_in(self, request: _Request) -> _Answer:
        if request.path.startswith("/identity/"):
            return await self._identity(request)
        access = await self._authenticate(request)
        number = await self._admit(access)
        answer: _Answer | None = None
        try:
            answer = await self._perform(request, access)
        finally:
            await self._count(access, number, answer)
        return answer

    async def _perform(self, request: _Request, access: Access) -> _Answer:
        """Route, check the permission, run the operation; errors become answers."""
        try:
            for _ in range(MOST_RETRIES_AFTER_CHANGE):
                operation, call = self._route(request)
                _check_permission(operation, access)
                call.access = access
                try:
                    reply: Reply = await operation.handler(call)  # type: ignore[misc]
                except StaleCatalog:
                    # Somebody changed fields, clients or roles: is the caller still allowed?
                    self._tokens.clear()
                    access = await self._authenticate(request)
                    continue
                return _Answer(envelope.success(request.id, reply))
        except Refusal as refusal:
            return self._refused(request.id, request.path, refusal.problem)
        except Exception:
            logger.exception("request %s failed: %s %s", request.id, request.method, request.path)
            return self._refused(request.id, request.path, Problem(Reason.SYSTEM_ERROR))
        logger.error("request %s gave up: the catalog changed again and again", request.id)
        return self._refused(request.id, request.path, Problem(Reason.SYSTEM_ERROR))

    # -- steps ----------------------------------------------------------------------------------

    async def _authenticate(self, request: _Request) -> Access:
        token = self._token_of(request)
        access = self._tokens.get(token)
        if access is None:
            key = self._server.key
            access = await self._server.store.read(lambda tx: authenticate(tx, key, token))
            if len(self._tokens) >= TOKENS_REMEMBERED:
                self._tokens.clear()
            self._tokens[token] = access
        if access.expires_at <= self._server.clock.now():
            raise Refusal(Reason.ACCESS_TOKEN_EXPIRED)
        return access

    def _token_of(self, request: _Request) -> str:
        """Return the token: the header wins over the query (behaviour.md 2.2)."""
        scheme, _, sent = request.authorization.partition(" ")
        token = sent.strip() if scheme.lower() == "bearer" else ""
        if not token and self._server.settings.accept_query_tokens:
            token = request.query.get("access_token", [""])[0]
        if not token:
            raise Refusal(Reason.ACCESS_TOKEN_EMPTY)
        return token

    async def _admit(self, access: Access) -> int | None:
        if not self._limits:
            return None
        now, tally = self._server.clock.now(), self._tally.take()

        def admit(tx: Transaction) -> int | None:
            if tally:
                tally.store(tx, now)
            return admit_call(tx, self._limits, 0, now)

        try:
            return await self._server.store.write(admit)
        except Refusal as refusal:
            # The refusal undid the storing of the counts too.
            self._tally.put_back(tally)
            self._tally.count_call(access.user, now)
            self._tally.count_error(WIRE_ERRORS[refusal.problem.reason].code, now)
            raise

    async def _count(self, access: Access, number: int | None, answer: _Answer | None) -> None:
        now = self._server.clock.now()
        error = None if answer is None or answer.error is None else WIRE_ERRORS[answer.error]
        is_counted = error is None or error.is_counted
        if is_counted:
            self._tally.count_call(access.user, now)
        if error is not None:
            self._tally.count_error(error.code, now)
        if number is not None:
            if is_counted:
                await self._server.store.write(lambda tx: end_call(tx, number, now))
            else:
                await self._server.store.write(lambda tx: forget_call(tx, number))

    def _route(self, request: _Request) -> tuple[Operation, Call]:
        match = self._router.match(request.path)
        if match is None:
            raise Refusal(Reason.RESOURCE_NOT_FOUND)
        found = match.methods.get(request.method)
        if found is None:
            raise Refusal(Reason.METHOD_NOT_SUPPORTED)
        operation, names = found
        return operation, Call(
            server=self._server,
            request_id=request.id,
            method=request.method,
            path=request.path,
            query=request.query,
            body=request.body,
            content_type=request.content_type,
            path_params=dict(zip(names, match.values, strict=True)),
            timeout_seconds=operation.timeout_seconds,
        )

    async def _identity(self, request: _Request) -> _Answer:
        operation, call = self._route(request)
        try:
            reply = await operation.handler(call)  # type: ignore[misc]
        except Refusal as refusal:
            known = IDENTITY_ERRORS.get(refusal.problem.reason)
            if known is None:
                raise
            text = known.description.format(*refusal.problem.values)
            body = {"error": known.error, "error_description": text}
            return _Answer(msgspec.json.encode(body), known.status, IDENTITY_HEADERS)
        return _Answer(msgspec.json.encode(reply), 200, IDENTITY_HEADERS)

    def _page(self, request: _Request) -> _Answer:
        """Answer what is not the API: a sign of life."""
        if request.path == "/":
            text = f"leadkeep {__version__}\n".encode()
            return _Answer(text, 200, [(b"content-type", b"text/plain;charset=UTF-8")])
        return _Answer(b"", 404)

    def _refused(self, request_id: str, path: str, problem: Problem) -> _Answer:
        return _Answer(envelope.failure(request_id, path, problem), error=problem.reason)

    # -- life -----------------------------------------------------------------------------------

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()  # lifespan.startup
        task = asyncio.create_task(self._store_counts_repeatedly())
        await send({"type": "lifespan.startup.complete"})
        await receive()  # lifespan.shutdown
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await self.store_counts()
        self._server.store.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _store_counts_repeatedly(self) -> None:
        while True:
            await asyncio.sleep(STORE_COUNTS_EVERY_SECONDS)
            try:
                await self.store_counts()
            except Exception:
                logger.exception("usage counts could not be stored; they are kept for later")

    async def store_counts(self) -> None:
        """Store what was counted since the last time."""
        if not self._tally:
            return
        tally, now = self._tally.take(), self._server.clock.now()
        try:
            await self._server.store.write(lambda tx: tally.store(tx, now))
        except BaseException:
            self._tally.put_back(tally)
            raise


def _check_permission(operation: Operation, access: Access) -> None:
    if operation.permissions and access.permissions.isdisjoint(operation.permissions):
        raise Refusal(Reason.ACCESS_DENIED)


async def _read_request(
    scope: Scope, receive: Receive, request_id: str, path: str
) -> _Request | None:
    """Read the request; None when its URI is too long."""
    query_string: bytes = scope["query_string"]
    if len(scope["raw_path"]) + len(query_string) >= LONGEST_URI_BYTES:
        return None
    headers: dict[bytes, bytes] = dict(scope["headers"])
    query = params.parse_parameters(query_string)
    method: str = scope["method"]
    content_type = ""
    body = b""
    if b"content-length" in headers or b"transfer-encoding" in headers:
        content_type = headers.get(b"content-type", b"").decode("latin-1")
        content_type = content_type.partition(";")[0].strip().lower()
        is_import = path.startswith("/bulk/")
        body = await _read_body(receive, LARGEST_IMPORT_BYTES if is_import else LARGEST_BODY_BYTES)
    if content_type == params.FORM_TYPE:
        for name, values in params.parse_parameters(body).items():
            query.setdefault(name, []).extend(values)
        body = b""
    if method == "POST" and "_method" in query:
        method = query["_method"][-1].strip().upper()
    elif method == "GET":
        body = b""  # clients send forms along; they are read and dropped (request_forms.md)
    authorization = headers.get(b"authorization", b"").decode("latin-1")
    return _Request(request_id, method, path, query, body, content_type, authorization)


async def _read_body(receive: Receive, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refusal(Reason.INVALID_JSON)
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise _TooLarge
        chunks.append(chunk)
        if not message.get("more_body"):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


async def _send(answer: _Answer, scope: Scope, send: Send) -> None:
    body = answer.body
    headers = answer.headers or [JSON_HEADER]
    if len(body) >= GZIP_FROM_BYTES and _accepts_gzip(scope):
        body = gzip.compress(body, GZIP_LEVEL, mtime=0)
        headers = [*headers, (b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding")]
    headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _accepts_gzip(scope: Scope) -> bool:
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])


def create() -> Application:
    """Return the application over the store that the settings name: for a server process."""
    settings = load_settings()
    key = load_key(settings)
    return Application(open_store(settings.data, settings.database_url), settings, key)
