"""Limit the head of a request (request line and headers) while it is received."""

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD_BYTES = 65_536
"""Limit of request line and headers together, ample beside the limit of a URI, 8 KB."""

TOO_LONG = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class Connection(HttpToolsProtocol):
    """Uvicorn's connection with a limit for a request's head, for which uvicorn has no limit."""

    _is_in_head = False
    _head_bytes = 0

    def data_received(self, data: bytes) -> None:
        """Parse received bytes; close the connection with 431 if a request's head is too long."""
        was_in_head = self._is_in_head
        super().data_received(data)
        if not self._is_in_head:
            return
        # Bytes that came in the same read as the end of another request are not counted.
        if was_in_head:
            self._head_bytes += len(data)
        if self._head_bytes > LONGEST_HEAD_BYTES and not self.transport.is_closing():
            self.transport.write(TOO_LONG)
            self.transport.close()

    def on_message_begin(self) -> None:
        """Start to count the bytes of a request's head."""
        super().on_message_begin()
        self._is_in_head = True
        self._head_bytes = 0

    def on_headers_complete(self) -> None:
        """Stop counting at the end of a request's head; the body has its own limits."""
        self._is_in_head = False
        super().on_headers_complete()

    def _should_upgrade(self) -> bool:
        """Refuse upgrades such as WebSocket: the request is answered as plain HTTP."""
        return False

    def _unsupported_upgrade_warning(self, *_: Any) -> None:  # noqa: ANN401
        """Log no warning: any client may ask for an upgrade."""
