"""Take files that come with forms: as they come, into a temporary file with a limit."""

import asyncio
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from starlette.requests import Request
from starlette.types import Receive, Scope

from leadkeep.console.forms import BadForm, FileTooLarge
from leadkeep.files import BrokenFile
from leadkeep.multipart import BadMultipart, MultipartReader, Sink

FILE_PART = "file"
FIELDS_BYTES = 1_048_576
"""Limit: what a form has beside its file."""
UPLOAD_SECONDS = 600
"""Limit: from the first to the last byte of a file."""


@dataclass(slots=True)
class Upload:
    """A file that came with a form, in a temporary file."""

    name: str
    file: IO[bytes]
    size: int = 0

    def replace(self, pieces: Iterable[bytes], limit: int) -> None:
        """Replace the contents, which may be read for the new ones, by pieces.

        Raises:
            BrokenFile: they have more than ``limit`` bytes.
        """
        with TemporaryFile() as copy:
            for piece in pieces:
                copy.write(piece)
                if copy.tell() > limit:
                    raise BrokenFile("the unpacked file is too large")
            self.size = copy.tell()
            copy.seek(0)
            shutil.copyfileobj(copy, self.at_start())
        self.file.truncate()

    def at_start(self) -> IO[bytes]:
        """Return the file, to be read from its beginning: an action may run again."""
        self.file.seek(0)
        return self.file


async def receive_upload(
    scope: Scope,
    receive: Receive,
    file: IO[bytes],
    limit: int,
    admit: Callable[[dict[str, list[str]]], None],
) -> tuple[dict[str, list[str]], Upload | None]:
    """Write the file of a form to ``file``; return the fields, and the file if there is one.

    ``admit`` gets the fields that stand before the file, and raises an error unless it is wanted:
    no byte of it is written before. Reading ends after :data:`UPLOAD_SECONDS`.

    Raises:
        BadForm: the body is no form with one file at most, or it comes too slowly.
        FileTooLarge: the file has more than ``limit`` bytes.
        ClientDisconnect: the client has closed the connection.
    """
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    if length.isdigit() and int(length[:20]) > limit + FIELDS_BYTES:
        raise FileTooLarge
    found: list[Upload] = []

    def open_file(name: str, file_name: str | None) -> Sink | None:
        if file_name is None:
            return None
        if name != FILE_PART or found:
            raise BadForm
        admit(_fields(reader))
        found.append(Upload(file_name, file))
        return write

    def write(piece: memoryview) -> None:
        found[0].size += len(piece)
        if found[0].size > limit:
            raise FileTooLarge
        file.write(piece)

    try:
        reader = MultipartReader(headers.get(b"content-type", b""), open_file)
        async with asyncio.timeout(UPLOAD_SECONDS):
            async for chunk in Request(scope, receive).stream():
                await asyncio.to_thread(reader.write, chunk)
        reader.close()
    except (BadMultipart, TimeoutError):
        raise BadForm from None
    return _fields(reader), found[0] if found else None


def _fields(reader: MultipartReader) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in reader.parameters:
        fields.setdefault(name, []).append(value)
    return fields
