"""A server in this process, driven through its ASGI door: no socket, no thread, no waiting."""

import asyncio
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import msgspec

from leadkeep.app import Application
from leadkeep.clock import ManualClock
from leadkeep.domain.access import (
    ALL_PERMISSIONS_ROLE,
    Credentials,
    NewClient,
    add_client,
)
from leadkeep.settings import Settings
from leadkeep.store import Store

KEY = b"the key of rehearsals, no secret"

Query = Mapping[str, Any] | str | None


@dataclass(frozen=True, slots=True)
class Response:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def body(self) -> Any:  # noqa: ANN401
        """The JSON that came back."""
        return msgspec.json.decode(self.content)

    @property
    def result(self) -> Any:  # noqa: ANN401
        """The ``result`` of a call that must have succeeded."""
        body = self.body
        if body.get("success") is not True:
            raise AssertionError(body)
        return body.get("result")

    @property
    def error(self) -> tuple[str, str]:
        """Code and message of a call that must have been refused at response level."""
        body = self.body
        if body.get("success") is not False:
            raise AssertionError(body)
        assert self.status == 200  # noqa: PLR2004 -- behaviour.md 1.1
        (only,) = body["errors"]
        return only["code"], only["message"]


class Rehearsal:
    """A server over a prepared store, a clock that stands still, a client that may do all."""

    def __init__(
        self, store: Store, clock: ManualClock | None = None, settings: Settings | None = None
    ) -> None:
        """Serve ``store``, which has its schema and its basic contents; the caller closes it."""
        self.clock = clock or ManualClock()
        self.store = store
        store.clock = self.clock
        self.settings = settings or Settings.model_construct(data=Path("unused"))
        self.application = Application(store, self.settings, KEY, self.clock)
        self._runner = asyncio.Runner()
        self._token: str | None = None

    def __enter__(self) -> Self:
        """Return the server."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the server; the store stays open."""
        self._runner.close()

    # -- clients --------------------------------------------------------------------------------

    def add_client(
        self, name: str, role: str = ALL_PERMISSIONS_ROLE, workspace: str | None = None
    ) -> Credentials:
        """Make a client with a role."""
        new = NewClient(name, role, workspace)
        return self.store.write_now(lambda tx: add_client(tx, KEY, new, self.clock.now()))

    def token_for(self, credentials: Credentials) -> str:
        """Return a client's access token."""
        query = {
            "grant_type": "client_credentials",
            "client_id": credentials.client_id,
            "client_secret": credentials.client_secret,
        }
        answer = self.request("GET", "/identity/oauth/token", query, token="")
        token: str = answer.body["access_token"]
        return token

    @property
    def token(self) -> str:
        """The token of a client that may do everything."""
        if self._token is None:
            self._token = self.token_for(self.add_client("rehearsal"))
        return self._token

    def forget_token(self) -> None:
        """Ask for a new token at the next call: after the clock went past the old one's end."""
        self._token = None

    # -- requests -------------------------------------------------------------------------------

    def get(self, path: str, query: Query = None, **options: Any) -> Response:  # noqa: ANN401
        """GET ``path`` with the client's token."""
        return self.request("GET", path, query, **options)

    def post(
        self,
        path: str,
        json: Any = None,  # noqa: ANN401
        query: Query = None,
        **options: Any,  # noqa: ANN401
    ) -> Response:
        """POST a JSON body to ``path`` with the client's token."""
        return self.request("POST", path, query, json=json, **options)

    def delete(
        self,
        path: str,
        json: Any = None,  # noqa: ANN401
        query: Query = None,
        **options: Any,  # noqa: ANN401
    ) -> Response:
        """DELETE ``path`` with the client's token."""
        return self.request("DELETE", path, query, json=json, **options)

    def request(
        self,
        method: str,
        path: str,
        query: Query = None,
        *,
        json: Any = None,  # noqa: ANN401
        form: Query = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        token: str | None = None,
    ) -> Response:
        """Send one request exactly as told: the path goes out as it stands, dots and slashes too.

        ``token=""`` sends none; None sends the token of the client that may do everything.
        """
        sent = {name.lower(): value for name, value in (headers or {}).items()}
        body = content
        if json is not None:
            body = msgspec.json.encode(json)
            sent.setdefault("content-type", "application/json")
        elif form is not None:
            body = _encoded(form)
            sent.setdefault("content-type", "application/x-www-form-urlencoded")
        if body is not None:
            sent.setdefault("content-length", str(len(body)))
        token = self.token if token is None else token
        if token:
            sent.setdefault("authorization", f"Bearer {token}")
        return self._runner.run(self._request(method, path, _encoded(query), body or b"", sent))

    async def _request(
        self, method: str, path: str, query: bytes, body: bytes, headers: Mapping[str, str]
    ) -> Response:
        answered: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

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
        received = {name.decode(): value.decode() for name, value in start["headers"]}
        content = b"".join(part.get("body", b"") for part in parts)
        if received.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return Response(start["status"], received, content)

    def store_counts(self) -> None:
        """Store the usage counts now, as a running server does every second."""
        self._runner.run(self.application.store_counts())


def _encoded(parameters: Query) -> bytes:
    if parameters is None:
        return b""
    if isinstance(parameters, str):
        return parameters.encode()
    return urlencode(parameters, doseq=True).encode()
