"""Whose activities are shown: of the caller's partitions, of a list (behaviour.md 2.4, 5.2)."""

from itertools import count
from typing import Any

import pytest

from leadkeep.domain.activities import read
from leadkeep.testing import Rehearsal
from tests.support.activities import (
    ACTIVITIES,
    CHANGES,
    DELETED,
    new_leads,
    now_token,
    page,
    pages,
    rows,
)
from tests.support.leads import create, east_token, fresh, sync

READERS: list[tuple[str, dict[str, str]]] = [
    (ACTIVITIES, {"activityTypeIds": "12,13"}),
    (CHANGES, {"fields": "title"}),
]
NO_LIST = ("1013", "List not found")
BLOCK = 5

numbers = count(1)


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "ROWS_SCANNED", BLOCK)


def create_east(server: Rehearsal, east: str, size: int) -> list[int]:
    result = sync(server, *({"email": fresh()} for _ in range(size)), token=east)
    return [item["id"] for item in result]


def new_list(server: Rehearsal, *lead_ids: int, token: str | None = None) -> int:
    form = {"name": f"Set {next(numbers)}", "folder": '{"id":12,"type":"Folder"}'}
    (item,) = server.request("POST", "/rest/asset/v1/staticLists.json", form=form).result
    list_id: int = item["id"]
    if lead_ids:
        body = {"input": [{"id": lead_id} for lead_id in lead_ids]}
        result = server.post(f"/rest/v1/lists/{list_id}/leads.json", body, token=token).result
        assert {item["status"] for item in result} == {"added"}
    return list_id


def leads_seen(server: Rehearsal, token: str, path: str, **query: Any) -> list[int]:  # noqa: ANN401
    return [row["leadId"] for row in rows(server, token, path, **query)]


# -- partitions ------------------------------------------------------------------------------------


@pytest.mark.fact("D", "2.4")
@pytest.mark.parametrize(("path", "query"), READERS)
def test_leads_outside_scope_are_not_shown(
    server: Rehearsal, path: str, query: dict[str, str]
) -> None:
    east = east_token(server)
    token = now_token(server)
    outside = create(server)
    (inside,) = create_east(server, east, 1)
    assert leads_seen(server, token, path, **query) == [outside, inside]
    assert leads_seen(server, token, path, caller=east, **query) == [inside]
    both = f"{outside},{inside}"
    assert leads_seen(server, token, path, caller=east, leadIds=both, **query) == [inside]
    assert leads_seen(server, token, path, caller=east, leadIds=outside, **query) == []


@pytest.mark.fact("U", "5.2")
def test_deleted_leads_stay_where_they_were(server: Rehearsal) -> None:
    east = east_token(server)
    token = now_token(server)
    outside = create(server)
    (inside,) = create_east(server, east, 1)
    body = {"input": [{"id": outside}, {"id": inside}]}
    assert {item["status"] for item in server.delete("/rest/v1/leads.json", body).result} == {
        "deleted"
    }
    assert leads_seen(server, token, DELETED) == [outside, inside]
    assert leads_seen(server, token, DELETED, caller=east) == [inside]
    assert leads_seen(server, token, ACTIVITIES) == [outside, inside]
    assert leads_seen(server, token, ACTIVITIES, caller=east) == [inside]


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.fact("D", "5.2")
@pytest.mark.parametrize("size", [1, 2, 5])
def test_pages_of_one_s_own_leads_among_many_others(server: Rehearsal, size: int) -> None:
    east = east_token(server)
    token = now_token(server)
    mine: list[int] = []
    for others in (7, 0, 12, 1):
        mine += create_east(server, east, 2)
        if others:
            new_leads(server, others)
    bodies = list(pages(server, token, caller=east, batchSize=size))
    assert [row["leadId"] for body in bodies for row in body.get("result", [])] == mine
    # The original too answers pages with few rows, or none, while more follow.
    assert any("result" not in body and body["moreResult"] for body in bodies)
    assert bodies[-1]["moreResult"] is False


# -- lists -----------------------------------------------------------------------------------------


@pytest.mark.fact("D", "5.2")
@pytest.mark.parametrize(("path", "query"), READERS)
def test_leads_on_a_list(server: Rehearsal, path: str, query: dict[str, str]) -> None:
    token = now_token(server)
    leads = new_leads(server, 4)
    on_it = new_list(server, leads[1], leads[3])
    nobody = new_list(server)
    assert leads_seen(server, token, path, **query) == leads
    assert leads_seen(server, token, path, listId=on_it, **query) == [leads[1], leads[3]]
    assert leads_seen(server, token, path, listId=nobody, **query) == []
    some = f"{leads[0]},{leads[1]}"
    assert leads_seen(server, token, path, listId=on_it, leadIds=some, **query) == [leads[1]]


@pytest.mark.usefixtures("small_blocks")
def test_pages_of_a_list(server: Rehearsal) -> None:
    token = now_token(server)
    leads = new_leads(server, 33)
    chosen = leads[::8]
    on_it = new_list(server, *chosen)
    for size in (1, 3, 300):
        bodies = list(pages(server, token, listId=on_it, batchSize=size))
        assert [row["leadId"] for body in bodies for row in body.get("result", [])] == chosen


@pytest.mark.fact("U", "1.9")
@pytest.mark.parametrize(("path", "query"), READERS)
def test_a_list_that_does_not_exist(server: Rehearsal, path: str, query: dict[str, str]) -> None:
    token = now_token(server)
    on_it = new_list(server, create(server))
    assert page(server, token, path, listId=on_it, **query).result
    assert page(server, token, path, listId=9_999, **query).error == NO_LIST
    empty = now_token(server)
    assert "result" not in page(server, empty, path, listId=on_it, **query).body
    assert page(server, empty, path, listId=9_999, **query).error == NO_LIST
    refused = ("1001", "Invalid value 'x'. Required of type 'Integer'")
    assert page(server, token, path, listId="x", **query).error == refused


def test_deleted_leads_know_no_list(server: Rehearsal) -> None:
    token = now_token(server)
    lead_id = create(server)
    server.delete("/rest/v1/leads.json", {"input": [{"id": lead_id}]})
    # Parameters that an operation does not have are ignored (behaviour.md 1.1).
    assert leads_seen(server, token, DELETED, listId=9_999, leadIds="x") == [lead_id]
