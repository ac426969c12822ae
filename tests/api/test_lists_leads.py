"""Get Leads By List Id, under both of its paths (behaviour.md 1.4, 1.6, 3.4)."""

from collections.abc import Iterator

import pytest

from leadkeep.domain.instance.access import save_partition
from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, LEADS, create, module_server, token_with
from tests.support.lists import NO_LIST, add, members, new_list, people

DEFAULTS = ["id", "firstName", "lastName", "email", "updatedAt", "createdAt"]


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def paths(list_id: int) -> tuple[str, str]:
    return f"/rest/v1/lists/{list_id}/leads.json", f"/rest/v1/list/{list_id}/leads.json"


@pytest.mark.fact("R", "1.1")
@pytest.mark.fact("R", "11.9")
def test_the_recorded_call(server: Rehearsal) -> None:
    list_id, lead_id = new_list(server), create(server, firstName="A")
    add(server, list_id, lead_id)
    form = {"listId": list_id, "_method": "GET"}
    for path in paths(list_id):
        (lead,) = server.request("POST", path, form=form).result
        assert list(lead) == DEFAULTS
        assert (lead["id"], lead["firstName"], lead["lastName"]) == (lead_id, "A", None)
        assert server.get(path).result == [lead]


@pytest.mark.fact("D", "3.4")
@pytest.mark.fact("R", "3.4")
def test_fields(server: Rehearsal) -> None:
    list_id, lead_id = new_list(server), create(server, company="Acme", leadScore=5)
    add(server, list_id, lead_id)
    for path in paths(list_id):
        (lead,) = server.get(path, {"fields": "leadScore,company, leadScore,title"}).result
        assert list(lead.items()) == [
            ("id", lead_id),
            ("leadScore", 5),
            ("company", "Acme"),
            ("title", None),
        ]
        assert server.get(path, "fields=company&fields=title").result == [
            {"id": lead_id, "company": "Acme", "title": None}
        ]
        assert server.get(path, {"fields": "Companies"}).error == (
            "1006",
            "Field 'Companies' not found",
        )
        by_filter = {"filterType": "id", "filterValues": lead_id}
        assert server.get(path).result == server.get(LEADS, by_filter).result


@pytest.mark.fact("R", "1.4")
@pytest.mark.fact("D", "1.4")
def test_a_full_page_has_a_token_and_the_page_behind_it_may_be_empty(server: Rehearsal) -> None:
    list_id, leads = new_list(server), people(server, 4)
    add(server, list_id, *reversed(leads))
    for path in paths(list_id):
        for size, lengths in ((4, [4, 0]), (2, [2, 2, 0]), (3, [3, 1]), (5, [4])):
            query: dict[str, object] = {"fields": "id", "batchSize": size}
            found = []
            while True:
                body = server.get(path, query).body
                assert "moreResult" not in body
                found.append([lead["id"] for lead in body["result"]])
                if "nextPageToken" not in body:
                    break
                assert list(body) == ["requestId", "result", "success", "nextPageToken"]
                query |= {"nextPageToken": body["nextPageToken"]}
            assert [len(page) for page in found] == lengths
            assert [lead_id for page in found for lead_id in page] == leads


@pytest.mark.fact("R", "3.4")
def test_an_empty_list(server: Rehearsal) -> None:
    for path in paths(new_list(server)):
        body = server.get(path).body
        assert list(body) == ["requestId", "result", "success"]
        assert body["result"] == []


@pytest.mark.fact("R", "3.4")
@pytest.mark.fact("U", "1.10")
def test_refusals(server: Rehearsal) -> None:
    one, other = new_list(server), new_list(server)
    add(server, one, *people(server, 2))
    good = server.get(paths(one)[0], {"batchSize": 1}).body["nextPageToken"]
    for path in paths(one):
        assert server.get(path, {"nextPageToken": good}).result
        for token in ("x", good[:-8], "\0"):
            answer = server.get(path, {"nextPageToken": token})
            assert answer.error == ("1003", "Invalid paging token")
        assert server.get(path, {"batchSize": 0}).error == ("1003", "Invalid batchSize")
        assert server.get(path, {"batchSize": "x"}).error == (
            "1001",
            "Invalid value 'x'. Required of type 'Integer'",
        )
    answer = server.get(paths(other)[0], {"nextPageToken": good})
    assert answer.error == ("1003", "Invalid paging token")  # it is the other list's
    for path in paths(999_999):
        assert server.get(path).error == NO_LIST
    for path in ("/rest/v1/list/abc/leads.json", "/rest/v1/lists/abc/leads.json"):
        assert server.get(path).error == (
            "1001",
            'For input string: "abc" failed to convert to a number',
        )


@pytest.mark.fact("D", "2.3")
def test_permission(server: Rehearsal) -> None:
    list_id = new_list(server)
    for path in paths(list_id):
        for permission in ("Read-Only Lead", "Read-Write Lead"):
            assert server.get(path, token=token_with(server, permission)).result == []
        denied = server.get(path, token=token_with(server, "Read-Only Assets"))
        assert denied.error == ("603", "Access denied")


@pytest.mark.fact("D", "2.4")
def test_leads_outside_scope_are_not_shown(server: Rehearsal, east: str) -> None:
    """A list that a client may see, with members of partitions that it may not see."""
    list_id, ours = new_list(server), people(server, 5)
    body = {"input": [{"email": f"e{number}@example.com"} for number in range(3)]}
    theirs = [item["id"] for item in server.post(LEADS, body, token=east).result]
    more = people(server, 2)
    add(server, list_id, *ours, *theirs, *more)
    assert members(server, list_id) == [*ours, *theirs, *more]

    see(server, "Default", ["East"])
    assert members(server, list_id) == theirs
    assert members(server, list_id, batchSize=2) == theirs
    see(server, "Default", ["Default"])
    assert members(server, list_id) == [*ours, *theirs, *more]


def test_pages_reach_over_many_leads_outside_scope(server: Rehearsal, east: str) -> None:
    list_id, hidden = new_list(server), []
    for start in range(0, 1_100, 275):
        records = [{"email": f"h{number}@example.com"} for number in range(start, start + 275)]
        hidden.append([item["id"] for item in server.post(LEADS, {"input": records}).result])
        add(server, list_id, *hidden[-1])
    body = {"input": [{"email": f"far{number}@example.com"} for number in range(2)]}
    theirs = [item["id"] for item in server.post(LEADS, body, token=east).result]
    add(server, list_id, *theirs)
    see(server, "Default", ["East"])
    assert members(server, list_id, batchSize=1) == theirs
    see(server, "Default", ["Default"])
    assert len(members(server, list_id)) == 1_102


def see(server: Rehearsal, partition: str, workspaces: list[str]) -> None:
    """Let exactly these workspaces see a partition."""
    server.store.write_now(lambda tx: save_partition(tx, partition, workspaces))
