"""Folders as assets: read (behaviour.md 1.3, 4.2, 4.4)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, module_server, token_with
from tests.support.lists import (
    ASSETS,
    MARKETING,
    NOTHING_FOUND,
    add_workspace,
    fresh_name,
    get,
    new_folder,
    reference,
    zone,
)

MEMBERS = [
    *("name", "description", "createdAt", "updatedAt", "url", "folderId", "folderType", "parent"),
    *("path", "isArchive", "isSystem", "accessZoneId", "workspace", "id"),
]


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def folder(server: Rehearsal, number: int, kind: str = "Folder") -> dict[str, Any]:
    (item,) = get(server, f"folder/{number}.json", type=kind).result
    found: dict[str, Any] = item
    return found


def listed(server: Rehearsal, token: str | None = None, **query: Any) -> list[int]:  # noqa: ANN401
    body = get(server, "folders.json", token, **query).body
    assert body["success"] is True
    assert body["warnings"] == ([] if "result" in body else NOTHING_FOUND)
    return [item["id"] for item in body.get("result", [])]


@pytest.mark.fact("R", "4.2")
def test_the_folder_of_group_lists(server: Rehearsal) -> None:
    item = folder(server, 12)
    assert (item["name"], item["folderType"]) == ("Group Lists", "List")
    assert item["path"] == "/Lead Database/Default/Group Lists"
    assert (item["isSystem"], item["workspace"], item["accessZoneId"]) == (True, "Default", 1)
    assert item["url"] is None


@pytest.mark.fact("D", "4.4")
@pytest.mark.fact("R", "4.4")
def test_an_item(server: Rehearsal) -> None:
    moment = server.clock.now().isoformat()[:19] + "Z+0000"
    number = new_folder(server, name="Events", description="All of them")
    for body in (
        get(server, f"folder/{number}.json", type="Folder").body,
        get(server, "folder/byName.json", name="Events").body,
    ):
        assert list(body) == ["success", "errors", "requestId", "warnings", "result"]
        (item,) = body["result"]
        assert list(item) == MEMBERS
        assert item.pop("url").endswith(f"/#MF{number}A1")
        assert list(item.values()) == [
            *("Events", "All of them", moment, moment, {"id": number, "type": "Folder"}),
            *("Marketing Folder", {"id": MARKETING, "type": "Folder"}),
            *("/Marketing Activities/Default/Events", False, False, 1, "Default", number),
        ]


@pytest.mark.fact("D", "4.4")
def test_the_areas_are_roots(server: Rehearsal) -> None:
    for name in ("Marketing Activities", "Design Studio", "Lead Database"):
        (item,) = get(server, "folder/byName.json", name=name).result
        assert item["parent"] is None
        assert (item["path"], item["folderType"]) == (f"/{name}", "Zone")
        assert item["isSystem"] is True


@pytest.mark.fact("D", "4.4")
def test_by_id(server: Rehearsal) -> None:
    number = new_folder(server)
    for kind in ("Folder", "FOLDER", "folder"):
        assert folder(server, number, kind)["id"] == number
    assert get(server, f"folder/{number}.json", type="Program").body["warnings"] == NOTHING_FOUND
    assert get(server, "folder/999999.json", type="Folder").body["warnings"] == NOTHING_FOUND
    assert get(server, f"folder/{number}.json").error == ("701", "type cannot be blank")
    assert get(server, f"folder/{number}.json", type="x").error == (
        "1003",
        "Invalid type 'x' specified",
    )
    assert get(server, "folder/abc.json", type="Folder").error == (
        "1001",
        'For input string: "abc" failed to convert to a number',
    )


@pytest.mark.fact("D", "4.4")
def test_by_name(server: Rehearsal) -> None:
    name = fresh_name("Twins")
    parents = [new_folder(server) for _ in range(2)]
    twins = [new_folder(server, reference(parent), name=name) for parent in parents]

    def found(**query: Any) -> list[int]:  # noqa: ANN401
        answer = get(server, "folder/byName.json", **({"name": name} | query))
        return [item["id"] for item in answer.body.get("result", [])]

    assert found() == twins
    assert found(name=name.upper(), type="Folder") == twins
    assert found(type="Program") == []
    assert found(root=parents[1], type="Folder") == [twins[1]]
    assert found(root=reference(parents[0])) == [twins[0]]
    assert found(root=reference(14)) == twins
    assert found(root=reference(1)) == []
    assert found(workSpace="Default") == twins
    assert found(workSpace="Nowhere") == []
    assert found(name="none") == []
    assert found(name="a\0b") == []
    no_name = get(server, "folder/byName.json", name=" ")
    assert no_name.error == ("701", "name cannot be blank")
    no_type = get(server, "folder/byName.json", name=name, root=parents[0])
    assert no_type.error == ("701", "type cannot be blank")
    bad_root = get(server, "folder/byName.json", name=name, root="x")
    assert bad_root.error == ("609", "Invalid value specified for attribute 'root'")


@pytest.mark.fact("D", "4.4")
def test_levels(server: Rehearsal) -> None:
    top = new_folder(server)
    left, right = (new_folder(server, reference(top)) for _ in range(2))
    below = new_folder(server, reference(left))
    deep = new_folder(server, reference(below))
    root = reference(top)
    assert listed(server, root=root, maxDepth=0) == [top]
    assert listed(server, root=root, maxDepth=1) == [top, left, right]
    assert listed(server, root=root) == [top, left, right, below]
    assert listed(server, root=root, maxDepth=3) == [top, left, right, below, deep]
    assert listed(server, root=root, maxDepth=10**30) == [top, left, right, below, deep]
    assert listed(server, root=root, maxDepth=9, offset=1, maxReturn=2) == [left, right]
    assert listed(server, root=root, maxDepth=9, offset=5) == []
    assert listed(server, root=reference(999_999)) == []
    assert listed(server, root=reference(top, "Program")) == []
    assert listed(server, root=root, workSpace="Nowhere") == []
    areas = listed(server, maxDepth=0)
    assert areas == [1, 8, 14]
    assert set(listed(server, maxDepth=1)) == {*areas, 2, 9, 15}


@pytest.mark.fact("U", "1.10")
def test_bad_parameters(server: Rehearsal) -> None:
    for name in ("offset", "maxReturn", "maxDepth"):
        assert get(server, "folders.json", **{name: "x"}).error == (
            "1001",
            "Invalid value 'x'. Required of type 'Integer'",
        )
        negative: dict[str, Any] = {name: -1}
        answer = get(server, "folders.json", **negative)
        assert answer.error == ("1003", f"Invalid {name}")
    answer = get(server, "folders.json", root="[1]")
    assert answer.error == ("609", "Invalid value specified for attribute 'root'")


@pytest.mark.fact("D", "2.3")
def test_permission(server: Rehearsal) -> None:
    query = {"name": "x", "type": "Folder"}
    for path in ("folder/12.json", "folder/byName.json", "folders.json"):
        for permission in ("Read-Only Assets", "Read-Write Assets"):
            assert get(server, path, token_with(server, permission), **query).body["success"]
        denied = get(server, path, token_with(server, "Read-Write Lead"), **query)
        assert denied.error == ("603", "Access denied")


@pytest.mark.fact("D", "2.4")
def test_each_workspace_has_zones_that_others_do_not_see(server: Rehearsal) -> None:
    token = add_workspace(server)
    theirs = zone(server, "/Lead Database/North/Group Lists", token)
    item = get(server, f"folder/{theirs}.json", token, type="Folder").result[0]
    assert (item["workspace"], item["accessZoneId"], item["isSystem"]) == ("North", 2, True)
    assert "result" not in get(server, f"folder/{theirs}.json", type="Folder").body
    assert "result" not in get(server, "folder/12.json", token, type="Folder").body
    assert theirs not in listed(server, maxDepth=9, maxReturn=200)
    seen = get(server, "folders.json", token, maxDepth=9, maxReturn=200).result
    roots = [each for each in seen if each["parent"] is None]
    assert [each["name"] for each in roots] == [
        "Design Studio",
        "Lead Database",
        "Marketing Activities",
    ]
    assert {each["workspace"] for each in seen if each not in roots} == {"North"}
    names = {each["path"] for each in seen}
    ours = get(server, "folders.json", maxDepth=9, maxReturn=200).result
    same = {each["path"].replace("Default", "North") for each in ours if each["isSystem"]}
    assert names == same
    assert listed(server, token, root=reference(MARKETING)) == []
    (found,) = get(server, "folder/byName.json", token, name="Group Lists").result
    assert found["id"] == theirs


def test_a_get_sent_as_post(server: Rehearsal) -> None:
    form = {"_method": "GET", "root": reference(9), "maxDepth": 1}
    result = server.request("POST", f"{ASSETS}/folders.json", form=form).result
    assert [item["id"] for item in result] == [9, 12, 13]
