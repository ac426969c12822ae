"""Static lists and folders inside programs (behaviour.md 4.1, 4.2, 4.4, 5.1)."""

from collections.abc import Iterator

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, logged, module_server
from tests.support.lists import (
    GROUP_LISTS,
    LISTS,
    MARKETING,
    NOTHING_FOUND,
    add,
    fresh_name,
    get,
    new_folder,
    new_list,
    people,
    post,
    reference,
)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def new_program(server: Rehearsal, name: str, folder: str = reference(MARKETING)) -> int:
    form = {"name": name, "folder": folder, "type": "Default", "channel": "Online Advertising"}
    (item,) = post(server, "programs.json", **form).result
    program_id: int = item["id"]
    return program_id


@pytest.mark.fact("R", "4.1")
def test_a_list_in_a_program_names_it(server: Rehearsal) -> None:
    name = fresh_name("Program")
    program = reference(new_program(server, name), "Program")
    local = reference(new_folder(server, program))
    direct, below = new_list(server, folder=program), new_list(server, folder=local)
    for list_id in (direct, below):
        (item,) = server.get(f"/rest/v1/lists/{list_id}.json").result
        assert list(item)[:4] == ["id", "name", "programName", "workspaceId"]
        assert item["programName"] == name
    outside = new_list(server)
    assert "programName" not in server.get(f"/rest/v1/lists/{outside}.json").result[0]
    for query in (name, name.upper(), f"Nothing,{name}"):
        result = server.get(LISTS, {"programName": query}).result
        assert [item["id"] for item in result] == [direct, below]
    both = {"programName": name, "id": f"{below},{outside}"}
    assert [item["id"] for item in server.get(LISTS, both).result] == [below]


@pytest.mark.fact("R", "5.1")
def test_activities_name_the_program(server: Rehearsal) -> None:
    name, (lead_id,) = fresh_name("Program"), people(server, 1)
    program = reference(new_program(server, name), "Program")
    list_id = new_list(server, "Guests", program)
    add(server, list_id, lead_id)
    told = logged(server, lead_id)[-1]
    assert (told.type_id, told.primary_id) == (24, list_id)
    assert told.primary_value == f"{name}.Guests"


@pytest.mark.fact("U", "4.2")
def test_a_name_is_given_once_in_each_program(server: Rehearsal) -> None:
    one, other = (
        reference(new_program(server, fresh_name("Program")), "Program") for _ in range(2)
    )
    name = fresh_name("Guests")
    places = (one, other, reference(GROUP_LISTS))
    made = [new_list(server, name, place) for place in places]
    for place in places:
        answer = post(server, "staticLists.json", name=name, folder=place)
        assert answer.error[0] == "709"
    result = get(server, "staticList/byName.json", name=name).result
    assert [item["id"] for item in result] == made
    assert [item["folder"]["type"] for item in result] == ["Program", "Program", "Folder"]


@pytest.mark.fact("D", "4.4")
def test_programs_are_shown_as_folders(server: Rehearsal) -> None:
    name = fresh_name("Program")
    parent = new_folder(server)
    program_id = new_program(server, name, reference(parent))
    program = reference(program_id, "Program")
    local = new_folder(server, program)
    (item,) = get(server, f"folder/{program_id}.json", type="Program").result
    assert item["folderId"] == {"id": program_id, "type": "Program"}
    assert item["parent"] == {"id": parent, "type": "Folder"}
    assert (item["id"], item["folderType"]) == (program_id, "Program")
    assert item["path"].endswith(f"/{name}")
    (inside,) = get(server, f"folder/{local}.json", type="Folder").result
    assert inside["parent"] == {"id": program_id, "type": "Program"}
    assert inside["path"].startswith(f"{item['path']}/")
    listed = get(server, "folders.json", root=reference(parent)).result
    assert [each["folderId"] for each in listed] == [
        {"id": parent, "type": "Folder"},
        {"id": program_id, "type": "Program"},
        {"id": local, "type": "Folder"},
    ]
    below = get(server, "folders.json", root=program).result
    assert [each["id"] for each in below] == [program_id, local]
    (named,) = get(server, "folder/byName.json", name=name, type="Program").result
    assert named == item
    folder = get(server, "folder/byName.json", name=name, type="Folder").body
    assert folder["warnings"] == NOTHING_FOUND


@pytest.mark.fact("D", "4.4")
def test_a_folder_with_a_program_in_it_stays(server: Rehearsal) -> None:
    parent = new_folder(server)
    new_program(server, fresh_name("Program"), reference(parent))
    answer = post(server, f"folder/{parent}/delete.json")
    assert answer.error == ("709", "Business Rule Violation: folder is not empty")
