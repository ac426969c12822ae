"""Get Program Members (behaviour.md 1.4, 1.9, 4.3)."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import insert

from leadkeep.domain.assets.programs import all_channels
from leadkeep.domain.assets.programs.tables import program_member
from leadkeep.domain.fields.tables import lead as lead_table
from leadkeep.store import Store, Transaction
from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, create, east_token, module_server, new_field, token_with
from tests.support.lists import add_workspace
from tests.support.programs import (
    DENIED,
    MEMBER_FIELDS,
    NO_PROGRAM,
    crowd,
    members_path,
    new_program,
    people,
    query,
    set_data,
    set_status,
)

CUSTOM = {"seat": "string", "guests": "integer", "contact": "email", "weight": "float"}
DEFAULTS = ["seq", "leadId", "reachedSuccess", "programId", "acquiredBy", "membershipDate"]


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        fields = [new_field(name, kind) for name, kind in CUSTOM.items()]
        running.post(MEMBER_FIELDS, {"input": fields})
        yield running


def found(server: Rehearsal, program: int, filter_type: str, values: object) -> list[int]:
    result = query(server, program, filterType=filter_type, filterValues=values).result
    assert [item["seq"] for item in result] == list(range(len(result)))
    return [item["leadId"] for item in result]


@pytest.mark.fact("D", "4.3")
def test_the_default_members(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    moment = server.clock.now().isoformat()[:19] + "Z"
    set_status(server, program, "Attended", lead)
    answer = query(server, program, filterType="leadId", filterValues=lead)
    assert list(answer.body) == ["requestId", "result", "success", "moreResult"]
    (item,) = answer.result
    assert list(item) == DEFAULTS
    assert item == {
        "seq": 0,
        "leadId": lead,
        "reachedSuccess": True,
        "programId": program,
        "acquiredBy": False,
        "membershipDate": moment,
    }


@pytest.mark.fact("D", "4.3")
def test_requested_fields_in_requested_order(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    set_status(server, program, "Invited", lead)
    names = ["webinarUrl", "statusName", "programId", "program", "seat", "updatedAt", "statusName"]
    options = {"filterType": "leadId", "filterValues": lead}
    (item,) = query(server, program, fields=",".join(names), **options).result
    assert list(item) == ["seq", "leadId", *dict.fromkeys(names)]
    assert (item["statusName"], item["program"][:7], item["seat"]) == ("Invited", "Program", None)
    (again,) = query(server, program, fields="seat,leadId", **options).result
    assert list(again) == ["seq", "leadId", "seat"]


@pytest.mark.fact("D", "4.3")
def test_every_described_field_can_be_read(server: Rehearsal) -> None:
    program, lead = new_program(server, "Engagement"), create(server)
    set_status(server, program, "Member", lead)
    (told,) = server.get("/rest/v1/programs/members/describe.json").result
    names = [field["name"] for field in told["fields"]]
    options = {"filterType": "leadId", "filterValues": lead, "fields": ",".join(names)}
    (item,) = query(server, program, **options).result
    assert set(item) == {"seq", *names}
    kinds = {"boolean": bool, "integer": int, "string": str, "datetime": str}
    for field in told["fields"]:
        value = item[field["name"]]
        assert value is None or isinstance(value, kinds[field["dataType"]]), field


@pytest.mark.fact("D", "4.3")
def test_filters(server: Rehearsal) -> None:
    program, (one, two, three) = new_program(server), people(server, 3)
    other = new_program(server)
    set_status(server, program, "Invited", one, two)
    set_status(server, program, "Attended", three)
    set_status(server, other, "Invited", three)
    set_data(
        server,
        program,
        {"leadId": one, "seat": "Row A", "guests": 2, "contact": "Ada@example.com"},
        {"leadId": two, "seat": "row a", "guests": 3},
    )
    assert found(server, program, "leadId", f"{three}, {one},999") == [one, three]
    assert found(server, program, "reachedSuccess", "true") == [three]
    assert found(server, program, "reachedSuccess", "False") == [one, two]
    assert found(server, program, "reachedSuccess", "true,false") == [one, two, three]
    assert found(server, program, "statusName", "invited") == [one, two]
    assert found(server, program, "statusName", "Attended,Invited") == [one, two, three]
    assert found(server, program, "statusName", "Registered,Nope") == []
    assert found(server, program, "seat", "ROW A") == [one, two]
    assert found(server, program, "guests", "2,7") == [one]
    assert found(server, program, "contact", "ada@EXAMPLE.com") == [one]
    assert found(server, other, "statusName", "invited") == [three]


@pytest.mark.fact("D", "4.3")
def test_members_by_the_time_of_their_change(server: Rehearsal) -> None:
    program, (one, two) = new_program(server), people(server, 2)
    first = server.clock.now().isoformat()[:19] + "Z"
    set_status(server, program, "Invited", one, two)
    server.clock.advance(seconds=10)
    second = server.clock.now().isoformat()[:19] + "Z"
    set_status(server, program, "Registered", two)

    def changed(start: str, end: str) -> list[int]:
        result = query(server, program, filterType="updatedAt", startAt=start, endAt=end).result
        return [item["leadId"] for item in result]

    assert changed(first, second) == [one, two]
    assert changed(first, first) == [one]
    assert changed(second, second) == [two]


TIMES: list[tuple[dict[str, str], tuple[str, str]]] = [
    ({}, ("1002", "Missing value for the required parameter 'startAt'")),
    (
        {"startAt": "2026-01-01T00:00:00Z"},
        ("1002", "Missing value for the required parameter 'endAt'"),
    ),
    (
        {"startAt": "2026-01-01T00:00:00Z", "endAt": "2026-01-08T00:00:01Z"},
        ("1003", "Date range exceeds 7 days"),
    ),
    (
        {"startAt": "2026-01-02T00:00:00Z", "endAt": "2026-01-01T00:00:00Z"},
        ("1003", "endAt is before startAt"),
    ),
    ({"startAt": "x", "endAt": "y"}, ("1003", "Invalid value for parameter startAt")),
]


@pytest.mark.fact("D", "4.3")
@pytest.mark.parametrize(("times", "error"), TIMES)
def test_times_that_are_refused(
    server: Rehearsal, times: dict[str, str], error: tuple[str, str]
) -> None:
    program = new_program(server)
    assert query(server, program, filterType="updatedAt", **times).error == error
    week = {"startAt": "2026-01-01T00:00:00Z", "endAt": "2026-01-08T00:00:00Z"}
    assert query(server, program, filterType="updatedAt", **week).result == []


REFUSED: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({}, ("1003", "filterType not specified")),
    ({"filterType": "leadId"}, ("1003", "filterValues not specified")),
    ({"filterType": "leadId", "filterValues": " , "}, ("1003", "filterValues not specified")),
    ({"filterType": "nope", "filterValues": 1}, ("1003", "Invalid filterType 'nope'")),
    (
        {"filterType": "acquiredBy", "filterValues": "true"},
        ("1003", "Invalid filterType 'acquiredBy'"),
    ),
    ({"filterType": "weight", "filterValues": 1}, ("1003", "Invalid filterType 'weight'")),
    ({"filterType": "leadId", "filterValues": "x"}, ("1003", "Invalid filterValue 'x'")),
    ({"filterType": "guests", "filterValues": "1.5"}, ("1003", "Invalid filterValue '1.5'")),
    (
        {"filterType": "reachedSuccess", "filterValues": "yes"},
        ("1003", "Invalid filterValue 'yes'"),
    ),
    (
        {"filterType": "leadId", "filterValues": ",".join(map(str, range(301)))},
        ("1003", "Too many filterValues. Maximum allowed is 300"),
    ),
    ({"filterType": "leadId", "filterValues": 1, "fields": "a,b"}, ("1006", "Field 'a' not found")),
    ({"filterType": "leadId", "filterValues": 1, "batchSize": 0}, ("1003", "Invalid batchSize")),
    (
        {"filterType": "leadId", "filterValues": 1, "nextPageToken": "A"},
        ("1003", "Invalid paging token"),
    ),
]


@pytest.mark.fact("U", "4.3")
@pytest.mark.parametrize(("parameters", "error"), REFUSED)
def test_what_is_refused(
    server: Rehearsal, parameters: dict[str, Any], error: tuple[str, str]
) -> None:
    program, lead = new_program(server), create(server)
    set_status(server, program, "Invited", lead)
    assert query(server, program, **parameters).error == error
    good = {
        "filterType": "leadId",
        "filterValues": ",".join(map(str, (lead, *range(10**6, 10**6 + 299)))),
    }
    assert len(query(server, program, **good).result) == 1


@pytest.mark.fact("D", "1.4")
def test_pages(server: Rehearsal) -> None:
    program, leads = new_program(server), people(server, 5)
    set_status(server, program, "Invited", *leads)
    options: dict[str, Any] = {
        "filterType": "statusName",
        "filterValues": "Invited",
        "batchSize": 2,
    }
    collected: list[list[int]] = []
    while True:
        body = query(server, program, **options).body
        collected.append([item["leadId"] for item in body["result"]])
        assert [item["seq"] for item in body["result"]] == list(range(len(body["result"])))
        assert body["moreResult"] is ("nextPageToken" in body)
        if not body["moreResult"]:
            break
        options["nextPageToken"] = body["nextPageToken"]
    assert collected == [leads[:2], leads[2:4], leads[4:]]


@pytest.mark.fact("U", "1.4")
def test_a_token_of_another_program(server: Rehearsal) -> None:
    first, second, leads = new_program(server), new_program(server), people(server, 2)
    for program in (first, second):
        set_status(server, program, "Invited", *leads)
    options = {"filterType": "statusName", "filterValues": "Invited", "batchSize": 1}
    token = query(server, first, **options).body["nextPageToken"]
    error = query(server, second, **options, nextPageToken=token).error
    assert error == ("1003", "Invalid paging token")
    assert query(server, first, **options, nextPageToken=token).result


@pytest.mark.fact("R", "1.6")
def test_as_a_post_with_a_form(server: Rehearsal) -> None:
    program, leads = new_program(server), crowd(server, 300)
    set_status(server, program, "Invited", *leads)
    form = {"_method": "GET", "filterType": "leadId", "filterValues": ",".join(map(str, leads))}
    answer = server.request("POST", members_path(program), form=form)
    assert [item["leadId"] for item in answer.result] == leads


@pytest.mark.fact("D", "2.3")
def test_permissions_and_unknown_programs(server: Rehearsal) -> None:
    program, lead = new_program(server), create(server)
    set_status(server, program, "Invited", lead)
    wanted = {"filterType": "leadId", "filterValues": lead}
    reader, other = token_with(server, "Read-Only Lead"), token_with(server, "Read-Write Assets")
    assert server.get(members_path(program), wanted, token=other).error == DENIED
    assert server.get(members_path(999_999), wanted, token=reader).error == NO_PROGRAM
    assert len(server.get(members_path(program), wanted, token=reader).result) == 1


@pytest.mark.fact("D", "2.4")
def test_members_and_programs_outside_scope(server: Rehearsal) -> None:
    east, north = east_token(server), add_workspace(server)
    program = new_program(server)
    record = {"input": [{"email": "east@example.com"}]}
    inside = server.post("/rest/v1/leads.json", record, token=east).result[0]["id"]
    record = {"input": [{"email": "north@example.com"}]}
    outside = server.post("/rest/v1/leads.json", record, token=north).result[0]["id"]
    add_member_anyhow(server.store, program, outside, inside)
    wanted = {"filterType": "leadId", "filterValues": f"{inside},{outside}"}
    default = server.token_for(server.add_client("default reader", workspace="Default"))
    (seen,) = server.get(members_path(program), wanted, token=default).result
    assert seen["leadId"] == inside
    assert server.get(members_path(program), wanted, token=east).error == NO_PROGRAM
    leads = server.get(f"/rest/v1/leads/programs/{program}.json", token=default).result
    assert [lead["id"] for lead in leads] == [inside]


def add_member_anyhow(store: Store, program: int, *leads: int) -> None:
    """Make leads members, wherever they are: in time leads move between partitions."""

    def add(tx: Transaction) -> None:
        moment = store.clock.now()
        live = all_channels(tx).named("Live Event")
        assert live is not None
        status = live.status_named("Invited")
        rows = [
            {
                "lead_id": each,
                "program_id": program,
                "id": each,
                "status_id": status.id,
                "acquiredBy": False,
                "reachedSuccess": False,
                "membershipDate": moment,
                "createdAt": moment,
                "updatedAt": moment,
            }
            for each in leads
        ]
        tx.execute(insert(program_member), rows)

    store.write_now(add)


# -- 100,000 members -------------------------------------------------------------------------------

MANY = 100_000


@pytest.fixture(scope="module")
def large(request: pytest.FixtureRequest) -> Iterator[tuple[Rehearsal, int]]:
    """Yield a server and a program of 100,000 members whose leads have the ids from 1 on."""
    store = request.getfixturevalue("sqlite_stores").make()
    with Rehearsal(store) as running:
        program = new_program(running)

        def fill(tx: Transaction) -> None:
            columns = {"leadPartitionId": 1}
            rows = [{"id": each, **columns} for each in range(1, MANY + 2)]
            tx.execute(insert(lead_table), rows)

        store.write_now(fill)
        add_member_anyhow(store, program, *range(1, MANY + 1))
        yield running, program
    store.close()


@pytest.mark.fact("D", "1.9")
def test_programs_over_100_000_members(large: tuple[Rehearsal, int]) -> None:
    server, program = large
    by_status = {"filterType": "statusName", "filterValues": "Invited", "batchSize": 1}
    moment = server.clock.now().isoformat()[:19] + "Z"
    by_change = {"filterType": "updatedAt", "startAt": moment, "endAt": moment, "batchSize": 1}
    by_lead = {"filterType": "leadId", "filterValues": "1,100001"}
    for options in (by_status, by_change):
        assert len(query(server, program, **options).result) == 1
    add_member_anyhow(server.store, program, MANY + 1)
    assert query(server, program, **by_status).error == (
        "1003",
        "Total membership size: 100,001 exceeds the limit allowed 100,000 for the filter",
    )
    assert query(server, program, **by_change).error == (
        "1003",
        "Matching membership size: 100,001 exceeds the limit allowed (100,000) for this api",
    )
    assert [item["leadId"] for item in query(server, program, **by_lead).result] == [1, MANY + 1]
