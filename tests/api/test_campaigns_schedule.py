"""Schedule Campaign (behaviour.md 4.5; request_forms.md)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.campaigns import (
    NO_CAMPAIGN,
    REQUESTED,
    apply,
    campaign_id,
    new_campaign,
    new_program,
    people,
    values_of,
)
from tests.support.leads import ENGINES, create, module_server, token_with
from tests.support.lists import add_workspace, fresh_name, get, post

NOT_BATCH = ("1003", "Campaign is not a batch campaign")
DAY_SECONDS = 86_400


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def path(number: object) -> str:
    return f"/rest/v1/campaigns/{number}/schedule.json"


def batch(server: Rehearsal, city: str, program: str | None = None) -> int:
    """Make a campaign that gives all leads of a city a point."""
    name = fresh_name("Batch")
    place = f"program: {program}, " if program else ""
    value = "'{{my.greeting:default=none}}'" if program else "done"
    apply(
        server,
        f"""
campaigns:
- {{name: {name}, {place}qualification: any,
   filters: [{{field: city, operator: is, values: [{city}]}}],
   flow: [{{changeScore: {{field: leadScore, change: "+1"}}}},
          {{changeDataValue: {{field: leadSource, value: {value}}}}}]}}
""",
    )
    return campaign_id(server, name)


def later(server: Rehearsal, **duration: float) -> int:
    server.clock.advance(**duration)
    server.forget_token()
    return server.run_jobs()


def points(server: Rehearsal, *leads: int) -> list[Any]:
    return [values_of(server, each, "leadScore")[0] for each in leads]


@pytest.mark.fact("D", "4.5")
def test_it_runs_five_minutes_later(server: Rehearsal) -> None:
    city = fresh_name("City")
    number = batch(server, city)
    leads = [*(create(server, city=city) for _ in range(3)), create(server, city="Elsewhere")]
    status = f"smartCampaign/{number}.json"
    assert get(server, status).result[0]["status"] == "Never Run"
    assert server.post(path(number)).result == [{"id": number}]
    assert get(server, status).result[0]["status"] == "Single Run"
    later(server, minutes=5, seconds=-1)
    assert points(server, *leads) == [None] * 4
    later(server, seconds=1)
    assert points(server, *leads) == [1, 1, 1, None]
    headers = {"content-type": "application/json", "content-length": "0"}
    answer = server.request("POST", path(number), content=b"", headers=headers)
    assert answer.result == [{"id": number}]
    later(server, minutes=5)
    assert points(server, *leads) == [2, 2, 2, None]


@pytest.mark.fact("D", "4.5")
def test_when_it_runs(server: Rehearsal) -> None:
    city = fresh_name("City")
    number, lead = batch(server, city), create(server, city=city)
    now = server.clock.now()

    def run_at(seconds: float) -> Any:  # noqa: ANN401
        moment = now.fromtimestamp(now.timestamp() + seconds, tz=now.tzinfo)
        text = moment.strftime("%Y-%m-%dT%H:%M:%S+0000")
        return server.post(path(number), {"input": {"runAt": text}})

    assert run_at(731 * DAY_SECONDS).error[0] == "1042"
    assert server.post(path(number), {"input": {"runAt": "soon"}}).error[0] == "1003"
    assert run_at(3_600).result == [{"id": number}]
    assert run_at(-3_600).result == [{"id": number}]
    later(server, minutes=5)
    assert points(server, lead) == [1]
    later(server, minutes=56)
    assert points(server, lead) == [2]


@pytest.mark.fact("R", "4.5")
def test_what_is_refused(server: Rehearsal) -> None:
    number = batch(server, "Nowhere")
    assert server.post(path(99_999)).error == NO_CAMPAIGN
    assert server.post(path("x")).error[0] == "1001"
    assert server.post(path(number), token=add_workspace(server)).error == NO_CAMPAIGN
    trigger = new_campaign(server, rules={"triggers": [REQUESTED]}, is_active=True)
    for other in (trigger, new_campaign(server)):
        assert server.post(path(other)).error == NOT_BATCH
    wrong = [{"name": "{{my.none}}", "value": "x"}]
    answer = server.post(path(number), {"input": {"tokens": wrong}})
    assert answer.error == ("1003", 'Invalid token value: ["none"] ')
    answer = server.post(path(number), {"input": {"cloneToProgramName": fresh_name("Copy")}})
    assert answer.error == ("1003", "Campaign is not in a program")
    assert server.post(path(number), {"input": 5}).error[0] == "609"
    for permission in ("Execute Campaign", "Read-Write Campaign"):
        token = token_with(server, permission)
        assert server.post(path(number), token=token).result == [{"id": number}]
    denied = token_with(server, "Read-Only Campaign")
    assert server.post(path(number), token=denied).error == ("603", "Access denied")


@pytest.mark.fact("D", "4.5")
@pytest.mark.fact("R", "1.8")
def test_a_run_in_a_copy_of_the_program(server: Rehearsal) -> None:
    city, program = fresh_name("City"), fresh_name("Program")
    program_id = new_program(server, program)
    form = {"name": "greeting", "type": "text", "value": "Hello", "folderType": "Program"}
    assert post(server, f"folder/{program_id}/tokens.json", **form).result
    number, lead = batch(server, city, program), create(server, city=city)
    copy = fresh_name("Copy")
    tokens = [{"name": "{{my.greeting}}", "value": "Bonsoir"}]
    body = {"input": {"cloneToProgramName": copy, "tokens": tokens}}
    ((made,),) = [server.post(path(number), body).result]
    assert made["id"] != number
    (item,) = server.get(f"/rest/v1/campaigns/{made['id']}.json").result
    assert item["programName"] == copy
    assert server.post(path(number), body).error == ("611", "System error")
    later(server, minutes=5)
    assert values_of(server, lead, "leadScore", "leadSource") == [1, "Bonsoir"]
    assert get(server, f"smartCampaign/{number}.json").result[0]["status"] == "Never Run"
    for _ in range(19):
        other = {"input": {"cloneToProgram": fresh_name("Copy")}}
        assert server.post(path(number), other).body["success"] is True
    assert server.post(path(number), {"input": {"cloneToProgram": "One more"}}).error[0] == "1020"
    later(server, days=1)
    assert server.post(path(number), {"input": {"cloneToProgram": "One more"}}).result


def test_many_leads_enter_some_at_a_time(server: Rehearsal) -> None:
    city = fresh_name("City")
    number = batch(server, city)
    records = [{"lastName": f"Many {n}", "city": city} for n in range(300)]
    leads = []
    for _ in range(4):
        body = {"action": "createDuplicate", "input": records}
        leads += [each["id"] for each in server.post("/rest/v1/leads.json", body).result]
    server.post(path(number))
    assert later(server, minutes=5) >= 4
    assert set(points(server, *leads[::100], leads[-1])) == {1}
    assert people(server, 1)
