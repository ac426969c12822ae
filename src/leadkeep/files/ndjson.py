"""Read and write NDJSON: one JSON object a line."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from math import isfinite
from typing import IO, Any, Self

import msgspec

from leadkeep.files.rows import BadRow, BrokenFile, Position, TypedRow, quoted
from leadkeep.files.text import (
    LONGEST_ROW_CHARACTERS,
    NOT_DECODED,
    Lines,
    RowTooLong,
    encoding_of,
    read_head,
)

NAME_LIMIT = 1_000
"""Limit: names of the values of a file, where all of them are wanted."""
LONGEST_NAME_CHARACTERS = 255
PIECE_BYTES = 262_144


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


def names_of(rows: Iterable[TypedRow | BadRow]) -> list[str]:
    """Return the names of the values of all rows, in the order in which they appear.

    Raises:
        BrokenFile: no row is an object with values, or there are too many names, or too long ones.
    """
    names: dict[str, None] = {}
    bad: BadRow | None = None
    for row in rows:
        if isinstance(row, TypedRow):
            if not names.keys() >= row.values.keys():
                names |= dict.fromkeys(row.values)
                check_names(names)
        else:
            bad = bad or row
    if not names:
        raise BrokenFile("no row has a value" if bad is None else str(bad))
    return list(names)


def check_names(names: Collection[str]) -> None:
    """Refuse more names of values than a form has room for, and names that nobody can read.

    Raises:
        BrokenFile: they are too many or too long.
    """
    if len(names) > NAME_LIMIT:
        raise BrokenFile(f"the rows have more than {NAME_LIMIT:,} names of values")
    if any(len(name) > LONGEST_NAME_CHARACTERS for name in names):
        raise BrokenFile(f"a name has more than {LONGEST_NAME_CHARACTERS} characters")


def ndjson_pieces(rows: Iterable[TypedRow | BadRow]) -> Iterator[bytes]:
    """Yield rows as NDJSON, in pieces of several lines.

    Raises:
        BrokenFile: a row cannot be read, or has bytes, which NDJSON has no value for.
    """
    encode = msgspec.json.Encoder(decimal_format="number").encode
    piece = bytearray()
    for row in rows:
        if isinstance(row, BadRow):
            raise BrokenFile(str(row))
        values = {name: _line_value(row.number, name, each) for name, each in row.values.items()}
        piece += encode(values) + b"\n"
        if len(piece) >= PIECE_BYTES:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


def _line_value(row: int, name: str, value: Any) -> Any:  # noqa: ANN401 -- any value of a row
    if isinstance(value, bytes):
        raise BrokenFile(f"the column '{quoted(name)}' has bytes, not text", row)
    # JSON has no such numbers: as a text, it is refused with its row instead of clearing a field.
    return str(value) if isinstance(value, float) and not isfinite(value) else value


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
