"""The doors for browsers: ``/webevents/`` and ``/click/``.

They are answered before the chain of the API and by themselves: an answer is a handful of bytes,
and what came waits in memory to be written with others.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from leadkeep.clock import Clock
from leadkeep.domain.activities import ActivityType
from leadkeep.domain.instance import munchkin_id
from leadkeep.domain.leads import cookie_token
from leadkeep.domain.visitors import Click, Visit, read_click_token, record_visits
from leadkeep.store import Store
from leadkeep.web.links import escaped, with_token
from leadkeep.web.queue import WaitingEvents
from leadkeep.web.read import IGNORED, KINDS, RawEvent, is_bot, visits_of

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
Door = Callable[[Scope, Receive, Send], Awaitable[None]]

logger = logging.getLogger("leadkeep")

EVENTS = b"/webevents/"
CLICKS = b"/click/"
LONGEST_QUERY_BYTES = 8_192
LARGEST_BODY_BYTES = 16_384
PREFLIGHT_KEPT_SECONDS = b"86400"
COOKIE = "_mkto_trk"

IMAGE = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
"""One transparent dot: what scripts that load an image get."""
_NO_STORE = (b"cache-control", b"no-store")
_IMAGE_HEADERS: Headers = [(b"content-type", b"image/gif"), _NO_STORE]
_RETRY: Headers = [(b"retry-after", b"1")]


class Web:
    """What one server process knows of browsers: the events that wait to be written."""

    def __init__(self, store: Store, clock: Clock, key: bytes, most_waiting: int) -> None:
        """Record in ``store``; ``key`` signs the links that leads are sent."""
        self._store = store
        self._clock = clock
        self._key = key
        self.events: WaitingEvents[RawEvent | Visit] = WaitingEvents(self._write, most_waiting)

    def door(self, path: bytes) -> Door | None:
        """Return what answers a request for a path; None when it is for none of these doors."""
        if path.startswith(EVENTS):
            return self._take_event
        if path.startswith(CLICKS):
            return self._follow_safely
        return None

    async def run(self, stopping: asyncio.Event) -> None:
        """Write what waits until the server stops, and then the rest."""
        await self.events.run(stopping)

    async def _write(self, events: Sequence[RawEvent | Visit]) -> None:
        visits = await asyncio.to_thread(visits_of, events)
        if visits:
            await self._store.write(partial(record_visits, key=self._key, visits=visits))

    # -- web events -----------------------------------------------------------------------------

    async def _take_event(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent: dict[bytes, bytes] = dict(scope["headers"])
        cors = _cors(sent.get(b"origin"))
        name = scope["raw_path"][len(EVENTS) :].decode("latin-1")
        method = scope["method"]
        if name not in KINDS and name not in IGNORED:
            await _send(send, 404, cors)
        elif method == "OPTIONS":
            await _send(send, 204, [*cors, *_preflight(sent)])
        elif method not in {"GET", "HEAD", "POST"}:
            await _send(send, 405, [*cors, (b"allow", b"GET, HEAD, POST, OPTIONS")])
        elif len(scope["query_string"]) > LONGEST_QUERY_BYTES:
            await _send(send, 414, cors)
        else:
            body = await _read_body(sent, receive) if method == "POST" else b""
            if body is None:
                await _send(send, 413, cors)
            elif method != "HEAD" and name in KINDS and not self._offer(scope, sent, name, body):
                await _send(send, 503, [*cors, *_RETRY])
            elif method == "POST":
                await _send(send, 204, [*cors, _NO_STORE])
            else:
                await _send(send, 200, [*cors, *_IMAGE_HEADERS], IMAGE)

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

    # -- links that leads were sent -------------------------------------------------------------

    async def _follow_safely(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 503 where the store does not: this door stands outside the API's chain."""
        del receive
        try:
            own_id = await self._store.read(munchkin_id)
        except Exception:
            logger.exception("a link could not be followed")
            await _send(send, 503, [_NO_STORE, *_RETRY])
        else:
            await self._follow(scope, send, own_id)

    async def _follow(self, scope: Scope, send: Send, own_id: str) -> None:
        """Lead to the address that the link was signed for, and to no other."""
        if scope["method"] not in {"GET", "HEAD"}:
            await _send(send, 405, [(b"allow", b"GET, HEAD")])
            return
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
            await _send(send, 404, [_NO_STORE])
        elif click.ends_at <= now:
            await _send(send, 410, [_NO_STORE])
        else:
            if scope["method"] == "GET":
                self._note(scope, own_id, click, target, now)
            address = escaped(with_token(target, token))
            await _send(send, 302, [(b"location", address), _NO_STORE])

    def _note(self, scope: Scope, own_id: str, click: Click, target: str, now: datetime) -> None:
        """Let the click be written. Where there is no room for it, its visitor goes on as well."""
        sent: dict[bytes, bytes] = dict(scope["headers"])
        user_agent = sent.get(b"user-agent", b"").decode("latin-1")[:500]
        if is_bot(user_agent):
            return
        visit = Visit(
            kind=ActivityType.CLICK_LINK,
            moment=now,
            address=target,
            token=_cookie(sent.get(b"cookie", b""), own_id),
            lead_id=click.lead_id,
            client_address=_client_address(scope),
            user_agent=user_agent,
        )
        self.events.offer(visit, len(target) + 500)


def _cookie(header: bytes, own_id: str) -> str | None:
    """Return the token of the visitor's cookie for this host, if it has one."""
    for piece in header.decode("latin-1").split(";"):
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


def _cors(origin: bytes | None) -> Headers:
    """Return what lets pages of any origin send events: no answer tells anything of anybody."""
    if origin is None:
        return []
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]


def _preflight(sent: dict[bytes, bytes]) -> Headers:
    headers = [
        (b"access-control-allow-methods", b"GET, POST"),
        (b"access-control-max-age", PREFLIGHT_KEPT_SECONDS),
    ]
    asked = sent.get(b"access-control-request-headers")
    return [*headers, (b"access-control-allow-headers", asked)] if asked else headers


async def _read_body(sent: dict[bytes, bytes], receive: Receive) -> bytes | None:
    """Return the body; None when it is too large, or nobody is left to send the rest."""
    length = sent.get(b"content-length", b"0")
    if length == b"0" and b"transfer-encoding" not in sent:
        return b""
    if length.isdigit() and int(length[:20]) > LARGEST_BODY_BYTES:
        return None
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY_BYTES or message["type"] == "http.disconnect":
            return None
        if not message.get("more_body"):
            return body


async def _send(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    if status != 204:  # noqa: PLR2004 -- it has no body, so no length either
        headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
