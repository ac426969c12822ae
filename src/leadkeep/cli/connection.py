"""What a connection adds to uvicorn's: limits, refusals in order, a quick stop."""

import asyncio
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)
from uvicorn.server import ServerState

from leadkeep.cli.edge import EdgeLimits, edge_of

LONGEST_HEAD_BYTES = 65_536
"""Limit of request line and headers together, ample beside the limit of a URI, 8 KB."""
UNFINISHED_LIMIT_SECONDS = 2.0
"""At a stop, a request whose body is not complete yet has this long to send the rest."""


def _last(status: bytes, *lines: bytes) -> bytes:
    all_lines = (b"HTTP/1.1 " + status, *lines, b"content-length: 0", b"connection: close")
    return b"\r\n".join(all_lines) + b"\r\n\r\n"


BAD_REQUEST = _last(b"400 Bad Request")
TOO_SLOW = _last(b"408 Request Timeout")
TOO_LONG = _last(b"431 Request Header Fields Too Large")
UNAVAILABLE = _last(b"503 Service Unavailable", b"retry-after: 1")


class HeadTooLong(Exception):  # noqa: N818 -- ends the parsing of a head
    """A request's head is longer than the limit."""


class OneWriteResponder:
    """Sends a complete response with one write, past the two messages of ASGI.

    It is an attribute of uvicorn's cycle, so that only those find it who send by the cycle itself,
    and nobody who has put something between.
    """

    __slots__ = ("_connection", "_cycle")

    def __init__(self, connection: "Connection", cycle: RequestResponseCycle) -> None:
        """Respond to one request of a connection."""
        self._connection = connection
        self._cycle = cycle

    def __call__(self, status: int, lines: bytes, body: bytes) -> bool:
        """Send a response with these header lines; return False if it must take the usual way."""
        cycle, connection = self._cycle, self._connection
        if (
            cycle.response_started
            or cycle.disconnected
            or not cycle.keep_alive
            or connection.flow.write_paused
            or cycle.scope["method"] == "HEAD"
        ):
            return False
        cycle.response_started = cycle.response_complete = True
        cycle.waiting_for_100_continue = False
        common = connection.common_lines(cycle.default_headers)
        connection.transport.write(b"".join((STATUS_LINE[status], common, lines, b"\r\n", body)))
        cycle.message_event.set()
        cycle.on_response()
        return True


class Connection(HttpToolsProtocol):
    """Uvicorn's connection; what it refuses is answered after the requests before it.

    Uvicorn has no limit for a request's head, waits for heads and bodies for ever, has no limit of
    idle connections, answers a request that is no HTTP before the pipelined requests in front of
    it, and waits at a stop for bodies of which nothing comes.
    """

    _is_in_head = False
    _is_in_body = False
    _read_bytes = 0
    _first_read_bytes = 0
    """Bytes of the read in which the head begins, with what came before it in the same read."""
    _head_bytes = 0
    """Bytes of the reads after that."""
    _due_count = 0
    """Requests that have no complete response yet."""
    _refusal: bytes | None = None
    """The last response of this connection, which is sent after those of the requests before."""

    _body_bytes = 0
    _unread_since: float | None = None
    since = 0.0
    number = 0
    has_answered = False

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """Take what uvicorn gives to a connection."""
        super().__init__(config, server_state, app_state, _loop)
        self._edge = edge_of(server_state, config)

    # -- limits of time and number -----------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head; close another connection if there are too many."""
        edge, others = self._edge, len(self.connections)
        has_room = others < edge.limits.connections or edge.make_room(self.connections)  # type: ignore[arg-type]
        super().connection_made(transport)
        edge.watch(self.loop, self.connections)  # type: ignore[arg-type]
        self.since = edge.now
        self.number = edge.next_number()
        if not has_room:
            self._refuse(UNAVAILABLE)

    @property
    def is_idle(self) -> bool:
        """Is no request of this connection complete or running?"""
        return self._due_count == 0

    def give_way(self) -> None:
        """Close this idle connection, so that another one may be open."""
        # Uvicorn forgets a connection only when the loop has closed it.
        self.connections.discard(self)
        self.transport.close()

    def check(self, now: float, limits: EdgeLimits) -> None:
        """Refuse a head or a body that comes too slowly; close the connection if nothing comes."""
        seconds = now - self.since
        if self.flow.write_paused or self.transport.is_closing():
            # The client does not read what it gets.
            self._unread_since = self._unread_since or now
            if now - self._unread_since > limits.unread_seconds:
                self.transport.abort()
            return
        self._unread_since = None
        if self._is_in_body:
            if self.flow.read_paused:
                self.since += limits.check_seconds  # the server does not read now
            elif (
                seconds > limits.body_grace_seconds
                and self._body_bytes < seconds * limits.body_bytes_per_second
            ):
                self._end_slow_body()
        elif self._is_in_head:
            if seconds > limits.head_seconds:
                self._refuse(TOO_SLOW)
        elif self.is_idle and seconds > (
            self.timeout_keep_alive if self.has_answered else limits.head_seconds
        ):
            self.transport.close()

    def _end_slow_body(self) -> None:
        """Refuse a request whose body comes too slowly; just close if it has its response."""
        if self.cycle.response_started:
            self.transport.close()
        else:
            self._refuse(TOO_SLOW)

    # -- limits of size ----------------------------------------------------------------------------

    def on_body(self, body: bytes) -> None:
        """Count the bytes of the body."""
        self._body_bytes += len(body)
        super().on_body(body)

    def data_received(self, data: bytes) -> None:
        """Parse received bytes; refuse the request if its head is too long or is no HTTP."""
        if self._refusal is not None:
            return
        self._read_bytes = len(data)
        if self._is_in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._is_in_head and self._head_bytes > LONGEST_HEAD_BYTES:
            self._refuse(TOO_LONG)

    def on_message_begin(self) -> None:
        """Start to count the bytes of a request's head."""
        super().on_message_begin()
        self._is_in_head = True
        self.since = self._edge.now
        self._first_read_bytes = self._read_bytes
        self._head_bytes = 0

    def on_headers_complete(self) -> None:
        """Stop counting at the end of a request's head; the body has its own limits.

        Raises:
            HeadTooLong: the head is too long, though it came with few reads.
        """
        if self._is_head_too_long():
            raise HeadTooLong
        self._is_in_head = False
        self._is_in_body = True
        self.since = self._edge.now
        self._body_bytes = 0
        self._due_count += 1
        super().on_headers_complete()
        self.cycle.respond_by_one_write = OneWriteResponder(self, self.cycle)  # type: ignore[attr-defined]

    def common_lines(self, headers: list[tuple[bytes, bytes]]) -> bytes:
        """Return the lines of headers that all responses have; they change once a second."""
        found, lines = self._edge.common_lines
        if found is not headers:
            lines = b"".join([b"%b: %b\r\n" % each for each in headers])
            self._edge.common_lines = (headers, lines)
        return lines

    def _is_head_too_long(self) -> bool:
        if self._first_read_bytes + self._head_bytes <= LONGEST_HEAD_BYTES:
            return False
        lines = sum(len(name) + len(value) for name, value in self.headers)
        return len(self.url) + lines > LONGEST_HEAD_BYTES

    def on_message_complete(self) -> None:
        """Note that the request is complete."""
        self._is_in_body = False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse a request that the parser refused: it is no HTTP, or its head is too long."""
        del msg
        is_too_long = self._is_in_head and self._is_head_too_long()
        self._refuse(TOO_LONG if is_too_long else BAD_REQUEST)

    # -- the last response ------------------------------------------------------------------------

    def _refuse(self, response: bytes) -> None:
        """Send a last response and close, as soon as the requests before have their responses."""
        self._refusal = response
        is_queued = self._is_in_body and bool(self.pipeline)
        if is_queued:
            self.pipeline.popleft()  # the broken request itself: its body never ends
        if self._due_count == 0 or (self._is_in_body and not is_queued):
            self._send_refusal()

    def _send_refusal(self) -> None:
        if self._refusal is not None and not self.transport.is_closing():
            self.transport.write(self._refusal)
            self.transport.close()

    def on_response_complete(self) -> None:
        """Continue with the next request; after the last one, send the refusal if there is one."""
        self._due_count -= 1
        self.has_answered = True
        self.since = self._edge.now
        if self.pipeline:
            super().on_response_complete()
            return
        # Without uvicorn's timer: the edge ends what is idle for too long.
        self.server_state.total_requests += 1
        if not self.transport.is_closing():
            self.flow.resume_reading()
            self._send_refusal()

    # -- stop -------------------------------------------------------------------------------------

    def shutdown(self) -> None:
        """Stop after the running requests; do not wait for the rest of a body for long."""
        super().shutdown()
        if self._is_in_body:
            self.loop.call_later(UNFINISHED_LIMIT_SECONDS, self._end_unfinished)

    def _end_unfinished(self) -> None:
        if self._is_in_body and not self.cycle.response_started:
            self._refuse(UNAVAILABLE)

    # -- upgrades ---------------------------------------------------------------------------------

    def _should_upgrade(self) -> bool:
        """Refuse upgrades such as WebSocket: the request is answered as plain HTTP."""
        return False

    def _unsupported_upgrade_warning(self, *_: Any) -> None:  # noqa: ANN401
        """Log no warning: any client may ask for an upgrade."""
