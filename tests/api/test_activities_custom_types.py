"""Custom activity types: create, update, approve, discard, delete, describe (behaviour.md 5.4)."""

from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.activities import CUSTOM_TYPES, TYPE, type_body, type_path
from tests.support.leads import token_with
from tests.support.wire import two_processes

NOT_FOUND = ("1013", "Object not found")
CREATE = f"{TYPE}.json"


def create(server: Rehearsal, api_name: str, **members: Any) -> Any:  # noqa: ANN401
    (item,) = server.post(CREATE, type_body(api_name, **members)).result
    return item


def act(server: Rehearsal, api_name: str, action: str = "", body: Any = None) -> Any:  # noqa: ANN401
    (item,) = server.post(type_path(api_name, action), body).result
    return item


def describe(server: Rehearsal, api_name: str, **query: object) -> Any:  # noqa: ANN401
    (item,) = server.get(type_path(api_name, "describe"), query).result
    return item


@pytest.mark.fact("D", "5.4")
def test_a_created_type(server: Rehearsal) -> None:
    primary = {"apiName": "title", "name": "Title", "description": "Of the talk"}
    item = create(server, "webinar", description="Live", primaryAttribute=primary)
    moment = server.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    assert item == {
        "id": 100_001,
        "apiName": "webinar",
        "name": "Attend webinar",
        "description": "Live",
        "triggerName": "Attends webinar",
        "filterName": "Attended webinar",
        "createdAt": moment,
        "updatedAt": moment,
        "status": "draft",
        "primaryAttribute": {**primary, "dataType": "string"},
        "attributes": [],
    }
    assert list(item) == [
        *("id", "apiName", "name", "description", "triggerName", "filterName"),
        *("createdAt", "updatedAt", "status", "primaryAttribute", "attributes"),
    ]
    assert create(server, "second")["id"] == 100_002


@pytest.mark.fact("D", "5.4")
def test_the_life_cycle(server: Rehearsal) -> None:
    create(server, "webinar")
    assert act(server, "webinar", "approve")["status"] == "approved"
    server.clock.advance(minutes=1)
    changed = act(server, "webinar", body={"name": "Another", "triggerName": "Tried"})
    assert changed["status"] == "approved with draft"
    assert (changed["name"], changed["triggerName"]) == ("Another", "Tried")
    assert changed["filterName"] == "Attended webinar"
    assert changed["updatedAt"] == server.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    assert changed["createdAt"] < changed["updatedAt"]
    assert describe(server, "webinar")["name"] == "Attend webinar"
    assert describe(server, "webinar", draft="true")["name"] == "Another"
    assert describe(server, "webinar", draft="false")["name"] == "Attend webinar"
    discarded = act(server, "webinar", "discardDraft")
    assert (discarded["status"], discarded["name"]) == ("approved", "Attend webinar")
    act(server, "webinar", body={"name": "Third"})
    approved = act(server, "webinar", "approve")
    assert (approved["status"], approved["name"]) == ("approved", "Third")
    assert describe(server, "webinar", draft="true")["name"] == "Third"
    deleted = act(server, "webinar", "delete")
    assert deleted["status"] == "deleted"
    assert server.get(type_path("webinar", "describe")).error == NOT_FOUND
    assert server.get(CUSTOM_TYPES).result == []
    assert create(server, "webinar")["id"] == 100_002


@pytest.mark.fact("D", "5.4")
def test_the_list_omits_attributes(server: Rehearsal) -> None:
    assert server.get(CUSTOM_TYPES).result == []
    create(server, "first")
    create(server, "second", description="Two")
    act(server, "first", "approve")
    act(server, "first", body={"name": "Changed"})
    first, second = server.get(CUSTOM_TYPES).result
    assert list(first) == [
        *("id", "apiName", "name", "triggerName", "filterName", "createdAt", "updatedAt", "status")
    ]
    assert (first["name"], first["status"]) == ("Attend first", "approved with draft")
    assert (second["status"], second["description"]) == ("draft", "Two")


@pytest.mark.fact("U", "5.4")
def test_a_type_that_was_never_approved_is_described_by_its_draft(server: Rehearsal) -> None:
    create(server, "webinar")
    assert describe(server, "webinar")["status"] == "draft"


@pytest.mark.fact("D", "5.4")
@pytest.mark.parametrize(
    "member", ["apiName", "name", "triggerName", "filterName", "primaryAttribute"]
)
def test_what_a_type_needs(server: Rehearsal, member: str) -> None:
    missing = ("1002", f"Missing value for the required parameter '{member}'")
    body = type_body("webinar")
    assert server.post(CREATE, {k: v for k, v in body.items() if k != member}).error == missing
    if member != "primaryAttribute":
        assert server.post(CREATE, body | {member: ""}).error == missing
    assert server.post(CREATE, body).result


@pytest.mark.fact("D", "5.4")
@pytest.mark.parametrize(
    ("change", "member", "told"),
    [
        ({"apiName": "web-inar"}, "apiName", "web-inar"),
        ({"apiName": "web inar"}, "apiName", "web inar"),
        ({"apiName": "wébinar"}, "apiName", "wébinar"),
        ({"apiName": "123"}, "apiName", "123"),
        ({"apiName": "a" * 256}, "apiName", "a" * 256),
        ({"name": "n" * 256}, "name", "n" * 256),
        ({"primaryAttribute": {"apiName": "a b", "name": "A"}}, "apiName", "a b"),
        (
            {"primaryAttribute": {"apiName": "a", "name": "A", "dataType": "percent"}},
            "dataType",
            "percent",
        ),
    ],
)
def test_what_a_type_may_not_be(
    server: Rehearsal, change: dict[str, Any], member: str, told: str
) -> None:
    refused = ("1003", f"Invalid value for field '{member}' and value '{told}'")
    assert server.post(CREATE, type_body("webinar") | change).error == refused
    assert server.post(CREATE, type_body("webinar")).result


@pytest.mark.fact("D", "5.4")
def test_longest_names(server: Rehearsal) -> None:
    name = "a" * 254 + "1"
    item = create(server, name, name="n" * 255, triggerName="t", filterName="f")
    assert (item["apiName"], item["name"]) == (name, "n" * 255)
    assert describe(server, name)["id"] == item["id"]


@pytest.mark.fact("U", "5.4")
def test_an_api_name_is_there_once(server: Rehearsal) -> None:
    create(server, "webinar")
    for name in ("webinar", "WebinaR"):
        assert server.post(CREATE, type_body(name)).error == ("1017", "Object already exists")
    assert server.get(type_path("WebinaR", "describe")).error == NOT_FOUND


@pytest.mark.fact("D", "5.4")
def test_ten_types_at_most(server: Rehearsal) -> None:
    for number in range(10):
        create(server, f"type{number}")
    full = ("1027", "Max Activity Type Limit Reached")
    assert server.post(CREATE, type_body("eleventh")).error == full
    act(server, "type3", "delete")
    create(server, "eleventh")
    assert len(server.get(CUSTOM_TYPES).result) == 10


@pytest.mark.fact("D", "5.4")
def test_what_has_no_draft(server: Rehearsal) -> None:
    create(server, "webinar")
    never = ("1003", "Activity type 'webinar' was never approved")
    assert server.post(type_path("webinar", "discardDraft")).error == never
    act(server, "webinar", "approve")
    no_draft = ("1003", "Activity type 'webinar' has no draft")
    for action in ("approve", "discardDraft"):
        assert server.post(type_path("webinar", action)).error == no_draft
    act(server, "webinar", body={"name": "Another"})
    assert act(server, "webinar", "discardDraft")["status"] == "approved"


@pytest.mark.fact("U", "1.9")
@pytest.mark.parametrize("action", ["", "approve", "discardDraft", "delete"])
def test_an_unknown_type(server: Rehearsal, action: str) -> None:
    body = None if action else {"name": "Another"}
    assert server.post(type_path("nothing", action), body).error == NOT_FOUND


def test_an_update(server: Rehearsal) -> None:
    create(server, "webinar")
    primary = {"dataType": "integer", "name": "Number"}
    item = act(server, "webinar", body={"description": "Now", "primaryAttribute": primary})
    assert item["description"] == "Now"
    assert item["primaryAttribute"] == {"apiName": "title", "name": "Number", "dataType": "integer"}
    same = act(server, "webinar", body={"apiName": "webinar"})
    assert same["name"] == "Attend webinar"
    refused = ("1003", "Invalid value for field 'apiName' and value 'other'")
    assert server.post(type_path("webinar"), {"apiName": "other"}).error == refused
    missing = ("1002", "Missing value for the required parameter 'name'")
    assert server.post(type_path("webinar"), {"name": ""}).error == missing


@pytest.mark.fact("D", "1.10")
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"{", ("609", "Invalid JSON")),
        (b'{"name": 5}', ("609", "Invalid value specified for attribute 'name'")),
        (
            b'{"primaryAttribute": []}',
            ("609", "Invalid value specified for attribute 'primaryAttribute'"),
        ),
    ],
)
def test_bodies(server: Rehearsal, content: bytes, expected: tuple[str, str]) -> None:
    headers = {"content-type": "application/json"}
    assert server.request("POST", CREATE, content=content, headers=headers).error == expected


@pytest.mark.fact("U", "5.2")
def test_draft_is_true_or_false(server: Rehearsal) -> None:
    create(server, "webinar")
    refused = ("1001", "Invalid value 'x'. Required of type 'Boolean'")
    assert server.get(type_path("webinar", "describe"), {"draft": "x"}).error == refused
    assert describe(server, "webinar", draft="TRUE")["status"] == "draft"


@pytest.mark.fact("D", "2.3")
def test_permission(server: Rehearsal) -> None:
    reader = token_with(server, "Read-Only Activity Metadata")
    writer = token_with(server, "Read-Write Activity Metadata")
    other = token_with(server, "Read-Write Activity")
    denied = ("603", "Access denied")
    body = type_body("webinar")
    for token in (reader, other):
        assert server.post(CREATE, body, token=token).error == denied
    assert server.post(CREATE, body, token=writer).result
    for token in (reader, writer):
        assert server.get(type_path("webinar", "describe"), token=token).result
        assert server.get(CUSTOM_TYPES, token=token).result
    assert server.get(CUSTOM_TYPES, token=other).error == denied
    for action in ("approve", "delete"):
        assert server.post(type_path("webinar", action), token=reader).error == denied
        assert server.post(type_path("webinar", action), token=writer).result


def test_other_processes_see_a_change_at_once(stores: StoreFactory) -> None:
    with two_processes(stores) as (first, second):
        create(first, "webinar")
        assert act(second, "webinar", "approve")["status"] == "approved"
        assert describe(first, "webinar")["status"] == "approved"
        act(second, "webinar", body={"name": "Another"})
        assert describe(first, "webinar", draft="true")["name"] == "Another"
