"""Sync Program Member Status (behaviour.md 1.7, 1.10, 4.3)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, create, east_token, module_server, token_with
from tests.support.lists import add_workspace
from tests.support.programs import (
    DENIED,
    NO_PROGRAM,
    ask_status,
    crowd,
    done,
    member,
    members_path,
    new_program,
    past,
    people,
    remove,
    set_status,
    skipped,
    statuses,
)

LEAD_NOT_FOUND = ("1004", "Lead not found")


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


@pytest.mark.fact("D", "4.3")
def test_a_lead_joins_and_moves_on(server: Rehearsal) -> None:
    program, (one, two) = new_program(server), people(server, 2)
    answer = ask_status(server, program, "Invited", one, two)
    assert list(answer.body) == ["requestId", "result", "success"]
    assert answer.result == done("created", one, two)
    assert [list(item) for item in answer.result] == [["seq", "status", "leadId"]] * 2
    assert set_status(server, program, "Registered", one) == done("updated", one)
    assert statuses(server, program) == {one: "Registered", two: "Invited"}


@pytest.mark.fact("D", "4.3")
@pytest.mark.parametrize("target", ["Registered", "Invited"], ids=["the same", "an earlier one"])
def test_a_lead_does_not_go_back(server: Rehearsal, target: str) -> None:
    program, lead = new_program(server), create(server)
    set_status(server, program, "Registered", lead)
    before = member(server, program, lead, "updatedAt", "statusName")
    server.clock.advance(hours=0.01)
    assert set_status(server, program, target, lead) == [past(0)]
    assert member(server, program, lead, "updatedAt", "statusName") == before
    assert set_status(server, program, "Attended", lead) == done("updated", lead)


@pytest.mark.fact("U", "4.3")
def test_nobody_is_given_not_in_program(server: Rehearsal) -> None:
    program, (one, two) = new_program(server), people(server, 2)
    set_status(server, program, "Invited", one)
    assert set_status(server, program, "Not in Program", one, two) == [past(0), past(1)]
    assert statuses(server, program) == {one: "Invited"}


@pytest.mark.fact("U", "4.3")
def test_status_names_know_no_letter_case(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    assert set_status(server, program, " no SHOW ", lead) == done("created", lead)
    assert statuses(server, program) == {lead: "No Show"}


@pytest.mark.fact("D", "4.3")
def test_an_unknown_status_refuses_the_call(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    refusal = ask_status(server, program, "Influenced", lead).error
    assert refusal == ("1025", "Program status not found")
    assert statuses(server, program) == {}
    assert set_status(server, program, "Invited", lead) == done("created", lead)


@pytest.mark.fact("D", "1.7")
def test_a_bad_record_stops_no_other(server: Rehearsal) -> None:
    program, (one, two) = new_program(server), people(server, 2)
    found = set_status(server, program, "Invited", one, 987_654_321, two, one)
    assert found == [
        {"seq": 0, "status": "created", "leadId": one},
        skipped(1, *LEAD_NOT_FOUND),
        {"seq": 2, "status": "created", "leadId": two},
        past(3),
    ]


@pytest.mark.fact("U", "4.3")
def test_an_unknown_program(server: Rehearsal) -> None:
    lead = create(server)
    assert ask_status(server, 999_999, "Invited", lead).error == NO_PROGRAM
    assert ask_status(server, new_program(server), "Invited", lead).result


@pytest.mark.fact("U", "4.3")
def test_success_is_reached_once_and_for_good(server: Rehearsal) -> None:
    program, lead = new_program(server, "Event with Webinar"), create(server)
    fields = ("reachedSuccess", "reachedSuccessDate", "statusName")
    set_status(server, program, "Registered", lead)
    assert member(server, program, lead, *fields) == {
        "reachedSuccess": False,
        "reachedSuccessDate": None,
        "statusName": "Registered",
    }
    server.clock.advance(seconds=5)
    moment = server.clock.now().isoformat()[:19] + "Z"
    set_status(server, program, "Attended", lead)
    server.clock.advance(seconds=5)
    set_status(server, program, "Attended On-demand", lead)
    assert member(server, program, lead, *fields) == {
        "reachedSuccess": True,
        "reachedSuccessDate": moment,
        "statusName": "Attended On-demand",
    }


@pytest.mark.fact("D", "4.3")
def test_a_lead_can_join_with_success(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    moment = server.clock.now().isoformat()[:19] + "Z"
    set_status(server, program, "Attended", lead)
    assert member(server, program, lead) == {
        "reachedSuccess": True,
        "programId": program,
        "acquiredBy": False,
        "membershipDate": moment,
    }


@pytest.mark.fact("U", "4.3")
def test_a_lead_that_left_can_join_again(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    set_status(server, program, "Attended", lead)
    remove(server, program, lead)
    assert set_status(server, program, "Invited", lead) == done("created", lead)
    assert not member(server, program, lead, "reachedSuccess")["reachedSuccess"]


def test_programs_do_not_touch_each_other(server: Rehearsal) -> None:
    first, second, lead = new_program(server), new_program(server), create(server)
    set_status(server, first, "Attended", lead)
    assert set_status(server, second, "Invited", lead) == done("created", lead)
    set_status(server, second, "Registered", lead)
    assert (statuses(server, first), statuses(server, second)) == (
        {lead: "Attended"},
        {lead: "Registered"},
    )


@pytest.mark.fact("D", "4.3")
def test_an_engagement_program_starts_in_its_first_stream(server: Rehearsal) -> None:
    program, lead = new_program(server, "Engagement"), create(server)
    set_status(server, program, "Member", lead)
    found = member(server, program, lead, "trackName", "nurtureCadence", "isExhausted")
    assert found == {"trackName": "Stream 1", "nurtureCadence": "norm", "isExhausted": False}
    plain = new_program(server)
    set_status(server, plain, "Invited", lead)
    found = member(server, plain, lead, "trackName", "nurtureCadence")
    assert found == {"trackName": None, "nurtureCadence": None}


# -- who may, and how much -------------------------------------------------------------------------


@pytest.mark.fact("D", "2.3")
def test_permissions(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    reader = token_with(server, "Read-Only Lead", "Read-Write Assets")
    writer = token_with(server, "Read-Write Lead")
    assert ask_status(server, program, "Invited", lead, token=reader).error == DENIED
    assert ask_status(server, program, "Invited", lead, token=writer).result == done(
        "created", lead
    )


@pytest.mark.fact("D", "2.4")
def test_leads_and_programs_outside_scope(server: Rehearsal) -> None:
    east, north = east_token(server), add_workspace(server)
    program, lead = new_program(server), create(server)
    for token in (east, north):  # the program's workspace is not theirs
        assert ask_status(server, program, "Invited", lead, token=token).error == NO_PROGRAM
    (made,) = server.post(
        "/rest/v1/leads.json",
        {"input": [{"email": "hidden@example.com"}], "partitionName": "North leads"},
        token=north,
    ).result
    own = new_program(server)
    client = server.token_for(server.add_client("default only", workspace="Default"))
    found = ask_status(server, own, "Invited", made["id"], lead, token=client).result
    assert found == [skipped(0, *LEAD_NOT_FOUND), {"seq": 1, "status": "created", "leadId": lead}]
    assert set_status(server, own, "Invited", made["id"])[0]["status"] == "skipped"


@pytest.mark.fact("D", "1.11")
def test_300_leads_at_once_and_no_more(server: Rehearsal) -> None:
    program, leads = new_program(server), crowd(server, 301)
    refusal = ask_status(server, program, "Invited", *leads).error
    assert refusal == ("1003", "Too many records. Maximum allowed is 300")
    assert statuses(server, program) == {}
    assert set_status(server, program, "Invited", *leads[:300]) == done("created", *leads[:300])


BODIES: list[tuple[Any, tuple[str, str]]] = [
    ({}, ("1003", "Lead ids not specified")),
    ({"statusName": "Invited", "input": []}, ("1003", "Lead ids not specified")),
    ({"input": [{"leadId": 1}]}, ("1002", "Missing value for the required parameter 'statusName'")),
    (
        {"statusName": "", "input": [{"leadId": 1}]},
        ("1002", "Missing value for the required parameter 'statusName'"),
    ),
    (
        {"statusName": 5, "input": [{"leadId": 1}]},
        ("609", "Invalid value specified for attribute 'statusName'"),
    ),
    (
        {"statusName": "Invited", "input": {"leadId": 1}},
        ("609", "Invalid value specified for attribute 'input'"),
    ),
    (
        {"statusName": "Invited", "input": [{"leadId": "x"}]},
        ("1001", 'For input string: "x" failed to convert to a number'),
    ),
    (
        {"statusName": "Invited", "input": [{}]},
        ("1001", 'For input string: "null" failed to convert to a number'),
    ),
]


@pytest.mark.fact("U", "1.10")
@pytest.mark.parametrize(("body", "error"), BODIES)
def test_odd_bodies(server: Rehearsal, body: Any, error: tuple[str, str]) -> None:  # noqa: ANN401
    program, lead = new_program(server), create(server)
    assert server.post(members_path(program, "/status"), body).error == error
    assert statuses(server, program) == {}
    good = {"statusName": "Invited", "input": [{"leadId": str(lead)}], "other": 1}
    assert server.post(members_path(program, "/status"), good).result == done("created", lead)


@pytest.mark.fact("R", "1.10")
def test_a_program_id_that_is_no_number(server: Rehearsal) -> None:
    body = {"statusName": "Invited", "input": [{"leadId": 1}]}
    answer = server.post("/rest/v1/programs/abc/members/status.json", body)
    assert answer.error == ("1001", 'For input string: "abc" failed to convert to a number')
