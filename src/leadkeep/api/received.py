"""Read a request before its token is checked: sizes, parameters, body, method.

See behaviour.md 1.1, 1.6.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from leadkeep.api import params
from leadkeep.asgi import NotGzip, TooLarge, read_body
from leadkeep.errors import Reason, Refusal

NO_BODY_METHODS = frozenset({"GET", "HEAD"})

LONGEST_URI_BYTES = 8_192
LARGEST_BODY_BYTES = 1_048_576
"""Limits of sizes (behaviour.md 1.6). That of a bulk import is a setting."""

IMPORT_PREFIX = "/bulk/"

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
    authorization: str
    headers: Mapping[bytes, bytes]
    client_name: str | None = None
    """What follows is known once the request has gone so far, and is logged."""
    bodies_logged_until: datetime | None = None
    operation_id: str | None = None
    result: list[Any] | None = None
    statements: list[Any] = field(default_factory=list)


async def receive_request(
    scope: Scope, receive: Receive, request_id: str, path: str, import_limit: int
) -> Received:
    """Read a request; add form parameters to the query, let ``_method`` replace the method.

    ``import_limit`` is the largest body of a bulk import in bytes.

    Raises:
        TooLarge: the URI or the body is too large.
        Refusal: there are too many parameters, the client has disconnected, or the body is not
            gzip, as its header says.
    """
    query_string: bytes = scope["query_string"]
    mark = 1 if query_string else 0
    if len(scope["raw_path"]) + mark + len(query_string) > LONGEST_URI_BYTES:
        raise TooLarge(414)
    headers: dict[bytes, bytes] = dict(scope["headers"])
    query = params.parse_parameters(query_string)
    method: str = scope["method"]
    content_type = ""
    body = b""
    if b"content-length" in headers or b"transfer-encoding" in headers:
        content_type = headers.get(b"content-type", b"").decode("latin-1")
        content_type = content_type.partition(";")[0].strip().lower()
        limit = import_limit if path.startswith(IMPORT_PREFIX) else LARGEST_BODY_BYTES
        try:
            body = await read_body(scope, receive, headers, limit)
        except (ClientDisconnect, NotGzip):
            raise Refusal(Reason.INVALID_JSON) from None
    if method in NO_BODY_METHODS:
        body = b""  # clients send forms with GET; the form is dropped (request_forms.md)
    elif content_type == params.FORM_TYPE:
        for name, values in params.parse_parameters(body).items():
            query.setdefault(name, []).extend(values)
        body = b""
    elif content_type == params.MULTIPART_TYPE and "access_token" not in query:
        part = _TOKEN_PART.search(body)
        if part:
            query["access_token"] = [part.group(1).decode("utf-8", "replace")]
    if method == "POST" and "_method" in query:
        method = query["_method"][-1].strip().upper()
    authorization = headers.get(b"authorization", b"").decode("latin-1")
    return Received(request_id, method, path, query, body, content_type, authorization, headers)
