"""Get Campaigns and Get Campaign By Id (behaviour.md 4.5; request_forms.md)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.campaigns import (
    CAMPAIGNS,
    NO_CAMPAIGN,
    REQUESTED,
    new_campaign,
    new_program,
)
from tests.support.leads import ENGINES, module_server, token_with
from tests.support.lists import add_workspace, fresh_name

FILTERS = {"filters": [{"field": "country", "operator": "is", "values": ["France"]}]}
TRIGGER = {"triggers": [REQUESTED]}


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def ids(server: Rehearsal, token: str | None = None, **query: Any) -> list[int]:  # noqa: ANN401
    return [item["id"] for item in server.get(CAMPAIGNS, query, token=token).result]


@pytest.mark.fact("R", "4.5")
def test_an_item(server: Rehearsal) -> None:
    moment = server.clock.now().isoformat()[:19] + "Z"
    name = fresh_name("Program")
    program = new_program(server, name)
    plain = new_campaign(server, "Plain campaign", rules=FILTERS)
    inside = new_campaign(server, "In program", program=program, rules=TRIGGER, is_active=True)
    (item,) = server.get(CAMPAIGNS, {"id": plain}).result
    assert list(item.items()) == [
        ("id", plain),
        ("name", "Plain campaign"),
        ("type", "batch"),
        ("workspaceName", "Default"),
        ("createdAt", moment),
        ("updatedAt", moment),
        ("active", False),
    ]
    assert server.get(f"/rest/v1/campaigns/{plain}.json").result == [item]
    (item,) = server.get(CAMPAIGNS, {"id": inside}).result
    assert list(item)[2:5] == ["type", "programName", "programId"]
    assert (item["type"], item["programName"], item["programId"]) == ("trigger", name, program)
    assert item["active"] is True


@pytest.mark.fact("D", "4.5")
def test_filters(server: Rehearsal) -> None:
    names = [fresh_name("Filtered") for _ in range(3)]
    program_name = fresh_name("Program")
    program = new_program(server, program_name)
    batch = new_campaign(server, names[0], rules=FILTERS)
    trigger = new_campaign(server, names[1], rules=TRIGGER)
    inside = new_campaign(server, names[2], program=program)
    every = f"{batch},{trigger},{inside}"
    assert ids(server, id=every) == [batch, trigger, inside]
    assert ids(server, name=f"{names[0].upper()},{names[2]}") == [batch, inside]
    assert ids(server, programName=program_name) == [inside]
    assert ids(server, id=every, isTriggerable="true") == [trigger]
    assert ids(server, id=every, isTriggerable="false") == [batch, inside]
    assert ids(server, id=every, workspaceName="Default") == [batch, trigger, inside]
    assert ids(server, id=every, workspaceName="Nowhere") == []
    assert server.get(CAMPAIGNS, {"name": "no such"}).body["result"] == []
    assert server.get(CAMPAIGNS, {"isTriggerable": "maybe"}).error[0] == "1001"
    assert server.get(CAMPAIGNS, {"id": "x"}).error[0] == "1001"


@pytest.mark.fact("D", "1.4")
def test_pages(server: Rehearsal) -> None:
    name = fresh_name("Program")
    program = new_program(server, name)
    made = [new_campaign(server, program=program) for _ in range(3)]
    first = server.get(CAMPAIGNS, {"programName": name, "batchSize": 2}).body
    assert [item["id"] for item in first["result"]] == made[:2]
    assert "moreResult" not in first
    query = {"programName": name, "batchSize": 2, "nextPageToken": first["nextPageToken"]}
    last = server.get(CAMPAIGNS, query).body
    assert [item["id"] for item in last["result"]] == made[2:]
    assert "nextPageToken" not in last
    assert server.get(CAMPAIGNS, {"batchSize": 0}).error[0] == "1003"


@pytest.mark.fact("R", "4.5")
def test_forms_of_clients(server: Rehearsal) -> None:
    """A GET with a form body; POST with ``_method`` in the query and a JSON type but no body."""
    campaign = new_campaign(server)
    answer = server.request("GET", CAMPAIGNS, form={"_method": "GET", "id": campaign})
    assert answer.body["success"] is True
    query = {"_method": "GET", "id": campaign}
    headers = {"content-type": "application/json", "content-length": "0"}
    answer = server.request("POST", CAMPAIGNS, query, content=b"", headers=headers)
    assert [item["id"] for item in answer.result] == [campaign]
    path = f"/rest/v1/campaigns/{campaign}.json"
    assert [item["id"] for item in server.get(path, {"id": "77"}).result] == [campaign]


@pytest.mark.fact("R", "4.5")
def test_what_is_not_there_or_not_allowed(server: Rehearsal) -> None:
    campaign = new_campaign(server)
    path = f"/rest/v1/campaigns/{campaign}.json"
    assert [item["id"] for item in server.get(path).result] == [campaign]
    north = add_workspace(server)
    assert server.get(path, token=north).error == NO_CAMPAIGN
    assert ids(server, north, id=campaign) == []
    for number in (0, -1, 999_999_999, 2**63 - 1):
        assert server.get(f"/rest/v1/campaigns/{number}.json").error == NO_CAMPAIGN
    assert server.get("/rest/v1/campaigns/x.json").error[0] == "1001"
    for permission in ("Read-Only Campaign", "Read-Write Campaign"):
        token = token_with(server, permission)
        assert [item["id"] for item in server.get(path, token=token).result] == [campaign]
    denied = token_with(server, "Read-Write Lead")
    assert server.get(path, token=denied).error == ("603", "Access denied")
    assert server.get(CAMPAIGNS, token=denied).error == ("603", "Access denied")
