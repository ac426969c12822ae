"""Request Campaign (behaviour.md 4.5, section 9; request_forms.md)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.campaigns import (
    NO_CAMPAIGN,
    REQUESTED,
    apply,
    campaign,
    new_campaign,
    new_program,
    pass_through,
    people,
    request,
    told,
    values_of,
)
from tests.support.leads import (
    ENGINES,
    create,
    east_token,
    logged,
    module_server,
    token_with,
)
from tests.support.lists import add_workspace, fresh_name, post, reference

FRENCH = "[{changeDataValue: {field: leadSource, value: Bonjour}}]"


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def path(number: object) -> str:
    return f"/rest/v1/campaigns/{number}/trigger.json"


@pytest.mark.fact("D", "4.5")
def test_leads_pass_through(server: Rehearsal) -> None:
    number = campaign(server, FRENCH)
    leads = people(server, 3)
    body = request(server, number, *leads).body
    assert body["result"] == [{"id": number}]
    assert values_of(server, leads[0], "leadSource") == [None]
    assert server.run_jobs()
    assert [values_of(server, each, "leadSource") for each in leads] == [["Bonjour"]] * 3


@pytest.mark.fact("U", "9.3")
def test_a_request_leaves_a_record(server: Rehearsal) -> None:
    number, lead = campaign(server, FRENCH), create(server)
    request(server, number, lead)
    (found,) = [each for each in logged(server, lead) if each.type_id == 47]
    assert found.primary_id == number
    assert found.attributes == [("Source", "Web service API")]


@pytest.mark.fact("R", "4.5")
def test_unknown_leads_fail_the_whole_call(server: Rehearsal) -> None:
    number, lead = campaign(server, FRENCH), create(server)
    answer = request(server, number, 9_999_984, lead, 9_999_985)
    assert answer.error == ("1004", "Lead [9999984, 9999985] not found")
    server.run_jobs()
    assert values_of(server, lead, "leadSource") == [None]
    assert request(server, number, lead, token=None).body["success"] is True
    server.run_jobs()
    assert values_of(server, lead, "leadSource") == ["Bonjour"]


@pytest.mark.fact("D", "4.5")
def test_how_many(server: Rehearsal) -> None:
    number = campaign(server, FRENCH)
    leads = people(server, 1)
    assert request(server, number, *leads * 100).body["success"] is True
    assert request(server, number, *leads * 101).error[0] == "1003"
    assert request(server, number).error == ("1003", "Leads not specified")
    empty: tuple[Any, ...] = (None, {}, {"input": {}}, {"input": None})
    for body in empty:
        assert server.post(path(number), body).error == ("1003", "Leads not specified")
    misshapen: tuple[Any, ...] = ([], {"leads": {}}, {"leads": [1]})
    for told_so in misshapen:
        answer = server.post(path(number), {"input": told_so})
        assert answer.error == ("609", "Invalid value specified for attribute 'input'")
    no_ids: tuple[Any, ...] = ("x", 1.5, None, [], 10**30)
    for wrong in no_ids:
        answer = server.post(path(number), {"input": {"leads": [{"id": wrong}]}})
        assert answer.error[0] == "1001"
    stray = {"_method": "POST", "input": {"leads": [{"id": leads[0], "more": 1}]}}
    assert server.post(path(number), stray).result == [{"id": number}]


@pytest.mark.fact("U", "4.5")
def test_the_wrong_kind_of_campaign(server: Rehearsal) -> None:
    lead = create(server)
    no_trigger = ("1003", "Campaign is not a trigger campaign")
    assert request(server, new_campaign(server), lead).error == no_trigger
    other = new_campaign(server, rules={"triggers": [{"type": "x"}]}, is_active=True)
    assert request(server, other, lead).error == no_trigger
    from_flow = {"triggers": [REQUESTED | {"source": "Marketo Flow Action"}]}
    other = new_campaign(server, rules=from_flow, is_active=True)
    assert request(server, other, lead).error == no_trigger
    asleep = new_campaign(server, rules={"triggers": [REQUESTED]})
    assert request(server, asleep, lead).error == ("1003", "Campaign is not active")
    assert post(server, f"smartCampaign/{asleep}/activate.json").result
    assert request(server, asleep, lead).body["success"] is True


@pytest.mark.fact("R", "4.5")
def test_what_is_not_there_or_not_allowed(server: Rehearsal) -> None:
    number, lead = campaign(server, FRENCH), create(server)
    body = {"input": {"leads": [{"id": lead}]}}
    assert server.post(path(99_999), body).error == NO_CAMPAIGN
    assert server.post(path("x"), body).error[0] == "1001"
    assert server.post(path(number), body, token=add_workspace(server)).error == NO_CAMPAIGN
    for permission in ("Execute Campaign", "Read-Write Campaign"):
        token = token_with(server, permission)
        assert server.post(path(number), body, token=token).result == [{"id": number}]
    denied = token_with(server, "Read-Only Campaign")
    assert server.post(path(number), body, token=denied).error == ("603", "Access denied")
    assert server.post(path(number), body, token=east_token(server)).error == NO_CAMPAIGN


def token_flow(server: Rehearsal, program: str) -> int:
    flow = "[{changeDataValue: {field: leadSource, value: '{{my.greeting}}, {{lead.First Name}}'}}]"
    return campaign(server, flow, program=program, qualification="any")


@pytest.mark.fact("R", "4.5")
def test_tokens_hold_for_one_run(server: Rehearsal) -> None:
    program = fresh_name("Program")
    number = new_program(server, program)
    form = {"name": "greeting", "type": "text", "value": "Hello", "folderType": "Program"}
    assert post(server, f"folder/{number}/tokens.json", **form).result
    flow = token_flow(server, program)
    lead = create(server, firstName="Ada")
    tokens = [{"name": "{{my.greeting}}", "value": "Bonsoir"}]
    pass_through(server, flow, lead, tokens=tokens)
    assert values_of(server, lead, "leadSource") == ["Bonsoir, Ada"]
    pass_through(server, flow, lead)
    assert values_of(server, lead, "leadSource") == ["Hello, Ada"]
    wrong = [{"name": name, "value": "x"} for name in ("{{my.none}}", "greeting")]
    answer = request(server, flow, lead, tokens=[*tokens, *wrong])
    assert answer.error == ("1003", 'Invalid token value: ["none","greeting"] ')
    assert request(server, flow, lead, tokens=tokens * 101).error[0] == "1003"


@pytest.mark.fact("C", "4.5")
def test_tokens_in_a_nested_program(server: Rehearsal) -> None:
    outer = new_program(server)
    name = fresh_name("Nested")
    inner = new_program(server, name, folder=reference(outer, "Program"))
    form = {"name": "greeting", "type": "text", "value": "Hello", "folderType": "Program"}
    assert post(server, f"folder/{inner}/tokens.json", **form).result
    flow, lead = token_flow(server, name), create(server)
    tokens = [{"name": "{{my.greeting}}", "value": "Bonsoir"}]
    assert request(server, flow, lead, tokens=tokens).error == ("611", "System error")
    assert request(server, flow, lead).body["success"] is True


@pytest.mark.fact("R", "9.3")
def test_a_flow_with_a_wait(server: Rehearsal) -> None:
    name = fresh_name("List")
    apply(server, f"lists: [{{name: {name}}}]")
    flow = (
        "[{changeDataValue: {field: leadSource, value: First}}, {wait: {days: 1}},"
        f" {{changeScore: {{field: leadScore, change: '+5'}}}}, {{addToList: {{list: {name}}}}}]"
    )
    number = campaign(server, flow)
    leads = people(server, 2)
    pass_through(server, number, *leads)
    membership = f"/rest/v1/leads/{leads[0]}/smartCampaignMembership.json"
    (before,) = server.get(membership).result
    assert before["smartCampaignId"] == number
    assert [each.type_id for each in told(server, number, leads[0])] == [13]
    server.clock.advance(days=1, seconds=-1)
    server.forget_token()
    assert server.run_jobs() == 0
    server.clock.advance(seconds=1)
    assert server.run_jobs() == 1
    (after,) = server.get(membership).result
    assert after["createdAt"] == before["createdAt"]
    assert after["updatedAt"] > before["updatedAt"]
    reason = "Changed by Smart Campaign {} action {}"
    full = server.get(f"/rest/v1/campaigns/{number}.json").result[0]["name"]
    source = "Marketo Flow Action"
    for lead in leads:
        values, score, field, listed = told(server, number, lead)
        assert (values.type_id, values.primary) == (13, "Lead Source")
        assert values.attributes == {
            "New Value": "First",
            "Reason": reason.format(full, "Change Data Value"),
            "Source": source,
        }
        assert (score.type_id, score.primary) == (22, "Lead Score")
        assert score.attributes["Change Value"] == "+5"
        assert score.attributes["New Value"] == 5
        assert score.attributes["Reason"] == reason.format(full, "Change Score")
        assert (field.type_id, field.attributes["New Value"]) == (13, "5")
        assert (listed.type_id, listed.primary) == (24, name)
        assert listed.attributes == {"Source": source}


@pytest.mark.fact("D", "9.1")
def test_how_often_a_lead_may_pass(server: Rehearsal) -> None:
    flow = "[{changeScore: {field: leadScore, change: '+1'}}]"
    once = campaign(server, flow)
    always = campaign(server, flow, qualification="any")
    daily = campaign(server, flow, qualification="{every: 1, unit: day}")
    scores = {}
    for number in (once, always, daily):
        lead = create(server)
        for seconds in (0, 86_399, 1, 86_400):
            server.clock.advance(seconds=seconds)
            server.forget_token()
            pass_through(server, number, lead)
        scores[number] = values_of(server, lead, "leadScore")
    assert scores == {once: [1], always: [4], daily: [3]}
