"""What every door needs of HTTP and Starlette has not, or has otherwise (record 0107)."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache, partial

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipResponder, IdentityResponder
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

GZIP_FROM_BYTES = 1_024
GZIP_LEVEL = 1
"""The fastest: most replies are compressed on the event loop."""
ACCEPTED_ENCODINGS_CACHED = 256
ANY_ORIGIN = "*"
METHODS = "GET, POST, DELETE"
PREFLIGHT_KEPT_SECONDS = 600
NO_LENGTHS = frozenset({b"", b"0"})

_IS_REFUSED = re.compile(rb"\s*q\s*=\s*0(\.0*)?\s*").fullmatch


class TooLarge(Exception):  # noqa: N818 -- ends the reading of a request
    """The URI (414) or the body (413) is larger than a request may be; ``status`` says which."""

    def __init__(self, status: int) -> None:
        """Answer with this HTTP status."""
        super().__init__(status)
        self.status = status


async def read_body(
    scope: Scope, receive: Receive, headers: Mapping[bytes, bytes], limit: int
) -> bytes:
    """Return the body; a request without a length and without chunks has none.

    Raises:
        TooLarge: it has more bytes than the limit. A length that says so is believed before any
            byte is read or asked for.
        ClientDisconnect: nobody is left to send the rest.
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
        chunks.append(chunk)
    return b"".join(chunks)


async def send_response(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Send a response, compressed when it is large and the client accepts that.

    Small ones, which are most, do without the middleware: it costs more than some of them.
    """
    app: ASGIApp = response
    if len(response.body) >= GZIP_FROM_BYTES:
        sent = [value for name, value in scope["headers"] if name == b"accept-encoding"]
        if accepts_gzip(b",".join(sent)):
            app = GZipResponder(response, GZIP_FROM_BYTES, GZIP_LEVEL)
        else:
            app = IdentityResponder(response, GZIP_FROM_BYTES)
    await app(scope, receive, send)


@lru_cache(ACCEPTED_ENCODINGS_CACHED)
def accepts_gzip(accepted: bytes) -> bool:
    """Return whether an Accept-Encoding header allows gzip: ``gzip;q=0`` does not."""
    is_wanted = {}
    for piece in accepted.lower().split(b","):
        coding, _, weight = piece.partition(b";")
        is_wanted[coding.strip()] = not _IS_REFUSED(weight)
    return is_wanted.get(b"gzip", is_wanted.get(b"*", False))


class Cors(CORSMiddleware):
    """Starlette's rules for pages of browsers, with the preflight replies of this server.

    A preflight from an origin that is not listed gets the reply of any other request, and pages of
    a listed one may send every header: the token decides. Where all origins are listed, each is
    named in its replies.
    """

    def __init__(self, app: ASGIApp, origins: Iterable[str]) -> None:
        """Let pages of these origins call; ``*`` lets all."""
        listed = {origin.rstrip("/") for origin in origins}
        any_origin = ".*" if ANY_ORIGIN in listed else None
        super().__init__(app, listed - {ANY_ORIGIN}, allow_origin_regex=any_origin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight, or let the application answer; add what pages need to read it."""
        headers = Headers(scope=scope)
        app = self.app
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            origin = headers.get("origin")
            if origin is not None and self.is_allowed_origin(origin):
                app = self.preflight_response(headers)
        await app(scope, receive, partial(self.send, send=send, request_headers=headers))

    def preflight_response(self, request_headers: Headers) -> Response:
        """Return the reply to a preflight from an allowed origin."""
        asked = request_headers.get("access-control-request-headers", "")
        return preflight_response(200, METHODS, PREFLIGHT_KEPT_SECONDS, asked)

    @staticmethod
    def allow_explicit_origin(headers: MutableHeaders, origin: str) -> None:
        """Let pages of an origin read a response that does not say by itself who may."""
        headers.setdefault("access-control-allow-origin", origin)
        headers["vary"] = ", ".join(["Origin", *headers.getlist("vary")])


def preflight_response(status: int, methods: str, kept_seconds: int, asked: str) -> Response:
    """Return the reply to a preflight: any header that was asked for may be sent."""
    headers = {"access-control-allow-methods": methods, "access-control-max-age": f"{kept_seconds}"}
    if asked:
        headers["access-control-allow-headers"] = asked
    return Response(status_code=status, headers=headers)
