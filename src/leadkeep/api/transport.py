"""From the bytes of a request to its parts, from an answer to bytes (behaviour.md 1.1, 1.6)."""

import gzip
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from leadkeep.api import params
from leadkeep.errors import Reason, Refusal

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

LONGEST_URI_BYTES = 8_192
LARGEST_BODY_BYTES = 1_048_576
LARGEST_IMPORT_BYTES = 10_485_760
"""Sizes of behaviour.md 1.6."""
NOT_MODIFIED = 304
GZIP_FROM_BYTES = 1_024
GZIP_LEVEL = 1
"""The fastest: replies are compressed on the event loop."""
ACCEPTED_ENCODINGS_REMEMBERED = 256

JSON_HEADERS: Headers = [(b"content-type", b"application/json;charset=UTF-8")]
TEXT_HEADERS: Headers = [(b"content-type", b"text/plain;charset=UTF-8")]
IDENTITY_HEADERS: Headers = [
    *JSON_HEADERS,
    (b"cache-control", b"no-store"),
    (b"pragma", b"no-cache"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-xss-protection", b"1; mode=block"),
    (b"x-frame-options", b"DENY"),
]
"""What identity replies carry (behaviour.md 1.1)."""

_IS_REFUSED = re.compile(rb"\s*q\s*=\s*0(\.0*)?\s*").fullmatch
# Each line is looked at once and each repetition is bounded: no body makes the search long.
_TOKEN_PART = re.compile(
    rb'\ncontent-disposition:[^\r\n;]{0,100};[ \t]{0,9}name="?access_token"?[ \t]{0,9}\r\n'
    rb"(?:[^\r\n]{1,200}\r\n){0,3}\r\n([^\r\n]{0,500})\r\n",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Request:
    """What is known of a request before it is let in. ``query`` holds the form's parameters too."""

    id: str
    method: str
    path: str
    query: dict[str, list[str]]
    body: bytes
    content_type: str
    authorization: str


@dataclass(slots=True)
class Answer:
    """What goes back."""

    body: bytes
    status: int = 200
    headers: Headers | None = None
    """None for those of JSON."""
    error: Reason | None = None

    def with_headers(self, more: Headers) -> "Answer":
        """Return the answer with more headers; those that it has by itself stay as they are."""
        own = JSON_HEADERS if self.headers is None else self.headers
        names = {name for name, _ in own}
        new = [header for header in more if header[0] not in names]
        return Answer(self.body, self.status, [*own, *new], self.error)


class TooLarge(Exception):  # noqa: N818 -- ends the reading of a request
    """The URI (414) or the body (413) is larger than a call may send; ``status`` says which."""

    def __init__(self, status: int) -> None:
        """Answer with this HTTP status."""
        super().__init__(status)
        self.status = status


async def read_request(scope: Scope, receive: Receive, request_id: str, path: str) -> Request:
    """Read the request; forms become parameters, ``_method`` becomes the method.

    Raises:
        TooLarge: its URI or its body is.
        Refusal: it has too many parameters.
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
        limit = LARGEST_IMPORT_BYTES if path.startswith("/bulk/") else LARGEST_BODY_BYTES
        length = headers.get(b"content-length", b"")
        if length.isdigit() and int(length[:20]) > limit:
            raise TooLarge(413)  # before a byte of it is read or asked for
        body = await _read_body(receive, limit)
    if method == "GET":
        body = b""  # clients send forms along; they are read and dropped (request_forms.md)
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
    return Request(request_id, method, path, query, body, content_type, authorization)


async def _read_body(receive: Receive, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refusal(Reason.INVALID_JSON)  # nobody is left to read it
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise TooLarge(413)
        chunks.append(chunk)
        if not message.get("more_body"):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


async def send_answer(answer: Answer, scope: Scope, send: Send) -> None:
    """Send the answer, compressed when it is large and the client accepts that."""
    body = answer.body
    headers = JSON_HEADERS if answer.headers is None else answer.headers
    if len(body) >= GZIP_FROM_BYTES:
        headers = [*headers, (b"vary", b"Accept-Encoding")]
        if _accepts_gzip(scope):
            body = gzip.compress(body, GZIP_LEVEL, mtime=0)
            headers.append((b"content-encoding", b"gzip"))
    if answer.status != NOT_MODIFIED:  # its length would be that of what was not sent
        headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _accepts_gzip(scope: Scope) -> bool:
    sent = [value for name, value in scope["headers"] if name == b"accept-encoding"]
    return bool(sent) and accepts_gzip(b",".join(sent))


@lru_cache(ACCEPTED_ENCODINGS_REMEMBERED)
def accepts_gzip(accepted: bytes) -> bool:
    """Return whether an Accept-Encoding header allows gzip: ``gzip;q=0`` does not."""
    is_wanted = {}
    for piece in accepted.lower().split(b","):
        coding, _, weight = piece.partition(b";")
        is_wanted[coding.strip()] = not _IS_REFUSED(weight)
    return is_wanted.get(b"gzip", is_wanted.get(b"*", False))
