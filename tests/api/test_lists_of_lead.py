"""Get Lists by Lead Id (behaviour.md 1.4, 3.11)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, module_server, token_with
from tests.support.lists import (
    add,
    add_workspace,
    new_list,
    people,
    reference,
    remove,
    zone,
)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def path(lead_id: object) -> str:
    return f"/rest/v1/leads/{lead_id}/listMembership.json"


def pages(server: Rehearsal, lead_id: int, size: int) -> list[list[int]]:
    query: dict[str, Any] = {"batchSize": size}
    found = []
    while True:
        body = server.get(path(lead_id), query).body
        found.append([item["listId"] for item in body["result"]])
        assert body["moreResult"] is ("nextPageToken" in body)
        if not body["moreResult"]:
            return found
        query["nextPageToken"] = body["nextPageToken"]


@pytest.mark.fact("D", "3.11")
def test_an_item(server: Rehearsal) -> None:
    list_id, (lead_id,) = new_list(server), people(server, 1)
    add(server, list_id, lead_id)
    shown = server.clock.now().isoformat()[:19] + "Z"
    body = server.get(path(lead_id)).body
    assert list(body) == ["requestId", "result", "success", "moreResult"]
    assert body["moreResult"] is False
    (item,) = body["result"]
    assert list(item.items()) == [
        ("listId", list_id),
        ("createdAt", shown),
        ("updatedAt", shown),
    ]


@pytest.mark.fact("D", "3.11")
def test_the_newest_comes_first(server: Rehearsal) -> None:
    (lead_id,), lists = people(server, 1), [new_list(server) for _ in range(5)]
    order = [lists[index] for index in (2, 0, 4, 1, 3)]
    for list_id in order:
        server.clock.advance(milliseconds=300)
        add(server, list_id, lead_id)
    newest_first = order[::-1]
    assert pages(server, lead_id, 300) == [newest_first]
    assert pages(server, lead_id, 5) == [newest_first]
    assert pages(server, lead_id, 2) == [newest_first[:2], newest_first[2:4], newest_first[4:]]
    # Adding again changes nothing; leaving and coming back does.
    add(server, order[0], lead_id)
    assert pages(server, lead_id, 300) == [newest_first]
    remove(server, order[0], lead_id)
    server.clock.advance(milliseconds=300)
    add(server, order[0], lead_id)
    assert pages(server, lead_id, 300) == [[order[0], *newest_first[:-1]]]


def test_memberships_of_one_moment_are_told_once_each(server: Rehearsal) -> None:
    (lead_id,), lists = people(server, 1), [new_list(server) for _ in range(7)]
    for list_id in lists:
        add(server, list_id, lead_id)
    for size in (1, 2, 3, 7, 8):
        assert sum(pages(server, lead_id, size), []) == lists[::-1]  # noqa: RUF017 -- short


@pytest.mark.fact("D", "1.4")
def test_no_list(server: Rehearsal) -> None:
    (lead_id,) = people(server, 1)
    body = server.get(path(lead_id)).body
    assert (body["result"], body["moreResult"]) == ([], False)


@pytest.mark.fact("U", "3.11")
@pytest.mark.fact("U", "1.10")
def test_refusals(server: Rehearsal) -> None:
    (lead_id, other), lists = people(server, 2), [new_list(server) for _ in range(2)]
    for list_id in lists:
        add(server, list_id, lead_id, other)
    assert server.get(path(lead_id)).result
    assert server.get(path(999_999)).error == ("1004", "Lead not found")
    assert server.get(path("abc")).error == (
        "1001",
        'For input string: "abc" failed to convert to a number',
    )
    assert server.get(path(lead_id), {"batchSize": -1}).error == ("1003", "Invalid batchSize")
    token = server.get(path(lead_id), {"batchSize": 1}).body["nextPageToken"]
    assert server.get(path(lead_id), {"nextPageToken": token}).result
    bad = ("1003", "Invalid paging token")
    assert server.get(path(other), {"nextPageToken": token}).error == bad
    assert server.get(path(lead_id), {"nextPageToken": token[:-1]}).error == bad


@pytest.mark.fact("D", "3.11")
def test_permission(server: Rehearsal) -> None:
    (lead_id,) = people(server, 1)
    for permission in ("Read-Only Assets", "Read-Write Assets"):
        assert server.get(path(lead_id), token=token_with(server, permission)).result == []
    denied = server.get(path(lead_id), token=token_with(server, "Read-Write Lead"))
    assert denied.error == ("603", "Access denied")


@pytest.mark.fact("D", "2.4")
def test_workspaces_and_partitions_limit_what_is_told(server: Rehearsal) -> None:
    token = add_workspace(server, "South")
    folder = reference(zone(server, "/Lead Database/South/Group Lists", token))
    lead_id, their_list = people(server, 1)[0], new_list(server, folder=folder, token=token)
    body = {"input": [{"email": "s@example.com"}]}
    (made,) = server.post("/rest/v1/leads.json", body, token=token).result
    add(server, their_list, made["id"], token=token)
    assert server.get(path(lead_id), token=token).error == ("1004", "Lead not found")
    assert server.get(path(made["id"])).error == ("1004", "Lead not found")
    (item,) = server.get(path(made["id"]), token=token).result
    assert item["listId"] == their_list
