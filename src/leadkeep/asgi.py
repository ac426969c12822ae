"""HTTP helpers that Starlette lacks or does differently (docs/decisions/0107)."""

import re
import zlib
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipResponder, IdentityResponder
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

GZIP_FROM_BYTES = 1_024
GZIP_LEVEL = 1
"""Of 1 to 9 the fastest, because most responses are compressed on the event loop."""
ACCEPTED_ENCODINGS_CACHED = 256
ANY_ORIGIN = "*"
METHODS = "GET, POST, DELETE"
PREFLIGHT_MAX_AGE_SECONDS = 600
GZIP_NAMES = frozenset({b"gzip", b"x-gzip"})
GZIP_WINDOW_BITS = 31
"""Asks zlib for gzip headers and the largest window."""
GZIP_MEMBER_LIMIT = 16
"""Each member copies what follows it: many small ones would take long."""
NO_LENGTHS = frozenset({b"", b"0"})

_IS_REFUSED = re.compile(rb"\s*q\s*=\s*0(\.0*)?\s*").fullmatch


class TooLarge(Exception):  # noqa: N818 -- ends the reading of a request
    """The URI (status 414) or the body (status 413) of a request is too large."""

    def __init__(self, status: int) -> None:
        """Set the HTTP status of the response, 414 or 413."""
        super().__init__(status)
        self.status = status


class NotGzip(Exception):  # noqa: N818 -- ends the reading of a request
    """The body of a request is not in the coding gzip, as its Content-Encoding says."""


class BudgetSpent(Exception):  # noqa: N818 -- ends the reading of a request
    """Bodies of other requests take all of the memory that there is for them."""


class Budget:
    """Memory for bodies that several requests share."""

    def __init__(self, limit_bytes: int) -> None:
        """Set the limit of all bodies together."""
        self._free = limit_bytes

    @contextmanager
    def share(self) -> Iterator[Callable[[int], None]]:
        """Yield a function that takes memory in bytes; all of it is given back after the block.

        The function raises :class:`BudgetSpent` if there is not so much left.
        """
        taken = 0

        def take(size: int) -> None:
            nonlocal taken
            if size > self._free:
                raise BudgetSpent
            self._free -= size
            taken += size

        try:
            yield take
        finally:
            self._free += taken


def _take_nothing(size: int) -> None:
    del size


async def read_body(
    scope: Scope,
    receive: Receive,
    headers: Mapping[bytes, bytes],
    limit: int,
    take: Callable[[int], None] = _take_nothing,
) -> bytes:
    """Return a request's body; empty if the request has neither Content-Length nor chunks.

    A body in the coding gzip is decompressed. If Content-Length is larger than ``limit`` bytes, the
    body is refused before it is read. ``take`` takes its memory from a :class:`Budget`.

    Raises:
        BudgetSpent: there is no memory for the body now.
        TooLarge: the body has more than ``limit`` bytes, before or after decompression.
        NotGzip: the body is not in the coding gzip, as its header says.
        ClientDisconnect: the client has closed the connection.
    """
    length = headers.get(b"content-length", b"")
    if length in NO_LENGTHS and b"transfer-encoding" not in headers:
        return b""
    if length.isdigit() and int(length[:20]) > limit:
        raise TooLarge(413)
    chunks: list[bytes] = []
    size = 0
    async for chunk in Request(scope, receive).stream():
        size += len(chunk)
        if size > limit:
            raise TooLarge(413)
        take(len(chunk))
        chunks.append(chunk)
    body = b"".join(chunks)
    coding = headers.get(b"content-encoding", b"").strip().lower()
    if coding not in GZIP_NAMES:
        return body
    take(limit)  # what it may become
    return decompressed(body, limit)


def decompressed(body: bytes, limit: int) -> bytes:
    """Return the content of a gzip body, which may have several members.

    Raises:
        TooLarge: the content has more than ``limit`` bytes; no more of it is decompressed.
        NotGzip: the body is not gzip, is cut off, or has too many members.
    """
    content = bytearray()
    for _ in range(GZIP_MEMBER_LIMIT):
        member = zlib.decompressobj(GZIP_WINDOW_BITS)
        try:
            content += member.decompress(body, limit + 1 - len(content))
        except zlib.error:
            raise NotGzip from None
        if len(content) > limit:
            raise TooLarge(413)
        if not member.eof:
            raise NotGzip
        body = member.unused_data
        if not body:
            return bytes(content)
    raise NotGzip


ReadPart = Callable[[int, int], Awaitable[bytes]]
"""Returns bytes of a file between two offsets: some of them, at least one."""


class PartsResponse(Response):
    """A response that reads its content part by part, as fast as the client takes it."""

    def __init__(
        self,
        status: int,
        headers: Sequence[tuple[bytes, bytes]],
        read: ReadPart,
        start: int,
        end: int,
    ) -> None:
        """Send the bytes from ``start`` to ``end`` that ``read`` returns."""
        self.body = b""
        self.background = None
        self.status_code = status
        length = str(end - start).encode()
        self.raw_headers = [*headers, (b"content-length", length)]
        self._read = read
        self._start, self._end = start, end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response."""
        del scope, receive
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
        )
        at = self._start
        while at < self._end:
            part = await self._read(at, self._end)
            if not part:
                raise EOFError("the file was deleted while it was sent")
            at += len(part)
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def send_response(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Send a response, compressed if it is large and the client accepts gzip.

    A small response, the usual case, skips the compression middleware: passing through it takes
    longer than some whole requests.
    """
    app: ASGIApp = response
    if len(response.body) < GZIP_FROM_BYTES:
        if _respond_by_one_write(response, send):
            return
    else:
        sent = [value for name, value in scope["headers"] if name == b"accept-encoding"]
        if accepts_gzip(b",".join(sent)):
            app = GZipResponder(response, GZIP_FROM_BYTES, GZIP_LEVEL)
        else:
            app = IdentityResponder(response, GZIP_FROM_BYTES)
    await app(scope, receive, send)


def _respond_by_one_write(response: Response, send: Send) -> bool:
    """Send a response with one write, if the server can and nothing stands between."""
    respond = getattr(getattr(send, "__self__", None), "respond_by_one_write", None)
    if respond is None or not getattr(response, "has_fixed_headers", False):
        return False
    lines = [b"%b: %b\r\n" % each for each in response.raw_headers]
    is_sent: bool = respond(response.status_code, b"".join(lines), response.body)
    return is_sent


@lru_cache(ACCEPTED_ENCODINGS_CACHED)
def accepts_gzip(accepted: bytes) -> bool:
    """Return whether an Accept-Encoding header allows gzip, which ``gzip;q=0`` forbids."""
    is_wanted = {}
    for piece in accepted.lower().split(b","):
        coding, _, weight = piece.partition(b";")
        is_wanted[coding.strip()] = not _IS_REFUSED(weight)
    return is_wanted.get(b"gzip", is_wanted.get(b"*", False))


class Cors(CORSMiddleware):
    """Starlette's CORS middleware with this server's preflight responses.

    A preflight from an origin that is not allowed is handled like any other request. Pages of an
    allowed origin may send every header, because access depends on the token alone. If all origins
    are allowed, each response allows the origin of its request by name.
    """

    def __init__(self, app: ASGIApp, origins: Iterable[str]) -> None:
        """Allow requests from pages of these origins; ``*`` allows all origins."""
        listed = {origin.rstrip("/") for origin in origins}
        any_origin = ".*" if ANY_ORIGIN in listed else None
        super().__init__(app, listed - {ANY_ORIGIN}, allow_origin_regex=any_origin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight, or call the application and add CORS headers to its response."""
        headers = Headers(scope=scope)
        app = self.app
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            origin = headers.get("origin")
            if origin is not None and self.is_allowed_origin(origin):
                app = self.preflight_response(headers)
        await app(scope, receive, partial(self.send, send=send, request_headers=headers))

    def preflight_response(self, request_headers: Headers) -> Response:
        """Return the response to a preflight from an allowed origin."""
        asked = request_headers.get("access-control-request-headers", "")
        return preflight_response(200, METHODS, PREFLIGHT_MAX_AGE_SECONDS, asked)

    @staticmethod
    def allow_explicit_origin(headers: MutableHeaders, origin: str) -> None:
        """Allow pages of an origin to read a response that does not allow an origin yet."""
        headers.setdefault("access-control-allow-origin", origin)
        headers["vary"] = ", ".join(["Origin", *headers.getlist("vary")])


def preflight_response(status: int, methods: str, max_age_seconds: int, asked: str) -> Response:
    """Return the response to a preflight; it allows all headers that ``asked`` lists.

    Browsers may cache the response for ``max_age_seconds``.
    """
    headers = {
        "access-control-allow-methods": methods,
        "access-control-max-age": f"{max_age_seconds}",
    }
    if asked:
        headers["access-control-allow-headers"] = asked
    return Response(status_code=status, headers=headers)


def is_loopback(address: str) -> bool:
    """Return whether only programs on this machine reach an address, such as ``127.0.0.1``."""
    if address == "localhost":
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
