"""Read multipart bodies: the file and the parameters of a bulk import (behaviour.md 6.1)."""

from dataclasses import dataclass, field

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from leadkeep.api.params import MULTIPART_TYPE
from leadkeep.api.request import Request
from leadkeep.errors import Reason, Refusal

FILE_PART = "file"
PART_LIMIT = 100
LONGEST_PARAMETER_BYTES = 65_536
HEADER_LIMIT = 16
LONGEST_HEADER_BYTES = 8_192


@dataclass(slots=True)
class _Part:
    """A part of the body that is being read."""

    header_name: bytes = b""
    header_value: bytes = b""
    header_count: int = 0
    name: str = ""
    pieces: list[memoryview] = field(default_factory=list)
    """Parts of the body, which is not copied."""
    size: int = 0


class _Form:
    """The parts of a body, as the parser finds them."""

    def __init__(self) -> None:
        self.parameters: list[tuple[str, str]] = []
        self.file: bytes | None = None
        self.is_complete = False
        self._part = _Part()
        self._count = 0

    def callbacks(self) -> dict[str, object]:
        """Return the functions that the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._read_header_name,
            "on_header_value": self._read_header_value,
            "on_header_end": self._end_header,
            "on_part_data": self._read_data,
            "on_part_end": self._end,
            "on_end": self._complete,
        }

    def _begin(self) -> None:
        self._count += 1
        if self._count > PART_LIMIT:
            raise Refusal(Reason.INVALID_MULTIPART)
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
            raise Refusal(Reason.INVALID_MULTIPART)

    def _end_header(self) -> None:
        part = self._part
        if part.header_name.lower() == b"content-disposition":
            _, options = parse_options_header(part.header_value)
            part.name = options.get(b"name", b"").decode("utf-8", "replace")
        part.header_name = part.header_value = b""
        part.header_count += 1

    def _read_data(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        part.size += end - start
        if part.name != FILE_PART and part.size > LONGEST_PARAMETER_BYTES:
            raise Refusal(Reason.INVALID_MULTIPART)
        part.pieces.append(memoryview(data)[start:end])

    def _end(self) -> None:
        part = self._part
        if part.name == FILE_PART:
            if self.file is not None:
                raise Refusal(Reason.INVALID_MULTIPART)
            self.file = b"".join(part.pieces)
        elif part.name:
            value = b"".join(part.pieces).decode("utf-8", "replace")
            self.parameters.append((part.name, value))

    def _complete(self) -> None:
        self.is_complete = True


def uploaded_file(request: Request) -> bytes:
    """Return the part ``file`` of a multipart body; add the other parts to the parameters.

    Raises:
        Refusal: 613, the body is not multipart, is incomplete, or has no file.
    """
    sent = request.headers.get(b"content-type", b"")
    kind, options = parse_options_header(sent)
    boundary = options.get(b"boundary", b"")
    if kind.decode("latin-1").lower() != MULTIPART_TYPE or not boundary:
        raise Refusal(Reason.INVALID_MULTIPART)
    form = _Form()
    try:
        parser = MultipartParser(boundary, form.callbacks())  # type: ignore[arg-type]
        parser.write(request.body)
        parser.finalize()
    except MultipartParseError:
        raise Refusal(Reason.INVALID_MULTIPART) from None
    if form.file is None or not form.is_complete:
        raise Refusal(Reason.INVALID_MULTIPART)
    for name, value in form.parameters:
        request.query.setdefault(name, []).append(value)
    return form.file
