"""Create, update and delete folders and static lists as assets (behaviour.md 1.8, 4.2, 4.4)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal, Response
from tests.support.leads import ENGINES, module_server, token_with
from tests.support.lists import (
    ASSETS,
    GROUP_LISTS,
    MARKETING,
    add,
    add_workspace,
    fresh_name,
    get,
    members,
    new_folder,
    new_list,
    people,
    post,
    reference,
    zone,
)

GONE = ("702", "Static List not found or it has been deleted")
NO_FOLDER = ("702", "Folder not found")
NO_PARENT = ("710", "Parent Folder Not Found")
WRONG_KIND = ("711", "Incompatible Folder Type")


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def rule(text: str) -> tuple[str, str]:
    return ("709", f"Business Rule Violation: {text}")


def create(server: Rehearsal, what: str, **form: Any) -> Response:  # noqa: ANN401
    """Create a folder or a list with what is named, and good values for the rest."""
    place = "folder" if what == "staticList" else "parent"
    home = GROUP_LISTS if what == "staticList" else MARKETING
    return post(
        server, f"{what}s.json", **({"name": fresh_name(what), place: reference(home)} | form)
    )


WHAT = ["staticList", "folder"]


@pytest.mark.fact("R", "4.2")
@pytest.mark.fact("D", "4.4")
@pytest.mark.parametrize("what", WHAT)
def test_create(server: Rehearsal, what: str) -> None:
    name = fresh_name("Created")
    body = create(server, what, name=f" {name} ", description="Why").body
    assert list(body) == ["success", "errors", "requestId", "warnings", "result"]
    (item,) = body["result"]
    assert (item["name"], item["description"]) == (name, "Why")
    query = {"type": "Folder"} if what == "folder" else {}
    assert get(server, f"{what}/{item['id']}.json", **query).result == [item]


@pytest.mark.fact("D", "1.8")
@pytest.mark.parametrize("what", WHAT)
def test_what_must_be_sent(server: Rehearsal, what: str) -> None:
    place = "folder" if what == "staticList" else "parent"
    for name in ("name", place):
        for blank in ("", "   "):
            answer = create(server, what, **{name: blank})
            assert answer.error == ("701", f"{name} cannot be blank")
    nothing = server.request("POST", f"{ASSETS}/{what}s.json")
    assert nothing.error == ("701", "name cannot be blank")
    for sent in ("12", "{}", '{"id":"x","type":"Folder"}'):
        answer = create(server, what, **{place: sent})
        assert answer.error == ("609", f"Invalid value specified for attribute '{place}'")


@pytest.mark.fact("D", "1.8")
@pytest.mark.parametrize("what", WHAT)
def test_places(server: Rehearsal, what: str) -> None:
    place = "folder" if what == "staticList" else "parent"
    for missing in (reference(999_999), reference(12, "Program"), reference(-1)):
        assert create(server, what, **{place: missing}).error == NO_PARENT
    # The roots hold zones only; each folder takes things of its kind only.
    for root in (1, 8, 14, 9):
        assert create(server, what, **{place: reference(root)}).error == WRONG_KIND
    emails = create(server, what, **{place: reference(11)})
    if what == "staticList":
        assert emails.error == WRONG_KIND
        assert create(server, what, folder=reference(MARKETING)).error == WRONG_KIND
        inner = new_folder(server, reference(GROUP_LISTS))
        assert create(server, what, folder=reference(inner)).body["success"]
    else:
        assert emails.result[0]["folderType"] == "Email"
        assert create(server, what).result[0]["folderType"] == "Marketing Folder"


@pytest.mark.fact("D", "1.1")
@pytest.mark.fact("D", "1.8")
@pytest.mark.parametrize("what", WHAT)
def test_bodies(server: Rehearsal, what: str) -> None:
    place = "folder" if what == "staticList" else "parent"
    home = reference(GROUP_LISTS if what == "staticList" else MARKETING)
    path = f"{ASSETS}/{what}s.json"
    names = [fresh_name("Body") for _ in range(4)]
    wrong = ("612", "Invalid Content Type")
    assert server.post(path, {"name": names[0], place: home}).error == wrong
    for kind in ("application/json", "text/plain", "multipart/form-data"):
        answer = server.request("POST", path, content=b"name=x", headers={"content-type": kind})
        assert answer.error == wrong
    in_query = server.request("POST", path, {"name": names[1], place: home})
    assert in_query.result[0]["name"] == names[1]
    headers = {"content-type": "application/x-www-form-urlencoded; charset=UTF-8"}
    form = {"name": names[2], place: home, "_method": "POST"}
    assert server.request("POST", path, form=form, headers=headers).result[0]["name"] == names[2]
    typed = server.request(
        "POST",
        path,
        {"name": names[3], place: home},
        content=b"",
        headers={"content-type": "application/json"},
    )
    assert typed.result[0]["name"] == names[3]


@pytest.mark.fact("D", "4.2")
@pytest.mark.fact("U", "4.2")
@pytest.mark.parametrize("what", WHAT)
def test_a_name_is_given_once(server: Rehearsal, what: str) -> None:
    name = fresh_name("Once")
    (item,) = create(server, what, name=name).result
    shown = "Static List" if what == "staticList" else "Folder"
    taken = rule(f"{shown} name already exists")
    for same in (name, name.upper(), f" {name} "):
        assert create(server, what, name=same).error == taken
    (other,) = create(server, what).result
    kind = {"type": "Folder"} if what == "folder" else {}
    assert post(server, f"{what}/{other['id']}.json", name=name, **kind).error == taken
    (same,) = post(server, f"{what}/{item['id']}.json", name=name.upper(), **kind).result
    assert same["name"] == name.upper()
    post(server, f"{what}/{item['id']}/delete.json", **kind)
    assert create(server, what, name=name).body["success"]


@pytest.mark.parametrize("what", WHAT)
def test_what_cannot_be_kept(server: Rehearsal, what: str) -> None:
    assert create(server, what, name="x" * 255 if what == "folder" else "y" * 255).body["success"]
    assert create(server, what, name="x" * 256).error == rule("name is longer than 255 characters")
    assert create(server, what, name="a\0b").error == rule("name holds a NUL character")
    for name in ("a\x1b[2Jb", "a\nb", "a\x7fb", "a\x85b", "a\u2028b"):
        assert create(server, what, name=name).error == rule("name holds a control character")
    assert create(server, what, description="\0").error == rule("description holds a NUL character")
    assert create(server, what, description="d" * 2_000).body["success"]
    assert create(server, what, description="d" * 2_001).error == rule(
        "description is longer than 2000 characters"
    )
    for name in ("'", '"', "%", "a,b", "\U0010ffff", "İ", "{0}"):
        (item,) = create(server, what, name=name).result
        assert item["name"] == name


@pytest.mark.fact("D", "4.2")
@pytest.mark.fact("D", "4.4")
@pytest.mark.parametrize("what", WHAT)
def test_update(server: Rehearsal, what: str) -> None:
    (made,) = create(server, what, description="Old").result
    kind = {"type": "Folder"} if what == "folder" else {}
    path, name = f"{what}/{made['id']}.json", fresh_name("Renamed")
    server.clock.advance(seconds=90)
    assert post(server, path, **kind).result == [made]  # nothing sent, nothing changed
    (item,) = post(server, path, name=name, **kind).result
    assert (item["name"], item["description"]) == (name, "Old")
    assert item["createdAt"] == made["createdAt"]
    assert item["updatedAt"] > made["updatedAt"]
    (item,) = post(server, path, description="New", **kind).result
    assert (item["name"], item["description"]) == (name, "New")
    (item,) = post(server, path, description="", **kind).result
    assert not item.get("description")
    assert post(server, path, name="", **kind).error == ("701", "name cannot be blank")
    assert post(server, path, name=" ", **kind).error == ("701", "name cannot be blank")
    missing = GONE if what == "staticList" else NO_FOLDER
    assert post(server, f"{what}/999999.json", name="x", **kind).error == missing
    wrong = server.post(f"{ASSETS}/{path}", {"name": "x"})
    assert wrong.error == ("612", "Invalid Content Type")


@pytest.mark.fact("C", "4.2")
@pytest.mark.fact("D", "4.4")
@pytest.mark.parametrize("what", WHAT)
def test_delete(server: Rehearsal, what: str) -> None:
    (made,) = create(server, what).result
    path = f"{what}/{made['id']}/delete.json"
    body = post(server, path).body
    assert list(body) == ["success", "errors", "requestId", "warnings", "result"]
    assert body["result"] == [{"id": made["id"]}]
    assert post(server, path).error == (GONE if what == "staticList" else NO_FOLDER)
    (other,) = create(server, what).result
    bare = server.request("POST", f"{ASSETS}/{what}/{other['id']}/delete.json")
    assert bare.result == [{"id": other["id"]}]
    query = {"type": "Folder"} if what == "folder" else {}
    assert "result" not in get(server, f"{what}/{made['id']}.json", **query).body


@pytest.mark.fact("D", "4.4")
def test_archive(server: Rehearsal) -> None:
    path = f"folder/{new_folder(server)}.json"
    for sent, kept in (("true", True), ("", True), ("FALSE", False), ("1", True), ("0", False)):
        (item,) = post(server, path, type="Folder", isArchive=sent).result
        assert item["isArchive"] is kept
    assert post(server, path, type="Folder", isArchive="maybe").error == (
        "1001",
        "Invalid value 'maybe'. Required of type 'Boolean'",
    )
    assert post(server, path, isArchive="true").error == ("701", "type cannot be blank")


@pytest.mark.fact("D", "4.4")
def test_only_empty_folders_go(server: Rehearsal) -> None:
    outer = new_folder(server, reference(GROUP_LISTS))
    inner = new_folder(server, reference(outer))
    list_id = new_list(server, folder=reference(inner))
    full = rule("folder is not empty")
    assert post(server, f"folder/{outer}/delete.json").error == full
    assert post(server, f"folder/{inner}/delete.json").error == full
    post(server, f"staticList/{list_id}/delete.json")
    assert post(server, f"folder/{outer}/delete.json").error == full
    assert post(server, f"folder/{inner}/delete.json").result == [{"id": inner}]
    assert post(server, f"folder/{outer}/delete.json").result == [{"id": outer}]


@pytest.mark.fact("D", "4.4")
def test_system_folders_and_programs_are_not_changed_here(server: Rehearsal) -> None:
    own = new_folder(server)
    fixed = rule("a system folder cannot be changed")
    for number in (1, 12, 14, 15):
        assert post(server, f"folder/{number}.json", type="Folder", name="x").error == fixed
        assert post(server, f"folder/{number}/delete.json", type="Folder").error == fixed
    program = rule("a program is changed and deleted as a program")
    assert post(server, f"folder/{own}.json", type="Program", name="x").error == program
    assert post(server, f"folder/{own}/delete.json", type="Program").error == program
    assert post(server, f"folder/{own}/delete.json", type="Folder").result == [{"id": own}]


@pytest.mark.fact("D", "4.2")
def test_a_deleted_list_leaves_its_leads(server: Rehearsal) -> None:
    list_id, other, leads = new_list(server), new_list(server), people(server, 3)
    for each in (list_id, other):
        add(server, each, *leads)
    post(server, f"staticList/{list_id}/delete.json")
    body = {"input": [{"id": leads[0]}]}
    for answer in (
        server.get(f"/rest/v1/lists/{list_id}.json"),
        server.get(f"/rest/v1/list/{list_id}/leads.json"),
        server.post(f"/rest/v1/lists/{list_id}/leads.json", body),
    ):
        assert answer.error == ("1013", "List not found")
    assert members(server, other) == leads
    membership = server.get(f"/rest/v1/leads/{leads[0]}/listMembership.json").result
    assert [item["listId"] for item in membership] == [other]


@pytest.mark.fact("D", "2.3")
@pytest.mark.parametrize("what", WHAT)
def test_permission(server: Rehearsal, what: str) -> None:
    (made,) = create(server, what).result
    kind = {"type": "Folder"} if what == "folder" else {}
    writer, reader = token_with(server, "Read-Write Assets"), token_with(server, "Read-Only Assets")
    denied = ("603", "Access denied")
    assert create(server, what, token=reader).error == denied
    assert create(server, what, token=writer).body["success"]
    for path in (f"{what}/{made['id']}.json", f"{what}/{made['id']}/delete.json"):
        assert post(server, path, token=reader, **kind).error == denied
        assert post(server, path, token=writer, **kind).body["success"]


@pytest.mark.fact("D", "2.4")
def test_workspaces_outside_scope(server: Rehearsal) -> None:
    token = add_workspace(server)
    lists = zone(server, "/Lead Database/North/Group Lists", token)
    home = zone(server, "/Marketing Activities/North", token)
    ours = {"staticList": new_list(server), "folder": new_folder(server)}
    for what, place, own in (("staticList", "folder", lists), ("folder", "parent", home)):
        (made,) = create(server, what, token=token, **{place: reference(own)}).result
        assert create(server, what, **{place: reference(own)}).error == NO_PARENT
        assert create(server, what, token=token).error == NO_PARENT
        missing = GONE if what == "staticList" else NO_FOLDER
        kind = {"type": "Folder"} if what == "folder" else {}
        for number, asker, other in ((ours[what], None, token), (made["id"], token, None)):
            assert post(server, f"{what}/{number}.json", token=other, **kind).error == missing
            assert post(server, f"{what}/{number}/delete.json", token=other).error == missing
            assert post(server, f"{what}/{number}.json", token=asker, **kind).body["success"]
            assert post(server, f"{what}/{number}/delete.json", token=asker).body["success"]
