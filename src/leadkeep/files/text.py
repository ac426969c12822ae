"""Decode a file and split it into lines, in constant memory, with the place of each bad byte."""

import codecs
import re
from collections import deque
from dataclasses import dataclass
from io import StringIO
from typing import IO, Self

from leadkeep.files.rows import BrokenFile, Position

BLOCK_BYTES = 65_536
"""Number of bytes that are read at once."""
LONGEST_ROW_CHARACTERS = 8 * 1024**2
"""Limit of a row: a cell of 5 MB fits, a file that is one endless row does not fill the memory."""

LONGEST_MARK_BYTES = 4

NOT_DECODED = re.compile("[\ud800-\udfff]")
"""What stands for a byte that could not be decoded: it never occurs in decoded text."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the characters of a file are stored."""

    name: str
    """The name that people are shown."""
    codec: str
    mark: bytes = b""
    """The byte order mark at the beginning of the file."""
    errors: str = "surrogateescape"
    """How the codec represents what it cannot decode."""


UTF_8 = Encoding("UTF-8", "utf-8")
UTF_8_WITH_MARK = Encoding("UTF-8 with byte order mark", "utf-8", codecs.BOM_UTF8)
UTF_16_LE = Encoding("UTF-16 (little-endian)", "utf-16-le", codecs.BOM_UTF16_LE, "surrogatepass")
UTF_16_BE = Encoding("UTF-16 (big-endian)", "utf-16-be", codecs.BOM_UTF16_BE, "surrogatepass")

_MARKED = (UTF_8_WITH_MARK, UTF_16_LE, UTF_16_BE)


def encoding_of(head: bytes) -> Encoding:
    """Return the encoding of a file that begins with these bytes: by its mark, else UTF-8.

    Raises:
        BrokenFile: the mark is the one of UTF-32.
    """
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise BrokenFile("the file is UTF-32; save it as UTF-8", 1)
    return next((each for each in _MARKED if head.startswith(each.mark)), UTF_8)


def read_head(stream: IO[bytes]) -> bytes:
    """Return the first bytes of a stream: enough for a mark, or all that there are."""
    head = b""
    while len(head) < LONGEST_MARK_BYTES and (more := stream.read(LONGEST_MARK_BYTES - len(head))):
        head += more
    return head


class RowTooLong(Exception):  # noqa: N818 -- a signal from the lines to the reader of rows
    """The present row is longer than ``LONGEST_ROW_CHARACTERS``."""


class Lines:
    """Iterate over the lines of a file, each with its end: LF, CR LF or CR.

    Bytes that cannot be decoded are represented by surrogates, and their offsets are in
    ``bad_bytes`` until ``take_bad_byte`` removes them.
    """

    def __init__(
        self, stream: IO[bytes], encoding: Encoding, start: Position, head: bytes = b""
    ) -> None:
        """Read from ``start``; ``stream`` stands there, or ``head`` further if that was read."""
        self._stream = stream
        self._head = head
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding.codec)(encoding.errors)
        self._block = StringIO("", newline="")
        self._block_at = start.byte
        self._decoded_at = start.byte
        self._tail = ""
        self._held = ""
        self._is_read = False
        self.number = start.line
        """Number of lines that were returned, with those before the beginning."""
        self.row: list[str] = []
        """The lines of the present row."""
        self._row_characters = 0
        self.bad_bytes: deque[int] = deque()
        """Offsets of the bytes that could not be decoded, ascending."""

    def __iter__(self) -> Self:
        """Return the lines themselves."""
        return self

    def start_row(self) -> None:
        """Begin a new row: its lines are collected in ``row``, and their length is limited."""
        self.row.clear()
        self._row_characters = 0

    def __next__(self) -> str:
        """Return the next line.

        Raises:
            RowTooLong: the line, or the row with it, is too long; the next line can be read.
        """
        line = self._block.readline()
        if not line:
            self._read_block()
            line = self._block.readline()
            if not line:
                raise StopIteration
        self.number += 1
        self._row_characters += len(line)
        if self._row_characters > LONGEST_ROW_CHARACTERS:
            raise RowTooLong
        self.row.append(line)
        return line

    def byte(self) -> int:
        """Return the offset of the next line in the file, in bytes."""
        return self._block_at + self._size(self._block.getvalue()[: self._block.tell()])

    def take_bad_byte(self) -> int | None:
        """Return the offset of the first bad byte before the next line, and forget all of them."""
        if not self.bad_bytes:
            return None
        end, first = self.byte(), self.bad_bytes[0]
        if first >= end:
            return None
        while self.bad_bytes and self.bad_bytes[0] < end:
            self.bad_bytes.popleft()
        return first

    def _read_block(self) -> None:
        """Read on until there is a whole line; at the end of the file the block is empty.

        Raises:
            RowTooLong: the next line is too long; it is skipped.
        """
        self._block_at += self._size(self._block.getvalue())
        self._block = StringIO("", newline="")
        parts, length, is_too_long = [self._tail], len(self._tail), False
        end = 0
        while not end and not self._is_read:
            text = self._decode()
            end = max(text.rfind("\n"), text.rfind("\r")) + 1
            parts.append(text)
            length += len(text)
            if not end and length > LONGEST_ROW_CHARACTERS:
                is_too_long = True
                self._block_at += sum(map(self._size, parts))
                parts.clear()
        text = "".join(parts)
        if is_too_long:
            self._skip_line(text)
            raise RowTooLong
        end += length - len(parts[-1]) if end else length
        self._tail = text[end:]
        self._block = StringIO(text[:end], newline="")

    def _skip_line(self, text: str) -> None:
        """Skip the end of a line that is too long: ``text`` begins inside it."""
        rest = StringIO(text, newline="")
        skipped = rest.readline()
        self.number += 1
        self._block_at += self._size(skipped)
        lines = rest.read()
        end = max(lines.rfind("\n"), lines.rfind("\r")) + 1
        self._tail = lines[end:]
        self._block = StringIO(lines[:end], newline="")

    def _decode(self) -> str:
        """Read and decode the next bytes; note those that cannot be decoded."""
        data = self._head or self._stream.read(BLOCK_BYTES)
        self._head = b""
        self._is_read = not data
        try:
            text = self._held + self._decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            # The file ends inside a character of UTF-16.
            text = self._held + "\udc00" * -(-len(error.object) // 2)
        self._held = ""
        if text.endswith("\r") and not self._is_read:
            # It may be the first half of a line end.
            text, self._held = text[:-1], "\r"
        if not text.isascii() and NOT_DECODED.search(text):
            self._note_bad_bytes(text)
        self._decoded_at += self._size(text)
        return text

    def _note_bad_bytes(self, text: str) -> None:
        at, last = self._decoded_at, 0
        for bad in NOT_DECODED.finditer(text):
            at += self._size(text[last : bad.start()])
            last = bad.start()
            self.bad_bytes.append(at)

    def _size(self, text: str) -> int:
        """Return the number of bytes that a decoded text had in the file."""
        if self._encoding.codec == UTF_8.codec and text.isascii():
            return len(text)
        return len(text.encode(self._encoding.codec, self._encoding.errors))
