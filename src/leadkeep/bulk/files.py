"""Files of bulk jobs, kept in pieces in the database: append to them, read parts of them."""

from collections.abc import Iterator
from io import RawIOBase
from typing import Any

from leadkeep.bulk import queries
from leadkeep.store import Transaction

UPLOAD = "upload"
FAILURES = "failures"
WARNINGS = "warnings"
EXTRACT = "extract"

UPLOAD_PIECE_BYTES = 262_144
"""Size of the pieces of an upload: a batch of an import reads one or two of them."""
PIECES_DROPPED = 1_000


def store_file(tx: Transaction, job_id: int, name: str, content: bytes | memoryview) -> None:
    """Store a whole file in pieces of one size."""
    for start, piece in _pieces_of(content):
        queries.add_pieces(tx, job_id, name, [(start, piece)])


def is_blank(content: bytes | memoryview) -> bool:
    """Return whether a file has nothing but white space."""
    return all(piece.isspace() for _, piece in _pieces_of(content))


def _pieces_of(content: bytes | memoryview) -> Iterator[tuple[int, bytes]]:
    """Yield offset and content of the pieces of a file; no copy of all of it is made."""
    for start in range(0, len(content), UPLOAD_PIECE_BYTES):
        yield start, bytes(content[start : start + UPLOAD_PIECE_BYTES])


def append_to_file(tx: Transaction, job_id: int, name: str, content: bytes) -> None:
    """Append a piece to a file, which begins with the first one."""
    if content:
        size = queries.file_size(tx, job_id, name) or 0
        queries.add_pieces(tx, job_id, name, [(size, content)])


def drop_file(tx: Transaction, job_id: int, name: str) -> None:
    """Delete a file, if the job has it; in one transaction, so not for the largest ones."""
    while queries.drop_pieces(tx, job_id, name, PIECES_DROPPED):
        pass


def read_part(tx: Transaction, job_id: int, name: str, start: int, end: int) -> bytes:
    """Return bytes of a file from ``start`` on, up to ``end``: at most those of one piece."""
    for at, content in queries.pieces_from(tx, job_id, name, start):
        return content[start - at : end - at]
    return b""


class FileStream(RawIOBase):
    """A file of a job as a stream for a reader of rows, in one transaction."""

    def __init__(self, tx: Transaction, job_id: int, name: str) -> None:
        """Begin at the start of the file."""
        super().__init__()
        self._tx = tx
        self._job_id = job_id
        self._name = name
        self._at = 0
        self._piece_at = 0
        self._piece = b""

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move to an offset from the start of the file."""
        if whence:
            raise ValueError("a file of a job knows offsets from its start only")
        self._at = offset
        return offset

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 -- any writable buffer
        """Read the next bytes into a buffer; return their number, 0 at the end."""
        if not self._piece_at <= self._at < self._piece_at + len(self._piece):
            found = queries.pieces_from(self._tx, self._job_id, self._name, self._at)
            self._piece_at, self._piece = found[0] if found else (self._at, b"")
        start = self._at - self._piece_at
        part = self._piece[start : start + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)
