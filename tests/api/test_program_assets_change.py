"""Create, update, clone and delete programs (behaviour.md 4.4)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.domain.assets.programs import save_tag_type
from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, create, token_with
from tests.support.lists import (
    ASSETS,
    MARKETING,
    add_workspace,
    fresh_name,
    get,
    new_folder,
    new_list,
    post,
    reference,
    zone,
)
from tests.support.programs import (
    DENIED,
    as_json,
    new_program,
    server_with_regions,
    set_status,
    statuses,
)

EMEA = {"tagType": "Region", "tagValue": "EMEA"}
AMER = {"tagType": "Region", "tagValue": "AMER"}
SALES = {"tagType": "Program Owner", "tagValue": "Sales"}


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from server_with_regions(request)


def shown(server: Rehearsal, program: int) -> dict[str, Any]:
    (item,) = get(server, f"program/{program}.json").result
    found: dict[str, Any] = item
    return found


def form(**members: Any) -> dict[str, Any]:  # noqa: ANN401
    good = {
        "name": fresh_name("Program"),
        "folder": reference(MARKETING),
        "type": "Event",
        "channel": "Live Event",
    }
    made = good | members
    return {name: value for name, value in made.items() if value is not None}


# -- create ----------------------------------------------------------------------------------------


@pytest.mark.fact("D", "4.4")
def test_a_new_program_is_shown_as_it_is_read(server: Rehearsal) -> None:
    costs = [{"startDate": "2026-01-01", "cost": 20}, {"startDate": "2026-02-01", "cost": 5}]
    sent = form(description="Told", tags=as_json([EMEA, SALES]), costs=as_json(costs))
    (item,) = post(server, "programs.json", **sent).result
    assert item == shown(server, item["id"])
    assert item["costs"] == costs
    assert item["tags"] == [SALES, EMEA]


BAD: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"name": None}, ("701", "name cannot be blank")),
    ({"name": "  "}, ("701", "name cannot be blank")),
    ({"folder": None}, ("701", "folder cannot be blank")),
    ({"type": None}, ("701", "type cannot be blank")),
    ({"channel": None}, ("701", "channel cannot be blank")),
    ({"folder": "15"}, ("609", "Invalid value specified for attribute 'folder'")),
    ({"tags": "EMEA"}, ("609", "Invalid value specified for attribute 'tags'")),
    (
        {"tags": as_json([{"tagType": "Region"}])},
        ("609", "Invalid value specified for attribute 'tags'"),
    ),
    (
        {"costs": as_json([{"startDate": "x", "cost": 1}])},
        ("609", "Invalid value specified for attribute 'costs'"),
    ),
    (
        {"costs": as_json([{"startDate": "2026-01-01"}])},
        ("609", "Invalid value specified for attribute 'costs'"),
    ),
    ({"name": "x" * 256}, ("709", "Business Rule Violation: name is longer than 255 characters")),
    ({"type": "Party"}, ("709", "Business Rule Violation: Program type 'Party' does not exist")),
    ({"channel": "Party"}, ("709", "Business Rule Violation: Channel 'Party' does not exist")),
    (
        {"channel": "Nurture"},
        ("709", "Business Rule Violation: Channel 'Nurture' is not for programs of type Event"),
    ),
    (
        {"tags": as_json([{"tagType": "Mood", "tagValue": "x"}])},
        ("709", "Business Rule Violation: Tag type 'Mood' does not exist"),
    ),
    (
        {"tags": as_json([{"tagType": "Region", "tagValue": "Moon"}])},
        ("709", "Business Rule Violation: 'Moon' is not a value of the tag type 'Region'"),
    ),
    ({"folder": reference(999_999)}, ("710", "Parent Folder Not Found")),
    ({"folder": reference(12)}, ("711", "Incompatible Folder Type")),
]


@pytest.mark.fact("U", "4.4")
@pytest.mark.parametrize(("members", "error"), BAD)
def test_what_cannot_be_created(
    server: Rehearsal, members: dict[str, Any], error: tuple[str, str]
) -> None:
    sent = form(**members)
    assert post(server, "programs.json", **sent).error == error
    if "name" not in members:
        query = {"name": sent["name"]}
        assert "result" not in server.get(f"{ASSETS}/program/byName.json", query).body
    assert post(server, "programs.json", **form()).result


@pytest.mark.fact("U", "4.4")
def test_names_are_unique(server: Rehearsal) -> None:
    name, folder = fresh_name("Only"), reference(new_folder(server))
    new_program(server, name=name)
    error = ("709", "Business Rule Violation: Program name already exists")
    assert post(server, "programs.json", **form(name=name.upper(), folder=folder)).error == error
    other = new_program(server)
    assert post(server, f"program/{other}.json", name=name).error == error
    clone = {"name": name, "folder": folder}
    assert post(server, f"program/{other}/clone.json", **clone).error == error


@pytest.mark.fact("R", "1.1")
def test_a_json_body_is_no_form(server: Rehearsal) -> None:
    answer = server.post(f"{ASSETS}/programs.json", form())
    assert answer.error == ("612", "Invalid Content Type")


@pytest.mark.fact("D", "4.4")
def test_required_tags(server: Rehearsal) -> None:
    def require(is_required: bool) -> None:  # noqa: FBT001
        server.store.write_now(
            lambda tx: save_tag_type(tx, "Budget", ["2026"], is_required=is_required)
        )

    require(True)
    error = ("709", "Business Rule Violation: Tag type 'Budget' is required")
    assert post(server, "programs.json", **form()).error == error
    tags = as_json([{"tagType": "Budget", "tagValue": "2026"}])
    assert post(server, "programs.json", **form(tags=tags)).result
    require(False)
    assert post(server, "programs.json", **form()).result


# -- update ----------------------------------------------------------------------------------------


@pytest.mark.fact("D", "4.4")
def test_what_is_not_sent_stays(server: Rehearsal) -> None:
    costs = [{"startDate": "2026-01-01", "cost": 20}]
    program = new_program(server, description="Told", tags=as_json([EMEA]), costs=as_json(costs))
    before, name = shown(server, program), fresh_name("Renamed")
    server.clock.advance(seconds=9)
    (item,) = post(server, f"program/{program}.json", name=name).result
    assert item == shown(server, program)
    changed = {key for key in item if item[key] != before[key]}
    assert changed == {"name", "updatedAt"}
    assert post(server, f"program/{program}.json", description="").result[0]["description"] == ""


@pytest.mark.fact("D", "4.4")
def test_tags_and_costs_are_added(server: Rehearsal) -> None:
    january, february, march = (
        {"startDate": f"2026-0{month}-01", "cost": month, "note": "Hall"} for month in (1, 2, 3)
    )
    program = new_program(server, tags=as_json([EMEA]), costs=as_json([january]))
    server.clock.advance(seconds=9)
    moment = server.clock.now().isoformat()[:19] + "Z+0000"
    sent = {"tags": as_json([AMER, SALES]), "costs": as_json([february])}
    (item,) = post(server, f"program/{program}.json", **sent).result
    assert item["tags"] == [SALES, AMER]
    assert item["costs"] == [january, february]
    assert item["updatedAt"] == moment
    sent = {"costs": as_json([march]), "costsDestructiveUpdate": "true"}
    (item,) = post(server, f"program/{program}.json", **sent).result
    assert item["costs"] == [march]


@pytest.mark.fact("U", "4.4")
def test_an_update_that_changes_nothing_leaves_the_date(server: Rehearsal) -> None:
    program = new_program(server, tags=as_json([EMEA]))
    before = shown(server, program)
    server.clock.advance(seconds=9)
    sent = {"name": before["name"], "tags": as_json([EMEA])}
    assert post(server, f"program/{program}.json", **sent).result == [before]


@pytest.mark.fact("U", "4.4")
def test_refused_updates_change_nothing(server: Rehearsal) -> None:
    program = new_program(server)
    before = shown(server, program)
    bad = as_json([{"tagType": "Region", "tagValue": "Moon"}])
    for sent, code in (
        ({"name": " "}, "701"),
        ({"tags": bad, "description": "x"}, "709"),
        ({"costs": "x"}, "609"),
        ({"costsDestructiveUpdate": "maybe"}, "1001"),
    ):
        assert post(server, f"program/{program}.json", **sent).error[0] == code
        assert shown(server, program) == before
    gone = ("702", "Program not found")
    assert post(server, "program/999999.json", name="x").error == gone
    assert post(server, f"program/{program}.json", description="x").result


# -- clone and delete ------------------------------------------------------------------------------


@pytest.mark.fact("D", "4.4")
def test_a_clone_has_no_members(server: Rehearsal) -> None:
    costs = [{"startDate": "2026-01-01", "cost": 20}]
    source = new_program(server, description="Told", tags=as_json([EMEA]), costs=as_json(costs))
    token = {"name": "hall", "type": "text", "value": "A", "folderType": "Program"}
    assert post(server, f"folder/{source}/tokens.json", **token).result
    lead, folder = create(server), new_folder(server)
    set_status(server, source, "Invited", lead)
    name = fresh_name("Clone")
    sent = {"name": name, "folder": reference(folder)}
    (item,) = post(server, f"program/{source}/clone.json", **sent).result
    assert item == shown(server, item["id"])
    assert (item["name"], item["folder"]["value"], item["description"]) == (name, folder, "Told")
    assert (item["channel"], item["tags"], item["costs"]) == ("Live Event", [EMEA], None)
    assert statuses(server, item["id"]) == {}
    (tokens,) = get(server, f"folder/{item['id']}/tokens.json", folderType="Program").result
    assert [each["name"] for each in tokens["tokens"]] == ["hall"]
    assert set_status(server, item["id"], "Invited", lead)[0]["status"] == "created"


@pytest.mark.fact("U", "4.4")
def test_what_cannot_be_cloned(server: Rehearsal) -> None:
    source, north = new_program(server), add_workspace(server)
    there = reference(zone(server, "/Marketing Activities/North", north))
    here = reference(MARKETING)
    path = f"program/{source}/clone.json"
    assert post(server, path, folder=here).error == ("701", "name cannot be blank")
    assert post(server, path, name="x").error == ("701", "folder cannot be blank")
    assert post(server, path, name="x", folder=there).error[0] == "710"
    gone = ("702", "Program not found")
    assert post(server, "program/999999/clone.json", name="x", folder=here).error == gone
    assert post(server, path, name="x", folder=there, token=north).error == gone
    assert post(server, path, name=fresh_name("x"), folder=here).result


@pytest.mark.fact("D", "4.4")
def test_a_program_is_deleted_with_its_members(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    set_status(server, program, "Invited", lead)
    assert post(server, f"program/{program}/delete.json").result == [{"id": program}]
    assert "result" not in get(server, f"program/{program}.json").body
    assert "result" not in get(server, f"folder/{program}.json", type="Program").body
    assert server.get(f"/rest/v1/leads/{lead}/programMembership.json").result == []
    gone = ("702", "Program not found")
    assert post(server, f"program/{program}/delete.json").error == gone


@pytest.mark.fact("D", "4.4")
def test_a_program_that_holds_something_stays(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    set_status(server, program, "Invited", lead)
    held = new_list(server, folder=reference(program, "Program"))
    error = ("709", "Business Rule Violation: program is not empty")
    assert post(server, f"program/{program}/delete.json").error == error
    assert statuses(server, program) == {lead: "Invited"}
    assert post(server, f"staticList/{held}/delete.json").result
    assert post(server, f"program/{program}/delete.json").result


@pytest.mark.fact("D", "2.3")
@pytest.mark.parametrize(
    "call", ["programs.json", "program/{}.json", "program/{}/clone.json", "program/{}/delete.json"]
)
def test_permissions(server: Rehearsal, call: str) -> None:
    path = call.format(new_program(server))
    reader, writer = token_with(server, "Read-Only Assets"), token_with(server, "Read-Write Assets")
    assert post(server, path, token=reader, **form()).error == DENIED
    assert post(server, path, token=writer, **form()).result


@pytest.mark.fact("D", "2.4")
def test_programs_of_other_workspaces_are_not_there(server: Rehearsal) -> None:
    north, program = add_workspace(server), new_program(server)
    before = shown(server, program)
    gone = ("702", "Program not found")
    for call in ("", "/delete"):
        assert post(server, f"program/{program}{call}.json", token=north, name="x").error == gone
    sent = form()
    assert post(server, "programs.json", token=north, **sent).error[0] == "710"
    assert shown(server, program) == before
    assert post(server, "programs.json", **sent).result
