"""The script that web pages load: ``/munchkin.js`` (behaviour.md 8)."""

from collections.abc import Iterator

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, module_server
from tests.support.wire import settings

SCRIPT = "/munchkin.js"
LARGEST_SCRIPT_BYTES = 6_000


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def test_anybody_may_load_it(server: Rehearsal) -> None:
    answer = server.get(SCRIPT, token="")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/javascript;charset=UTF-8"
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["content-length"] == str(len(answer.content))
    assert len(answer.content) < LARGEST_SCRIPT_BYTES
    assert b"//" not in answer.content.replace(b"://", b"")
    head = server.request("HEAD", SCRIPT, token="")
    assert (head.status, head.headers) == (200, answer.headers)
    assert server.get(SCRIPT, {"v": "2"}, token="").content == answer.content


def test_it_is_sent_once(server: Rehearsal) -> None:
    answer = server.get(SCRIPT, token="")
    tag = answer.headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = server.get(SCRIPT, token="", headers={"if-none-match": known})
        assert (again.status, again.content, again.headers["etag"]) == (304, b"", tag), known
        for name in ("cache-control", "vary", "access-control-allow-origin"):
            assert again.headers[name] == answer.headers[name]
        assert "content-length" not in again.headers
    for other in ('"other"', "", tag[:-2], "\xff"):
        again = server.get(SCRIPT, token="", headers={"if-none-match": other})
        assert (again.status, again.content) == (200, answer.content), other


def test_it_can_only_be_read(server: Rehearsal) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        answer = server.request(method, SCRIPT, token="")
        assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD"), method


def test_the_origins_of_the_api_do_not_matter(server: Rehearsal) -> None:
    chosen = settings(cors_origins=["https://app.example.com"])
    open_server = server.another(settings=chosen)
    for origin in ("https://app.example.com", "https://other.example.org"):
        answer = open_server.get(SCRIPT, token="", headers={"origin": origin})
        assert answer.headers["access-control-allow-origin"] == "*"
