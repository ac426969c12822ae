"""Get Deleted Leads (behaviour.md 3.12, 5.2)."""

from collections.abc import Iterator

import pytest

from leadkeep.testing import Rehearsal
from tests.support.activities import (
    DELETED,
    new_leads,
    now_token,
    page,
    pages,
    rows,
    token_since,
)
from tests.support.leads import ENGINES, create, module_server, token_with


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def delete(server: Rehearsal, *lead_ids: int) -> None:
    body = {"input": [{"id": lead_id} for lead_id in lead_ids]}
    result = server.post("/rest/v1/leads/delete.json", body).result
    assert [item["status"] for item in result] == ["deleted"] * len(lead_ids)


@pytest.mark.fact("R", "5.2")
def test_the_record(server: Rehearsal) -> None:
    token = now_token(server)
    named, nameless = create(server, firstName="Ada", lastName="King"), create(server)
    delete(server, named, nameless)
    first, second = rows(server, token, DELETED)
    assert first == {
        "id": first["id"],
        "marketoGUID": str(first["id"]),
        "leadId": named,
        "activityDate": server.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "activityTypeId": 37,
        "primaryAttributeValueId": named,
        "primaryAttributeValue": "Ada King",
        "attributes": [],
    }
    assert second["primaryAttributeValueId"] == nameless
    assert "primaryAttributeValue" not in second


@pytest.mark.fact("D", "1.4")
def test_pages(server: Rehearsal) -> None:
    token = now_token(server)
    leads = new_leads(server, 5)
    delete(server, *leads)
    for size in (1, 2, 5, 300):
        bodies = list(pages(server, token, DELETED, batchSize=size))
        assert [row["leadId"] for body in bodies for row in body["result"]] == leads
        assert [body["moreResult"] for body in bodies] == [True] * (len(bodies) - 1) + [False]
    last = bodies[-1]["nextPageToken"]
    body = page(server, last, DELETED).body
    assert list(body) == ["requestId", "success", "nextPageToken", "moreResult"]
    more = create(server)
    delete(server, more)
    assert [row["leadId"] for row in rows(server, last, DELETED)] == [more]


@pytest.mark.fact("D", "3.12")
def test_deletions_are_told_for_14_days(server: Rehearsal) -> None:
    token = now_token(server)
    old, new = create(server), create(server)
    delete(server, old)
    server.clock.advance(days=1)
    server.forget_token()
    delete(server, new)
    server.clock.advance(days=13)
    server.forget_token()
    assert [row["leadId"] for row in rows(server, token, DELETED)] == [old, new]
    server.clock.advance(seconds=1)
    assert [row["leadId"] for row in rows(server, token, DELETED)] == [new]
    server.clock.advance(days=1)
    server.forget_token()
    body = page(server, token, DELETED).body
    assert "result" not in body
    assert body["moreResult"] is False
    late = create(server)
    delete(server, late)
    assert [row["leadId"] for row in rows(server, body["nextPageToken"], DELETED)] == [late]


@pytest.mark.fact("U", "5.2")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            {"nextPageToken": ""},
            ("1002", "Missing value for the required parameter 'nextPageToken'"),
        ),
        ({"nextPageToken": "A"}, ("1003", "Invalid paging token")),
        ({"batchSize": "-1"}, ("1003", "Invalid batchSize")),
    ],
)
def test_what_is_refused(
    server: Rehearsal, query: dict[str, str], expected: tuple[str, str]
) -> None:
    good = {"nextPageToken": token_since(server), "batchSize": "10"}
    assert server.get(DELETED, good).body["success"]
    assert server.get(DELETED, good | query).error == expected


@pytest.mark.fact("D", "2.3")
def test_permission(server: Rehearsal) -> None:
    query = {"nextPageToken": token_since(server)}
    for allowed in ("Read-Only Activity", "Read-Write Activity"):
        assert server.get(DELETED, query, token=token_with(server, allowed)).body["success"]
    other = token_with(server, "Read-Write Lead")
    assert server.get(DELETED, query, token=other).error == ("603", "Access denied")
