"""Send files: whole, or the range of bytes that a request names (behaviour.md 6.2)."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from leadkeep.api.request import Request
from leadkeep.errors import Reason

ReadPart = Callable[[int, int], Awaitable[bytes]]
"""Returns bytes of a file between two offsets: some of them, at least one."""

FILE_TYPE = b"text/csv;charset=UTF-8"
TEXT_TYPE = b"text/plain;charset=UTF-8"

_RANGE = re.compile(r"\s*bytes\s*=\s*([0-9]{0,19})\s*-\s*([0-9]{0,19})\s*", re.IGNORECASE).fullmatch


@dataclass(frozen=True, slots=True)
class FileReply:
    """The reply of an operation that sends a file; without ``read`` it is a text or empty."""

    size: int = 0
    read: ReadPart | None = None
    status: int = 200
    text: str = ""

    @property
    def result(self) -> None:
        """None: the reply has no envelope."""
        return


NO_FILE = FileReply(status=404, text="File not found\n")
"""There is no such file, or not yet (behaviour.md 6.2)."""


class FileResponse(Response):
    """A response that reads its file part by part, as fast as the client takes it."""

    error: Reason | None = None

    def __init__(self, reply: FileReply, request: Request) -> None:
        """Prepare the file, or the range that the request names; HEAD gets the headers only."""
        text = reply.text.encode()
        self.body = b""
        self.background = None
        self.status_code = reply.status
        self._is_head = request.method == "HEAD"
        self._read = reply.read
        self._text = text
        self._start, self._end = 0, reply.size or len(text)
        kind = TEXT_TYPE if text else FILE_TYPE
        headers = [(b"content-type", kind)]
        if reply.read is not None:
            headers.append((b"accept-ranges", b"bytes"))
            headers += self._set_range(request.headers.get(b"range", b""), reply.size)
        headers.append((b"content-length", str(self._end - self._start).encode()))
        self.raw_headers = headers

    def _set_range(self, sent: bytes, size: int) -> list[tuple[bytes, bytes]]:
        """Set status and range; return the header that names the range."""
        wanted = byte_range(sent.decode("latin-1"), size)
        if wanted is None:
            return []
        self._start, self._end = wanted
        if self._start >= self._end:
            self.status_code, self._read = 416, None
            self._start = self._end = 0
            return [(b"content-range", f"bytes */{size}".encode())]
        self.status_code = 206
        return [(b"content-range", f"bytes {self._start}-{self._end - 1}/{size}".encode())]

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
        if self._read is not None and not self._is_head:
            at = self._start
            while at < self._end:
                part = await self._read(at, self._end)
                if not part:
                    raise EOFError("the file was deleted while it was sent")
                at += len(part)
                await send({"type": "http.response.body", "body": part, "more_body": True})
        text = b"" if self._is_head else self._text
        await send({"type": "http.response.body", "body": text})


def byte_range(sent: str, size: int) -> tuple[int, int] | None:
    """Return begin and end of the range that a Range header names; None if it names none.

    The range is empty if no byte of the file is in it. Several ranges, and other units, are ignored
    as the standard allows.
    """
    found = _RANGE(sent)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size
    start = int(found[1])
    end = min(size, int(found[2]) + 1) if found[2] else size
    if found[2] and int(found[2]) < start:
        return None
    return (start, end) if start < size else (size, size)
