"""Leads by program, programs of a lead, the old change of status (behaviour.md 3.11)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal, Response
from tests.support.leads import ENGINES, create, east_token, fresh, module_server, token_with
from tests.support.lists import add_workspace
from tests.support.programs import (
    DENIED,
    NO_PROGRAM,
    crowd,
    new_program,
    people,
    set_status,
    statuses,
)

LEAD = ["id", "firstName", "lastName", "email", "updatedAt", "createdAt", "membership"]
MEMBERSHIP = [
    *("id", "progressionStatus", "progressionStatusType", "isExhausted", "acquiredBy"),
    *("reachedSuccess", "membershipDate", "updatedAt"),
]


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def leads_path(program: int) -> str:
    return f"/rest/v1/leads/programs/{program}.json"


def of_lead(server: Rehearsal, lead: int, **query: Any) -> Response:  # noqa: ANN401
    return server.get(f"/rest/v1/leads/{lead}/programMembership.json", query)


# -- leads by program ------------------------------------------------------------------------------


@pytest.mark.fact("D", "3.11")
def test_leads_with_their_membership(server: Rehearsal) -> None:
    program, email = new_program(server), fresh()
    lead = create(server, email=email, firstName="Ada")
    moment = server.clock.now().isoformat()[:19] + "Z"
    set_status(server, program, "Attended", lead)
    answer = server.get(leads_path(program))
    assert list(answer.body) == ["requestId", "result", "success"]
    (item,) = answer.result
    assert list(item) == LEAD
    assert (item["id"], item["firstName"], item["email"]) == (lead, "Ada", email)
    assert list(item["membership"]) == MEMBERSHIP
    assert item["membership"] == {
        "id": program,
        "progressionStatus": "Attended",
        "progressionStatusType": "Attended",
        "isExhausted": False,
        "acquiredBy": False,
        "reachedSuccess": True,
        "membershipDate": moment,
        "updatedAt": moment,
    }


@pytest.mark.fact("D", "3.11")
def test_members_of_an_engagement_program_have_a_stream(server: Rehearsal) -> None:
    program, lead = new_program(server, "Engagement"), create(server)
    set_status(server, program, "Member", lead)
    (item,) = server.get(leads_path(program), {"fields": "id"}).result
    assert list(item["membership"]) == [*MEMBERSHIP, "stream", "nurtureCadence"]
    assert item["membership"]["stream"] == "Stream 1"


@pytest.mark.fact("D", "3.11")
def test_fields(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server, title="Countess")
    set_status(server, program, "Invited", lead)
    (item,) = server.get(leads_path(program), {"fields": "title,email"}).result
    assert list(item) == ["id", "title", "email", "membership"]
    assert item["title"] == "Countess"
    error = server.get(leads_path(program), {"fields": "membership"}).error
    assert error == ("1006", "Field 'membership' not found")


@pytest.mark.fact("D", "1.4")
def test_pages_of_leads(server: Rehearsal) -> None:
    program, leads = new_program(server), people(server, 5)
    set_status(server, program, "Invited", *leads)
    collected, options = [], {"batchSize": "2", "fields": "id"}
    while True:
        body = server.get(leads_path(program), options).body
        assert "moreResult" not in body
        collected.append([item["id"] for item in body["result"]])
        if "nextPageToken" not in body:
            break
        options["nextPageToken"] = body["nextPageToken"]
    assert collected == [leads[:2], leads[2:4], leads[4:]]


@pytest.mark.fact("U", "3.11")
def test_programs_without_members_and_without_being(server: Rehearsal) -> None:
    assert server.get(leads_path(999_999)).error == NO_PROGRAM
    assert server.get(leads_path(new_program(server))).result == []
    answer = server.get("/rest/v1/leads/programs/abc.json")
    assert answer.error == ("1001", 'For input string: "abc" failed to convert to a number')


@pytest.mark.fact("D", "2.3")
def test_permissions_for_leads_and_for_programs(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    set_status(server, program, "Invited", lead)
    assets, leads = token_with(server, "Read-Only Assets"), token_with(server, "Read-Only Lead")
    assert server.get(leads_path(program), token=assets).error == DENIED
    assert len(server.get(leads_path(program), token=leads).result) == 1
    path = f"/rest/v1/leads/{lead}/programMembership.json"
    assert server.get(path, token=leads).error == DENIED
    assert len(server.get(path, token=assets).result) == 1


# -- programs of a lead ----------------------------------------------------------------------------


@pytest.mark.fact("D", "3.11")
def test_programs_of_a_lead_the_latest_first(server: Rehearsal) -> None:
    lead = create(server)
    first, second = new_program(server), new_program(server, "Engagement")
    moment = server.clock.now().isoformat()[:19] + "Z"
    set_status(server, first, "Registered", lead)
    set_status(server, second, "Member", lead)
    answer = of_lead(server, lead)
    assert list(answer.body) == ["requestId", "result", "success", "moreResult"]
    assert answer.body["moreResult"] is False
    nurture, event = answer.result
    assert event == {
        "id": first,
        "progressionStatus": "Registered",
        "isExhausted": False,
        "acquiredBy": False,
        "reachedSuccess": False,
        "membershipDate": moment,
        "updatedAt": moment,
    }
    assert (nurture["id"], nurture["stream"], nurture["nurtureCadence"]) == (
        second,
        "Stream 1",
        "norm",
    )
    assert of_lead(server, create(server)).result == []


@pytest.mark.fact("D", "3.11")
def test_filters_of_a_leads_programs(server: Rehearsal) -> None:
    lead, programs = create(server), [new_program(server) for _ in range(3)]
    for program in programs:
        set_status(server, program, "Invited", lead)
        server.clock.advance(seconds=60)

    def found(**query: Any) -> list[int]:  # noqa: ANN401
        return [programs.index(item["id"]) for item in of_lead(server, lead, **query).result]

    times = [item["updatedAt"] for item in reversed(of_lead(server, lead).result)]
    assert found() == [2, 1, 0]
    assert found(earliestUpdatedAt=times[1]) == [2, 1]
    assert found(latestUpdatedAt=times[1]) == [1, 0]
    assert found(earliestUpdatedAt=times[1], latestUpdatedAt=times[1]) == [1]
    ids = f"{programs[0]}, {programs[2]},999999"
    assert found(filterType="programId", filterValues=ids) == [2, 0]
    assert found(filterType="programId", filterValues=ids, latestUpdatedAt=times[0]) == [0]


@pytest.mark.fact("D", "1.4")
def test_pages_of_programs(server: Rehearsal) -> None:
    lead, programs = create(server), [new_program(server) for _ in range(3)]
    for program in programs:
        set_status(server, program, "Invited", lead)
    body = of_lead(server, lead, batchSize=2).body
    assert body["moreResult"] is True
    assert [item["id"] for item in body["result"]] == [programs[2], programs[1]]
    late = new_program(server)
    set_status(server, late, "Invited", lead)
    body = of_lead(server, lead, batchSize=2, nextPageToken=body["nextPageToken"]).body
    assert [item["id"] for item in body["result"]] == [programs[0]]
    assert body["moreResult"] is False
    assert "nextPageToken" not in body


REFUSED: list[tuple[dict[str, str], tuple[str, str]]] = [
    ({"filterType": "name", "filterValues": "x"}, ("1003", "Invalid filterType 'name'")),
    ({"filterType": "programId"}, ("1003", "filterValues not specified")),
    (
        {"filterType": "programId", "filterValues": "x"},
        ("1001", 'For input string: "x" failed to convert to a number'),
    ),
    (
        {"filterType": "programId", "filterValues": ",".join(map(str, range(301)))},
        ("1003", "Too many filterValues. Maximum allowed is 300"),
    ),
    ({"earliestUpdatedAt": "x"}, ("1003", "Invalid value for parameter earliestUpdatedAt")),
    ({"batchSize": "x"}, ("1001", "Invalid value 'x'. Required of type 'Integer'")),
    ({"nextPageToken": "x"}, ("1003", "Invalid paging token")),
]


@pytest.mark.fact("U", "3.11")
@pytest.mark.parametrize(("options", "error"), REFUSED)
def test_what_is_refused(
    server: Rehearsal, options: dict[str, str], error: tuple[str, str]
) -> None:
    lead = create(server)
    assert of_lead(server, lead, **options).error == error
    assert of_lead(server, lead).result == []


@pytest.mark.fact("U", "3.11")
def test_an_unknown_lead(server: Rehearsal) -> None:
    assert of_lead(server, 987_654_321).error == ("1004", "Lead not found")


@pytest.mark.fact("D", "2.4")
def test_each_workspace_shows_its_programs_and_leads(server: Rehearsal) -> None:
    lead, program = create(server), new_program(server)
    set_status(server, program, "Invited", lead)
    east, north = east_token(server), add_workspace(server)
    path = f"/rest/v1/leads/{lead}/programMembership.json"
    for token in (east, north):
        assert server.get(path, token=token).error == ("1004", "Lead not found")
        assert server.get(leads_path(program), token=token).error == NO_PROGRAM
    own = server.post("/rest/v1/leads.json", {"input": [{"email": fresh()}]}, token=east).result
    set_status(server, program, "Invited", own[0]["id"])
    path = f"/rest/v1/leads/{own[0]['id']}/programMembership.json"
    assert server.get(path, token=east).result == []
    assert len(server.get(path).result) == 1


# -- the old change of status ----------------------------------------------------------------------


def change(server: Rehearsal, program: int, status: str, *leads: int, **options: Any) -> Response:  # noqa: ANN401
    path = leads_path(program).replace(".json", "/status.json")
    body = {"status": status, "input": [{"id": lead} for lead in leads]}
    return server.post(path, body, **options)


@pytest.mark.fact("D", "3.11")
def test_only_members_change(server: Rehearsal) -> None:
    program, (one, two, outside) = new_program(server), people(server, 3)
    set_status(server, program, "Invited", one)
    set_status(server, program, "Attended", two)
    assert change(server, program, "registered", one, two, outside, 987_654_321).result == [
        {"id": one, "status": "Registered"},
        {
            "id": two,
            "status": "skipped",
            "reasons": [
                {
                    "code": "1037",
                    "message": "Lead skipped because it is already in or past this status",
                }
            ],
        },
        {
            "id": outside,
            "status": "skipped",
            "reasons": [{"code": "1013", "message": "Membership not found"}],
        },
        {
            "id": 987_654_321,
            "status": "skipped",
            "reasons": [{"code": "1004", "message": "Lead not found"}],
        },
    ]
    assert statuses(server, program) == {one: "Registered", two: "Attended"}


@pytest.mark.fact("D", "3.11")
def test_refusals_of_the_old_change(server: Rehearsal) -> None:
    program, leads = new_program(server), crowd(server, 301)
    set_status(server, program, "Invited", *leads[:300])
    reader = token_with(server, "Read-Only Lead")
    missing = "Missing value for the required parameter 'status'"
    assert change(server, program, "Registered", leads[0], token=reader).error == DENIED
    assert change(server, 999_999, "Registered", leads[0]).error == NO_PROGRAM
    assert change(server, program, "Nope", leads[0]).error == ("1025", "Program status not found")
    assert change(server, program, "", leads[0]).error == ("1002", missing)
    assert change(server, program, "Registered").error == ("1003", "Lead ids not specified")
    too_many = ("1003", "Too many records. Maximum allowed is 300")
    assert change(server, program, "Registered", *leads).error == too_many
    assert set(statuses(server, program).values()) == {"Invited"}
    assert len(change(server, program, "Registered", *leads[:300]).result) == 300
    assert set(statuses(server, program).values()) == {"Registered"}
