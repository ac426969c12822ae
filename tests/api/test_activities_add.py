"""Add Custom Activities (behaviour.md 5.4)."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.activities import (
    ADD,
    TYPE,
    add,
    approved_type,
    failed,
    new_leads,
    record,
    rows,
    token_since,
    type_body,
    type_path,
)
from tests.support.leads import ENGINES, create, east_token, module_server, sync, token_with

ATTRIBUTES = {
    "text": "text",
    "number": "integer",
    "share": "float",
    "price": "currency",
    "flag": "boolean",
    "day": "date",
    "moment": "datetime",
    "mail": "email",
    "link": "link",
    "phone": "phone",
    "words": "string",
}


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        approved_type(running, "webinar", **ATTRIBUTES)
        yield running


WEBINAR = 100_001


def read(server: Rehearsal, lead_id: int, type_id: int = WEBINAR) -> list[Any]:
    return rows(server, token_since(server), activityTypeIds=type_id, leadIds=lead_id)


@pytest.mark.fact("D", "5.4")
def test_the_reply_and_the_record(server: Rehearsal) -> None:
    lead_id = create(server)
    (item,) = add(
        server,
        record(lead_id, WEBINAR, attributes=[{"apiName": "number", "value": 4}]),
    )
    assert item == {"id": item["id"], "marketoGUID": str(item["id"]), "status": "added"}
    assert list(item) == ["id", "marketoGUID", "status"]
    (row,) = read(server, lead_id)
    assert row == {
        "id": item["id"],
        "marketoGUID": str(item["id"]),
        "leadId": lead_id,
        "activityDate": "2026-01-02T03:04:05Z",
        "activityTypeId": WEBINAR,
        "primaryAttributeValue": "The talk",
        "attributes": [{"name": "Number", "value": 4}],
    }


@pytest.mark.fact("D", "5.4")
def test_a_type_is_named_by_its_api_name_too(server: Rehearsal) -> None:
    lead_id = create(server)
    by_name = record(lead_id, WEBINAR, apiName="webinar")
    del by_name["activityTypeId"]
    assert add(server, by_name)[0]["status"] == "added"
    unknown = failed("1003", "Invalid activity type id 'nope'")
    assert add(server, by_name | {"apiName": "nope"}) == [unknown]


@pytest.mark.fact("D", "5.4")
def test_attributes_are_named_by_either_name(server: Rehearsal) -> None:
    lead_id = create(server)
    sent = [
        {"name": "words", "value": "by api name"},
        {"name": "Price", "value": 5},
        {"apiName": "flag", "value": True},
    ]
    add(server, record(lead_id, WEBINAR, attributes=sent))
    assert read(server, lead_id)[0]["attributes"] == [
        {"name": "Flag", "value": True},
        {"name": "Price", "value": 5},
        {"name": "Words", "value": "by api name"},
    ]


@pytest.mark.fact("R", "5.1")
@pytest.mark.parametrize(
    ("name", "sent", "shown"),
    [
        ("text", "several\nlines", "several\nlines"),
        ("number", "14", 14),
        ("share", 14.5, 14.5),
        ("price", "5", 5),
        ("flag", "yes", True),
        ("flag", False, False),
        ("day", "2026-03-04T05:06:07Z", "2026-03-04"),
        ("moment", "2026-03-04T05:06:07+02:00", "2026-03-04T03:06:07Z"),
        ("mail", "a@b.c", "a@b.c"),
        ("link", "https://example.com/" + "x" * 1_000, "https://example.com/" + "x" * 1_000),
        ("phone", "+1 555", "+1 555"),
        ("words", 5, "5"),
        ("words", "é😀", "é😀"),
    ],
)
def test_values_have_the_type_of_the_definition(
    server: Rehearsal, name: str, sent: object, shown: object
) -> None:
    lead_id = create(server)
    attributes = [{"apiName": name, "value": sent}]
    assert add(server, record(lead_id, WEBINAR, attributes=attributes))[0]["status"] == "added"
    (told,) = read(server, lead_id)[0]["attributes"]
    assert told == {"name": name.capitalize(), "value": shown}
    assert isinstance(told["value"], type(shown))


@pytest.mark.fact("R", "5.1")
def test_empty_attributes_are_not_listed(server: Rehearsal) -> None:
    lead_id = create(server)
    sent = [{"apiName": "words", "value": ""}, {"apiName": "number", "value": None}]
    add(server, record(lead_id, WEBINAR, attributes=sent), record(lead_id, WEBINAR, attributes=[]))
    assert [row["attributes"] for row in read(server, lead_id)] == [[], []]


BAD = "Invalid value for field '{}' and value '{}'"


@pytest.mark.fact("U", "5.4")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"leadId": 999_999_999}, failed("1004", "Lead not found")),
        ({"leadId": "x"}, failed("1003", BAD.format("leadId", "x"))),
        ({"activityDate": "yesterday"}, failed("1003", BAD.format("activityDate", "yesterday"))),
        ({"activityTypeId": 12}, failed("1003", "Invalid activity type id '12'")),
        ({"activityTypeId": 100_099}, failed("1003", "Invalid activity type id '100099'")),
        (
            {"attributes": [{"apiName": "nope", "value": 1}]},
            failed("1006", "Field 'nope' not found"),
        ),
        (
            {"attributes": [{"value": 1}]},
            failed("1002", "Missing value for the required parameter 'apiName'"),
        ),
        (
            {"attributes": [{"apiName": "number", "value": 1.5}]},
            failed("1003", BAD.format("number", "1.5")),
        ),
        (
            {"attributes": [{"apiName": "words", "value": "x" * 256}]},
            failed("1077", "Value for field exceeds max length"),
        ),
        (
            {"attributes": [{"apiName": "words", "value": "a\0b"}]},
            failed("1003", BAD.format("words", "a\0b")),
        ),
        ({"attributes": {}}, failed("609", "Invalid value specified for attribute 'attributes'")),
        ({"attributes": [5]}, failed("609", "Invalid value specified for attribute 'attributes'")),
    ],
)
def test_a_record_that_fails_stops_no_other(
    server: Rehearsal, change: dict[str, Any], expected: dict[str, Any]
) -> None:
    lead_id = create(server)
    good = record(lead_id, WEBINAR)
    first, refused, last = add(server, good, good | change, good)
    assert refused == expected
    assert [first["status"], last["status"]] == ["added", "added"]
    assert last["id"] == first["id"] + 1
    assert [row["id"] for row in read(server, lead_id)] == [first["id"], last["id"]]


@pytest.mark.fact("D", "5.4")
@pytest.mark.parametrize(
    "member", ["leadId", "activityDate", "activityTypeId", "primaryAttributeValue"]
)
def test_what_a_record_needs(server: Rehearsal, member: str) -> None:
    good = record(create(server), WEBINAR)
    missing = failed("1002", f"Missing value for the required parameter '{member}'")
    without = {name: value for name, value in good.items() if name != member}
    result = add(server, without, good | {member: None}, good | {member: ""}, good)
    assert result[:3] == [missing] * 3
    assert result[3]["status"] == "added"


@pytest.mark.fact("D", "1.9")
def test_attributes_have_a_limit_in_bytes(server: Rehearsal) -> None:
    lead_id = create(server)

    def sized(size: int) -> dict[str, Any]:
        attributes = [{"apiName": "text", "value": ""}]
        fill = "x" * 16_000
        while len(msgspec.json.encode(attributes)) + 16_100 < size:
            attributes.append({"apiName": "text", "value": fill})
        attributes[0]["value"] = "y" * (size - len(msgspec.json.encode(attributes)))
        assert len(msgspec.json.encode(attributes)) == size
        return record(lead_id, WEBINAR, attributes=attributes)

    most, more = add(server, sized(65_536), sized(65_537))
    assert most["status"] == "added"
    assert more == failed("1049", "Attributes exceed 65536 bytes")


@pytest.mark.fact("U", "5.4")
def test_a_type_that_is_not_approved(server: Rehearsal) -> None:
    lead_id = create(server)
    (made,) = server.post(f"{TYPE}.json", type_body("drafted")).result
    refused = failed("1003", "Activity type 'drafted' is not approved")
    assert add(server, record(lead_id, made["id"])) == [refused]
    server.post(type_path("drafted", "approve"))
    assert add(server, record(lead_id, made["id"]))[0]["status"] == "added"
    later = {"attributes": [{"apiName": "later", "name": "Later"}]}
    server.post(type_path("drafted", "attributes/create"), later)
    sent = record(lead_id, made["id"], attributes=[{"apiName": "later", "value": "x"}])
    assert add(server, sent) == [failed("1006", "Field 'later' not found")]
    server.post(type_path("drafted", "approve"))
    assert add(server, sent)[0]["status"] == "added"
    server.post(type_path("drafted", "delete"))
    gone = failed("1003", f"Invalid activity type id '{made['id']}'")
    assert add(server, record(lead_id, made["id"])) == [gone]


@pytest.mark.fact("U", "5.4")
def test_any_date(server: Rehearsal) -> None:
    lead_id = create(server)
    dates = ["1999-12-31", "2090-01-01T00:00:00+05:30", "2026-01-15T18:00:00.999Z"]
    add(server, *(record(lead_id, WEBINAR, activityDate=date) for date in dates))
    assert [row["activityDate"] for row in read(server, lead_id)] == [
        *("1999-12-31T00:00:00Z", "2089-12-31T18:30:00Z", "2026-01-15T18:00:00Z")
    ]


@pytest.mark.fact("D", "1.11")
def test_300_records_at_most(server: Rehearsal) -> None:
    leads = new_leads(server, 300)
    records = [record(lead_id, WEBINAR) for lead_id in leads]
    refused = ("1003", "Too many records. Maximum allowed is 300")
    assert server.post(ADD, {"input": [*records, records[0]]}).error == refused
    result = add(server, *records)
    assert [item["status"] for item in result] == ["added"] * 300
    numbers = [item["id"] for item in result]
    assert numbers == list(range(numbers[0], numbers[0] + 300))
    found = rows(server, token_since(server), activityTypeIds=WEBINAR, leadIds=leads[299])
    assert [row["id"] for row in found] == [numbers[299]]


@pytest.mark.fact("R", "1.10")
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, ("1003", "Activities not specified")),
        ({"input": []}, ("1003", "Activities not specified")),
        ({"input": {}}, ("609", "Invalid value specified for attribute 'input'")),
        ({"input": [5]}, ("609", "Invalid value specified for attribute 'input'")),
    ],
)
def test_bodies(server: Rehearsal, body: Any, expected: tuple[str, str]) -> None:  # noqa: ANN401
    assert server.post(ADD, body).error == expected
    assert add(server, record(create(server), WEBINAR))[0]["status"] == "added"


@pytest.mark.fact("D", "2.3")
def test_permission(server: Rehearsal) -> None:
    sent = {"input": [record(create(server), WEBINAR)]}
    other = token_with(server, "Read-Only Activity", "Read-Write Activity Metadata")
    assert server.post(ADD, sent, token=other).error == ("603", "Access denied")
    writer = token_with(server, "Read-Write Activity")
    assert server.post(ADD, sent, token=writer).result[0]["status"] == "added"


@pytest.mark.fact("D", "2.4")
def test_reach(stores: StoreFactory) -> None:
    store = stores.make()
    with Rehearsal(store) as server:
        east = east_token(server)
        webinar = approved_type(server, "webinar")
        outside = create(server)
        (inside,) = sync(server, {"email": "e@example.com"}, token=east)
        sent = [record(outside, webinar), record(inside["id"], webinar)]
        refused, added = add(server, *sent, token=east)
        assert refused == failed("1004", "Lead not found")
        assert added["status"] == "added"
        assert [item["status"] for item in add(server, *sent)] == ["added", "added"]
    store.close()


def test_a_deleted_lead(server: Rehearsal) -> None:
    lead_id = create(server)
    assert add(server, record(lead_id, WEBINAR))[0]["status"] == "added"
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": lead_id}]})
    assert add(server, record(lead_id, WEBINAR)) == [failed("1004", "Lead not found")]
