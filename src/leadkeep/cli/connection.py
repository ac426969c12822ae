"""One client's connection: what it may send before its request is known."""

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD_BYTES = 65_536
"""Request line and headers together. The URI of a call has 8 KB at most, so this is ample."""

TOO_LONG = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class Connection(HttpToolsProtocol):
    """Uvicorn's own connection, which would keep headers without end in memory."""

    _is_in_head = False
    _head_bytes = 0

    def data_received(self, data: bytes) -> None:
        """Take what came in; a head that is too long ends the connection (431)."""
        was_in_head = self._is_in_head
        super().data_received(data)
        if not self._is_in_head:
            return
        # What came together with the end of another request is not counted: one read, no more.
        if was_in_head:
            self._head_bytes += len(data)
        if self._head_bytes > LONGEST_HEAD_BYTES and not self.transport.is_closing():
            self.transport.write(TOO_LONG)
            self.transport.close()

    def on_message_begin(self) -> None:
        """Start to measure."""
        super().on_message_begin()
        self._is_in_head = True
        self._head_bytes = 0

    def on_headers_complete(self) -> None:
        """Measure no more: the body has limits of its own."""
        self._is_in_head = False
        super().on_headers_complete()

    def _should_upgrade(self) -> bool:
        """Speak HTTP and nothing else: who asks for more gets the answer to the request."""
        return False

    def _unsupported_upgrade_warning(self, *_: Any) -> None:  # noqa: ANN401
        """Stay silent: anybody may ask, and nothing is wrong here."""
