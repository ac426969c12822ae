"""Static lists as assets: read (behaviour.md 1.3, 1.5, 4.2; request_forms.md, Assets)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, module_server, token_with
from tests.support.lists import (
    ASSETS,
    GROUP_LISTS,
    NOTHING_FOUND,
    add_workspace,
    fresh_name,
    get,
    new_folder,
    new_list,
    post,
    reference,
    zone,
)

SPAN = ("2000-01-01T00:00:00.000000+00:00", "2026-11-24T09:32:11.843989+00:00")


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def browse(server: Rehearsal, token: str | None = None, **query: Any) -> list[int]:  # noqa: ANN401
    body = get(server, "staticLists.json", token, **query).body
    assert body["success"] is True
    assert body["warnings"] == ([] if "result" in body else NOTHING_FOUND)
    return [item["id"] for item in body.get("result", [])]


def list_folder(server: Rehearsal) -> str:
    """Return a folder of its own for the lists of a test."""
    return reference(new_folder(server, reference(GROUP_LISTS)))


@pytest.mark.fact("R", "4.2")
@pytest.mark.fact("R", "1.3")
@pytest.mark.fact("R", "1.5")
def test_an_item_is_as_recorded(server: Rehearsal) -> None:
    moment = server.clock.now().isoformat()[:19] + "Z+0000"
    list_id = new_list(server, "(test) High Value")
    for path in (f"staticList/{list_id}.json", "staticList/byName.json?name=(test) High Value"):
        name, _, query = path.partition("?")
        body = server.get(f"{ASSETS}/{name}", query.replace(" ", "%20")).body
        assert list(body) == ["success", "errors", "requestId", "warnings", "result"]
        assert (body["errors"], body["warnings"]) == ([], [])
        (item,) = body["result"]
        url = item.pop("computedUrl")
        assert re.fullmatch(rf"https://[a-z.-]+/#ST{list_id}A1", url)
        assert list(item.items()) == [
            ("id", list_id),
            ("name", "(test) High Value"),
            ("createdAt", moment),
            ("updatedAt", moment),
            ("folder", {"id": 12, "type": "Folder"}),
            ("workspace", "Default"),
        ]


@pytest.mark.fact("R", "4.2")
def test_ids_are_those_of_the_lead_database(server: Rehearsal) -> None:
    list_id = new_list(server)
    (asset,) = get(server, f"staticList/{list_id}.json").result
    (item,) = server.get(f"/rest/v1/lists/{list_id}.json").result
    assert (asset["id"], asset["name"]) == (item["id"], item["name"])


@pytest.mark.fact("R", "11.10")
@pytest.mark.fact("R", "1.3")
def test_nothing_found(server: Rehearsal) -> None:
    for path, query in (
        ("staticList/byName.json", {"name": "none"}),
        ("staticList/999999.json", {}),
        ("staticLists.json", {"folder": reference(999_999)}),
        ("staticLists.json", {"offset": 100_000}),
    ):
        body = get(server, path, **query).body
        assert list(body) == ["success", "errors", "requestId", "warnings"]
        assert body["success"] is True
        assert (body["errors"], body["warnings"]) == ([], NOTHING_FOUND)


def test_by_name(server: Rehearsal) -> None:
    name = fresh_name("Named")
    list_id = new_list(server, name)
    for sent in (name, f"  {name} ", name.upper()):
        (item,) = get(server, "staticList/byName.json", name=sent).result
        assert item["id"] == list_id
    for query in ({}, {"name": ""}, {"name": "  "}):
        answer = get(server, "staticList/byName.json", **query)
        assert answer.error == ("701", "name cannot be blank")
    assert get(server, "staticList/byName.json", name="a\0b").body["warnings"] == NOTHING_FOUND


@pytest.mark.fact("D", "4.2")
def test_by_id(server: Rehearsal) -> None:
    list_id = new_list(server)
    assert get(server, f"staticList/{list_id}.json").result[0]["id"] == list_id
    assert get(server, "staticList/abc.json").error == (
        "1001",
        'For input string: "abc" failed to convert to a number',
    )


@pytest.mark.fact("D", "4.2")
@pytest.mark.fact("D", "4.4")
def test_pages(server: Rehearsal) -> None:
    folder = list_folder(server)
    made = [new_list(server, folder=folder) for _ in range(23)]
    assert browse(server, folder=folder) == made[:20]
    assert browse(server, folder=folder, offset=20) == made[20:]
    assert browse(server, folder=folder, maxReturn=200) == made
    assert browse(server, folder=folder, maxReturn=10**30) == made
    assert browse(server, folder=folder, maxReturn=5, offset=3) == made[3:8]
    assert browse(server, folder=folder, offset=23) == []
    assert browse(server, folder=folder, offset=10**30) == []
    assert browse(server, folder=folder, maxReturn="", offset="") == made[:20]


def test_200_a_page_at_most(server: Rehearsal) -> None:
    folder = list_folder(server)
    made = [new_list(server, folder=folder) for _ in range(201)]
    assert browse(server, folder=folder, maxReturn=300) == made[:200]


@pytest.mark.fact("D", "4.2")
@pytest.mark.fact("R", "1.5")
def test_dates(server: Rehearsal) -> None:
    folder = list_folder(server)
    old = new_list(server, folder=folder)
    before = server.clock.now()
    server.clock.advance(hours=5)
    server.forget_token()
    new = new_list(server, folder=folder)
    after = server.clock.now().isoformat()[:19]
    earliest, latest = SPAN
    every = {"earliestUpdatedAt": earliest, "latestUpdatedAt": latest}
    assert browse(server, folder=folder, **every) == [old, new]
    for sent in (f"{after}Z", f"{after}+00:00", f"{after}Z+0000", after, f"{after}.000Z"):
        assert browse(server, folder=folder, earliestUpdatedAt=sent) == [new]
        # A moment on the wire is its whole second.
        assert browse(server, folder=folder, latestUpdatedAt=sent) == [old, new]
    first = before.isoformat()[:19] + "Z"
    assert browse(server, folder=folder, latestUpdatedAt=first) == [old]
    assert browse(server, folder=folder, latestUpdatedAt="2025-12-31") == []
    post(server, f"staticList/{old}.json", description="changed")
    assert browse(server, folder=folder, earliestUpdatedAt=f"{after}Z") == [old, new]
    raw = f"folder={folder}&earliestUpdatedAt={after}+00:00"  # the plus not encoded
    result = server.get(f"{ASSETS}/staticLists.json", raw).result
    assert [item["id"] for item in result] == [old, new]


@pytest.mark.fact("D", "4.2")
def test_by_folder(server: Rehearsal) -> None:
    one, other = list_folder(server), list_folder(server)
    inside = new_list(server, folder=one)
    assert browse(server, folder=one) == [inside]
    assert browse(server, folder=one.upper().replace("ID", "id").replace("TYPE", "type")) == [
        inside
    ]
    assert browse(server, folder=other) == []
    assert browse(server, folder=one.replace("Folder", "Program")) == []
    form = {"_method": "GET", "folder": one}
    result = server.request("POST", f"{ASSETS}/staticLists.json", form=form).result
    assert [item["id"] for item in result] == [inside]


@pytest.mark.fact("U", "1.10")
def test_bad_parameters(server: Rehearsal) -> None:
    def error(**query: Any) -> tuple[str, str]:  # noqa: ANN401
        answer = get(server, "staticLists.json", **query)
        assert list(answer.body) == ["requestId", "success", "warnings", "errors"]
        assert answer.body["warnings"] == []
        return answer.error

    for name in ("offset", "maxReturn"):
        for sent in ("abc", "1.5", "1,2"):
            assert error(**{name: sent}) == (
                "1001",
                f"Invalid value '{sent}'. Required of type 'Integer'",
            )
        assert error(**{name: -1}) == ("1003", f"Invalid {name}")
    assert error(maxReturn=0) == ("1003", "Invalid maxReturn")
    for name in ("earliestUpdatedAt", "latestUpdatedAt"):
        for sent in ("yesterday", "2026-02-30", "1700000000"):
            assert error(**{name: sent}) == ("704", "Invalid date format")
    wrong = ("609", "Invalid value specified for attribute 'folder'")
    for sent in (
        *("12", "x", "{}", "[]", "null", '{"id":12}', '{"id":12,"type":5}', '{"id":"a"}'),
        *('{"type":"Folder"}', '{"id":1.5,"type":"Folder"}', '{"id":12,"type":"List"}'),
        '{"id":99999999999999999999,"type":"Folder"}',
    ):
        assert error(folder=sent) == wrong


@pytest.mark.fact("D", "2.3")
def test_permission(server: Rehearsal) -> None:
    paths = (f"staticList/{new_list(server)}.json", "staticList/byName.json", "staticLists.json")
    for path in paths:
        for permission in ("Read-Only Assets", "Read-Write Assets"):
            token = token_with(server, permission)
            assert get(server, path, token, name="x").body["success"]
        denied = get(server, path, token_with(server, "Read-Write Lead"), name="x")
        assert denied.error == ("603", "Access denied")


@pytest.mark.fact("D", "2.4")
def test_lists_of_a_workspace_outside_scope(server: Rehearsal) -> None:
    token = add_workspace(server)
    folder = reference(zone(server, "/Lead Database/North/Group Lists", token))
    name = fresh_name("Both")
    ours, theirs = new_list(server, name), new_list(server, name, folder, token)
    for asker, seen, hidden in ((None, ours, theirs), (token, theirs, ours)):
        assert [item["id"] for item in get(server, f"staticList/{seen}.json", asker).result] == [
            seen
        ]
        assert "result" not in get(server, f"staticList/{hidden}.json", asker).body
        (item,) = get(server, "staticList/byName.json", asker, name=name).result
        assert item["id"] == seen
        assert hidden not in browse(server, asker, maxReturn=200)
    assert browse(server, folder=folder) == []
    assert browse(server, token, folder=folder) == [theirs]
    assert get(server, f"staticList/{theirs}.json", token).result[0]["workspace"] == "North"
