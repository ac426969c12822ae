"""Bodies of several parts are let go when they have been read."""

import gc
import sys
from collections.abc import Iterator

import pytest

from leadkeep.multipart import BadMultipart, MultipartReader
from tests.support.bulk import BOUNDARY, MULTIPART, multipart

CONTENT = b"email\nada@example.com\n" * 1_000


@pytest.fixture(autouse=True)
def without_collections() -> Iterator[None]:
    """Collect no cyclic garbage: a server does so rarely."""
    gc.disable()
    yield
    gc.enable()


def parts_of(body: bytes) -> list[memoryview]:
    found: list[memoryview] = []
    reader = MultipartReader(MULTIPART["content-type"].encode(), lambda *_: found.append)
    reader.write(body)
    reader.close()
    return found


def test_a_file_is_a_part_of_its_body_and_no_copy() -> None:
    body = multipart(CONTENT)
    (part,) = parts_of(body)
    assert part.obj is body
    assert bytes(part) == CONTENT


@pytest.mark.parametrize("end", ["", "cut", "--x"])
def test_a_body_is_let_go_at_once(end: str) -> None:
    body = multipart(CONTENT)
    body = body.removesuffix(f"--{BOUNDARY}--\r\n".encode()) + end.encode() if end else body + b""
    before = sys.getrefcount(body)
    try:
        parts_of(body)
    except BadMultipart as error:
        del error
    assert sys.getrefcount(body) == before
