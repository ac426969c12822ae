"""Smart campaigns as assets: read, create, change, clone, delete, switch (behaviour.md 4.4)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.domain.automation.campaigns import Qualification
from leadkeep.testing import Rehearsal
from tests.support.campaigns import REQUESTED, new_campaign, new_program
from tests.support.leads import ENGINES, module_server, token_with
from tests.support.lists import (
    MARKETING,
    NOTHING_FOUND,
    add_workspace,
    fresh_name,
    get,
    new_folder,
    post,
    reference,
)

GONE = ("702", "Smart Campaign not found")
TRIGGER = {"triggers": [REQUESTED]}


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def item_of(server: Rehearsal, campaign: int) -> dict[str, Any]:
    (item,) = get(server, f"smartCampaign/{campaign}.json").result
    found: dict[str, Any] = item
    return found


def browse(server: Rehearsal, **query: Any) -> list[int]:  # noqa: ANN401
    body = get(server, "smartCampaigns.json", **query).body
    assert body["success"] is True
    assert body["warnings"] == ([] if "result" in body else NOTHING_FOUND)
    return [item["id"] for item in body.get("result", [])]


@pytest.mark.fact("D", "4.4")
def test_an_item_has_its_members_in_order(server: Rehearsal) -> None:
    moment = server.clock.now().isoformat()[:19] + "Z+0000"
    name, program = fresh_name("Whole"), new_program(server)
    campaign = new_campaign(
        server,
        name,
        program=program,
        rules=TRIGGER,
        qualification=Qualification.every(2, "day"),
        is_active=True,
    )
    item = item_of(server, campaign)
    assert re.fullmatch(rf"https://[a-z.-]+/#SC{campaign}A1", item.pop("computedUrl"))
    numbers = item.pop("smartListId"), item.pop("flowId")
    assert len(set(numbers)) == 2
    assert list(item.items()) == [
        ("id", campaign),
        ("name", name),
        ("description", ""),
        ("createdAt", moment),
        ("updatedAt", moment),
        ("folder", {"id": program, "type": "Program"}),
        ("status", "Active"),
        ("type", "trigger"),
        ("isSystem", False),
        ("isActive", True),
        ("isRequestable", True),
        ("isCommunicationLimitEnabled", False),
        ("recurrence", {"weekdayOnly": False}),
        ("qualificationRuleType", "interval"),
        ("qualificationRuleInterval", 2),
        ("qualificationRuleUnit", "day"),
        ("workspace", "Default"),
        ("parentProgramId", program),
    ]
    (same,) = get(server, "smartCampaign/byName.json", name=name.upper()).result
    assert same == item_of(server, campaign)
    assert get(server, "smartCampaign/byName.json").error == ("701", "name cannot be blank")
    for path in ("smartCampaign/99999.json", "smartCampaign/byName.json?name=none"):
        base, _, query = path.partition("?")
        body = server.get(f"/rest/asset/v1/{base}", query).body
        assert (body["warnings"], "result" in body) == (NOTHING_FOUND, False)


@pytest.mark.fact("D", "4.4")
def test_browse(server: Rehearsal) -> None:
    folder = new_folder(server)
    names = [fresh_name("Browsed") for _ in range(3)]
    made = [
        post(server, "smartCampaigns.json", name=name, folder=reference(folder)).result[0]["id"]
        for name in names
    ]
    assert browse(server, folder=reference(folder)) == made
    assert browse(server, folder=reference(folder), offset=1, maxReturn=1) == made[1:2]
    assert browse(server, folder=reference(folder), offset=3) == []
    assert browse(server, folder=reference(folder), isActive="true") == []
    assert browse(server, folder=reference(folder), isActive="false") == made
    early, late = "2000-01-01T00:00:00.000000+00:00", "2026-11-24T09:32:11.843989+00:00"
    span = {"earliestUpdatedAt": early, "latestUpdatedAt": late}
    assert browse(server, folder=reference(folder), **span) == made
    assert browse(server, folder=reference(folder), latestUpdatedAt=early) == []
    assert get(server, "smartCampaigns.json", earliestUpdatedAt="soon").error[0] == "704"
    form = {"_method": "GET", "maxReturn": "200"}
    answer = server.request("POST", "/rest/asset/v1/smartCampaigns.json", form=form)
    assert set(made) <= {item["id"] for item in answer.result}


@pytest.mark.fact("D", "4.4")
def test_a_life(server: Rehearsal) -> None:
    name, place = fresh_name("Life"), reference(MARKETING)
    form = {"name": name, "folder": place, "description": "For all", "isExecutable": "true"}
    (made,) = post(server, "smartCampaigns.json", **form).result
    assert (made["status"], made["type"], made["isActive"]) == ("Never Run", "default", False)
    assert made["qualificationRuleType"] == "once"
    path = f"smartCampaign/{made['id']}"
    server.clock.advance(seconds=5)
    (changed,) = post(server, f"{path}.json", name=f"{name} more", description="").result
    assert (changed["name"], changed["description"]) == (f"{name} more", "")
    assert changed["updatedAt"] > changed["createdAt"]
    (same,) = post(server, f"{path}.json").result
    assert same == changed
    (copy,) = post(server, f"{path}/clone.json", name=f"{name} copy", folder=place).result
    assert copy["id"] != made["id"]
    assert {copy["smartListId"], copy["flowId"]}.isdisjoint({made["smartListId"], made["flowId"]})
    assert post(server, f"{path}/delete.json").result == [{"id": made["id"]}]
    assert post(server, f"{path}/delete.json").error == GONE
    assert post(server, f"{path}.json", name="x").error == GONE
    assert post(server, f"{path}/clone.json", name="x", folder=place).error == GONE


@pytest.mark.fact("D", "4.4")
def test_switching_on_and_off(server: Rehearsal) -> None:
    campaign = new_campaign(server, rules=TRIGGER)
    path = f"smartCampaign/{campaign}"
    assert item_of(server, campaign)["status"] == "Inactive"
    assert item_of(server, campaign)["isRequestable"] is False
    for _ in range(2):
        assert post(server, f"{path}/activate.json").result == [{"id": campaign}]
        assert item_of(server, campaign)["isActive"] is True
    assert post(server, f"{path}/delete.json").error == (
        "709",
        "Business Rule Violation: Smart Campaign is active",
    )
    for _ in range(2):
        assert post(server, f"{path}/deactivate.json").result == [{"id": campaign}]
        assert item_of(server, campaign)["isActive"] is False
    batch = new_campaign(server)
    for verb in ("activate", "deactivate"):
        assert post(server, f"smartCampaign/{batch}/{verb}.json").error[0] == "709"
        assert post(server, f"smartCampaign/99999/{verb}.json").error == GONE


def test_names_and_places(server: Rehearsal) -> None:
    name, place = fresh_name("Named"), reference(MARKETING)
    program = new_program(server)
    assert post(server, "smartCampaigns.json", name=name, folder=place).result
    taken = ("709", "Business Rule Violation: Smart Campaign name already exists")
    again = {"name": f" {name.upper()} ", "folder": place}
    assert post(server, "smartCampaigns.json", **again).error == taken
    inside = {"name": name, "folder": reference(program, "Program")}
    (made,) = post(server, "smartCampaigns.json", **inside).result
    assert made["parentProgramId"] == program
    assert post(server, f"program/{program}/delete.json").error[0] == "709"
    for form, code in (
        ({"folder": place}, "701"),
        ({"name": name}, "701"),
        ({"name": "x" * 256, "folder": place}, "709"),
        ({"name": "x", "folder": reference(99999)}, "710"),
        ({"name": "x", "folder": reference(12)}, "711"),
        ({"name": "x", "folder": "nonsense"}, "609"),
        ({"name": "x", "folder": place, "isExecutable": "maybe"}, "1001"),
    ):
        assert post(server, "smartCampaigns.json", **form).error[0] == code, form


def test_reach_and_permission(server: Rehearsal) -> None:
    north = add_workspace(server)
    campaign = new_campaign(server)
    path = f"smartCampaign/{campaign}"
    assert "result" not in get(server, f"{path}.json", north).body
    for verb in ("/delete", "/activate", "/deactivate", ""):
        assert post(server, f"{path}{verb}.json", token=north).error == GONE
    reader = token_with(server, "Read-Only Assets")
    assert get(server, f"{path}.json", reader).result
    for verb in ("/delete", "/activate", "/deactivate", "/clone", ""):
        answer = post(server, f"{path}{verb}.json", token=reader)
        assert answer.error == ("603", "Access denied")
