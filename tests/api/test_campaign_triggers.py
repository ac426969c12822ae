"""What lets leads enter campaigns: triggers, filters, choices, loops (behaviour.md 9.1, 9.2)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.campaigns import (
    apply,
    campaign,
    campaign_id,
    new_program,
    pass_through,
    people,
    told,
    values_of,
)
from tests.support.leads import ENGINES, create, fresh, module_server, sync
from tests.support.lists import add, fresh_name, get, new_list, post, remove
from tests.support.merges import merge

POINT = "[{changeScore: {field: leadScore, change: '+1'}}]"


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def watch(server: Rehearsal, triggers: str, **members: str) -> int:
    """Make a campaign that gives a point each time."""
    told = {"triggers": triggers, "qualification": "any"} | members
    return campaign(server, told.pop("flow", POINT), **told)


def off(server: Rehearsal, number: int) -> None:
    post(server, f"smartCampaign/{number}/deactivate.json")


def points(server: Rehearsal, lead_id: int) -> Any:  # noqa: ANN401
    server.run_jobs()
    return values_of(server, lead_id, "leadScore")[0]


@pytest.mark.fact("C", "9.2")
def test_a_new_lead_and_its_filters(server: Rehearsal) -> None:
    filters = "[{field: country, operator: is, values: [France, Norway]}]"
    number = watch(server, "[{type: Lead is Created}]", filters=filters)
    norse, greek = create(server, country="NORWAY"), create(server, country="Greece")
    assert (points(server, norse), points(server, greek)) == (1, None)
    off(server, number)
    assert points(server, create(server, country="France")) is None


def test_a_lead_that_is_merged_before_it_could_enter(server: Rehearsal) -> None:
    number = watch(server, "[{type: Lead is Created}]")
    winner = create(server)
    assert points(server, winner) == 1
    loser = create(server)
    merge(server, winner, loser)
    assert points(server, winner) == 2
    off(server, number)


@pytest.mark.fact("C", "9.2")
def test_values_that_change(server: Rehearsal) -> None:
    where = "{attribute: Attribute, operator: is, values: [city]}, "
    where += "{attribute: New Value, operator: starts with, values: [O]}"
    number = watch(server, f"[{{type: Data Value Changes, where: [{where}]}}]")
    email = fresh()
    lead = create(server, email=email)
    sync(server, {"email": email, "city": "Bergen"})
    assert points(server, lead) is None
    sync(server, {"email": email, "city": "Oslo", "company": "Other"})
    assert points(server, lead) == 1
    sync(server, {"email": email, "city": "Oslo"})
    assert points(server, lead) == 1
    off(server, number)


@pytest.mark.fact("C", "9.2")
def test_lists_and_program_statuses(server: Rehearsal) -> None:
    name = fresh_name("Watched")
    listed, lead = new_list(server, name), create(server)
    program = fresh_name("Program")
    program_id = new_program(server, program)
    added = watch(server, f"[{{type: Added to List, list: {name}}}]")
    removed = watch(server, f"[{{type: Removed from List, list: {name}}}]")
    trigger = (
        f"[{{type: Program Status is Changed, program: {program}, newStatus: Filled-out Form}}]"
    )
    visited = watch(server, trigger)
    add(server, listed, lead)
    add(server, new_list(server), lead)
    assert points(server, lead) == 1
    remove(server, listed, lead)
    assert points(server, lead) == 2
    body = {"statusName": "Filled-out Form", "input": [{"leadId": lead}]}
    server.post(f"/rest/v1/programs/{program_id}/members/status.json", body)
    assert points(server, lead) == 3
    for number in (added, removed, visited):
        off(server, number)


@pytest.mark.fact("D", "9.2")
def test_pushed_leads(server: Rehearsal) -> None:
    program = fresh_name("Pushed")
    new_program(server, program)
    where = "[{attribute: Source, operator: is, values: [Website]}]"
    trigger = f"[{{type: Lead is Pushed to Marketo, where: {where}}}]"
    number = watch(server, trigger)
    told = {"programName": program, "lookupField": "email"}
    for source, expected in (("Website", 1), ("Elsewhere", None)):
        body = told | {"source": source, "input": [{"email": fresh()}]}
        (item,) = server.post("/rest/v1/leads/push.json", body).result
        assert points(server, item["id"]) == expected
    off(server, number)


@pytest.mark.fact("D", "9.1")
def test_the_first_choice_that_is_met_wins(server: Rehearsal) -> None:
    flow = """
    - changeDataValue: {field: leadSource, value: Hello}
      choices:
        - {if: {field: country, operator: is, values: [France]}, value: Bonjour}
        - {if: {field: country, operator: starts with, values: [F]}, value: Hei}
        - {if: {field: country, operator: is, values: [Mars]}, nothing: true}
"""
    number = campaign(server, flow)
    leads = {land: create(server, country=land) for land in ("France", "Finland", "Mars", "Peru")}
    pass_through(server, number, *leads.values())
    held = {land: values_of(server, lead, "leadSource")[0] for land, lead in leads.items()}
    assert held == {"France": "Bonjour", "Finland": "Hei", "Mars": None, "Peru": "Hello"}


@pytest.mark.fact("D", "9.1")
def test_tokens_tell_of_lead_and_trigger(server: Rehearsal) -> None:
    value = "{{trigger.Attribute Name}}{{trigger.New Value}} {{lead.First Name:default=friend}}"
    value += " {{campaign.name}} {{system.date}} {{guest.none}}"
    flow = f"[{{changeDataValue: {{field: leadSource, value: '{value}'}}}}]"
    where = "[{attribute: Attribute, values: [city]}]"
    name = fresh_name("Told")
    number = watch(server, f"[{{type: Data Value Changes, where: {where}}}]", flow=flow, name=name)
    email = fresh()
    lead = create(server, email=email)
    sync(server, {"email": email, "country": "Norway", "city": "Oslo"})
    server.run_jobs()
    day = server.clock.now().date().isoformat()
    assert values_of(server, lead, "leadSource") == [f"Oslo friend {name} {day} {{{{guest.none}}}}"]
    off(server, number)


def test_a_campaign_that_feeds_itself_is_stopped(server: Rehearsal) -> None:
    where = "[{attribute: Score Name, values: [leadScore]}]"
    number = watch(server, f"[{{type: Score is Changed, where: {where}}}]")
    start = campaign(server, POINT)
    lead = create(server)
    pass_through(server, start, lead)
    assert points(server, lead) == 21
    (item,) = get(server, f"smartCampaign/{number}.json").result
    assert (item["status"], item["isActive"]) == ("Invalid", False)
    assert post(server, f"smartCampaign/{number}/activate.json").result
    assert get(server, f"smartCampaign/{number}.json").result[0]["status"] == "Active"
    off(server, number)


def test_campaigns_that_feed_each_other_are_stopped(server: Rehearsal) -> None:
    names = [fresh_name("Ring") for _ in range(2)]
    members = "active: true, qualification: any, triggers: [{type: Campaign is Requested}]"
    apply(
        server,
        "campaigns:\n"
        + "".join(
            f"- {{name: {one}, {members}, flow: [{{requestCampaign: {{campaign: {other}}}}},"
            f" {{wait: {{minutes: 1}}}}, {{changeScore: {{field: leadScore, change: '+1'}}}}]}}\n"
            for one, other in (names, names[::-1])
        ),
    )
    lead = create(server)
    pass_through(server, campaign_id(server, names[0]), lead)
    statuses = [
        get(server, "smartCampaign/byName.json", name=name).result[0]["status"] for name in names
    ]
    assert sorted(statuses) == ["Active", "Invalid"]
    server.clock.advance(minutes=1)
    server.forget_token()
    assert points(server, lead) == 21
    for name in names:
        off(server, campaign_id(server, name))


def test_requests_and_executions_of_others(server: Rehearsal) -> None:
    inner, outer = fresh_name("Inner"), fresh_name("Outer")
    apply(
        server,
        f"""
campaigns:
- {{name: {inner}, executable: true, qualification: any, flow: {POINT}}}
- name: {outer}
  active: true
  triggers: [{{type: Campaign is Requested}}]
  flow:
  - executeCampaign: {{campaign: {inner}}}
  - changeDataValue: {{field: leadSource, value: 'Score {{{{lead.leadScore}}}}'}}
""",
    )
    leads = people(server, 2)
    pass_through(server, campaign_id(server, outer), *leads)
    assert [values_of(server, each, "leadSource") for each in leads] == [["Score 1"]] * 2
    inner_id = campaign_id(server, inner)
    assert [each.type_id for each in told(server, inner_id, leads[0])] == [22, 13]
    executed, _ = told(server, campaign_id(server, outer), leads[0])
    assert (executed.type_id, executed.primary) == (155, inner)
    assert executed.attributes == {
        "Qualified": True,
        "Used Parent Campaign Token Context": False,
    }
