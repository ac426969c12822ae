"""Send files: whole, or the range of bytes that a request names (behaviour.md 6.2)."""

import re
from dataclasses import dataclass

from leadkeep.api.request import Request
from leadkeep.asgi import PartsResponse, ReadPart
from leadkeep.errors import Reason

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


class FileResponse(PartsResponse):
    """A response that sends a file, the range that a request names, or a text."""

    error: Reason | None = None

    def __init__(self, reply: FileReply, request: Request) -> None:
        """Prepare the file, or the range that the request names; HEAD gets the headers only."""
        text = reply.text.encode()
        status, start, end = reply.status, 0, reply.size or len(text)
        headers = [(b"content-type", TEXT_TYPE if text else FILE_TYPE)]
        if reply.read is not None:
            headers.append((b"accept-ranges", b"bytes"))
            wanted = byte_range(request.headers.get(b"range", b"").decode("latin-1"), reply.size)
            if wanted is not None:
                status, start, end = 206, *wanted
                shown = f"bytes {start}-{end - 1}/{reply.size}"
                if start >= end:
                    status, start, end = 416, 0, 0
                    shown = f"bytes */{reply.size}"
                headers.append((b"content-range", shown.encode()))
        super().__init__(status, headers, reply.read or _reader_of(text), start, end)
        if request.method == "HEAD":
            self._end = self._start


def _reader_of(text: bytes) -> ReadPart:
    async def read(start: int, end: int) -> bytes:
        return text[start:end]

    return read


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
