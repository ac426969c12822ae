"""Sync Program Member Data and Delete Program Members (behaviour.md 4.3)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, create, module_server, new_field, read, token_with
from tests.support.programs import (
    DENIED,
    MEMBER_FIELDS,
    NO_PROGRAM,
    crowd,
    done,
    member,
    members_path,
    new_program,
    people,
    remove,
    set_data,
    set_status,
    skipped,
    statuses,
)

CUSTOM = {"seat": "string", "guests": "integer", "isVip": "boolean", "arrival": "datetime"}


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        fields = [new_field(name, kind) for name, kind in CUSTOM.items()]
        assert running.post(MEMBER_FIELDS, {"input": fields}).result[-1]["status"] == "created"
        yield running


def joined(server: Rehearsal, size: int = 1) -> tuple[int, list[int]]:
    program, leads = new_program(server), people(server, size)
    set_status(server, program, "Invited", *leads)
    return program, leads


@pytest.mark.fact("D", "4.3")
def test_values_are_set_and_read(server: Rehearsal) -> None:
    program, (lead, other) = joined(server, 2)
    values = {
        "registrationCode": "x-1",
        "webinarUrl": "https://example.com/",
        "seat": "A1",
        "guests": 2,
        "isVip": True,
        "arrival": "2026-02-03T04:05:06Z",
    }
    assert set_data(server, program, {"leadId": lead, **values}) == done("updated", lead)
    assert member(server, program, lead, *values) == values
    empty = dict.fromkeys(values) | {"isVip": False}
    assert member(server, program, other, *values) == empty


@pytest.mark.fact("R", "3.5")
@pytest.mark.parametrize("nothing", [None, ""])
def test_null_and_empty_clear(server: Rehearsal, nothing: str | None) -> None:
    program, (lead,) = joined(server)
    set_data(server, program, {"leadId": lead, "seat": "A1", "isVip": True, "guests": 1})
    cleared = {"seat": nothing, "isVip": nothing, "guests": nothing}
    set_data(server, program, {"leadId": lead, **cleared})
    found = member(server, program, lead, "seat", "isVip", "guests")
    assert found == {"seat": None, "isVip": False, "guests": None}


@pytest.mark.fact("R", "11.12")
def test_an_update_that_changes_nothing_leaves_the_date(server: Rehearsal) -> None:
    program, (lead,) = joined(server)
    set_data(server, program, {"leadId": lead, "seat": "A1"})
    before = member(server, program, lead, "updatedAt")
    server.clock.advance(seconds=5)
    assert set_data(server, program, {"leadId": lead, "seat": "A1"}) == done("updated", lead)
    assert member(server, program, lead, "updatedAt") == before
    set_data(server, program, {"leadId": lead, "seat": "A2"})
    assert member(server, program, lead, "updatedAt") != before


REFUSED: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"nope": 1}, ("1006", "Field 'nope' not found")),
    ({"Seat": "A1"}, ("1006", "Field 'Seat' not found")),
    ({"statusName": "Attended"}, ("1003", "Field 'statusName' is not allowed")),
    ({"reachedSuccess": True}, ("1003", "Field 'reachedSuccess' is not allowed")),
    ({"programId": 1}, ("1003", "Field 'programId' is not allowed")),
    ({"guests": 1.5}, ("1003", "Invalid value for field 'guests' and value '1.5'")),
    ({"isVip": "maybe"}, ("1003", "Invalid value for field 'isVip' and value 'maybe'")),
    ({"seat": {}}, ("1003", "Invalid value for field 'seat' and value '{}'")),
    ({"registrationCode": "x" * 101}, ("1077", "Value for field exceeds max length")),
]


@pytest.mark.fact("U", "4.3")
@pytest.mark.parametrize(("values", "reason"), REFUSED)
def test_a_refused_record_stops_no_other(
    server: Rehearsal, values: dict[str, Any], reason: tuple[str, str]
) -> None:
    program, (lead, other) = joined(server, 2)
    bad, good = {"leadId": lead, "seat": "B2", **values}, {"leadId": other, "seat": "B3"}
    assert set_data(server, program, bad, good) == [
        skipped(0, *reason),
        {"seq": 1, "status": "updated", "leadId": other},
    ]
    assert member(server, program, lead, "seat") == {"seat": None}
    assert member(server, program, other, "seat") == {"seat": "B3"}
    assert statuses(server, program) == {lead: "Invited", other: "Invited"}


@pytest.mark.fact("D", "4.3")
def test_who_is_no_member(server: Rehearsal) -> None:
    program, (lead,) = joined(server)
    outside = create(server)
    records = [{"leadId": each, "seat": "C1"} for each in (outside, lead, 987_654_321)]
    assert set_data(server, program, *records) == [
        skipped(0, "1013", "Membership not found"),
        {"seq": 1, "status": "updated", "leadId": lead},
        skipped(2, "1004", "Lead not found"),
    ]
    assert statuses(server, program) == {lead: "Invited"}


@pytest.mark.fact("U", "3.5")
def test_records_of_one_lead_are_taken_in_order(server: Rehearsal) -> None:
    program, (lead,) = joined(server)
    records = [{"leadId": lead, "seat": seat} for seat in ("D1", "D2", "D3")]
    assert set_data(server, program, *records) == done("updated", lead, lead, lead)
    assert member(server, program, lead, "seat") == {"seat": "D3"}


def test_other_programs_and_the_lead_stay(server: Rehearsal) -> None:
    program, (lead,) = joined(server)
    other = new_program(server)
    set_status(server, other, "Invited", lead)
    before = read(server, lead)
    server.clock.advance(seconds=1)
    set_data(server, program, {"leadId": lead, "seat": "E1"})
    assert member(server, other, lead, "seat") == {"seat": None}
    assert read(server, lead) == before


@pytest.mark.fact("D", "2.3")
@pytest.mark.parametrize("call", ["", "/delete"])
def test_permissions_and_unknown_programs(server: Rehearsal, call: str) -> None:
    program, (lead,) = joined(server)
    body = {"input": [{"leadId": lead}]}
    reader = token_with(server, "Read-Only Lead", "Read-Write Assets")
    writer = token_with(server, "Read-Write Lead")
    assert server.post(members_path(program, call), body, token=reader).error == DENIED
    assert server.post(members_path(999_999, call), body, token=writer).error == NO_PROGRAM
    assert server.post(members_path(program, call), body, token=writer).result[0]["leadId"] == lead


@pytest.mark.fact("U", "1.10")
@pytest.mark.parametrize("call", ["", "/delete"])
def test_odd_bodies(server: Rehearsal, call: str) -> None:
    program, leads = new_program(server), crowd(server, 301)
    too_many = {"input": [{"leadId": each} for each in leads]}
    for body, error in (
        (None, ("1003", "Lead ids not specified")),
        ({"input": []}, ("1003", "Lead ids not specified")),
        ({"input": 5}, ("609", "Invalid value specified for attribute 'input'")),
        (
            {"input": [{"leadId": "x"}]},
            ("1001", 'For input string: "x" failed to convert to a number'),
        ),
        (too_many, ("1003", "Too many records. Maximum allowed is 300")),
    ):
        assert server.post(members_path(program, call), body).error == error
    good = {"input": [{"leadId": each} for each in leads[:300]]}
    assert len(server.post(members_path(program, call), good).result) == 300


# -- delete ----------------------------------------------------------------------------------------


@pytest.mark.fact("D", "4.3")
def test_members_are_taken_out(server: Rehearsal) -> None:
    program, (lead, other) = joined(server, 2)
    second = new_program(server)
    set_status(server, second, "Invited", lead)
    assert remove(server, program, lead) == done("deleted", lead)
    assert statuses(server, program) == {other: "Invited"}
    assert statuses(server, second) == {lead: "Invited"}


@pytest.mark.fact("D", "4.3")
def test_who_cannot_be_taken_out(server: Rehearsal) -> None:
    program, (lead,) = joined(server)
    assert remove(server, program, create(server), lead, lead, 987_654_321) == [
        skipped(0, "1037", "Lead not in program"),
        {"seq": 1, "status": "deleted", "leadId": lead},
        skipped(2, "1037", "Lead not in program"),
        skipped(3, "1004", "Lead not found"),
    ]


def test_a_deleted_lead_is_no_member(server: Rehearsal) -> None:
    program, (lead, other) = joined(server, 2)
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": lead}]})
    assert statuses(server, program) == {other: "Invited"}
    assert remove(server, program, lead) == [skipped(0, "1004", "Lead not found")]
