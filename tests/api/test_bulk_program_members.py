"""Bulk import and export of program members (behaviour.md 6.1, 6.2)."""

from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.bulk import (
    MEMBERS_EXPORT,
    advance,
    around_now,
    create_export,
    export,
    rows,
    upload,
)
from tests.support.leads import create, find
from tests.support.programs import member, new_program, set_status, statuses, told

FIELDS = "/rest/v1/programs/members/schema/fields.json"


def import_path(program_id: int) -> str:
    return f"/bulk/v1/program/{program_id}/members/import.json"


def run_import(server: Rehearsal, program_id: int, text: str, status: str) -> dict[str, Any]:
    query = {"format": "CSV", "programMemberStatus": status}
    (item,) = upload(server, text, import_path(program_id), query).result
    server.run_jobs()
    path = f"/bulk/v1/program/members/import/{item['batchId']}"
    (found,) = server.get(f"{path}/status.json").result
    done: dict[str, Any] = found
    return done


def fill_fields(server: Rehearsal) -> None:
    field = {"name": "seat", "displayName": "Seat", "dataType": "integer"}
    assert server.post(FIELDS, {"input": [field]}).result


@pytest.mark.fact("D", "6.1")
def test_rows_become_leads_and_members(server: Rehearsal) -> None:
    program_id = new_program(server)
    fill_fields(server)
    old = create(server, email="old@example.com")
    text = (
        "email,firstName,registrationCode,seat,Unknown\n"
        "new@example.com,Ada,code-1,7,x\n"
        "old@example.com,Bob,code-2,,x\n"
        "bad@example.com,Cid,code-3,many,x\n"
        ",Dot,code-4,1,x\n"
    )
    done = run_import(server, program_id, text, "registered")
    assert list(done) == [
        *("batchId", "importId", "status", "numOfLeadsProcessed", "numOfRowsFailed"),
        *("numOfRowsWithWarning", "message"),
    ]
    assert (done["numOfLeadsProcessed"], done["numOfRowsFailed"]) == (2, 2)
    file = server.get(f"/bulk/v1/program/members/import/{done['batchId']}/failures.json")
    assert [row[-1] for row in rows(file)[1:]] == [
        "Invalid data type in field Seat",
        "Value for lookup field 'email' not found",
    ]
    new = find(server, "email", "new@example.com", fields="id,firstName")[0]
    assert statuses(server, program_id) == {old: "Registered", new["id"]: "Registered"}
    found = member(server, program_id, new["id"], "registrationCode", "seat", "acquiredBy")
    assert (found["registrationCode"], found["seat"]) == ("code-1", 7)
    assert found["acquiredBy"] is True
    assert [each.type_id for each in told(server, new["id"], 104, 123)] == [104, 123, 123]


def test_members_do_not_move_back(server: Rehearsal) -> None:
    program_id = new_program(server)
    lead_id = create(server, email="ada@example.com")
    set_status(server, program_id, "Attended", lead_id)
    done = run_import(server, program_id, "email\nada@example.com\n", "Registered")
    assert done["numOfLeadsProcessed"] == 1
    assert statuses(server, program_id) == {lead_id: "Attended"}


def test_an_empty_cell_clears_and_a_column_of_statuses_is_ignored(server: Rehearsal) -> None:
    program_id = new_program(server)
    run_import(server, program_id, "email,title,registrationCode\na@example.com,A,c\n", "Invited")
    lead_id = find(server, "email", "a@example.com")[0]["id"]
    assert member(server, program_id, lead_id, "registrationCode")["registrationCode"] == "c"
    text = "email,title,registrationCode,statusName\na@example.com,,,Attended\n"
    assert run_import(server, program_id, text, "Registered")["numOfLeadsProcessed"] == 1
    assert find(server, "email", "a@example.com", fields="title")[0]["title"] is None
    cleared = member(server, program_id, lead_id, "registrationCode")
    assert cleared.get("registrationCode") is None
    assert statuses(server, program_id) == {lead_id: "Registered"}


@pytest.mark.fact("D", "6.1")
def test_wrong_imports(server: Rehearsal) -> None:
    program_id = new_program(server)
    path, text = import_path(program_id), "email\na@example.com\n"
    query = {"programMemberStatus": "Registered"}
    assert upload(server, text, import_path(99), query).error == ("1013", "Program not found")
    assert upload(server, text, import_path(0), query).error[0] == "1013"
    missing = "Missing value for the required parameter 'programMemberStatus'"
    assert upload(server, text, path).error == ("1002", missing)
    for status in ("None", "not in program"):
        unknown = upload(server, text, path, {"programMemberStatus": status})
        assert unknown.error == ("1025", "Program status not found")
    assert upload(server, text, path, query).result


@pytest.mark.fact("D", "6.2")
def test_an_export_of_members_with_lead_fields(server: Rehearsal) -> None:
    program_id = new_program(server, name="Fair")
    people = [create(server, firstName=f"P{number}") for number in range(3)]
    set_status(server, program_id, "Registered", *people[:2])
    set_status(server, program_id, "Attended", people[2])
    fields = ["firstName", "program", "statusName", "leadId", "reachedSuccess", "nurtureCadence"]
    body = {"fields": fields, "filter": {"programId": program_id}}
    found = export(server, body, MEMBERS_EXPORT)
    assert found[0] == fields
    assert found[1:] == [
        ["P0", "Fair", "Registered", str(people[0]), "false", "null"],
        ["P1", "Fair", "Registered", str(people[1]), "false", "null"],
        ["P2", "Fair", "Attended", str(people[2]), "true", "null"],
    ]


@pytest.mark.fact("D", "6.2")
def test_filters_of_members(server: Rehearsal) -> None:
    first, second = new_program(server), new_program(server, "Engagement")
    people = [create(server) for _ in range(2)]
    set_status(server, first, "Registered", people[0])
    advance(server, days=3)
    set_status(server, first, "Attended", people[1])
    set_status(server, second, "Member", people[0])

    def found(**by: Any) -> list[list[str]]:  # noqa: ANN401
        body = {"fields": ["leadId"], "filter": by}
        return export(server, body, MEMBERS_EXPORT)[1:]

    one, two = ([str(each)] for each in people)
    assert found(programId=first) == [one, two]
    assert found(programId=first, statusNames=["Attended"]) == [two]
    assert found(programId=first, statusNames=["Attended"], isExhausted=True) == []
    assert found(programId=first, isExhausted=False) == [one, two]
    assert found(programId=first, updatedAt=around_now(server)) == [two]
    assert found(programId=second, nurtureCadence="normal") == [one]
    assert found(programId=second, nurtureCadence="pause") == []
    body = {"fields": ["leadId", "programId"], "filter": {"programIds": [second, first]}}
    assert export(server, body, MEMBERS_EXPORT) == [
        ["programId", "leadId"],
        [str(first), *one],
        [str(first), *two],
        [str(second), *one],
    ]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({}, "1002"),
        ({"programId": 99}, "1013"),
        ({"programId": "x"}, "1001"),
        ({"programIds": list(range(11))}, "1003"),
        ({"programId": 1001, "programIds": [1001]}, "1003"),
        ({"programId": 1001, "statusNames": ["None"]}, "1003"),
        ({"programId": 1001, "nurtureCadence": "fast"}, "1003"),
        ({"programId": 1001, "isExhausted": "yes"}, "609"),
    ],
)
def test_wrong_filters(server: Rehearsal, wanted: dict[str, Any], code: str) -> None:
    assert new_program(server) == 1001
    body = {"fields": ["leadId"], "filter": wanted}
    assert server.post(f"{MEMBERS_EXPORT}/create.json", body).error[0] == code
    unknown = body | {"fields": ["hat"], "filter": {"programId": 1001}}
    error = server.post(f"{MEMBERS_EXPORT}/create.json", unknown).error
    assert error == ("1003", "Invalid fields [hat]")
    assert create_export(server, body | {"filter": {"programId": 1001}}, MEMBERS_EXPORT)
