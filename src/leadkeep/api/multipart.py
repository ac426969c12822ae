"""Read the file and the parameters of a bulk import (behaviour.md 6.1)."""

from leadkeep.api.request import Request
from leadkeep.errors import Reason, Refusal
from leadkeep.multipart import BadMultipart, MultipartReader, Sink

FILE_PART = "file"


def uploaded_file(request: Request) -> bytes | memoryview:
    """Return the part ``file`` of a multipart body; add the other parts to the parameters.

    It is a part of the body, which is not copied, unless the parser has cut it.

    Raises:
        Refusal: 613, the body is not multipart, is incomplete, or has not one file.
    """
    files: list[list[memoryview]] = []

    def open_file(name: str, file_name: str | None) -> Sink | None:
        del file_name
        if name != FILE_PART:
            return None
        files.append([])
        return files[-1].append

    try:
        reader = MultipartReader(request.headers.get(b"content-type", b""), open_file)
        reader.write(request.body)
        reader.close()
    except BadMultipart:
        raise Refusal(Reason.INVALID_MULTIPART) from None
    if len(files) != 1:
        raise Refusal(Reason.INVALID_MULTIPART)
    for name, value in reader.parameters:
        request.query.setdefault(name, []).append(value)
    return files[0][0] if len(files[0]) == 1 else b"".join(files[0])
