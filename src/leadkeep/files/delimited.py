"""Read and write delimited rows: CSV, TSV and SSV (behaviour.md 6.1, 6.3)."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import IO, Any, Self

import msgspec

from leadkeep.files import engine
from leadkeep.files.rows import BadRow, BrokenFile, Position, Row, quoted
from leadkeep.files.text import (
    LONGEST_ROW_CHARACTERS,
    NOT_DECODED,
    Lines,
    RowTooLong,
    encoding_of,
    read_head,
)

DELIMITERS = {"csv": ",", "tsv": "\t", "ssv": ";"}
"""The delimiter of each format of delimited rows."""

NULL = "null"
"""What stands for a missing value in the files of imports and exports (behaviour.md 6.3)."""

_ENGINE_ERRORS = {
    "unexpected end of data": "a quote is not closed before the end of the file",
    "new-line character seen": "a line ends inside a cell without quotes",
    "expected after": "text follows a closing quote",
}
"""Parts of the CSV engine's messages, and what people are told instead."""

_FORMULA = re.compile(r"[=+\-@\t\r]").match
"""Matches a text that a spreadsheet would calculate instead of show."""

_PLAIN_TYPES = frozenset({str, int, float})


class RowReader:
    """Iterate over the rows of a delimited file, below its header, in constant memory.

    A row that cannot be read is a :class:`BadRow`: it has broken quotes, bytes of another encoding,
    or another number of cells than the header. Empty lines are left out, but counted.
    """

    def __init__(
        self, stream: IO[bytes], delimiter: str = ",", start: Position | None = None
    ) -> None:
        """Read the header at the beginning of ``stream``, then go on at ``start``, if it is given.

        Raises:
            BrokenFile: there is no header, or it cannot be read, or has a name twice.
        """
        head = read_head(stream)
        self.encoding = encoding_of(head)
        """The encoding of the file, which its byte order mark names."""
        self._stream = stream
        self._delimiter = delimiter
        mark = len(self.encoding.mark)
        self._begin(Position(mark, 0, 0), head[mark:])
        self.header = self._read_header()
        """The names of the columns as they are written; a column without a name has ``""``."""
        if start is not None:
            stream.seek(start.byte)
            self._begin(start)

    def _begin(self, start: Position, head: bytes = b"") -> None:
        self._number = start.row
        self._has_ended = False
        self._lines = Lines(self._stream, self.encoding, start, head)
        self._cells = engine.reader(self._lines, delimiter=self._delimiter, strict=True)

    def _read_header(self) -> list[str]:
        try:
            row = self._next_row()
        except StopIteration:
            raise BrokenFile("the file is empty") from None
        if isinstance(row, BadRow):
            raise BrokenFile(row.reason, row.number)
        names = row.values
        if any("\0" in name for name in names):
            raise BrokenFile("a name has a NUL character: the file is not UTF-8 text", row.number)
        twice = next((name for name, n in Counter(names).items() if name and n > 1), None)
        if twice is not None:
            raise BrokenFile(f"two columns have the name '{quoted(twice)}'", row.number)
        return names

    @property
    def has_ended(self) -> bool:
        """Was the end of the file read? If so, there is no further row."""
        return self._has_ended

    def position(self) -> Position:
        """Return the place behind the row that was read last, to go on from later."""
        return Position(self._lines.byte(), self._number, self._lines.number)

    def __iter__(self) -> Self:
        """Return the reader itself."""
        return self

    def __next__(self) -> Row | BadRow:
        """Return the next row that is not an empty line."""
        row = self._next_row()
        if isinstance(row, Row) and len(row.values) != len(self.header):
            cells = f"{len(row.values)} cell{'s' if len(row.values) > 1 else ''}"
            reason = f"{cells}, but the header has {len(self.header)}"
            return self._bad(reason, row.line, row.values)
        return row

    def _next_row(self) -> Row | BadRow:
        """Return the next row with any number of cells."""
        while not self._has_ended:
            line = self._lines.number + 1
            self._number += 1
            self._lines.start_row()
            try:
                values = next(self._cells)
            except StopIteration:
                self._number -= 1
                self._has_ended = True
            except engine.ReaderError as error:
                return self._broken(str(error), line)
            except RowTooLong:
                return self._too_long(line)
            except BrokenFile as error:
                # The stream itself is damaged, such as a gzip file that lacks its end.
                self._has_ended = True
                return self._bad(error.reason, line, [])
            else:
                if self._lines.bad_bytes and (at := self._lines.take_bad_byte()) is not None:
                    return self._not_decoded(at, line, values)
                if values:
                    return Row(self._number, line, values)
        raise StopIteration

    def _not_decoded(self, at: int, line: int, values: list[str]) -> BadRow:
        return self._bad(f"byte {at:,} of the file is not {self.encoding.name}", line, values)

    def _broken(self, error: str, line: int) -> BadRow:
        text = "".join(self._lines.row).rstrip("\r\n")
        if (at := self._lines.take_bad_byte()) is not None:
            return self._not_decoded(at, line, [text])
        reason = next((told for part, told in _ENGINE_ERRORS.items() if part in error), error)
        return self._bad(reason, line, [text])

    def _too_long(self, line: int) -> BadRow:
        """Return the row that is too long; if quotes hold several lines, it ends the file."""
        self._lines.take_bad_byte()
        self._has_ended = self._lines.number > line
        reason = f"the row is longer than {LONGEST_ROW_CHARACTERS:,} characters"
        return self._bad(reason, line, [])

    def _bad(self, reason: str, line: int, values: Sequence[str]) -> BadRow:
        cells = [NOT_DECODED.sub("\N{REPLACEMENT CHARACTER}", each) for each in values]
        last = max(line, self._lines.number)
        return BadRow(self._number, line, last, reason, cells, ends_file=self._has_ended)


class RowWriter:
    """Write rows to a delimited file in UTF-8: LF ends a line, and quotes stand where needed."""

    def __init__(
        self,
        stream: IO[bytes],
        header: Sequence[str],
        delimiter: str = ",",
        *,
        has_formulas: bool = True,
    ) -> None:
        """Write the header; if ``has_formulas`` is false, spreadsheets calculate no cell.

        Then a text that begins like a formula gets an apostrophe before it.
        """
        self._stream = stream
        self._delimiter = delimiter
        self._has_formulas = has_formulas
        self._write([header])

    def write(self, rows: Iterable[Sequence[object]]) -> None:
        """Write rows of JSON values: ``null`` stands for None, JSON text for arrays and objects."""
        cells = _cells_of(list(rows))
        if not self._has_formulas:
            cells = [[_quiet(each) for each in row] for row in cells]
        self._write(cells)

    def _write(self, rows: list[Any]) -> None:
        text = StringIO()
        csv.writer(text, delimiter=self._delimiter, lineterminator="\n").writerows(rows)
        lines = text.getvalue()
        # The engine quotes a CR only if it is a part of the line end.
        if "\r" in lines:
            lines = "".join(map(self._line, rows))
        self._stream.write(lines.encode())

    def _line(self, row: Sequence[object]) -> str:
        text = StringIO()
        csv.writer(text, delimiter=self._delimiter, lineterminator="\r\n").writerow(row)
        return text.getvalue().removesuffix("\r\n") + "\n"


def _cells_of(rows: list[Sequence[object]]) -> list[Any]:
    """Return rows with the cells that are written for their values.

    Rows of one length are converted column by column, since most columns need no conversion.
    """
    if len(set(map(len, rows))) > 1:
        return [_cells_of([row])[0] for row in rows]
    columns = [
        column
        if _PLAIN_TYPES.issuperset(map(type, column))
        else [each if each.__class__ in _PLAIN_TYPES else _cell(each) for each in column]
        for column in zip(*rows, strict=True)
    ]
    return list(zip(*columns, strict=True))


def _cell(value: object) -> str:
    if value is None:
        return NULL
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _quiet(cell: Any) -> Any:  # noqa: ANN401 -- any JSON value
    return f"'{cell}" if isinstance(cell, str) and _FORMULA(cell) else cell
