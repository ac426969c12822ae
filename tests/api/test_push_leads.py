"""Push Lead to Marketo (behaviour.md 1.7, 1.10, 3.6)."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from leadkeep.domain.visitors import click_token
from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.rehearsal import KEY
from tests.support.forms import visitor_with_history
from tests.support.leads import (
    ENGINES,
    LEADS,
    create,
    fresh,
    ids_of,
    logged,
    module_server,
    read,
    refused,
    token_with,
)
from tests.support.lists import fresh_name
from tests.support.merges import merge
from tests.support.programs import (
    DENIED,
    NO_PROGRAM,
    STATUS_CHANGE,
    crowd,
    member,
    new_program,
    remove,
    set_status,
    statuses,
)

PUSH = "/rest/v1/leads/push.json"
VISIT, NEW_LEAD, CHANGE, PUSHED = 1, 12, 13, 145
Program = tuple[int, str]


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def a_program(server: Rehearsal, kind: str = "Event") -> Program:
    name = fresh_name("Program")
    return new_program(server, kind, name=name), name


def ask(server: Rehearsal, program: object, *records: Any, **more: Any) -> Response:  # noqa: ANN401
    """Call Push Lead; without ``programName`` when the program is None."""
    token = more.pop("token", None)
    named = {} if program is None else {"programName": program}
    return server.post(PUSH, {**named, **more, "input": list(records)}, token=token)


def push(server: Rehearsal, program: str, *records: Any, **more: Any) -> Any:  # noqa: ANN401
    """Call Push Lead and return its result."""
    return ask(server, program, *records, **more).result


def attributes(server: Rehearsal, lead_id: int, type_id: int) -> list[dict[str, Any]]:
    return [dict(row.attributes) for row in logged(server, lead_id) if row.type_id == type_id]


@pytest.mark.fact("D", "3.6")
@pytest.mark.fact("U", "3.6")
def test_a_new_lead_joins_where_members_start(server: Rehearsal) -> None:
    (program, name), email = a_program(server), fresh()
    answer = ask(server, name, {"email": email, "firstName": "Ada"}, source="Site", reason="Demo")
    assert list(answer.body) == ["requestId", "result", "success"]
    (lead_id,) = ids_of(server, "email", email)
    assert answer.result == [{"id": lead_id, "status": "created"}]
    assert list(answer.result[0]) == ["id", "status"]
    assert statuses(server, program) == {lead_id: "Invited"}
    rows = logged(server, lead_id)
    assert [row.type_id for row in rows] == [NEW_LEAD, CHANGE, CHANGE, STATUS_CHANGE, PUSHED]
    pushed = rows[-1]
    assert (pushed.primary_id, pushed.primary_value) == (program, name)
    assert pushed.attributes == [("Reason", "Demo"), ("Source", "Site")]
    new = dict(rows[0].attributes)
    assert (new["Source Type"], new["API Method Name"]) == ("Web service API", "pushToMarketo")
    assert dict(rows[3].attributes)["Acquired By"] is True
    assert read(server, lead_id, "acquisitionProgramId") == {"acquisitionProgramId": program}


@pytest.mark.fact("D", "3.6")
def test_a_known_lead_is_updated_and_joins_in_the_status_asked_for(server: Rehearsal) -> None:
    (program, name), email = a_program(server), fresh()
    lead_id = create(server, email=email, firstName="Ada")
    record = {"email": email.upper(), "firstName": "Grace"}
    assert push(server, name, record, programStatus="attended") == [
        {"id": lead_id, "status": "updated"}
    ]
    assert statuses(server, program) == {lead_id: "Attended"}
    found = member(server, program, lead_id, "reachedSuccess", "acquiredBy")
    assert found == {"reachedSuccess": True, "acquiredBy": False}
    assert read(server, lead_id, "firstName", "acquisitionProgramId") == {
        "firstName": "Grace",
        "acquisitionProgramId": None,
    }
    changed = [each["New Value"] for each in attributes(server, lead_id, CHANGE)]
    assert changed == ["Grace", email.upper()] or changed == [email.upper(), "Grace"]
    assert attributes(server, lead_id, PUSHED) == [{}]


@pytest.mark.fact("U", "3.6")
def test_a_member_never_goes_back(server: Rehearsal) -> None:
    (program, name), email = a_program(server), fresh()
    (item,) = push(server, name, {"email": email}, programStatus="Registered")
    lead_id = item["id"]
    before = member(server, program, lead_id, "statusName", "updatedAt")
    server.clock.advance(hours=0.01)
    for score, status in enumerate([None, "", "Registered", "Invited", "Not in Program"], 1):
        record = {"email": email, "leadScore": score}
        updated = [{"id": lead_id, "status": "updated"}]
        assert push(server, name, record, programStatus=status) == updated
        assert member(server, program, lead_id, "statusName", "updatedAt") == before
        assert read(server, lead_id, "leadScore") == {"leadScore": score}
    assert len(attributes(server, lead_id, PUSHED)) == 6
    assert len(attributes(server, lead_id, STATUS_CHANGE)) == 1
    push(server, name, {"email": email}, programStatus="Attended")
    assert statuses(server, program) == {lead_id: "Attended"}
    remove(server, program, lead_id)
    push(server, name, {"email": email})
    assert statuses(server, program) == {lead_id: "Invited"}


def test_what_is_pushed_as_not_in_program_joins_nothing(server: Rehearsal) -> None:
    program, name = a_program(server)
    (item,) = push(server, name, {"email": fresh()}, programStatus="Not in Program")
    assert item["status"] == "created"
    assert statuses(server, program) == {}
    assert attributes(server, item["id"], PUSHED) == [{}]


@pytest.mark.parametrize("kind", ["Default", "Engagement", "Email", "Event with Webinar"])
def test_programs_of_other_types(server: Rehearsal, kind: str) -> None:
    program, name = a_program(server, kind)
    (item,) = push(server, name.upper(), {"email": fresh()})
    assert list(statuses(server, program)) == [item["id"]]


@pytest.mark.fact("D", "1.7")
@pytest.mark.fact("D", "3.6")
def test_records_that_fail_stand_beside_those_that_do_not(server: Rehearsal) -> None:
    program, name = a_program(server)
    twin = fresh()
    create(server, email=twin)
    create(server, email=twin)
    good, other = fresh(), fresh()
    records: list[dict[str, Any]] = [
        {"email": good, "firstName": "first"},
        {"email": "bademail"},
        {"email": fresh(), "noSuchField": 1},
        {"firstName": "nobody"},
        {"email": twin},
        {"email": fresh(), "numberOfEmployees": 1.5},
        {"email": fresh(), "id": 1},
        {"email": fresh(), "firstName": "x" * 256},
        {"email": f"useless-{other}", "cookies": "none"},
        {"email": fresh(), "firstName": {"a": 1}},
        {"email": good, "firstName": "second"},
        {"email": other},
    ]
    result = push(server, name, *records)
    (first,), (last,) = ids_of(server, "email", good), ids_of(server, "email", other)
    assert result == [
        {"id": first, "status": "created"},
        refused("1003", "Invalid value for field 'email' and value 'bademail'"),
        refused("1006", "Field 'noSuchField' not found"),
        refused("1003", "Value for lookup field 'email' not found"),
        refused("1007", "Multiple lead match lookup criteria"),
        refused("1003", "Invalid value for field 'numberOfEmployees' and value '1.5'"),
        refused("1003", "Field 'id' is not allowed"),
        refused("1077", "Value for field exceeds max length"),
        {"id": ids_of(server, "email", f"useless-{other}")[0], "status": "created"},
        refused("1003", "Invalid value for field 'firstName' and value '{\"a\":1}'"),
        {"id": first, "status": "updated"},
        {"id": last, "status": "created"},
    ]
    useless = result[8]["id"]
    assert statuses(server, program) == dict.fromkeys((first, useless, last), "Invited")
    assert read(server, first, "firstName") == {"firstName": "second"}
    assert len(attributes(server, first, PUSHED)) == 1


@pytest.mark.fact("D", "3.6")
def test_lookup_fields(server: Rehearsal) -> None:
    program, name = a_program(server)
    known = create(server, sfdcContactId="C-1")
    by_id = {"lookupField": "id"}
    by_contact = {"lookupField": "sfdcContactId"}
    assert push(server, name, {"id": known, "title": "Dr"}, {"id": 999_999}, **by_id) == [
        {"id": known, "status": "updated"},
        refused("1004", "Lead not found"),
    ]
    (again, new) = push(
        server, name, {"sfdcContactId": "c-1"}, {"sfdcContactId": "C-2"}, **by_contact
    )
    assert again == {"id": known, "status": "updated"}
    assert new["status"] == "created"
    assert set(statuses(server, program)) == {known, new["id"]}
    for field, error in (
        ("nothing", ("1006", "Lookup field 'nothing' not found")),
        ("createdAt", ("1011", "Lookup field 'createdAt' not supported")),
    ):
        assert ask(server, name, {"email": fresh()}, lookupField=field).error == error


@pytest.mark.fact("D", "3.6")
@pytest.mark.fact("D", "8.3")
def test_cookies_of_a_record(server: Rehearsal) -> None:
    """They are tied to the lead, and what their visitor did before is not told of it."""
    _, name = a_program(server)
    token, record = visitor_with_history(server), {"email": fresh()}
    (item,) = push(server, name, record | {"cookies": f"id:000-LKP-000&token:{token}"})
    assert item["status"] == "created"
    assert ids_of(server, "cookies", token) == [item["id"]]
    assert attributes(server, item["id"], VISIT) == []
    (other,) = push(server, name, {"email": fresh(), "cookies": token})
    assert ids_of(server, "cookies", token) == [other["id"]]
    assert push(server, name, {"cookies": token}, lookupField="cookies") == [
        {"id": other["id"], "status": "updated"}
    ]
    wrong = f"id:999-XXX-999&token:{token}"
    assert push(server, name, record | {"cookies": wrong}) == [
        {"id": item["id"], "status": "updated"}
    ]
    assert ids_of(server, "cookies", token) == [other["id"]]


def click_token_of(server: Rehearsal, lead_id: int, munchkin: str = "000-LKP-000") -> str:
    """Return the token of a link that a lead is sent; it holds for an hour."""
    ends_at = server.clock.now() + timedelta(hours=1)
    return click_token(KEY, munchkin, lead_id, None, "https://www.example.com/", ends_at)


@pytest.mark.fact("D", "3.6")
def test_leads_are_found_by_the_link_that_they_clicked(server: Rehearsal) -> None:
    program, name = a_program(server)
    one, two = create(server, firstName="A"), create(server)
    by_click = {"lookupField": "mktToken"}
    good = click_token_of(server, one)
    records: list[dict[str, Any]] = [
        {"mktToken": good, "firstName": "Thelma"},
        {"mktToken": good[:-2] + "AA", "firstName": "B"},
        {"mktToken": "none"},
        {"mktToken": click_token_of(server, 999_999)},
        {"mktToken": click_token_of(server, one, "123-LKP-456")},
        {"mktToken": ""},
        {"firstName": "B"},
        {"mktToken": 5},
        {"mktToken": good, "id": two},
        {"mktToken": good, "noSuchField": 1},
        {"firstName": "Louise", "mktToken": click_token_of(server, two), "email": fresh()},
    ]
    no_token = refused("1003", "Value for lookup field 'mktToken' not found")
    gone = refused("1004", "Lead not found")
    assert push(server, name, *records, **by_click) == [
        {"id": one, "status": "updated"},
        *[gone] * 4,
        *[no_token] * 2,
        refused("1003", "Invalid value for field 'mktToken' and value '5'"),
        refused("1003", "Field 'id' is not allowed"),
        refused("1006", "Field 'noSuchField' not found"),
        {"id": two, "status": "updated"},
    ]
    assert read(server, one, "firstName") == {"firstName": "Thelma"}
    assert read(server, two, "firstName") == {"firstName": "Louise"}
    assert statuses(server, program) == {one: "Invited", two: "Invited"}
    assert push(server, name, {"mktToken": "x" * 5_000}, **by_click) == [gone]
    as_a_field = push(server, name, {"email": fresh(), "mktToken": good})
    assert as_a_field == [refused("1006", "Field 'mktToken' not found")]
    merge(server, two, one)
    assert push(server, name, {"mktToken": good}, **by_click) == [{"id": two, "status": "updated"}]
    server.clock.advance(hours=1)
    server.forget_token()
    assert push(server, name, {"mktToken": good}, **by_click) == [gone]


@pytest.mark.fact("U", "3.6")
def test_calls_that_are_refused_do_nothing(server: Rehearsal) -> None:
    program, name = a_program(server)
    email = fresh()
    good = {"email": email}
    missing = ("1002", "Missing value for the required parameter 'programName'")
    no_leads = ("1003", "Leads not specified")
    long = "x" * 256
    cases: list[tuple[Response, tuple[str, str]]] = [
        (ask(server, None, good), missing),
        (ask(server, "", good), missing),
        (ask(server, name), no_leads),
        (server.post(PUSH, {"programName": name}), no_leads),
        (server.post(PUSH), no_leads),
        (ask(server, "No such program", good), NO_PROGRAM),
        (ask(server, f"{name}\0", good), NO_PROGRAM),
        (ask(server, long * 4, good), NO_PROGRAM),
        (
            ask(server, name, good, programStatus="Nowhere"),
            ("1025", "Program status not found"),
        ),
        (
            ask(server, name, good, partitionName="Nowhere"),
            ("1003", "Partition 'Nowhere' not found"),
        ),
        (
            ask(server, name, good, source=long),
            ("1003", "source is too long. Maximum allowed is 255 characters"),
        ),
        (
            ask(server, name, good, reason=long),
            ("1003", "reason is too long. Maximum allowed is 255 characters"),
        ),
        (
            ask(server, name, *[good] * 301),
            ("1003", "Too many records. Maximum allowed is 300"),
        ),
    ]
    for member_name in ("programStatus", "lookupField", "partitionName", "source", "reason"):
        answer = ask(server, name, good, **{member_name: 5})
        cases.append((answer, bad_member(member_name)))
    cases.append((ask(server, ["x"], good), bad_member("programName")))
    for sent in ({"email": email}, "x", [1], [[good]], [None]):
        answer = server.post(PUSH, {"programName": name, "input": sent})
        cases.append((answer, bad_member("input")))
    for answer, error in cases:
        assert answer.error == error
    assert server.request("POST", PUSH, form={"input": "x"}).error[0] in {"612", "1003"}
    assert ids_of(server, "email", email) == []
    assert statuses(server, program) == {}
    (item,) = push(server, name, good, source="é" * 255, reason="\0")
    assert statuses(server, program) == {item["id"]: "Invited"}
    told = attributes(server, item["id"], PUSHED)
    assert told == [{"Source": "é" * 255, "Reason": "\0"}]


def bad_member(name: str) -> tuple[str, str]:
    return "609", f"Invalid value specified for attribute '{name}'"


@pytest.mark.fact("D", "2.3")
def test_permission(server: Rehearsal) -> None:
    program, name = a_program(server)
    denied = token_with(server, "Read-Only Lead", "Read-Write Assets")
    assert ask(server, name, {"email": fresh()}, token=denied).error == DENIED
    allowed = token_with(server, "Read-Write Lead")
    (item,) = push(server, name, {"email": fresh()}, token=allowed)
    assert list(statuses(server, program)) == [item["id"]]


@pytest.mark.fact("D", "2.4")
def test_partitions_and_workspaces(server: Rehearsal, east: str) -> None:
    program, name = a_program(server)
    ours, theirs = fresh(), fresh()
    lead_id = create(server, email=ours)
    (item,) = server.post(LEADS, {"input": [{"email": theirs}]}, token=east).result
    # The program stands in a workspace that a client in the East does not see.
    assert ask(server, name, {"email": fresh()}, token=east).error == NO_PROGRAM
    assert push(server, name, {"email": ours}, {"email": theirs}, partitionName="Spare") == [
        refused("1010", "Partition update not allowed"),
        refused("1010", "Partition update not allowed"),
    ]
    assert statuses(server, program) == {}
    (new,) = push(server, name, {"email": fresh()}, partitionName="Spare")
    assert read(server, new["id"], "leadPartitionId") == {"leadPartitionId": 3}
    assert push(server, name, {"email": ours}, {"email": theirs}) == [
        {"id": lead_id, "status": "updated"},
        {"id": item["id"], "status": "updated"},
    ]


def test_pushes_that_race_on_a_key_make_one_lead(server: Rehearsal) -> None:
    """Beside calls that hold the program and then the log: nobody waits for ever."""
    program, name = a_program(server)
    emails, leads = [fresh() for _ in range(6)], crowd(server, 10)
    records = [{"email": email} for email in emails]

    async def race() -> list[Response]:
        pushes = [
            server.send("POST", PUSH, json={"programName": name, "input": order})
            for order in (records, records[::-1], records[2:], records[:4])
        ]
        status = {"statusName": "Registered", "input": [{"leadId": each} for each in leads]}
        path = f"/rest/v1/programs/{program}/members/status.json"
        return await asyncio.gather(*pushes, server.send("POST", path, json=status))

    answers = server.run(race())
    assert all(answer.body["success"] for answer in answers)
    made = [item["id"] for each in answers[:4] for item in each.result if "id" in item]
    assert len(set(made)) == len(emails)
    wanted = dict.fromkeys(leads, "Registered") | dict.fromkeys(made, "Invited")
    assert statuses(server, program) == wanted
    for lead_id in set(made):
        assert len(attributes(server, lead_id, NEW_LEAD)) == 1
        assert len(attributes(server, lead_id, STATUS_CHANGE)) == 1
    set_status(server, program, "Attended", *leads)
