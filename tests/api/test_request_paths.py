"""Paths on the wire (behaviour.md 1.1, request_forms.md)."""

from collections.abc import Iterator

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import module_server
from tests.support.wire import ENGINES, LEADS, NO_PATH, NOBODY, TOKEN


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


@pytest.mark.fact("U", "1.1")
@pytest.mark.parametrize(
    "path",
    [
        LEADS,
        "/rest//v1/leads.json",
        "//rest/v1/leads.json",
        "///rest///v1///leads.json",
        "/rest/v1//leads.json",
    ],
)
def test_repeated_slashes_count_as_one(server: Rehearsal, path: str) -> None:
    assert server.get(path, NOBODY).result == []


@pytest.mark.fact("R", "1.1")
@pytest.mark.parametrize(
    "path",
    [
        "/rest/./v1/leads.json",
        "/bulk/../rest/v1/leads.json",
        "/rest/../rest/v1/leads.json",
        "/rest/v1/lead/../leads.json",
        "/../../rest/v1/leads.json",
        "/rest/v1/./././leads.json",
        "//rest/x/..//v1/leads.json",
    ],
)
def test_dot_segments_are_resolved(server: Rehearsal, path: str) -> None:
    assert server.get(path, NOBODY).result == []


@pytest.mark.fact("R", "1.1")
@pytest.mark.fact("R", "11.15")
def test_a_bulk_call_may_start_at_the_rest_root(server: Rehearsal) -> None:
    answer = server.post("/rest/../bulk/v1/no/such/thing.json", {})
    assert answer.error == NO_PATH
    straight = server.post("/bulk/v1/no/such/thing.json", {})
    assert straight.error == NO_PATH


@pytest.mark.fact("D", "1.1")
@pytest.mark.fact("U", "1.1")
@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/rest/v1/leads", NOBODY),
        ("/rest/v1/leads.xml", NOBODY),
        ("/rest/v1/leads.json.json", NOBODY),
        ("/rest/v1/leads.JSON", NOBODY),
        ("/rest/v1/leads.json/", NOBODY),
        ("/rest//v1/leads.json/", NOBODY),
        ("/rest/v1/leads.json/.", NOBODY),
        ("/rest/v1/leads.json%00", NOBODY),
        ("/rest/v1/leads%00.json", NOBODY),
        ("/rest/v1/lead/1", None),
        ("/rest/v1/lead/abc", None),
        ("/rest/v1/lead/1/", None),
        ("/rest/v1/lead/.json", None),
        ("/rest/v1/lead.json", None),
        ("/rest/v1/leads/schema/fields/email", None),
        ("/rest/v1/leads/describe2", None),
    ],
)
def test_a_path_without_the_suffix_is_unknown(
    server: Rehearsal, path: str, query: dict[str, str] | None
) -> None:
    assert server.get(path, query).error == NO_PATH


@pytest.mark.fact("R", "1.10")
@pytest.mark.parametrize(
    "path",
    [
        "/rest/",
        "/rest/v1/",
        "/rest/v1.json",
        "/rest/.json",
        "/rest/v2/leads.json",
        "/rest/v1/nothing.json",
        "/rest/v1/lead/1/2.json",
        "/rest/asset/v1/nothing.json",
        "/bulk/v1/nothing.json",
        "/bulk/",
        "/rest/v1/leads/123associate.json",
    ],
)
def test_an_unknown_path_is_refused(server: Rehearsal, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        assert server.request(method, path).error == NO_PATH


@pytest.mark.parametrize("path", ["/rest/v1/lead/%31.json", "/rest/v1/%6Cead/1.json"])
def test_percent_encoded_letters_are_decoded(server: Rehearsal, path: str) -> None:
    assert server.get(path).result == []


@pytest.mark.fact("R", "1.10")
@pytest.mark.parametrize(
    ("segment", "shown"),
    [("abc", "abc"), ("1%00", "1\0"), ("%C3%A9", "é"), ("1;x", "1;x"), ("%ff", "�"), ("%2e", ".")],
)
def test_an_id_that_is_no_number_is_told_back(server: Rehearsal, segment: str, shown: str) -> None:
    message = f'For input string: "{shown}" failed to convert to a number'
    assert server.get(f"/rest/v1/lead/{segment}.json").error == ("1001", message)


@pytest.mark.parametrize("path", [f"/{TOKEN}", f"//{TOKEN}", "/rest/..//identity/oauth/token"])
@pytest.mark.fact("C", "2.1")
def test_the_token_endpoint_may_have_two_slashes(server: Rehearsal, path: str) -> None:
    answer = server.request("POST", path, {"grant_type": "client_credentials"}, token="")
    assert answer.status == 401
    assert answer.body["error"] == "unauthorized"


@pytest.mark.parametrize(
    "path", ["/identity/oauth/token.json", "/identity/oauth/token%00.json", "/identity/oauth"]
)
def test_the_token_endpoint_has_no_suffix(server: Rehearsal, path: str) -> None:
    answer = server.get(path, {"grant_type": "client_credentials"}, token="")
    assert answer.status == 400
    assert answer.body == {
        "error": "invalid_request",
        "error_description": "Requested resource not found",
    }


def test_what_is_not_the_api_is_told_apart(server: Rehearsal) -> None:
    root = server.get("/", token="")
    assert root.status == 200
    assert root.content.startswith(b"leadkeep ")
    assert root.headers["content-type"] == "text/plain;charset=UTF-8"
    for path in ("/favicon.ico", "/rest", "/etc/passwd", "/rest/../etc/passwd", "*"):
        missing = server.get(path, token="")
        assert (missing.status, missing.content) == (404, b"")
        assert "content-type" not in missing.headers
