"""URIs and bodies that are too large (behaviour.md 1.6, 1.11)."""

from collections.abc import Iterator

import pytest

from leadkeep.testing import Rehearsal, Response
from tests.support.leads import module_server
from tests.support.wire import ENGINES, LEADS, NO_JSON, NO_PATH, TOKEN

URI = 8_192
NO_FORM = ("613", "Invalid Multipart Request")
BODY = 1_048_576
IMPORT = 10_485_760
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def assert_status(answer: Response, status: int) -> None:
    assert (answer.status, answer.content) == (status, b"")
    assert "content-type" not in answer.headers


@pytest.mark.fact("D", "1.6")
@pytest.mark.fact("U", "1.6")
def test_a_uri_of_8_kb_is_the_longest(server: Rehearsal) -> None:
    start = "filterType=email&filterValues="
    query = start + "x" * (URI - len(LEADS) - 1 - len(start))
    assert server.get(LEADS, query).result == []
    assert_status(server.get(LEADS, query + "x"), 414)
    assert_status(server.get(LEADS, query + "x", token=""), 414)
    form = query + "x" * URI
    assert server.request("POST", LEADS, "_method=GET", form=form).result == []


def test_a_path_alone_may_be_the_longest_uri(server: Rehearsal) -> None:
    path = "/rest/v1/".ljust(URI - 5, "x") + ".json"
    assert server.get(path).error == NO_PATH
    assert_status(server.get("/" + path), 414)


@pytest.mark.fact("D", "1.6")
@pytest.mark.parametrize("path", [LEADS, TOKEN, "/rest/v1/nothing.json"])
def test_a_body_of_1_mb_is_the_largest(server: Rehearsal, path: str) -> None:
    largest = server.request("POST", path, content=b"x" * BODY, headers=JSON)
    assert largest.status in {200, 400}
    assert_status(server.request("POST", path, content=b"x" * (BODY + 1), headers=JSON), 413)
    assert_status(server.request("GET", path, content=b"x" * (BODY + 1), headers=JSON), 413)


@pytest.mark.fact("D", "1.6")
def test_a_bulk_body_may_have_10_mb(server: Rehearsal) -> None:
    path = "/bulk/v1/leads.json"
    for each in (path, "/rest/.." + path):
        assert server.request("POST", each, content=b"x" * IMPORT, headers=JSON).error == NO_FORM
        assert_status(server.request("POST", each, content=b"x" * (IMPORT + 1)), 413)


def test_a_body_in_chunks_is_measured_too(server: Rehearsal) -> None:
    half = b" " * (BODY // 2)
    whole = server.request("POST", LEADS, content=[half, half], headers=JSON)
    assert whole.error == ("1003", "Leads not specified")
    assert server.request("POST", LEADS, content=[b"{", half], headers=JSON).error == NO_JSON
    assert_status(server.request("POST", LEADS, content=[half, half, b" "], headers=JSON), 413)


def test_a_body_that_announces_too_much_is_not_read(server: Rehearsal) -> None:
    for announced in (BODY + 1, "9" * 30):
        headers = {**JSON, "content-length": str(announced)}
        assert_status(server.request("POST", LEADS, content=b"", headers=headers), 413)


def test_a_length_that_lies_is_found_out(server: Rehearsal) -> None:
    headers = {**JSON, "content-length": "2"}
    assert_status(server.request("POST", LEADS, content=b" " * (BODY + 1), headers=headers), 413)


def test_what_is_too_large_counts_as_no_call(server: Rehearsal) -> None:
    server.store_counts()
    before = server.get("/rest/v1/stats/usage.json").result
    server.store_counts()
    assert_status(server.request("POST", LEADS, content=b"x" * (BODY + 1)), 413)
    server.store_counts()
    after = server.get("/rest/v1/stats/usage.json").result
    assert after[0]["total"] == before[0]["total"] + 1
