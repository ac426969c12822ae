"""Read and write NDJSON: one JSON object a line."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

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


def read_ndjson(stream: IO[bytes]) -> Iterator[TypedRow | BadRow]:
    """Yield the objects of the lines of a file; empty lines are left out, but counted.

    Raises:
        BrokenFile: the file is in an encoding that cannot be read.
    """
    head = read_head(stream)
    encoding = encoding_of(head)
    mark = len(encoding.mark)
    lines = Lines(stream, encoding, Position(mark, 0, 0), head[mark:])
    while True:
        number = lines.number + 1
        lines.start_row()
        try:
            text = next(lines)
        except StopIteration:
            return
        except RowTooLong:
            reason = f"the row is longer than {LONGEST_ROW_CHARACTERS:,} characters"
            yield BadRow(number, number, number, reason, [])
            continue
        except BrokenFile as error:
            yield BadRow(number, number, number, error.reason, [], ends_file=True)
            return
        at = lines.take_bad_byte()
        if at is None and not text.strip():
            continue
        values = f"byte {at:,} of the file is not {encoding.name}" if at is not None else _row(text)
        if isinstance(values, str):
            line = NOT_DECODED.sub("\N{REPLACEMENT CHARACTER}", text)
            yield BadRow(number, number, number, values, [line])
        else:
            yield TypedRow(number, values)


_decode = msgspec.json.Decoder(float_hook=Decimal).decode


def _row(text: str) -> dict[str, Any] | str:
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
