"""Write the rows of a file that were refused, each with the reason in a last column or member."""

from collections.abc import Iterable, Sequence
from typing import IO, Any

import msgspec

from leadkeep.files.delimited import RowWriter

Reject = tuple[Sequence[str], str]
"""The cells of a row, and the reason why it was refused."""


class RejectWriter:
    """Write rows as their file has them, and a column of reasons behind the columns of the file.

    A column of reasons that the file has already is left out, so that rejects which were corrected
    can be imported, and refused, again. Cells beyond the header stand behind the reason: joined to
    a cell, they would make the row a good one with a wrong value.
    """

    def __init__(
        self, stream: IO[bytes], header: Sequence[str], reason_column: str, delimiter: str
    ) -> None:
        """Write the header."""
        self._width = len(header)
        self._kept = [index for index, name in enumerate(header) if name != reason_column]
        names = [header[index] for index in self._kept]
        self._writer = RowWriter(stream, [*names, reason_column], delimiter)

    def write(self, rejects: Iterable[Reject]) -> None:
        """Write rows; cells that a row lacks are empty."""
        self._writer.write([self._row(values, reason) for values, reason in rejects])

    def _row(self, values: Sequence[str], reason: str) -> list[str]:
        cells = [*values, *[""] * (self._width - len(values))]
        return [*(cells[index] for index in self._kept), reason, *cells[self._width :]]


class ObjectRejectWriter:
    """Write refused objects as lines of JSON, each with a reason as a member.

    A reason that an object has already is replaced, so that rejects which were corrected can be
    imported, and refused, again. A line that was no object is a member of its own.
    """

    _encode = msgspec.json.Encoder(decimal_format="number").encode

    def __init__(self, stream: IO[bytes], reason_name: str) -> None:
        """Write to ``stream``; the reasons are members named ``reason_name``."""
        self._stream = stream
        self._reason_name = reason_name

    def write(self, rejects: Iterable[tuple[Sequence[Any], str]]) -> None:
        """Write rows: each has one object, or the text of its line, or nothing."""
        lines = [self._encode(self._object(values, reason)) for values, reason in rejects]
        self._stream.write(b"".join(line + b"\n" for line in lines))

    def _object(self, values: Sequence[Any], reason: str) -> dict[str, Any]:
        record = values[0] if values else ""
        members = record if isinstance(record, dict) else {"line": record}
        return members | {self._reason_name: reason}
