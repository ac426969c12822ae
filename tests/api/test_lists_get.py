"""Get Lists and Get List by Id (behaviour.md 1.4, 4.1)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, module_server, token_with
from tests.support.lists import (
    LISTS,
    NO_LIST,
    add_workspace,
    fresh_name,
    new_list,
    post,
    reference,
    zone,
)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def found(server: Rehearsal, token: str | None = None, **query: Any) -> list[Any]:  # noqa: ANN401
    result: list[Any] = server.get(LISTS, query, token=token).result
    return result


def ids(server: Rehearsal, token: str | None = None, **query: Any) -> list[int]:  # noqa: ANN401
    return [item["id"] for item in found(server, token, **query)]


@pytest.mark.fact("R", "4.1")
def test_an_item(server: Rehearsal) -> None:
    moment = server.clock.now().isoformat()[:19] + "Z"
    plain = new_list(server, "Plain list")
    form = {"name": "Told list", "folder": reference(12), "description": "For all"}
    told = post(server, "staticLists.json", **form).result[0]["id"]
    (item,) = found(server, id=plain)
    assert list(item.items()) == [
        ("id", plain),
        ("name", "Plain list"),
        ("workspaceId", 1),
        ("workspaceName", "Default"),
        ("createdAt", moment),
        ("updatedAt", moment),
    ]
    (item,) = found(server, id=told)
    assert list(item)[:3] == ["id", "name", "description"]
    assert item["description"] == "For all"
    assert server.get(f"/rest/v1/lists/{told}.json").result == [item]


@pytest.mark.fact("R", "4.1")
def test_filters(server: Rehearsal) -> None:
    names = [fresh_name("Filtered") for _ in range(3)]
    first, second, third = (new_list(server, name) for name in names)
    assert ids(server, id=first) == [first]
    assert ids(server, id=f"{third}, {first},999999") == [first, third]
    raw = f"id={first}&id={second}&id={first}"
    assert [item["id"] for item in server.get(LISTS, raw).result] == [first, second]
    assert ids(server, name=f"{names[1]},{names[2]}") == [second, third]
    assert ids(server, name=f" {names[0].upper()} ") == [first]
    assert ids(server, name=names[0], id=second) == []
    assert ids(server, name=f"{names[0]},{names[1]}", id=f"{second},{third}") == [second]
    assert ids(server, id=first, workspaceName="Default") == [first]
    assert ids(server, id=first, workspaceName="default,Nowhere") == [first]
    assert ids(server, id=first, workspaceName="Nowhere") == []
    assert ids(server, programName="Nothing") == []


@pytest.mark.fact("R", "3.4")
@pytest.mark.parametrize("name", ["none", "\0", "a\0b", "'", "%", "x" * 5_000, "\U0010ffff"])
def test_no_match(server: Rehearsal, name: str) -> None:
    body = server.get(LISTS, {"name": name}).body
    assert list(body) == ["requestId", "result", "success"]
    assert body["result"] == []


@pytest.mark.fact("R", "1.4")
@pytest.mark.fact("R", "4.1")
def test_pages(server: Rehearsal) -> None:
    made = [new_list(server) for _ in range(5)]
    wanted: dict[str, Any] = {"id": ",".join(map(str, made))}
    for size, lengths in ((5, [5]), (6, [5]), (2, [2, 2, 1]), (1, [1] * 5)):
        query: dict[str, Any] = wanted | {"batchSize": size}
        pages = []
        while True:
            body = server.get(LISTS, query).body
            assert "moreResult" not in body
            pages.append([item["id"] for item in body["result"]])
            if "nextPageToken" not in body:
                break
            assert list(body) == ["requestId", "result", "success", "nextPageToken"]
            query = query | {"nextPageToken": body["nextPageToken"]}
        assert [len(page) for page in pages] == lengths
        assert [each for page in pages for each in page] == made


def test_a_page_of_300(server: Rehearsal) -> None:
    made = [new_list(server) for _ in range(302)]
    wanted = {"id": ",".join(map(str, made[1:301]))}
    assert len(found(server, **wanted)) == 300
    body = server.get(LISTS, {"batchSize": 1000}).body
    assert len(body["result"]) == 300
    assert "nextPageToken" in body
    too_many = {"id": ",".join(map(str, range(301)))}
    assert server.get(LISTS, too_many).error == (
        "1003",
        "Too many records. Maximum allowed is 300",
    )


@pytest.mark.fact("R", "4.1")
def test_a_get_sent_as_post(server: Rehearsal) -> None:
    name = fresh_name("Posted")
    list_id = new_list(server, name)
    for form in ({"_method": "GET", "name": name}, {"name": name}):
        query = None if "_method" in form else {"_method": "GET"}
        (item,) = server.request("POST", LISTS, query, form=form).result
        assert item["id"] == list_id


@pytest.mark.fact("U", "1.10")
def test_bad_parameters(server: Rehearsal) -> None:
    assert server.get(LISTS, {"id": "abc"}).error == (
        "1001",
        'For input string: "abc" failed to convert to a number',
    )
    assert server.get(LISTS, {"batchSize": 0}).error == ("1003", "Invalid batchSize")
    assert server.get(LISTS, {"nextPageToken": "x"}).error == ("1003", "Invalid paging token")


@pytest.mark.fact("D", "4.1")
@pytest.mark.fact("U", "4.1")
def test_a_list_by_id(server: Rehearsal) -> None:
    list_id = new_list(server)
    assert [item["id"] for item in server.get(f"/rest/v1/lists/{list_id}.json").result] == [list_id]
    assert server.get("/rest/v1/lists/999999.json").error == NO_LIST
    assert server.get(f"/rest/v1/lists/{2**63 - 1}.json").error == NO_LIST
    assert server.get("/rest/v1/lists/0.json").error == NO_LIST
    assert server.get("/rest/v1/lists/null.json").error == (
        "1001",
        'For input string: "null" failed to convert to a number',
    )


@pytest.mark.fact("D", "2.3")
def test_permission(server: Rehearsal) -> None:
    list_id = new_list(server)
    paths = (LISTS, f"/rest/v1/lists/{list_id}.json")
    for permission, is_let_in in (
        ("Read-Only Lead", True),
        ("Read-Write Lead", True),
        ("Read-Only Assets", False),
        ("Read-Write Assets", False),
    ):
        token = token_with(server, permission)
        for path in paths:
            answer = server.get(path, token=token)
            assert answer.body["success"] is is_let_in
            assert is_let_in or answer.error == ("603", "Access denied")


@pytest.mark.fact("D", "2.4")
def test_a_list_of_a_workspace_outside_scope_is_not_found(server: Rehearsal) -> None:
    ours, token = new_list(server), add_workspace(server)
    folder = reference(zone(server, "/Lead Database/North/Group Lists", token))
    theirs = new_list(server, folder=folder, token=token)
    (item,) = found(server, token, id=f"{ours},{theirs}")
    assert (item["id"], item["workspaceId"], item["workspaceName"]) == (theirs, 2, "North")
    assert ids(server, id=f"{ours},{theirs}") == [ours]
    assert ids(server, workspaceName="North") == []
    assert ids(server, token, workspaceName="North") == [theirs]
    assert server.get(f"/rest/v1/lists/{theirs}.json").error == NO_LIST
    assert server.get(f"/rest/v1/lists/{ours}.json", token=token).error == NO_LIST
