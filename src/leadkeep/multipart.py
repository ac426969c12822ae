"""Read multipart bodies as they come: parameters into memory, files where the caller wants them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

MULTIPART_TYPE = "multipart/form-data"
PART_LIMIT = 100
LONGEST_PARAMETER_BYTES = 65_536
HEADER_LIMIT = 16
LONGEST_HEADER_BYTES = 8_192

Sink = Callable[[memoryview], object]
"""Takes the next bytes of a file; they are valid after the call, too."""


class BadMultipart(Exception):  # noqa: N818 -- ends the reading of a body
    """A body is not multipart, is incomplete, or has too many or too long parts."""


@dataclass(slots=True)
class _Part:
    """A part of the body that is being read."""

    header_name: bytes = b""
    header_value: bytes = b""
    header_count: int = 0
    name: str = ""
    file_name: str | None = None
    sink: Sink | None = None
    pieces: list[memoryview] = field(default_factory=list)
    """Parts of the body, which is not copied."""
    size: int = 0


class MultipartReader:
    """Reads the parts of a body; ``write`` gets it in pieces, ``close`` at its end."""

    def __init__(
        self, content_type: bytes, open_file: Callable[[str, str | None], Sink | None]
    ) -> None:
        """Read a body with this content type.

        ``open_file`` gets the name of a part and of its file, if it has one, and returns what takes
        the part's bytes; None for a parameter.

        Raises:
            BadMultipart: the type is another one, or names no boundary.
        """
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if kind.decode("latin-1").lower() != MULTIPART_TYPE or not boundary:
            raise BadMultipart
        self.parameters: list[tuple[str, str]] = []
        self._open_file = open_file
        self._is_complete = False
        self._part = _Part()
        self._count = 0
        callbacks = {
            "on_part_begin": self._begin,
            "on_header_field": self._read_header_name,
            "on_header_value": self._read_header_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._end_headers,
            "on_part_data": self._read_data,
            "on_part_end": self._end,
            "on_end": self._complete,
        }
        self._parser: MultipartParser | None = MultipartParser(boundary, callbacks)  # type: ignore[arg-type]

    def write(self, data: bytes) -> None:
        """Read the next bytes of the body.

        Raises:
            BadMultipart: the body is not multipart, or a part is too long.
        """
        if self._parser is None:
            raise BadMultipart
        try:
            self._parser.write(data)
        except (MultipartParseError, BadMultipart):
            self._parser = None
            raise BadMultipart from None

    def close(self) -> None:
        """End the body.

        The parser refers to this reader: without it, a body of megabytes would be in memory until
        cyclic garbage is collected.

        Raises:
            BadMultipart: it is incomplete.
        """
        parser, self._parser = self._parser, None
        try:
            if parser is not None:
                parser.finalize()
        except MultipartParseError:
            raise BadMultipart from None
        if not self._is_complete:
            raise BadMultipart

    def _begin(self) -> None:
        self._count += 1
        if self._count > PART_LIMIT:
            raise BadMultipart
        self._part = _Part()

    def _read_header_name(self, data: bytes, start: int, end: int) -> None:
        self._part.header_name += data[start:end]
        self._check_header()

    def _read_header_value(self, data: bytes, start: int, end: int) -> None:
        self._part.header_value += data[start:end]
        self._check_header()

    def _check_header(self) -> None:
        length = len(self._part.header_name) + len(self._part.header_value)
        if length > LONGEST_HEADER_BYTES or self._part.header_count >= HEADER_LIMIT:
            raise BadMultipart

    def _end_header(self) -> None:
        part = self._part
        if part.header_name.lower() == b"content-disposition":
            _, options = parse_options_header(part.header_value)
            part.name = options.get(b"name", b"").decode("utf-8", "replace")
            file_name = options.get(b"filename")
            part.file_name = None if file_name is None else file_name.decode("utf-8", "replace")
        part.header_name = part.header_value = b""
        part.header_count += 1

    def _end_headers(self) -> None:
        self._part.sink = self._open_file(self._part.name, self._part.file_name)

    def _read_data(self, data: bytes, start: int, end: int) -> None:
        part, piece = self._part, memoryview(data)[start:end]
        if part.sink is not None:
            part.sink(piece)
            return
        part.size += end - start
        if part.size > LONGEST_PARAMETER_BYTES:
            raise BadMultipart
        part.pieces.append(piece)

    def _end(self) -> None:
        part = self._part
        if part.sink is None and part.name:
            value = b"".join(part.pieces).decode("utf-8", "replace")
            self.parameters.append((part.name, value))

    def _complete(self) -> None:
        self._is_complete = True
