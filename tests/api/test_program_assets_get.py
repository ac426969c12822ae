"""Programs, channels and tag types as assets: read (behaviour.md 4.4; request_forms.md, Assets)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.domain.assets.programs import NewStatus, save_channel
from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, token_with
from tests.support.lists import (
    ASSETS,
    MARKETING,
    NOTHING_FOUND,
    add_workspace,
    fresh_name,
    get,
    new_folder,
    post,
    reference,
    zone,
)
from tests.support.programs import CHANNELS, DENIED, as_json, new_program, server_with_regions

ITEM = [
    *("id", "name", "description", "createdAt", "updatedAt", "url", "type", "channel", "folder"),
    *("status", "workspace"),
]
URLS = {
    "Default": "PG",
    "Event": "ME",
    "Event with Webinar": "ME",
    "Engagement": "NP",
    "Email": "EBP",
}
STATUSES = {"Engagement": "off", "Email": "unlocked"}


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from server_with_regions(request)


def ids(answer: Any) -> list[int]:  # noqa: ANN401
    return [item["id"] for item in answer.result or ()]


def browse(server: Rehearsal, **query: Any) -> list[int]:  # noqa: ANN401
    return ids(get(server, "programs.json", maxReturn=200, **query))


# -- one program -----------------------------------------------------------------------------------


@pytest.mark.fact("R", "4.4")
@pytest.mark.parametrize("kind", list(CHANNELS))
def test_a_program_of_each_type(server: Rehearsal, kind: str) -> None:
    name, moment = fresh_name("Program"), server.clock.now().isoformat()[:19] + "Z+0000"
    program = new_program(server, kind, name=name, description="Told")
    answer = get(server, f"program/{program}.json")
    assert list(answer.body) == ["success", "errors", "requestId", "warnings", "result"]
    (item,) = answer.result
    head_start = {"headStart": False} if kind in {"Engagement", "Email"} else {}
    assert list(item) == [*ITEM, "tags", "costs", *head_start]
    url = item.pop("url")
    assert url.endswith(f"/#{URLS[kind]}{program}A1")
    assert item == {
        "id": program,
        "name": name,
        "description": "Told",
        "createdAt": moment,
        "updatedAt": moment,
        "type": kind,
        "channel": CHANNELS[kind],
        "folder": {"type": "Folder", "value": MARKETING, "folderName": "Default"},
        "status": STATUSES.get(kind, ""),
        "workspace": "Default",
        "tags": [],
        "costs": None,
        **head_start,
    }


@pytest.mark.fact("D", "4.4")
def test_by_name_with_what_is_asked_for(server: Rehearsal) -> None:
    name = fresh_name("Named")
    tags = [{"tagType": "Region", "tagValue": "EMEA"}]
    costs = [{"startDate": "2026-01-01", "cost": 20, "note": "Hall"}]
    new_program(server, name=name, tags=as_json(tags), costs=as_json(costs))

    def by_name(**query: Any) -> dict[str, Any]:  # noqa: ANN401
        (item,) = get(server, "program/byName.json", name=name.upper(), **query).result
        found: dict[str, Any] = item
        return found

    assert list(by_name()) == ITEM
    assert by_name(includeTags="true")["tags"] == tags
    assert by_name(includeCosts="true")["costs"] == costs
    assert list(by_name(includeCosts="true")) == [*ITEM, "costs"]
    assert list(by_name(includeTags="true")) == [*ITEM, "tags", "costs"]  # behaviour.md 13
    assert "tags" not in by_name(includeTags="false")


@pytest.mark.fact("R", "1.3")
def test_nothing_is_found(server: Rehearsal) -> None:
    for path, query in (
        ("program/999999.json", {}),
        ("program/byName.json", {"name": "none"}),
        ("programs.json", {"filterType": "id", "filterValues": "999999"}),
        ("program/byTag.json", {"tagType": "Region", "tagValue": "none"}),
        ("program/byTag.json", {"tagType": "none", "tagValue": "EMEA"}),
        ("channel/byName.json", {"name": "none"}),
        ("channels.json", {"offset": "500"}),
        ("tagType/byName.json", {"name": "none"}),
        ("tagTypes.json", {"offset": "500"}),
    ):
        body = server.get(f"{ASSETS}/{path}", query).body
        assert body["success"], path
        assert body["warnings"] == NOTHING_FOUND
        assert "result" not in body


REFUSED: list[tuple[str, dict[str, str], tuple[str, str]]] = [
    ("program/abc.json", {}, ("1001", 'For input string: "abc" failed to convert to a number')),
    ("program/byName.json", {}, ("701", "name cannot be blank")),
    (
        "program/byName.json",
        {"name": "x", "includeTags": "y"},
        ("1001", "Invalid value 'y'. Required of type 'Boolean'"),
    ),
    ("program/byTag.json", {"tagType": "Region"}, ("701", "tagValue cannot be blank")),
    ("program/byTag.json", {"tagValue": "EMEA"}, ("701", "tagType cannot be blank")),
    (
        "programs.json",
        {"filterType": "name", "filterValues": "x"},
        ("1003", "Invalid filterType 'name'"),
    ),
    ("programs.json", {"filterType": "id"}, ("1003", "filterValues not specified")),
    (
        "programs.json",
        {"filterType": "id", "filterValues": "x"},
        ("1001", 'For input string: "x" failed to convert to a number'),
    ),
    (
        "programs.json",
        {"filterType": "id", "filterValues": ",".join(map(str, range(301)))},
        ("1003", "Too many filterValues. Maximum allowed is 300"),
    ),
    ("programs.json", {"status": "gone"}, ("1003", "Invalid status 'gone' specified")),
    ("programs.json", {"earliestUpdatedAt": "x"}, ("704", "Invalid date format")),
    ("programs.json", {"maxReturn": "0"}, ("1003", "Invalid maxReturn")),
    ("programs.json", {"offset": "x"}, ("1001", "Invalid value 'x'. Required of type 'Integer'")),
    ("channel/byName.json", {}, ("701", "name cannot be blank")),
    ("tagType/byName.json", {"name": " "}, ("701", "name cannot be blank")),
]


@pytest.mark.fact("U", "4.4")
@pytest.mark.parametrize(("path", "query", "error"), REFUSED)
def test_what_is_refused(
    server: Rehearsal, path: str, query: dict[str, str], error: tuple[str, str]
) -> None:
    answer = server.get(f"{ASSETS}/{path}", query)
    assert answer.error == error
    assert list(answer.body) == ["requestId", "success", "warnings", "errors"]


# -- many programs ---------------------------------------------------------------------------------


@pytest.mark.fact("D", "4.4")
def test_browse(server: Rehearsal) -> None:
    folder = new_folder(server)
    plain = new_program(server, folder=reference(folder))
    nurture = new_program(server, "Engagement", folder=reference(folder))
    inner = new_program(server, folder=reference(plain, "Program"))
    (item,) = get(server, "programs.json", filterType="id", filterValues=plain).result
    assert list(item) == ITEM
    wanted = f"{plain}, {nurture}"
    assert browse(server, filterType="programId", filterValues=wanted) == [plain, nurture]
    assert browse(server, filterType="folderId", filterValues=folder) == [plain, nurture]
    assert inner in browse(server)
    assert nurture in browse(server, status="off")
    assert plain not in browse(server, status="OFF")
    assert browse(server, status="on") == []
    assert plain in browse(server, status="")
    assert plain in browse(server, filterType="workspace", filterValues="Default")
    assert browse(server, filterType="workspace", filterValues="Nowhere") == []
    (found,) = get(server, "programs.json", filterType="id", filterValues=inner).result
    assert found["folder"]["type"] == "Program"
    assert found["folder"]["value"] == plain


@pytest.mark.fact("D", "4.4")
def test_browse_by_date(server: Rehearsal) -> None:
    first = new_program(server)
    server.clock.advance(seconds=30)
    second = new_program(server)
    moment = server.clock.now().isoformat()[:19]
    forms = [f"{moment}Z", f"{moment}.843989+00:00", f"{moment}Z+0000"]
    for form in forms:
        assert first not in browse(server, earliestUpdatedAt=form)
        assert second in browse(server, earliestUpdatedAt=form)
        assert second in browse(server, latestUpdatedAt=form)
    span = {"earliestUpdatedAt": "2000-01-01T00:00:00+00:00", "latestUpdatedAt": forms[1]}
    assert {first, second} <= set(browse(server, **span))


@pytest.mark.fact("D", "4.4")
def test_pages_of_programs(server: Rehearsal) -> None:
    folder = reference(new_folder(server))
    made = [new_program(server, folder=folder) for _ in range(21)]
    options = {"filterType": "id", "filterValues": ",".join(map(str, made))}
    assert ids(get(server, "programs.json", **options)) == made[:20]
    assert ids(get(server, "programs.json", offset=20, **options)) == made[20:]
    assert ids(get(server, "programs.json", offset=3, maxReturn=4, **options)) == made[3:7]
    assert get(server, "programs.json", offset=21, **options).body["warnings"] == NOTHING_FOUND


@pytest.mark.fact("D", "4.4")
def test_programs_by_tag(server: Rehearsal) -> None:
    tags = as_json([{"tagType": "Region", "tagValue": "AMER"}])
    made = [new_program(server, tags=tags) for _ in range(3)]
    new_program(server)
    wanted = {"tagType": "region", "tagValue": "amer"}
    answer = get(server, "program/byTag.json", **wanted)
    assert ids(answer) == made
    assert answer.result[0]["tags"] == [{"tagType": "Region", "tagValue": "AMER"}]
    assert ids(get(server, "program/byTag.json", maxReturn=1, offset=1, **wanted)) == made[1:2]


@pytest.mark.fact("R", "1.6")
def test_as_a_post_with_a_form(server: Rehearsal) -> None:
    program = new_program(server)
    form = {"_method": "GET", "filterType": "id", "filterValues": str(program)}
    assert ids(server.request("POST", f"{ASSETS}/programs.json", form=form)) == [program]


@pytest.mark.fact("D", "4.4")
def test_a_program_shows_as_a_folder(server: Rehearsal) -> None:
    name = fresh_name("Tree")
    program = new_program(server, name=name)
    (item,) = get(server, f"folder/{program}.json", type="Program").result
    assert (item["name"], item["folderId"]) == (name, {"id": program, "type": "Program"})
    assert item["path"] == f"/Marketing Activities/Default/{name}"


@pytest.mark.fact("D", "2.4")
def test_programs_of_other_workspaces(server: Rehearsal) -> None:
    north = add_workspace(server)
    here = new_program(server)
    there_folder = zone(server, "/Marketing Activities/North", north)
    form = {"name": fresh_name("North"), "folder": reference(there_folder)}
    form |= {"type": "Event", "channel": "Live Event"}
    (item,) = post(server, "programs.json", token=north, **form).result
    assert item["workspace"] == "North"
    assert ids(get(server, "programs.json", token=north, maxReturn=200)) == [item["id"]]
    assert ids(get(server, f"program/{here}.json", token=north)) == []
    assert ids(get(server, "program/byName.json", name=form["name"])) == []
    assert item["id"] not in browse(server)


# -- channels and tag types ------------------------------------------------------------------------


@pytest.mark.fact("R", "4.4")
def test_channels(server: Rehearsal) -> None:
    (item,) = get(server, "channel/byName.json", name="web CONTENT").result
    assert list(item) == [
        *("id", "name", "applicableProgramType", "progressionStatuses", "createdAt", "updatedAt")
    ]
    assert item["applicableProgramType"] == "program"
    statuses = item["progressionStatuses"]
    first = {"name": "Not in Program", "step": 0, "type": "Not in Program"}
    assert statuses[0] == {**first, "hidden": False, "success": False}
    assert list(statuses[1]) == ["name", "step", "type", "hidden", "success"]
    assert [each["step"] for each in statuses] == sorted(each["step"] for each in statuses)
    assert server.get(f"{ASSETS}/channels/byName.json", {"name": "Web Content"}).result == [item]
    listed = get(server, "channels.json", maxReturn=200).result
    assert item in listed
    assert [each["id"] for each in listed] == sorted(each["id"] for each in listed)
    assert get(server, "channels.json", offset=1, maxReturn=2).result == listed[1:3]
    for each in listed:
        first = each["progressionStatuses"][0]
        assert (first["name"], first["step"], first["success"]) == ("Not in Program", 0, False)


@pytest.mark.fact("D", "4.4")
def test_every_type_of_program_has_a_channel(server: Rehearsal) -> None:
    listed = get(server, "channels.json", maxReturn=200).result
    kinds = {each["applicableProgramType"] for each in listed}
    assert kinds == {"program", "email_batch", "nurture", "event", "webinar"}


@pytest.mark.fact("R", "4.4")
def test_hidden_and_own_statuses(server: Rehearsal) -> None:
    statuses = [NewStatus("Seen", 10, is_hidden=True), NewStatus("Won", 20, is_success=True)]
    server.store.write_now(lambda tx: save_channel(tx, "Own", "Default", statuses))
    (item,) = get(server, "channel/byName.json", name="Own").result
    assert item["progressionStatuses"][1:] == [
        {"name": "Seen", "step": 10, "hidden": True, "success": False},
        {"name": "Won", "step": 20, "hidden": False, "success": True},
    ]


@pytest.mark.fact("D", "4.4")
def test_tag_types(server: Rehearsal) -> None:
    (item,) = get(server, "tagType/byName.json", name="region").result
    assert list(item.items()) == [
        ("tagType", "Region"),
        ("applicableProgramTypes", "[program,email_batch,nurture,event,webinar]"),
        ("required", False),
        ("allowableValues", "[EMEA, AMER]"),
    ]
    item.pop("allowableValues")
    assert item in get(server, "tagTypes.json").result


@pytest.mark.fact("D", "2.3")
@pytest.mark.parametrize(
    "path", ["program/{}.json", "programs.json", "channels.json", "tagTypes.json"]
)
def test_permissions(server: Rehearsal, path: str) -> None:
    path = f"{ASSETS}/{path.format(new_program(server))}"
    reader, other = token_with(server, "Read-Only Assets"), token_with(server, "Read-Write Lead")
    assert server.get(path, token=other).error == DENIED
    assert server.get(path, token=reader).result
