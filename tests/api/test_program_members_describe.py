"""Describe Program Member and the schema of member fields (behaviour.md 3.3, 4.3)."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from leadkeep.domain.assets.programs import PROGRAM_MEMBER
from leadkeep.domain.fields import NewField, create_fields
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.leads import ENGINES, FIELDS, create, module_server, new_field, token_with
from tests.support.programs import (
    DENIED,
    MEMBER_FIELDS,
    member,
    new_program,
    set_data,
    set_status,
)

DESCRIBE = "/rest/v1/programs/members/describe.json"
OLD_DESCRIBE = "/rest/v1/program/members/describe.json"
STANDARD = {
    "acquiredBy": ("boolean", None),
    "attendanceLikelihood": ("integer", None),
    "createdAt": ("datetime", None),
    "isExhausted": ("boolean", None),
    "leadId": ("integer", None),
    "membershipDate": ("datetime", None),
    "nurtureCadence": ("string", 4),
    "program": ("string", 255),
    "programId": ("integer", None),
    "reachedSuccess": ("boolean", None),
    "reachedSuccessDate": ("datetime", None),
    "registrationLikelihood": ("integer", None),
    "statusName": ("string", 255),
    "statusReason": ("string", 255),
    "trackName": ("string", 255),
    "updatedAt": ("datetime", None),
    "waitlistPriority": ("integer", None),
    "registrationCode": ("string", 100),
    "webinarUrl": ("string", 2000),
}


@pytest.fixture(scope="module", params=ENGINES)
def shared(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


@pytest.mark.fact("D", "4.3")
def test_describe(server: Rehearsal) -> None:
    (item,) = server.get(DESCRIBE).result
    assert list(item) == [
        *("name", "description", "createdAt", "updatedAt", "dedupeFields", "searchableFields"),
        "fields",
    ]
    assert (item["name"], item["description"]) == (
        "API Program Membership",
        "Map for API program membership fields",
    )
    assert item["dedupeFields"] == ["leadId", "programId"]
    assert item["searchableFields"] == [["leadId"], ["reachedSuccess"], ["statusName"]]
    told = {each["name"]: (each["dataType"], each.get("length")) for each in item["fields"]}
    assert list(told.items()) == list(STANDARD.items())
    assert all(each["displayName"] == each["name"] for each in item["fields"])
    updateable = [each["name"] for each in item["fields"] if each["updateable"]]
    assert updateable == ["registrationCode", "webinarUrl"]


@pytest.mark.fact("D", "4.3")
def test_the_old_describe(server: Rehearsal) -> None:
    (item,) = server.get(OLD_DESCRIBE).result
    assert list(item) == ["name", "fields"]
    assert item["name"] == "API Program Member"
    assert item["fields"] == server.get(DESCRIBE).result[0]["fields"]


@pytest.mark.fact("D", "4.3")
def test_custom_fields_are_described_and_searchable(server: Rehearsal) -> None:
    items = [
        new_field("myCustomField"),
        new_field("aFloat", "float"),
        new_field("hidden", isHidden=True),
    ]
    result = server.post(MEMBER_FIELDS, {"input": items}).result
    assert result == [{"name": each["name"], "status": "created"} for each in items]
    (item,) = server.get(DESCRIBE).result
    assert item["searchableFields"] == [
        *(["leadId"], ["myCustomField"], ["reachedSuccess"], ["statusName"])
    ]
    assert [each["name"] for each in item["fields"] if each["updateable"]] == [
        *("aFloat", "myCustomField", "registrationCode", "webinarUrl")
    ]


@pytest.mark.fact("D", "2.3")
@pytest.mark.parametrize("path", [DESCRIBE, OLD_DESCRIBE])
def test_permissions_to_describe(shared: Rehearsal, path: str) -> None:
    reader, other = token_with(shared, "Read-Only Lead"), token_with(shared, "Read-Write Assets")
    assert shared.get(path, token=other).error == DENIED
    assert shared.get(path, token=reader).result


# -- the schema ------------------------------------------------------------------------------------


@pytest.mark.fact("D", "3.3")
def test_fields_are_listed_page_by_page(server: Rehearsal) -> None:
    server.post(MEMBER_FIELDS, {"input": [new_field("seat")]})
    names: list[str] = []
    options: dict[str, Any] = {"batchSize": 7}
    while True:
        body = server.get(MEMBER_FIELDS, options).body
        names += [item["name"] for item in body["result"]]
        assert body["moreResult"] is ("nextPageToken" in body)
        if not body["moreResult"]:
            break
        options["nextPageToken"] = body["nextPageToken"]
    assert names == [*STANDARD, "seat"]


@pytest.mark.fact("D", "4.3")
def test_one_field(server: Rehearsal) -> None:
    server.post(MEMBER_FIELDS, {"input": [new_field("seat", description="Where")]})
    (item,) = server.get(MEMBER_FIELDS.replace("fields", "fields/seat")).result
    assert item == {
        "displayName": "The seat",
        "name": "seat",
        "description": "Where",
        "dataType": "string",
        "length": 255,
        "isHidden": False,
        "isHtmlEncodingInEmail": True,
        "isSensitive": False,
        "isCustom": True,
        "isApiCreated": True,
    }
    error = server.get(MEMBER_FIELDS.replace("fields", "fields/email")).error
    assert error == ("1006", "Field 'email' not found")


@pytest.mark.fact("D", "3.3")
def test_a_field_is_updated(server: Rehearsal) -> None:
    path = MEMBER_FIELDS.replace("fields", "fields/seat")
    server.post(MEMBER_FIELDS, {"input": [new_field("seat")]})
    body = {"input": [{"displayName": "Chair", "isHidden": True}]}
    assert server.post(path, body).result == [{"name": "seat", "status": "updated"}]
    (item,) = server.get(path).result
    assert (item["displayName"], item["isHidden"]) == ("Chair", True)
    path = MEMBER_FIELDS.replace("fields", "fields/statusName")
    (outcome,) = server.post(path, {"input": [{"displayName": "X"}]}).result
    assert (outcome["status"], outcome["reasons"][0]["code"]) == ("skipped", "1003")


@pytest.mark.fact("D", "4.3")
def test_20_custom_fields_and_no_more(server: Rehearsal) -> None:
    items = [new_field(f"f{number}") for number in range(21)]
    result = server.post(MEMBER_FIELDS, {"input": items}).result
    assert [item["status"] for item in result] == ["created"] * 20 + ["skipped"]
    reason = {"code": "1003", "message": "Too many custom fields. Maximum allowed is 20"}
    assert result[-1]["reasons"] == [reason]
    assert server.post(MEMBER_FIELDS, {"input": [items[-1]]}).result[0]["status"] == "skipped"
    assert server.post(FIELDS, {"input": [items[-1]]}).result[0]["status"] == "created"


@pytest.mark.fact("U", "3.3")
def test_members_and_leads_have_fields_of_their_own(server: Rehearsal) -> None:
    both = {"input": [new_field("both")]}
    for path in (FIELDS, MEMBER_FIELDS):
        assert server.post(path, both).result[0]["status"] == "created"
        (again,) = server.post(path, both).result
        assert again["reasons"] == [{"code": "1017", "message": "Object already exists"}]
    (taken,) = server.post(MEMBER_FIELDS, {"input": [new_field("StatusName")]}).result
    assert taken["reasons"][0]["code"] == "1017"
    program, lead = new_program(server), create(server, both="of the lead")
    set_status(server, program, "Invited", lead)
    set_data(server, program, {"leadId": lead, "both": "of the member"})
    assert member(server, program, lead, "both") == {"both": "of the member"}
    (found,) = server.get(f"/rest/v1/lead/{lead}.json", {"fields": "both"}).result
    assert found["both"] == "of the lead"


@pytest.mark.parametrize("name", ["status_id", "Lead_Id", "id", "rowid", "x" * 100])
def test_awkward_names_have_columns_too(server: Rehearsal, name: str) -> None:
    result = server.post(MEMBER_FIELDS, {"input": [new_field(name)]}).result
    assert result == [{"name": name, "status": "created"}]
    program, lead = new_program(server), create(server)
    set_status(server, program, "Invited", lead)
    set_data(server, program, {"leadId": lead, name: "kept"})
    assert member(server, program, lead, name, "statusName") == {
        name: "kept",
        "statusName": "Invited",
    }


@pytest.mark.fact("D", "2.3")
def test_permissions_to_change_the_schema(shared: Rehearsal) -> None:
    writer = token_with(shared, "Read-Write Schema Custom Field")
    other = token_with(shared, "Read-Write Lead", "Read-Write Schema Standard Field")
    body = {"input": [new_field("allowed")]}
    assert shared.post(MEMBER_FIELDS, body, token=other).error == DENIED
    assert shared.post(MEMBER_FIELDS, body, token=writer).result[0]["status"] == "created"
    assert shared.get(MEMBER_FIELDS, token=other).result


def test_a_field_reaches_other_processes(stores: StoreFactory) -> None:
    with closing(stores.make()) as store, Rehearsal(store) as one:
        program, lead = new_program(one), create(one)
        set_status(one, program, "Invited", lead)
        other = one.another()
        member(other, program, lead)
        new = NewField("late", "Late", "string")
        store.write_now(
            lambda tx: create_fields(tx, [new], is_api_created=False, schema=PROGRAM_MEMBER)
        )
        set_data(other, program, {"leadId": lead, "late": "x"})
        assert member(one, program, lead, "late") == {"late": "x"}
