"""Every operation through one shape: the envelope (behaviour.md 1.1, 1.2, 1.3, 1.7)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from leadkeep.api.operations import Operation, declarations, served_operations
from leadkeep.clock import ManualClock
from leadkeep.store import Store
from leadkeep.testing import Rehearsal, Response
from tests.support.sampled_stores import sampled_server
from tests.support.wire import ENGINES, LEADS, NOBODY, TOKEN, sample

MEMBERS = ["requestId", "result", "success", "nextPageToken", "moreResult"]
"""The members of a reply, in recorded order."""
ASSET_MEMBERS = ["success", "errors", "requestId", "warnings", "result"]
REQUEST_ID = re.compile(r"(0|[1-9a-f][0-9a-f]{0,4})#([1-9a-f][0-9a-f]*)").fullmatch
CALLED = [each for each in served_operations() if not each.is_public]
ENVELOPED = [each for each in CALLED if not each.sends_file]


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from sampled_server(request)


def named(operation: Operation) -> str:
    return operation.id


def assert_headers(answer: Response) -> None:
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json;charset=UTF-8"
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers.keys() <= {"content-type", "content-length", "vary"}


def assert_compact(answer: Response) -> None:
    """Without blanks the JSON is what it was: there were none."""
    assert msgspec.json.format(answer.content, indent=-1) == answer.content


def assert_request_id(text: str, clock: ManualClock) -> None:
    match = REQUEST_ID(text)
    assert match, text
    assert int(match.group(1), 16) < 100_000
    assert int(match.group(2), 16) == int(clock.now().timestamp() * 1000)


@pytest.mark.fact("R", "1.3")
@pytest.mark.fact("R", "1.1")
@pytest.mark.parametrize("operation", ENVELOPED, ids=named)
def test_a_reply(server: Rehearsal, operation: Operation) -> None:
    answer = sample(operation).ask(server)
    body: dict[str, Any] = answer.body
    assert body["success"] is True
    assert isinstance(body.get("result"), list) or declarations()[operation.id].item is None
    is_asset = operation.path.startswith("/rest/asset/")
    order = ASSET_MEMBERS if is_asset else MEMBERS
    assert list(body) == [member for member in order if member in body]
    assert body.get("errors", []) == body.get("warnings", []) == []
    assert_headers(answer)
    assert_compact(answer)
    assert_request_id(body["requestId"], server.clock)


@pytest.mark.fact("R", "1.7")
@pytest.mark.parametrize("operation", CALLED, ids=named)
def test_a_refusal(server: Rehearsal, operation: Operation) -> None:
    answer = sample(operation)._replace(method="PATCH").ask(server)
    body: dict[str, Any] = answer.body
    is_asset = operation.path.startswith("/rest/asset/")
    warnings = ["warnings"] if is_asset else []
    assert list(body) == ["requestId", "success", *warnings, "errors"]
    assert body["success"] is False
    assert body["errors"] == [{"code": "605", "message": "HTTP Method not supported"}]
    assert_headers(answer)
    assert_compact(answer)
    assert_request_id(body["requestId"], server.clock)


@pytest.mark.fact("R", "1.7")
@pytest.mark.parametrize("token", [None, "", "unknown"])
def test_a_refusal_of_the_asset_family(server: Rehearsal, token: str | None) -> None:
    answer = server.get("/rest/asset/v1/nothing.json", token=token)
    body = answer.body
    assert list(body) == ["requestId", "success", "warnings", "errors"]
    assert (body["success"], body["warnings"]) == (False, [])
    (error,) = body["errors"]
    assert list(error) == ["code", "message"]
    expected = {None: "610", "": "600", "unknown": "601"}
    assert error["code"] == expected[token]
    assert_headers(answer)
    assert_compact(answer)


@pytest.mark.fact("R", "11.1")
def test_a_recorded_reply_byte_for_byte(store: Store) -> None:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=0x17D4F044661)
    with Rehearsal(store, ManualClock(moment)) as server:
        for _ in range(50):
            answer = server.get(LEADS, NOBODY)
            first = answer.body["requestId"].partition("#")[0]
            expected = f'{{"requestId":"{first}#17d4f044661","result":[],"success":true}}'
            assert answer.content == expected.encode()
            assert len(answer.content) == 59 - len("6227") + len(first)


@pytest.mark.fact("R", "1.2")
def test_request_ids_differ(server: Rehearsal) -> None:
    token = server.token_for(server.add_client("ids"))
    sent = [server.get("/rest/v1/no.json", token=token).body["requestId"] for _ in range(200)]
    assert len(set(sent)) > 190
    assert max(len(each.partition("#")[0]) for each in sent) == 5


@pytest.mark.fact("R", "1.1")
@pytest.mark.parametrize("secret", ["good", "bad"])
def test_headers_of_the_token_endpoint(server: Rehearsal, secret: str) -> None:
    client = server.add_client(f"headers {secret}")
    query = {
        "grant_type": "client_credentials",
        "client_id": client.client_id,
        "client_secret": client.client_secret if secret == "good" else "bad",
    }
    answer = server.get(TOKEN, query, token="")
    assert answer.status == (200 if secret == "good" else 401)
    assert answer.headers == {
        "content-type": "application/json;charset=UTF-8",
        "cache-control": "no-store",
        "pragma": "no-cache",
        "x-content-type-options": "nosniff",
        "x-xss-protection": "1; mode=block",
        "x-frame-options": "DENY",
        "content-length": str(len(answer.content)),
    }
    assert_compact(answer)


@pytest.mark.fact("R", "1.5")
def test_moments_are_told_in_seconds_of_utc(server: Rehearsal) -> None:
    token = server.token_for(server.add_client("moments"))
    before = server.clock.now()
    (made,) = server.post(LEADS, {"input": [{"email": "when@example.com"}]}, token=token).result
    lead = server.get(f"/rest/v1/lead/{made['id']}.json", token=token).result[0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", lead["createdAt"])
    shown = datetime.fromisoformat(lead["createdAt"])
    assert timedelta() <= before - shown < timedelta(seconds=1)
