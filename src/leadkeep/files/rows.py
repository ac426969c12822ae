"""What readers of files return: a row, or the reason why a row cannot be read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.errors import SetupError

LONGEST_QUOTED_CHARACTERS = 200


def quoted(text: str) -> str:
    """Return a text of a file for a message: short, and without what a terminal would obey."""
    cut = text[:LONGEST_QUOTED_CHARACTERS]
    plain = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in cut)
    return plain if len(cut) == len(text) else f"{plain}…"


def converted(
    rows: Sequence[Sequence[Any]], converters: Sequence[Callable[[Any], Any] | None]
) -> Sequence[Sequence[Any]]:
    """Return rows of one length whose cells are converted, by a converter for each column.

    Columns without one, and None, are left as they are. Column by column takes less time than row
    by row, since most columns need no conversion.
    """
    if not any(converters):
        return rows
    columns = [
        cells if convert is None else [None if cell is None else convert(cell) for cell in cells]
        for convert, cells in zip(converters, zip(*rows, strict=True), strict=False)
    ]
    return list(zip(*columns, strict=True))


class BrokenFile(SetupError):  # noqa: N818 -- what is wrong is the file
    """A file cannot be read at all, such as one without a header or in an unknown encoding."""

    def __init__(self, reason: str, row: int | None = None) -> None:
        """Set the reason, and the number of the row that it was found in."""
        super().__init__(reason if row is None else f"row {row}: {reason}")
        self.reason = reason
        self.row = row


@dataclass(frozen=True, slots=True)
class Position:
    """A place between two rows of a file, from where reading continues later."""

    byte: int
    """Offset of the next row in the file, in bytes."""
    row: int
    """Number of rows before it, with the header and empty lines."""
    line: int
    """Number of lines before it. A row with line ends in its cells has several lines."""


@dataclass(slots=True)
class Row:
    """One row of a file.

    It is not frozen, because a frozen one takes three times as long to make, for each row.
    """

    number: int
    """Number of the row as a spreadsheet shows it: the header has 1, and empty rows count."""
    line: int
    """Number of the line that the row begins in, from 1."""
    values: list[str]
    """The cells, as many as the header has."""


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row of a file whose values have names and types, such as a line of NDJSON."""

    number: int
    """Number of the row, from 1. Of NDJSON, it is the number of the line."""
    values: dict[str, Any]
    """JSON values by name."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, and why; the rows after it can, unless it ends the file."""

    number: int
    """Number of the row, as in :class:`Row`."""
    line: int
    """Number of the first line of the row."""
    last_line: int
    """Number of the last line of the row."""
    reason: str
    """Why the row cannot be read, for people."""
    values: list[str]
    """The cells if they are known, else the text of the row as one cell."""
    ends_file: bool = False
    """Is the rest of the file unreadable, so that this is the last row?"""

    def __str__(self) -> str:
        """Return place and reason in one line."""
        lines = f"line {self.line}"
        if self.last_line > self.line:
            lines = f"lines {self.line} to {self.last_line}"
        return f"row {self.number} ({lines}): {self.reason}"
