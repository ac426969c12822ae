"""Compressed replies (behaviour.md 1.1)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import module_server
from tests.support.wire import DESCRIBE, ENGINES, LEADS, NOBODY

FROM = 1_024


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def reply_of(server: Rehearsal, size: int, accepted: str | None) -> Any:  # noqa: ANN401
    """Return a reply of exactly ``size`` bytes: an error that tells back what was sent."""
    headers = {} if accepted is None else {"accept-encoding": accepted}
    length = size - 150
    for _ in range(1_000):
        answer = server.get(f"/rest/v1/lead/{'x' * length}.json", headers=headers)
        assert answer.body["errors"][0]["code"] == "1001"
        missing = size - len(answer.content)
        if missing == 0:
            return answer
        length += missing  # request ids differ in length, so this may take a few turns
    raise AssertionError(size)


@pytest.mark.fact("D", "1.1")
def test_replies_of_1024_bytes_are_compressed(server: Rehearsal) -> None:
    large = reply_of(server, FROM, "gzip")
    assert large.headers["content-encoding"] == "gzip"
    assert int(large.headers["content-length"]) < FROM
    small = reply_of(server, FROM - 1, "gzip")
    assert "content-encoding" not in small.headers
    assert small.headers["content-length"] == str(FROM - 1)


@pytest.mark.fact("D", "1.1")
@pytest.mark.parametrize(
    "accepted",
    ["gzip", "gzip, deflate, br", "deflate,gzip;q=0.5", "GZIP", "br;q=1.0, gzip ; q=0.001", "*"],
)
def test_clients_that_accept_gzip_get_it(server: Rehearsal, accepted: str) -> None:
    answer = server.get(DESCRIBE, headers={"accept-encoding": accepted})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.fact("D", "1.1")
@pytest.mark.parametrize(
    "accepted",
    [None, "", "identity", "deflate, br", "gzip;q=0", "gzip; q=0.000", "gzip;q=0, *", "*;q=0", "x"],
)
def test_others_get_plain_json(server: Rehearsal, accepted: str | None) -> None:
    headers = {} if accepted is None else {"accept-encoding": accepted}
    answer = server.get(DESCRIBE, headers=headers)
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["vary"] == "Accept-Encoding"  # for caches: it might have been gzip
    assert answer.result


def test_a_small_reply_is_never_compressed(server: Rehearsal) -> None:
    answer = server.get(LEADS, NOBODY, headers={"accept-encoding": "gzip"})
    assert answer.headers.keys() == {"content-type", "content-length"}


def test_a_compressed_reply_is_the_same_reply(server: Rehearsal) -> None:
    plain = server.get(DESCRIBE)
    packed = server.get(DESCRIBE, headers={"accept-encoding": "gzip"})
    assert packed.result == plain.result
    assert int(packed.headers["content-length"]) < len(plain.content)
    assert packed.headers["content-type"] == plain.headers["content-type"]
