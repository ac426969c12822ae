"""Open a file or the standard input, and recognise format, encoding and compression."""

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast

from leadkeep.files import engine
from leadkeep.files.delimited import DELIMITERS
from leadkeep.files.rows import BrokenFile
from leadkeep.files.text import encoding_of

GZIP, PARQUET_MAGIC = b"\x1f\x8b", b"PAR1"
FORMATS = (*DELIMITERS, "ndjson", "parquet")
"""The names of the formats that can be read."""

_HEAD_BYTES = 65_536
"""How many bytes decide on the format: the header of a file is expected within them."""
_STANDARD_INPUT = "-"


class Source:
    """An open file: its first bytes are read already, and how much of it was read is counted."""

    def __init__(self, name: str, file: IO[bytes], size: int | None) -> None:
        """Read the first bytes of ``file``, and unpack it if it is a gzip file."""
        self.name = name
        self.size = size
        """Size of the file in bytes; None where only its end tells."""
        self._file = file
        self._copies = ExitStack()
        self._counter = _Counter(_Begun(file))
        self.is_packed = self._counter.begun.head.startswith(GZIP)
        """Is it a gzip file?"""
        self.stream: Any = self._counter
        if self.is_packed:
            self.stream = _Begun(
                _Unpacked(gzip.GzipFile(mode="rb", fileobj=cast("Any", self._counter)))
            )
        self.head: bytes = (self.stream if self.is_packed else self._counter.begun).head
        """The first bytes, unpacked."""

    def seekable(self, limit: int | None = None) -> IO[bytes]:
        """Return the contents as a file that can be read in any order: the file, or a copy.

        The copy of standard input or of a gzip file is a temporary file, until ``close``.

        Raises:
            BrokenFile: a gzip file is damaged, or the copy would have more than ``limit`` bytes.
        """
        if self._file.seekable() and not self.is_packed:
            self._file.seek(0)
            return self._file
        copy = self._copies.enter_context(TemporaryFile())  # noqa: SIM115 -- closed with the source
        while piece := self.stream.read(_HEAD_BYTES):
            copy.write(piece)
            if limit is not None and copy.tell() > limit:
                raise BrokenFile("the unpacked file is too large")
        copy.seek(0)
        return copy

    def close(self) -> None:
        """Delete the copy that ``seekable`` made."""
        self._copies.close()

    @property
    def bytes_read(self) -> int:
        """How many bytes of the file were read."""
        return self._counter.bytes_read


class _Begun:
    """A stream whose first bytes were looked at, and are read again."""

    def __init__(self, stream: Any) -> None:  # noqa: ANN401 -- anything with read()
        self._stream = stream
        parts, length = [], 0
        while length < _HEAD_BYTES and (part := stream.read(_HEAD_BYTES - length)):
            parts.append(part)
            length += len(part)
        self.head = b"".join(parts)
        self._rest = self.head

    def read(self, size: int) -> bytes:
        if not self._rest:
            data: bytes = self._stream.read(size)
            return data
        part, self._rest = self._rest[:size], self._rest[size:]
        return part


class _Counter:
    """A stream that counts the bytes that are read from it."""

    def __init__(self, begun: _Begun) -> None:
        self.begun = begun
        self.bytes_read = 0

    def read(self, size: int) -> bytes:
        data = self.begun.read(size)
        self.bytes_read += len(data)
        return data


class _Unpacked:
    """The contents of a gzip file."""

    def __init__(self, packed: gzip.GzipFile) -> None:
        self._packed = packed

    def read(self, size: int) -> bytes:
        try:
            return self._packed.read(size)
        except (EOFError, OSError, zlib.error):
            raise BrokenFile("the gzip file is damaged or incomplete") from None


def standard_input() -> IO[bytes]:
    """Return the standard input of the process."""
    return sys.stdin.buffer


@contextmanager
def opened_source(path: str) -> Iterator[Source]:
    """Open a file during the block; ``-`` is the standard input.

    Raises:
        BrokenFile: the file cannot be opened.
    """
    if path == _STANDARD_INPUT:
        with closing(Source("standard input", standard_input(), None)) as source:
            yield source
        return
    try:
        with Path(path).open("rb") as file:
            size = Path(path).stat().st_size
            with closing(Source(path, file, size)) as source:
                yield source
    except OSError as error:
        raise BrokenFile(f"{path}: {error.strerror}") from None


@dataclass(frozen=True, slots=True)
class Guess:
    """What a file is, by its first bytes and its name."""

    format: str
    """One of ``FORMATS``."""
    encoding: str
    is_packed: bool

    def __str__(self) -> str:
        """Return the guess for people."""
        words = {"csv": "comma", "tsv": "tab", "ssv": "semicolon"}
        what = self.format.upper() if self.format in DELIMITERS else self.format
        if self.format in words:
            what += f" ({words[self.format]})"
        if self.format != "parquet":
            what += f" in {self.encoding}"
        return f"{what}, packed with gzip" if self.is_packed else what


def guess(source: Source) -> Guess:
    """Return what a file is.

    Raises:
        BrokenFile: its encoding is none that can be read.
    """
    if source.head.startswith(PARQUET_MAGIC):
        return Guess("parquet", "", source.is_packed)
    encoding = encoding_of(source.head)
    text = source.head[len(encoding.mark) :].decode(encoding.codec, "replace").lstrip()
    if text.startswith("{"):
        return Guess("ndjson", encoding.name, source.is_packed)
    return Guess(_delimited_format(text, source.name), encoding.name, source.is_packed)


def _delimited_format(text: str, name: str) -> str:
    """Return the format whose delimiter parts the first line into the most cells.

    If none parts it, the name of the file decides.
    """
    counts = {each: _cells(text, delimiter) for each, delimiter in DELIMITERS.items()}
    best = max(counts, key=counts.__getitem__)
    if counts[best] > 1:
        return best
    suffixes = Path(name.removesuffix(".gz")).suffix[1:].lower()
    return suffixes if suffixes in DELIMITERS else best


def _cells(text: str, delimiter: str) -> int:
    lines = iter(text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True))
    return len(next(engine.reader(lines, delimiter=delimiter), []))
