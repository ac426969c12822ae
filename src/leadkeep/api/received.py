"""Read a request: its head before its token is checked, its body after that.

Only a form may hold the token itself. Such bodies are read before, and share a budget of memory.

See behaviour.md 1.1, 1.6.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from leadkeep.api import params
from leadkeep.asgi import BudgetSpent, NotGzip, TooLarge, read_body
from leadkeep.errors import Reason, Refusal
from leadkeep.multipart import MULTIPART_TYPE

FORM_TYPES = frozenset({params.FORM_TYPE, MULTIPART_TYPE})
NO_BODY_METHODS = frozenset({"GET", "HEAD"})

LONGEST_URI_BYTES = 8_192
LARGEST_BODY_BYTES = 1_048_576
"""Limits of sizes (behaviour.md 1.6). That of a bulk import is a setting."""

# Each line is searched once and each repetition is bounded, so no body makes the search slow.
_TOKEN_PART = re.compile(
    rb'\ncontent-disposition:[^\r\n;]{0,100};[ \t]{0,9}name="?access_token"?[ \t]{0,9}\r\n'
    rb"(?:[^\r\n]{1,200}\r\n){0,3}\r\n([^\r\n]{0,500})\r\n",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Received:
    """A request whose token is not checked yet; ``query`` includes parameters of a form body."""

    id: str
    method: str
    path: str
    query: dict[str, list[str]]
    body: bytes
    content_type: str
    headers: Mapping[bytes, bytes]
    client_name: str | None = None
    """What follows is known once the request has gone so far, and is logged."""
    bodies_logged_until: datetime | None = None
    operation_id: str | None = None
    result: list[Any] | None = None
    statements: list[Any] = field(default_factory=list)

    @property
    def has_body(self) -> bool:
        """Does the request have a body?"""
        return b"content-length" in self.headers or b"transfer-encoding" in self.headers

    @property
    def may_have_token(self) -> bool:
        """May the body hold the token, as a form can?"""
        return self.method not in NO_BODY_METHODS and self.content_type in FORM_TYPES


def receive_head(scope: Scope, request_id: str, path: str) -> Received:
    """Return a request without its body: what is known before the token is checked.

    Raises:
        TooLarge: the URI is too large.
        Refusal: there are too many parameters.
    """
    query_string: bytes = scope["query_string"]
    mark = 1 if query_string else 0
    if len(scope["raw_path"]) + mark + len(query_string) > LONGEST_URI_BYTES:
        raise TooLarge(414)
    headers: dict[bytes, bytes] = dict(scope["headers"])
    query = params.parse_parameters(query_string)
    method: str = scope["method"]
    if b"content-length" in headers or b"transfer-encoding" in headers:
        content_type = headers.get(b"content-type", b"").decode("latin-1")
        content_type = content_type.partition(";")[0].strip().lower()
    else:
        content_type = ""
        if method == "POST" and "_method" in query:
            method = override(query)
    return Received(request_id, method, path, query, b"", content_type, headers)


def override(query: dict[str, list[str]]) -> str:
    """Return the method that a POST request asks for by the parameter ``_method``."""
    return query["_method"][-1].strip().upper()


async def receive_body(
    received: Received,
    scope: Scope,
    receive: Receive,
    limit: int,
    take: Callable[[int], None] | None = None,
) -> None:
    """Read a request's body; add form parameters to the query, let ``_method`` replace the method.

    ``limit`` is the largest body in bytes. ``take`` takes memory for a request whose token is not
    accepted yet.

    Raises:
        TooLarge: the body is too large.
        Refusal: there are too many parameters, the client has disconnected, the body is not gzip,
            as its header says, or too many bodies are read now.
    """
    headers = received.headers
    if not received.has_body:
        return
    budget = () if take is None else (take,)
    try:
        body = await read_body(scope, receive, headers, limit, *budget)
    except (ClientDisconnect, NotGzip):
        raise Refusal(Reason.INVALID_JSON) from None
    except BudgetSpent:
        raise Refusal(Reason.TEMPORARILY_UNAVAILABLE) from None
    query = received.query
    if received.method in NO_BODY_METHODS:
        body = b""  # clients send forms with GET; the form is dropped (request_forms.md)
    elif received.content_type == params.FORM_TYPE:
        for name, values in params.parse_parameters(body).items():
            query.setdefault(name, []).extend(values)
        body = b""
    elif received.content_type == MULTIPART_TYPE and "access_token" not in query:
        part = _TOKEN_PART.search(body)
        if part:
            query["access_token"] = [part.group(1).decode("utf-8", "replace")]
    received.body = body
    if received.method == "POST" and "_method" in query:
        received.method = override(query)
