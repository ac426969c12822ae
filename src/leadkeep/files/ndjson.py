"""Read and write NDJSON: one JSON object a line."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import IO, Any, Self

import msgspec

from leadkeep.files.rows import BadRow, BrokenFile, Position, TypedRow
from leadkeep.files.text import (
    LONGEST_ROW_CHARACTERS,
    NOT_DECODED,
    Lines,
    RowTooLong,
    encoding_of,
    read_head,
)


class NdjsonReader:
    """Iterate over the objects of the lines of a file, in constant memory.

    A line that has none is a :class:`BadRow`. Empty lines are left out, but counted.
    """

    def __init__(self, stream: IO[bytes], start: Position | None = None) -> None:
        """Read from the beginning of ``stream``, or from ``start``, if it is given.

        Raises:
            BrokenFile: the file is in an encoding that cannot be read.
        """
        head = read_head(stream)
        self.encoding = encoding_of(head)
        """The encoding of the file, which its byte order mark names."""
        self.has_ended = False
        """Was the end of the file read? If so, there is no further row."""
        mark = len(self.encoding.mark)
        at, rest = Position(mark, 0, 0), head[mark:]
        if start is not None:
            stream.seek(start.byte)
            at, rest = start, b""
        self._lines = Lines(stream, self.encoding, at, rest)

    def position(self) -> Position:
        """Return the place behind the row that was read last, to go on from later."""
        return Position(self._lines.byte(), self._lines.number, self._lines.number)

    def __iter__(self) -> Self:
        """Return the reader itself."""
        return self

    def __next__(self) -> TypedRow | BadRow:
        """Return the row of the next line that is not empty."""
        while not self.has_ended:
            number = self._lines.number + 1
            self._lines.start_row()
            try:
                text = next(self._lines)
            except StopIteration:
                self.has_ended = True
            except RowTooLong:
                reason = f"the row is longer than {LONGEST_ROW_CHARACTERS:,} characters"
                return BadRow(number, number, number, reason, [])
            except BrokenFile as error:
                self.has_ended = True
                return BadRow(number, number, number, error.reason, [], ends_file=True)
            else:
                at = self._lines.take_bad_byte()
                if at is not None or text.strip():
                    return self._row(number, text, at)
        raise StopIteration

    def _row(self, number: int, text: str, bad_byte: int | None) -> TypedRow | BadRow:
        """Return the row that a line has; ``bad_byte`` is the offset of what was not decoded."""
        if bad_byte is None:
            values = _object(text)
        else:
            values = f"byte {bad_byte:,} of the file is not {self.encoding.name}"
        if isinstance(values, dict):
            return TypedRow(number, values)
        line = NOT_DECODED.sub("\N{REPLACEMENT CHARACTER}", text)
        return BadRow(number, number, number, values, [line])


_decode = msgspec.json.Decoder(float_hook=Decimal).decode


def _object(text: str) -> dict[str, Any] | str:
    """Return the object that a line has, or the reason why it has none."""
    try:
        found = _decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        return f"not JSON: {error}"
    return found if isinstance(found, dict) else "not a JSON object"


class NdjsonWriter:
    """Write rows as lines of JSON, each an object."""

    def __init__(
        self, stream: IO[bytes], names: Sequence[str], json_names: Collection[str] = ()
    ) -> None:
        """Write to ``stream``; values under ``json_names`` are JSON as text."""
        self._stream = stream
        self._names = names
        self._places = [names.index(name) for name in json_names if name in names]

    def write(self, rows: Iterable[Sequence[object]]) -> None:
        """Write rows of JSON values, one for each name."""
        encode = msgspec.json.encode
        lines = [encode(dict(zip(self._names, self._row(row), strict=True))) for row in rows]
        self._stream.write(b"".join(line + b"\n" for line in lines))

    def _row(self, row: Sequence[object]) -> Sequence[object]:
        if not self._places:
            return row
        cells = list(row)
        for place in self._places:
            if isinstance(text := cells[place], str):
                cells[place] = msgspec.Raw(text.encode())
        return cells
