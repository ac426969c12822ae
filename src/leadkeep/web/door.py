"""Endpoints for browsers: ``/webevents/`` and ``/click/``.

They are served before the API's request chain. A response has a few bytes, and accepted events wait
in memory until the next batch is written to the store.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from leadkeep.asgi import NotGzip, TooLarge, preflight_response, read_body
from leadkeep.clock import Clock
from leadkeep.domain.activities import ActivityType
from leadkeep.domain.instance import munchkin_id
from leadkeep.domain.leads import cookie_token
from leadkeep.domain.visitors import Click, Visit, read_click_token, record_visits
from leadkeep.store import Store
from leadkeep.web.links import escaped, with_token
from leadkeep.web.queue import WaitingEvents
from leadkeep.web.read import IGNORED, KINDS, RawEvent, is_bot, visits_of

logger = logging.getLogger("leadkeep")

EVENTS = b"/webevents/"
CLICKS = b"/click/"
LONGEST_QUERY_BYTES = 8_192
LARGEST_BODY_BYTES = 16_384
PREFLIGHT_CACHE_SECONDS = 86_400
COOKIE = "_mkto_trk"

_DOT = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
"""A transparent GIF of one pixel, the response to scripts that load an image."""
_NO_STORE = {"cache-control": "no-store"}
IMAGE = Response(_DOT, headers={"content-type": "image/gif", **_NO_STORE})
ACCEPTED = Response(status_code=204, headers=_NO_STORE)
_RETRY = {"retry-after": "1"}


class Web:
    """The browser endpoints of one server process, and its queue of web events."""

    def __init__(self, store: Store, clock: Clock, key: bytes, waiting_limit: int) -> None:
        """Set the store for the events, and the key that verifies the signatures of links.

        At most ``waiting_limit`` events wait in memory.
        """
        self._store = store
        self._clock = clock
        self._key = key
        self.events: WaitingEvents[RawEvent | Visit] = WaitingEvents(self._write, waiting_limit)

    def handler(self, path: bytes) -> ASGIApp | None:
        """Return the ASGI handler of a URL path; None if no browser endpoint has the path."""
        if path.startswith(EVENTS):
            return self._respond_to_event
        if path.startswith(CLICKS):
            return self._respond_to_click
        return None

    async def run(self, stopping: asyncio.Event) -> None:
        """Write waiting events regularly until ``stopping`` is set, then try to write the rest."""
        await self.events.run(stopping)

    async def _write(self, events: Sequence[RawEvent | Visit]) -> None:
        visits = await asyncio.to_thread(visits_of, events)
        if visits:
            await self._store.write(partial(record_visits, key=self._key, visits=visits))

    # -- web events -----------------------------------------------------------------------------

    async def _respond_to_event(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent: dict[bytes, bytes] = dict(scope["headers"])
        try:
            response = await self._event_response(scope, receive, sent)
        except TooLarge as too_large:
            response = Response(status_code=too_large.status)
        except ClientDisconnect:
            response = Response(status_code=413)
        origin, headers = sent.get(b"origin"), response.raw_headers
        if origin is not None:
            headers = [*headers, *_allowing(origin)]
        await send(
            {"type": "http.response.start", "status": response.status_code, "headers": headers}
        )
        await send({"type": "http.response.body", "body": response.body})

    async def _event_response(
        self, scope: Scope, receive: Receive, sent: dict[bytes, bytes]
    ) -> Response:
        name, method = scope["raw_path"][len(EVENTS) :].decode("latin-1"), scope["method"]
        if name not in KINDS and name not in IGNORED:
            return Response(status_code=404)
        if method == "OPTIONS":
            asked = sent.get(b"access-control-request-headers", b"").decode("latin-1")
            return preflight_response(204, "GET, POST", PREFLIGHT_CACHE_SECONDS, asked)
        if method not in {"GET", "HEAD", "POST"}:
            return Response(status_code=405, headers={"allow": "GET, HEAD, POST, OPTIONS"})
        if len(scope["query_string"]) > LONGEST_QUERY_BYTES:
            raise TooLarge(414)
        is_post = method == "POST"
        try:
            body = await read_body(scope, receive, sent, LARGEST_BODY_BYTES) if is_post else b""
        except NotGzip:
            return Response(status_code=400)
        if method != "HEAD" and name in KINDS and not self._offer(scope, sent, name, body):
            return Response(status_code=503, headers=_RETRY)
        return ACCEPTED if is_post else IMAGE

    def _offer(self, scope: Scope, sent: dict[bytes, bytes], name: str, body: bytes) -> bool:
        event = RawEvent(
            KINDS[name],
            self._clock.now(),
            scope["query_string"],
            body,
            _client_address(scope),
            sent.get(b"user-agent", b"")[:LONGEST_QUERY_BYTES],
        )
        return self.events.offer(event, event.size)

    # -- clicks on links in mails ---------------------------------------------------------------

    async def _respond_to_click(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a click on a link; answer 503 if the store fails."""
        try:
            own_id = await self._store.read(munchkin_id)
        except Exception:
            logger.exception("a click on a link could not be answered")
            response = Response(status_code=503, headers=_NO_STORE | _RETRY)
        else:
            response = self._click_response(Request(scope), own_id)
        await response(scope, receive, send)

    def _click_response(self, request: Request, own_id: str) -> Response:
        """Return a redirect to the target of a signed link; 404 or 410 if there is none.

        404: the link or its target is not signed; 410: the link has expired; 405: the method is
        neither GET nor HEAD.
        """
        scope = request.scope
        if request.method not in {"GET", "HEAD"}:
            return Response(status_code=405, headers={"allow": "GET, HEAD"})
        token = scope["raw_path"][len(CLICKS) :].decode("latin-1")
        try:
            target = parse_qs(
                scope["query_string"].decode("latin-1"), max_num_fields=10, errors="strict"
            ).get("to", [""])[0]
        except ValueError:
            target = ""
        now = self._clock.now()
        click = read_click_token(self._key, own_id, token)
        if click is None or not click.leads_to(self._key, target):
            return Response(status_code=404, headers=_NO_STORE)
        if click.ends_at <= now:
            return Response(status_code=410, headers=_NO_STORE)
        if request.method == "GET":
            self._offer_click(request, own_id, click, target, now)
        address = escaped(with_token(target, token)).decode("latin-1")
        return Response(status_code=302, headers={"location": address, **_NO_STORE})

    def _offer_click(
        self, request: Request, own_id: str, click: Click, target: str, now: datetime
    ) -> None:
        """Add a click on a link to the queue of events, unless a bot clicked.

        If the queue is full, the click is dropped.
        """
        user_agent = request.headers.get("user-agent", "")[:500]
        if is_bot(user_agent):
            return
        visit = Visit(
            kind=ActivityType.CLICK_LINK,
            moment=now,
            address=target,
            token=_cookie(request.headers.get("cookie", ""), own_id),
            lead_id=click.lead_id,
            client_address=_client_address(request.scope),
            user_agent=user_agent,
        )
        self.events.offer(visit, len(target) + 500)


def _cookie(header: str, own_id: str) -> str | None:
    """Return the visitor's token from the tracking cookie; None without one of this instance."""
    for piece in header.split(";"):
        name, _, value = piece.strip().partition("=")
        if name == COOKIE:
            try:
                return cookie_token(value.strip('"'), own_id)
            except ValueError:
                return None
    return None


def _client_address(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""


def _allowing(origin: bytes) -> list[tuple[bytes, bytes]]:
    """Return CORS headers for any origin, which is safe: responses have no personal data."""
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]
