"""Position tokens: where the next page starts (behaviour.md 1.4)."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import module_server
from tests.support.wire import ENGINES, LEADS

FIELDS = "/rest/v1/leads/schema/fields.json"
WANTED = {"filterType": "page", "filterValues": "Page", "batchSize": "2", "fields": "id"}
INVALID = ("1003", "Invalid paging token")
FORM = re.compile(r"[A-Z2-7]+=*").fullmatch


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        field = {"name": "page", "displayName": "Page", "dataType": "string"}
        running.post(FIELDS, {"input": [field]})
        records = [{"email": f"{number}@example.com", "page": "Page"} for number in range(5)]
        running.post(LEADS, {"input": records})
        yield running


def page(server: Rehearsal, token: str | None = None, **others: str) -> dict[str, Any]:
    query = {**WANTED, **others}
    answer = server.get(LEADS, query if token is None else {**query, "nextPageToken": token})
    assert answer.body["success"], answer.body
    body: dict[str, Any] = answer.body
    return body


@pytest.mark.fact("R", "1.4")
@pytest.mark.fact("D", "1.4")
def test_pages_of_leads(server: Rehearsal) -> None:
    seen, token, shapes = [], None, []
    for _ in range(3):
        body = page(server, token)
        seen += [lead["id"] for lead in body["result"]]
        shapes.append(list(body))
        token = body.get("nextPageToken")
    assert seen == [1, 2, 3, 4, 5]
    more, last = (
        ["requestId", "result", "success", "nextPageToken"],
        ["requestId", "result", "success"],
    )
    assert shapes == [more, more, last]


@pytest.mark.fact("D", "1.4")
def test_pages_of_fields(server: Rehearsal) -> None:
    first = server.get(FIELDS, "batchSize=5").body
    assert list(first) == ["requestId", "result", "success", "nextPageToken", "moreResult"]
    assert first["moreResult"] is True
    rest = server.get(FIELDS, {"nextPageToken": first["nextPageToken"]}).body
    assert list(rest) == ["requestId", "result", "success", "moreResult"]
    assert rest["moreResult"] is False
    names = [field["name"] for field in first["result"] + rest["result"]]
    assert len(names) == len(set(names)) == len(server.get(FIELDS).result)


@pytest.mark.fact("R", "1.4")
@pytest.mark.fact("D", "1.4")
def test_the_form_of_a_token(server: Rehearsal) -> None:
    for token in (
        page(server)["nextPageToken"],
        server.get(FIELDS, "batchSize=1").body["nextPageToken"],
    ):
        assert FORM(token)
        assert 24 <= len(token) <= 90


@pytest.mark.fact("D", "1.4")
def test_a_token_with_its_padding_raw_or_encoded(server: Rehearsal) -> None:
    token = page(server)["nextPageToken"]
    assert token.endswith("=")
    start = "filterType=page&filterValues=Page&batchSize=2&fields=id"
    for sent in (token, quote(token), token.replace("=", "%3d"), f"+{token}+"):
        answer = server.get(LEADS, f"{start}&nextPageToken={sent}")
        assert answer.result == [{"id": 3}, {"id": 4}]


@pytest.mark.fact("U", "1.4")
def test_a_token_has_no_end_of_life(server: Rehearsal) -> None:
    token = page(server)["nextPageToken"]
    server.clock.advance(days=400)
    server.forget_token()
    assert page(server, token)["result"] == [{"id": 3}, {"id": 4}]


def test_a_token_may_be_used_again_and_with_another_page_size(server: Rehearsal) -> None:
    token = page(server)["nextPageToken"]
    for _ in range(2):
        assert page(server, token)["result"] == [{"id": 3}, {"id": 4}]
    assert page(server, token, batchSize="1")["result"] == [{"id": 3}]
    assert page(server, token, batchSize="300")["result"] == [{"id": 3}, {"id": 4}, {"id": 5}]


@pytest.mark.fact("U", "1.4")
def test_a_token_of_another_endpoint(server: Rehearsal) -> None:
    of_leads = page(server)["nextPageToken"]
    of_fields = server.get(FIELDS, "batchSize=2").body["nextPageToken"]
    assert server.get(FIELDS, {"nextPageToken": of_leads}).error == INVALID
    answer = server.get(LEADS, {**WANTED, "nextPageToken": of_fields})
    assert answer.error == INVALID
    assert server.get(FIELDS, {"nextPageToken": of_fields}).result


@pytest.mark.fact("U", "1.4")
def test_a_damaged_token(server: Rehearsal) -> None:
    token = page(server)["nextPageToken"]
    body = token.rstrip("=")
    damaged = [
        body,
        token[1:],
        token + "=",
        token.lower(),
        token[::-1],
        body[:-2] + token[len(body) :],
        "A" * len(body) + token[len(body) :],
        "x",
        "=",
        "1",
        "é",
        "\0",
        "-1",
        "MFRGG===",
        "A" * 5_000,
        "BFRV7OMVSNJWDVKVTUFS3XHT4E======",
    ]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    for index, letter in enumerate(body):
        other = letters[(letters.index(letter) + 1) % 32]
        damaged.append(token[:index] + other + token[index + 1 :])
    # The last letter has bits that carry nothing: they must not be changed either.
    damaged += [body[:-1] + each + token[len(body) :] for each in letters if each != body[-1]]
    for each in damaged:
        query = {**WANTED, "nextPageToken": each}
        assert server.get(LEADS, query).error == INVALID, each
    assert page(server, token)["result"]
