"""Calls from pages of browsers: only where the settings list their origins (behaviour.md 1.10)."""

from collections.abc import Iterator

import pytest

from leadkeep.store import Store
from leadkeep.testing import Rehearsal, Response
from tests.support.wire import DESCRIBE, LEADS, NO_METHOD, NO_TOKEN, NOBODY, TOKEN, settings

PAGE = "https://app.example.com"
OTHER = "https://other.example.com"
ASKED = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type",
}


@pytest.fixture
def open_server(store: Store) -> Iterator[Rehearsal]:
    chosen = settings(cors_origins=[PAGE + "/", "http://localhost:3000"])
    with Rehearsal(store, settings=chosen) as running:
        yield running


def preflight(server: Rehearsal, origin: str, path: str = LEADS) -> Response:
    return server.request("OPTIONS", path, headers={**ASKED, "origin": origin}, token="")


@pytest.mark.fact("U", "1.10")
def test_nothing_is_allowed_unless_configured(server: Rehearsal) -> None:
    assert preflight(server, PAGE).error == NO_TOKEN
    answer = server.get(LEADS, NOBODY, headers={"origin": PAGE})
    assert answer.result == []
    assert answer.headers.keys() == {"content-type", "content-length"}
    assert server.request("OPTIONS", LEADS, headers={**ASKED, "origin": PAGE}).error == NO_METHOD


@pytest.mark.fact("U", "1.10")
@pytest.mark.parametrize("origin", [PAGE, "http://localhost:3000"])
@pytest.mark.parametrize("path", [LEADS, TOKEN, "/rest/../bulk/v1/nothing.json"])
def test_a_listed_page_may_ask_first(open_server: Rehearsal, origin: str, path: str) -> None:
    answer = preflight(open_server, origin, path)
    assert (answer.status, answer.content) == (200, b"")
    assert answer.headers["access-control-allow-origin"] == origin
    assert answer.headers["access-control-allow-methods"] == "GET, POST, DELETE"
    assert answer.headers["access-control-allow-headers"] == "authorization,content-type"
    assert answer.headers["access-control-max-age"] == "600"
    assert answer.headers["vary"] == "Origin"
    assert "access-control-allow-credentials" not in answer.headers


def test_a_listed_page_may_read_replies(open_server: Rehearsal) -> None:
    server, headers = open_server, {"origin": PAGE}
    refused = server.get(LEADS, NOBODY, headers=headers, token="")
    assert refused.error == NO_TOKEN
    answers = [
        server.get(LEADS, NOBODY, headers=headers),
        refused,
        server.get(TOKEN, headers=headers, token=""),
        server.get(LEADS, "x" * 9_000, headers=headers),
        server.request("POST", LEADS, content=b"x" * 2_000_000, headers=headers),
    ]
    assert [answer.status for answer in answers] == [200, 200, 400, 414, 413]
    for answer in answers:
        assert answer.headers["access-control-allow-origin"] == PAGE
        assert answer.headers["vary"] == "Origin"


@pytest.mark.parametrize(
    "origin",
    [OTHER, "null", "", PAGE + "/", PAGE.upper(), PAGE + ".evil.test", "http://app.example.com"],
)
def test_other_pages_may_not(open_server: Rehearsal, origin: str) -> None:
    asked = preflight(open_server, origin)
    assert asked.error == NO_TOKEN
    answer = open_server.get(LEADS, NOBODY, headers={"origin": origin})
    assert answer.result == []
    for each in (asked, answer):
        assert not [name for name in each.headers if name.startswith("access-control")]
        assert each.headers["vary"] == "Origin"


def test_an_options_call_that_asks_for_nothing_is_none(open_server: Rehearsal) -> None:
    for headers in ({"origin": PAGE}, ASKED, {}):
        assert open_server.request("OPTIONS", LEADS, headers=headers).error == NO_METHOD
    assert open_server.request("GET", LEADS, NOBODY, headers={**ASKED, "origin": PAGE}).result == []


def test_a_large_reply_varies_by_both(open_server: Rehearsal) -> None:
    headers = {"origin": PAGE, "accept-encoding": "gzip"}
    answer = open_server.get(DESCRIBE, headers=headers)
    assert answer.headers["vary"] == "Origin, Accept-Encoding"
    assert answer.headers["content-encoding"] == "gzip"


def test_every_origin_can_be_let_in(store: Store) -> None:
    with Rehearsal(store, settings=settings(cors_origins=["*"])) as server:
        for origin in (PAGE, OTHER, "null"):
            assert preflight(server, origin).headers["access-control-allow-origin"] == origin
            answer = server.get(LEADS, NOBODY, headers={"origin": origin})
            assert answer.headers["access-control-allow-origin"] == origin
