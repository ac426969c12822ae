"""A server in the test process, called through ASGI: without sockets, threads or waiting."""

import asyncio
import gzip
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import urlencode

import msgspec

from leadkeep.app import Application
from leadkeep.clock import ManualClock
from leadkeep.domain.automation.services import Services
from leadkeep.domain.instance.access import (
    ALL_PERMISSIONS_ROLE,
    Credentials,
    NewClient,
    add_client,
    present_token,
    save_role,
)
from leadkeep.errors import Reason, Refusal
from leadkeep.housekeeping import (
    FORGET,
    PRUNE,
    PRUNE_BULK,
    PRUNE_REQUESTS,
    UPDATE_WORDS,
    housekeeping_schedules,
)
from leadkeep.jobs import ALL_LANES, Lane, enqueue
from leadkeep.settings import Settings
from leadkeep.store import Store, Transaction
from leadkeep.tracing import Tracer

KEY = b"the key of rehearsals, no secret"
CLIENT_NAME = "rehearsal"
CREDENTIALS = Credentials("5b0ae55a-0000-4000-8000-000000000000", "the secret of all rehearsals")
"""Those of the client with every permission. They are the same in each store, so that a store made
from another one is served for the client that is there."""
_UNUSED = Settings.model_construct(data=Path("unused"))

Query = Mapping[str, Any] | str | bytes | None
Content = bytes | Sequence[bytes] | None

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response of the server."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def body(self) -> Any:  # noqa: ANN401
        """The parsed JSON body."""
        return msgspec.json.decode(self.content)

    @property
    def result(self) -> Any:  # noqa: ANN401
        """The ``result`` of the JSON body; fails unless the request was successful."""
        body = self.body
        if body.get("success") is not True:
            raise AssertionError(body)
        return body.get("result")

    @property
    def error(self) -> tuple[str, str]:
        """Code and message of the error; fails unless the whole request was refused."""
        body = self.body
        if body.get("success") is not False:
            raise AssertionError(body)
        assert self.status == 200  # noqa: PLR2004 -- behaviour.md 1.1
        (only,) = body["errors"]
        return only["code"], only["message"]


class Rehearsal:
    """A server over a prepared store, with a stopped clock and a client with every permission.

    The test moves the clock (``clock.advance``) and runs due jobs (``run_jobs``).
    """

    def __init__(
        self,
        store: Store,
        clock: ManualClock | None = None,
        settings: Settings | None = None,
        loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None,
        services: Services | None = None,
        tracer: Tracer | None = None,
    ) -> None:
        """Serve ``store``, which has its schema and standard rows; the caller closes it.

        ``services`` and ``tracer`` are used instead of the webhooks, mail servers and traces that
        the settings select.
        """
        self.clock = clock or ManualClock()
        self.store = store
        store.clock = self.clock
        self.settings = settings or _UNUSED
        self.application = Application(store, self.settings, KEY, self.clock, services, tracer)
        self.application.worker.schedules = ()  # tests run recurring jobs explicitly
        self._runner = asyncio.Runner(loop_factory=loop_factory)
        self._is_runner_ours = True
        self._has_client = False
        self._token: str | None = None

    def __enter__(self) -> Self:
        """Return this server, which needs no start."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server; the store stays open."""
        if self._is_runner_ours:
            self._runner.close()

    def another(
        self,
        store: Store | None = None,
        settings: Settings | None = None,
        clock: ManualClock | None = None,
    ) -> "Rehearsal":
        """Return a second server, as in another process, with the same client and database.

        If ``store`` is a second ``Store`` of the same database, the servers share no memory.
        Without ``clock`` they share the clock.
        """
        other = Rehearsal(store or self.store, clock or self.clock, settings or self.settings)
        other._runner.close()
        other._runner, other._is_runner_ours = self._runner, False
        other._token = self.token
        other._has_client = self._has_client
        return other

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the server's event loop, such as several concurrent ``send`` calls."""
        # Not by run(), which sets a signal handler for each call: that takes as long as a request.
        return self._runner.get_loop().run_until_complete(work)

    # -- clients --------------------------------------------------------------------------------

    def add_client(
        self, name: str, role: str = ALL_PERMISSIONS_ROLE, workspace: str | None = None
    ) -> Credentials:
        """Create an API client with a role; return its id and secret."""
        new = NewClient(name, role, workspace)
        return self.store.write_now(lambda tx: add_client(tx, KEY, new))

    def save_role(self, name: str, *permissions: str) -> str:
        """Create or update a role with exactly these permissions; return its name."""
        self.store.write_now(lambda tx: save_role(tx, name, permissions))
        return name

    def token_for(self, credentials: Credentials) -> str:
        """Request an access token for a client from the server, and return it."""
        query = {
            "grant_type": "client_credentials",
            "client_id": credentials.client_id,
            "client_secret": credentials.client_secret,
        }
        answer = self.request("GET", "/identity/oauth/token", query, token="")
        token: str = answer.body["access_token"]
        return token

    @property
    def credentials(self) -> Credentials:
        """Id and secret of the client with every permission, which is added if it is not there."""
        if not self._has_client:
            if not self.store.read_now(_has_own_client):
                self.store.write_now(_add_own_client)
            self._has_client = True
        return CREDENTIALS

    @property
    def token(self) -> str:
        """The access token of the client with every permission, requested once and then cached."""
        if self._token is None:
            self._token = self.token_for(self.credentials)
        return self._token

    def forget_token(self) -> None:
        """Drop the cached token; the next use of :attr:`token` requests a new one."""
        self._token = None

    # -- requests -------------------------------------------------------------------------------

    def get(self, path: str, query: Query = None, **options: Any) -> Response:  # noqa: ANN401
        """Send GET ``path`` with the token of the client with every permission."""
        return self.request("GET", path, query, **options)

    def post(
        self,
        path: str,
        json: Any = None,  # noqa: ANN401
        query: Query = None,
        **options: Any,  # noqa: ANN401
    ) -> Response:
        """Send POST ``path`` with a JSON body and the token of the client with every permission."""
        return self.request("POST", path, query, json=json, **options)

    def delete(
        self,
        path: str,
        json: Any = None,  # noqa: ANN401
        query: Query = None,
        **options: Any,  # noqa: ANN401
    ) -> Response:
        """Send DELETE ``path`` with the token of the client with every permission."""
        return self.request("DELETE", path, query, json=json, **options)

    def request(self, method: str, path: str, query: Query = None, **options: Any) -> Response:  # noqa: ANN401
        """Send one request and return the response; ``options`` are arguments of :meth:`send`."""
        if options.get("token") is None:
            options["token"] = self.token
        return self.run(self.send(method, path, query, **options))

    async def send(
        self,
        method: str,
        path: str,
        query: Query = None,
        *,
        json: Any = None,  # noqa: ANN401
        form: Query = None,
        content: Content = None,
        headers: Mapping[str, str] | None = None,
        token: str | None = None,
    ) -> Response:
        """Send one request with ``path`` as it is, even with dot segments or double slashes.

        ``token=""`` sends no token; None sends the token of the client with every permission. A
        ``content`` of several pieces is sent in chunks, without Content-Length.
        """
        sent = {name.lower(): value for name, value in (headers or {}).items()}
        chunks = [] if content is None or isinstance(content, bytes) else list(content)
        body = content if isinstance(content, bytes) else None
        if json is not None:
            body = msgspec.json.encode(json)
            sent.setdefault("content-type", "application/json")
        elif form is not None:
            body = _encoded(form)
            sent.setdefault("content-type", "application/x-www-form-urlencoded")
        if body is not None:
            sent.setdefault("content-length", str(len(body)))
            chunks = [body]
        elif chunks:
            sent.setdefault("transfer-encoding", "chunked")
        token = self.token if token is None else token
        if token:
            sent.setdefault("authorization", f"Bearer {token}")
        return await self._speak(method, path, _encoded(query), chunks or [b""], sent)

    async def _speak(
        self,
        method: str,
        path: str,
        query: bytes,
        chunks: list[bytes],
        headers: Mapping[str, str],
    ) -> Response:
        answered: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            chunk = chunks.pop(0)
            return {"type": "http.request", "body": chunk, "more_body": bool(chunks)}

        async def send(message: Any) -> None:  # noqa: ANN401
            answered.append(message)

        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query,
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        await self.application(scope, receive, send)
        start, *parts = answered
        received: dict[str, str] = {}
        for name, value in start["headers"]:
            others = received.get(name.decode())
            text = value.decode("latin-1")
            received[name.decode()] = text if others is None else f"{others}, {text}"
        content = b"".join(part.get("body", b"") for part in parts)
        if received.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return Response(start["status"], received, content)

    def store_counts(self) -> None:
        """Write the usage counts to the store, as a running server does every second."""
        self.run(self.application.counting.store_counts())

    def store_web_events(self) -> None:
        """Write the waiting web events to the store, as a running server does every half second."""
        self.run(self.application.web.events.flush())

    def run_jobs(self, lanes: Sequence[Lane] = ALL_LANES) -> int:
        """Run the due jobs, and due jobs that these enqueue; return the number of jobs."""

        async def run_all() -> int:
            count = 0
            while ran := await self.application.worker.run_due(lanes):
                count += ran
            return count

        return self.run(run_all())

    def forget_visitors(self) -> None:
        """Delete anonymous visitors older than their retention, as a schedule does every minute."""
        self._run_scheduled(FORGET)

    def prune_activities(self) -> None:
        """Delete activities older than their retention, as a schedule does every minute."""
        self._run_scheduled(PRUNE)

    def update_words(self) -> None:
        """Make the search words of all leads, as a schedule does every 15 seconds."""
        self._run_scheduled(UPDATE_WORDS)

    def prune_bulk_jobs(self) -> None:
        """Delete old bulk jobs and files, as a schedule does every hour."""
        self._run_scheduled(PRUNE_BULK)

    def prune_failed_requests(self) -> None:
        """Delete old failed requests to webhooks, as a schedule does every hour."""
        self._run_scheduled(PRUNE_REQUESTS)

    def _run_scheduled(self, name: str) -> None:
        jobs = [each.job for each in housekeeping_schedules(self.settings) if each.name == name]
        self.store.write_now(lambda tx: enqueue(tx, jobs))
        self.run_jobs([Lane.UPKEEP])


def _has_own_client(tx: Transaction) -> bool:
    try:
        present_token(tx, KEY, CREDENTIALS.client_id, CREDENTIALS.client_secret)
    except Refusal as refusal:
        return refusal.problem.reason is not Reason.UNKNOWN_CLIENT
    return True


def _add_own_client(tx: Transaction) -> None:
    own = NewClient(
        CLIENT_NAME, ALL_PERMISSIONS_ROLE, None, CREDENTIALS.client_id, CREDENTIALS.client_secret
    )
    add_client(tx, KEY, own)


def _encoded(parameters: Query) -> bytes:
    if parameters is None:
        return b""
    if isinstance(parameters, bytes):
        return parameters
    if isinstance(parameters, str):
        return parameters.encode()
    return urlencode(parameters, doseq=True).encode()
