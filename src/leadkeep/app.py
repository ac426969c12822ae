"""The request chain: :meth:`Application.handle` lists its steps in order."""

import logging
import sys
from datetime import datetime
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Router as StarletteRouter
from starlette.types import Receive, Scope, Send

from leadkeep import __version__, ids
from leadkeep.api import openapi
from leadkeep.api.authentication import Authentication
from leadkeep.api.counting import Counting
from leadkeep.api.errors import explain_problem
from leadkeep.api.files import FileReply
from leadkeep.api.operations import Operation, served_operations
from leadkeep.api.received import LARGEST_BODY_BYTES, Received, receive_body, receive_head
from leadkeep.api.request import Request, Server
from leadkeep.api.request_log import RequestLog
from leadkeep.api.responses import (
    IDENTITY_PREFIX,
    ApiResponse,
    JsonResponse,
    identity,
    refused,
    response_to,
)
from leadkeep.api.router import Found, Match, Router, clean_path
from leadkeep.asgi import Budget, Cors, TooLarge, send_response
from leadkeep.assembly import assemble_store, assemble_worker, serving
from leadkeep.clock import Clock, SystemClock, elapsed
from leadkeep.console import Console, External, Shared, load_provider
from leadkeep.domain.automation.services import Services
from leadkeep.domain.instance.access import Access
from leadkeep.errors import Problem, Reason, Refusal, StaleCatalog
from leadkeep.interpreter import collect_rarely
from leadkeep.monitor import Monitor
from leadkeep.multipart import MULTIPART_TYPE
from leadkeep.settings import Settings, load_key, load_settings
from leadkeep.store import Store, Transaction, open_store
from leadkeep.store.failure import Failure, failure_code, failure_kind
from leadkeep.tracing import Tracer, open_tracer
from leadkeep.web import SCRIPT_PATH, Web, script_page

logger = logging.getLogger("leadkeep")

RETRY_LIMIT_AFTER_CHANGE = 8
"""A request is run again at most this many times because fields, clients or roles were changed
while it ran."""
SWITCH_INTERVAL_SECONDS = 0.001
"""How long a thread that needs the interpreter waits for one that computes, by default 5 ms: the
event loop waits for the writer, and the writer for the loop (docs/decisions/0152)."""
UNAUTHENTICATED_BYTES = 32 * 1_048_576
"""Memory of a process for bodies whose token is not accepted yet, of all connections together."""
IMPORT_PREFIX = "/bulk/"
API_PREFIXES = ("/rest/", "/bulk/", IDENTITY_PREFIX)
TEXT = "text/plain;charset=UTF-8"


class Application:
    """The server: an ASGI application over one store."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        key: bytes,
        clock: Clock | None = None,
        services: Services | None = None,
        tracer: Tracer | None = None,
    ) -> None:
        """Serve a store that the caller has migrated and set up.

        ``services`` and ``tracer`` are used instead of those that the settings select.
        """
        tracer = tracer or open_tracer(is_on=settings.traces)
        server = Server(assemble_store(store, settings), clock or SystemClock(), settings, key)
        self._server = server
        self._router = Router(served_operations())
        self._authentication = Authentication(server)
        self.request_log = RequestLog(
            store, settings.request_log_rows, settings.slow_request_seconds, tracer
        )
        self.counting = Counting(server, self.request_log)
        self._unauthenticated = Budget(UNAUTHENTICATED_BYTES)
        self.web = Web(store, server.clock, key, settings.web_events_waiting)
        self._monitor = Monitor(store, settings, self.request_log, self.web)
        provider = load_provider(settings, server.clock)
        self.console = Console(
            Shared(store, server.clock, settings, key, self._external(), provider)
        )
        self.worker = assemble_worker(store, settings, server.clock, services, tracer)
        origins = settings.cors_origins
        self._entry = Cors(self._enter, origins) if origins else self._enter
        tasks = (self.counting.run, self.web.run, self._monitor.run)
        self._lifespan = StarletteRouter(
            lifespan=lambda _: serving(server.store, settings, self.worker, tasks, tracer)
        ).lifespan

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection: HTTP requests, lifespan events; refuse WebSockets."""
        if scope["type"] == "http":
            if self._monitor.has_port and self._monitor.is_at_port(scope):
                await self._monitor.respond(scope, receive, send)
            else:
                await self.handle(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
        else:
            await receive()  # websocket.connect
            await send({"type": "websocket.close"})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request through the steps of the chain, which may refuse it with these codes.

        1. request id; preflight of browsers (CORS), if enabled
        2. size of the URI: HTTP 414; path clean-up; parameters
        3. access token (600, 601, 602), then the body: HTTP 413; of forms that may hold the token,
           the body first; method override
        4. rate, quota and concurrency (606, 607, 615), if enabled
        5. operation for path and method (610, 605), its permission (603)
        6. the operation: parsing (612, 609), transaction, verb
        7. envelope, compression

        Web events and clicks on links, which browsers send, are answered before this chain, and so
        are the pages of the console.
        """
        path = scope["raw_path"]
        handler = self.web.handler(path)
        if handler is None:
            handler = self.console.respond if self.console.serves(path) else self._entry
        await handler(scope, receive, send)

    def _external(self) -> External:
        return External(
            explain_problem, _error_meanings, _operation, _blueprint, self.counting.store_counts
        )

    async def _enter(self, scope: Scope, receive: Receive, send: Send) -> None:
        started, now = elapsed(), self._server.clock.now()
        request_id = ids.request_id(now)
        path = clean_path(scope["raw_path"])
        received = response = None
        try:
            received = receive_head(scope, request_id, path)
            if not path.startswith(API_PREFIXES):
                response = await self._page_response(received, scope)
            else:
                response = await self._admit(received, now, scope, receive)
        except TooLarge as too_large:
            response = Response(status_code=too_large.status)
        except Refusal as refusal:
            response = refused(request_id, path, refusal.problem)
        except Exception as error:  # noqa: BLE001 -- logged there
            response = _failed(request_id, scope["method"], path, error)
        if path.startswith(API_PREFIXES):
            request = (request_id, now, scope["method"], path)
            self.request_log.end(started, received, response, request)
        await send_response(response, scope, receive, send)

    async def _admit(
        self, received: Received, now: datetime, scope: Scope, receive: Receive
    ) -> Response:
        if received.path.startswith(IDENTITY_PREFIX):
            with self._unauthenticated.share() as take:
                await receive_body(received, scope, receive, LARGEST_BODY_BYTES, take)
                return identity(await self._operate(received, self._request(received, None)))
        if received.has_body:
            access = await self._receive(received, now, scope, receive)
        else:
            access = self._cached_access(received, now) or await self._recognise(received)
        number = await self.counting.admit(access) if self.counting.has_limits else None
        reason: Reason | None = None
        try:
            response = await self._perform(received, access)
            reason = response.error
        finally:
            is_counted = self.counting.count(access, reason)
            if number is not None:
                await self.counting.end(number, is_counted=is_counted)
        return response

    async def _receive(
        self, received: Received, now: datetime, scope: Scope, receive: Receive
    ) -> Access:
        """Check the token and read the body, in this order unless the body holds the token."""
        limit = self._body_limit(received)
        if received.may_have_token and not self._authentication.has_token(received):
            with self._unauthenticated.share() as take:
                await receive_body(received, scope, receive, limit, take)
                return await self._recognise(received)
        access = self._cached_access(received, now) or await self._recognise(received)
        await receive_body(received, scope, receive, limit)
        return access

    def _body_limit(self, received: Received) -> int:
        """Return the largest body in bytes: more than usual only where a file is imported."""
        if received.path.startswith(IMPORT_PREFIX):
            match = self._router.match(received.path)
            found = match.methods.get(received.method) if match else None
            if found is not None and found[0].body_content_type == MULTIPART_TYPE:
                return self._server.settings.bulk_upload_bytes
        return LARGEST_BODY_BYTES

    def _cached_access(self, received: Received, now: datetime) -> Access | None:
        access = self._authentication.cached_access(received, now)
        return None if access is None else _noted(received, access)

    async def _recognise(self, received: Received) -> Access:
        return _noted(received, await self._authentication.access(received))

    async def _perform(self, received: Received, access: Access) -> ApiResponse:
        """Run the operation for a caller with a valid token; turn errors into responses."""
        try:
            for _ in range(RETRY_LIMIT_AFTER_CHANGE):
                request = self._request(received, access)
                try:
                    reply = await self._operate(received, request)
                    # An operation that read nothing also relies on the cached access, so check it.
                    if request.is_confirmed or await self._authentication.is_current(access):
                        if not isinstance(reply, FileReply):
                            received.result = reply.result
                        return response_to(request, reply)
                except StaleCatalog:
                    pass  # fields, clients or roles changed: check the access again
                except Refusal:
                    # The refusal may rely on cached access: check that it is current.
                    if request.is_confirmed or await self._authentication.is_current(access):
                        raise
                self._authentication.clear_cache()
                access = await self._recognise(received)
            logger.error("request %s was overtaken by changes each time it ran", received.id)
            return refused(received.id, received.path, Problem(Reason.SYSTEM_ERROR))
        except Refusal as refusal:
            return refused(received.id, received.path, refusal.problem)
        except Exception as error:  # noqa: BLE001 -- logged there
            return _failed(received.id, received.method, received.path, error)

    async def _operate(self, received: Received, request: Request) -> Any:  # noqa: ANN401
        """Find the operation, check the caller's permission, return the reply of the operation."""
        operation = self._route(request)
        received.operation_id = operation.id
        if request.access is None:
            if not operation.is_public:
                raise Refusal(Reason.ACCESS_TOKEN_EMPTY)
        elif operation.needs_permission and request.access.permissions.isdisjoint(
            operation.permissions
        ):
            raise Refusal(Reason.ACCESS_DENIED)
        return await operation.handler(request)  # type: ignore[misc]

    def _request(self, received: Received, access: Access | None) -> Request:
        return Request(
            server=self._server,
            request_id=received.id,
            method=received.method,
            path=received.path,
            query=received.query,
            body=received.body,
            content_type=received.content_type,
            headers=received.headers,
            access=access,
            statements=received.statements,
        )

    def _route(self, request: Request) -> Operation:
        """Return the operation for the request's path and method.

        Sets the path parameters, the time-out, the API method and whether its reads may lag.

        Raises:
            Refusal: 610, no operation has this path; 605, none at this path has this method.
        """
        match = self._router.match(request.path)
        if match is None:
            raise Refusal(Reason.RESOURCE_NOT_FOUND)
        found = match.methods.get(request.method) or _file_to_head(request, match)
        if found is None:
            raise Refusal(Reason.METHOD_NOT_SUPPORTED)
        operation, names = found
        request.path_params = dict(zip(names, match.values, strict=True))
        request.timeout_seconds = operation.timeout_seconds
        request.api_method = operation.api_method
        request.may_lag = operation.reads_may_lag
        return operation

    async def _page_response(self, received: Received, scope: Scope) -> Response:
        """Answer requests outside the API: version, OpenAPI document, tracking script, health.

        Other paths get status 404.
        """
        if received.path == "/":
            if self.console.is_on and b"text/html" in received.headers.get(b"accept", b""):
                return RedirectResponse("/console", 303)
            return PlainTextResponse(f"leadkeep {__version__}\n", media_type=TEXT)
        if received.path == "/openapi.json":
            return JsonResponse(openapi.document_text())
        if received.path == SCRIPT_PATH:
            return script_page(received.method, Headers(scope=scope).get("if-none-match", ""))
        page = await self._monitor.public_response(received.path)
        return page or Response(status_code=404)


def _noted(received: Received, access: Access) -> Access:
    """Note for the log of requests who the caller is."""
    received.client_name = access.client_name
    received.bodies_logged_until = access.bodies_logged_until
    return access


def _error_meanings() -> dict[str, tuple[str, str]]:
    """Return what each error code means, and what to do about it."""
    from leadkeep.api.error_help import error_help  # noqa: PLC0415 -- few requests need it

    return {code: (each.meaning, each.action) for code, each in error_help().items()}


def _operation(name: str) -> tuple[str, str] | None:
    """Return method and path of an operation; None if the reference has none with this id."""
    from leadkeep.api.reference import rows  # noqa: PLC0415 -- few requests need it

    found = rows().get(name)
    return None if found is None else (found.method, found.path)


def _blueprint(tx: Transaction) -> str:
    """Return the instance as a blueprint."""
    from leadkeep.blueprint import blueprint_text  # noqa: PLC0415 -- few requests need it

    return blueprint_text(tx)


def _file_to_head(request: Request, match: Match) -> Found | None:
    """Return the GET operation that a HEAD request means: files have HEAD, nothing else has."""
    found = match.methods.get("GET") if request.method == "HEAD" else None
    return found if found is not None and found[0].sends_file else None


def _failed(request_id: str, method: str, path: str, error: Exception) -> JsonResponse:
    """Log an unexpected error; return its response: 604, 608 or 611 (behaviour.md 1.8)."""
    kind = failure_kind(error)
    if kind is None:
        logger.error("request %s failed: %s %r", request_id, method, path, exc_info=error)
        return refused(request_id, path, Problem(Reason.SYSTEM_ERROR))
    is_late = kind is Failure.LATE
    state = "is late" if is_late else "cannot be reached"
    code = failure_code(error) or type(error).__name__
    logger.warning(
        "request %s failed, the database %s (%s): %s %r", request_id, state, code, method, path
    )
    reason = Reason.REQUEST_TIMED_OUT if is_late else Reason.TEMPORARILY_UNAVAILABLE
    return refused(request_id, path, Problem(reason))


def create() -> Application:
    """Create the application of a server process, over the store that the settings select."""
    collect_rarely()
    sys.setswitchinterval(SWITCH_INTERVAL_SECONDS)
    settings = load_settings()
    key = load_key(settings)
    store = open_store(
        settings.data,
        settings.database_url,
        deadlines=settings.deadlines,
        replica=settings.read_replica,
    )
    return Application(store, settings, key)
