"""Attributes of custom activity types: create, update, delete (behaviour.md 5.4)."""

from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.activities import TYPE, type_body, type_path
from tests.support.leads import token_with

ACTIONS = ("attributes/create", "attributes/update", "attributes/delete")


def attribute(api_name: str, **members: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"apiName": api_name, "name": api_name.capitalize(), **members}


def change(server: Rehearsal, action: str, *items: Any, **options: Any) -> Any:  # noqa: ANN401
    body = {"attributes": list(items)}
    return server.post(type_path("webinar", f"attributes/{action}"), body, **options)


def names(item: Any) -> list[str]:  # noqa: ANN401
    return [each["apiName"] for each in item["attributes"]]


@pytest.fixture
def webinar(server: Rehearsal) -> Rehearsal:
    assert server.post(f"{TYPE}.json", type_body("webinar")).result
    return server


@pytest.mark.fact("D", "5.4")
def test_create(webinar: Rehearsal) -> None:
    (item,) = change(
        webinar,
        "create",
        attribute("seats", dataType="integer", description="How many"),
        attribute("host_name"),
    ).result
    assert item["attributes"] == [
        {"apiName": "seats", "name": "Seats", "description": "How many", "dataType": "integer"},
        {"apiName": "host_name", "name": "Host_name", "dataType": "string"},
    ]
    assert item["status"] == "draft"
    (described,) = webinar.get(type_path("webinar", "describe")).result
    assert described == item


@pytest.mark.fact("D", "5.4")
@pytest.mark.parametrize(
    "data_type",
    [
        *("string", "boolean", "integer", "float", "link", "email"),
        *("currency", "date", "datetime", "phone", "text"),
    ],
)
def test_data_types(webinar: Rehearsal, data_type: str) -> None:
    (item,) = change(webinar, "create", attribute("one", dataType=data_type)).result
    assert item["attributes"][0]["dataType"] == data_type
    refused = ("1003", f"Invalid value for field 'dataType' and value '{data_type}x'")
    assert change(webinar, "create", attribute("two", dataType=f"{data_type}x")).error == refused


@pytest.mark.fact("D", "5.4")
def test_twenty_at_most(webinar: Rehearsal) -> None:
    full = ("1028", "Max field limit reached")
    change(webinar, "create", *(attribute(f"a{number}") for number in range(19)))
    assert change(webinar, "create", attribute("b"), attribute("c")).error == full
    (item,) = change(webinar, "create", attribute("b")).result
    assert len(item["attributes"]) == 20
    assert change(webinar, "create", attribute("c")).error == full
    (item,) = change(webinar, "delete", {"apiName": "a7"}).result
    assert "a7" not in names(item)
    assert change(webinar, "create", attribute("c")).result


@pytest.mark.fact("D", "5.4")
def test_changes_make_a_draft_of_an_approved_type(webinar: Rehearsal) -> None:
    change(webinar, "create", attribute("seats"))
    webinar.post(type_path("webinar", "approve"))
    (item,) = change(webinar, "create", attribute("host")).result
    assert item["status"] == "approved with draft"
    (approved,) = webinar.get(type_path("webinar", "describe")).result
    (draft,) = webinar.get(type_path("webinar", "describe"), {"draft": "true"}).result
    assert (names(approved), names(draft)) == (["seats"], ["seats", "host"])


@pytest.mark.fact("D", "5.4")
def test_update(webinar: Rehearsal) -> None:
    change(webinar, "create", attribute("seats"), attribute("host", description="Who"))
    (item,) = change(
        webinar,
        "update",
        {"apiName": "seats", "dataType": "integer"},
        {"apiName": "host", "name": "The host"},
        {"apiName": "title", "description": "Of the talk"},
    ).result
    assert item["attributes"] == [
        {"apiName": "seats", "name": "Seats", "dataType": "integer"},
        {"apiName": "host", "name": "The host", "description": "Who", "dataType": "string"},
    ]
    assert item["primaryAttribute"]["description"] == "Of the talk"


@pytest.mark.fact("U", "5.4")
def test_another_primary_attribute(webinar: Rehearsal) -> None:
    change(webinar, "create", attribute("seats", dataType="integer"), attribute("host"))
    (item,) = change(webinar, "update", {"apiName": "host", "isPrimary": True}).result
    assert item["primaryAttribute"]["apiName"] == "host"
    assert names(item) == ["seats", "title"]
    (item,) = change(webinar, "update", {"apiName": "host", "isPrimary": True}).result
    assert item["primaryAttribute"]["apiName"] == "host"
    refused = ("1003", "Invalid value for field 'isPrimary' and value '{}'")
    no = change(webinar, "update", {"apiName": "host", "isPrimary": False}).error
    assert no == (refused[0], refused[1].format("false"))
    webinar.post(type_path("webinar", "approve"))
    late = change(webinar, "update", {"apiName": "seats", "isPrimary": True}).error
    assert late == (refused[0], refused[1].format("true"))
    made = change(webinar, "create", attribute("more", isPrimary=True)).error
    assert made == (refused[0], refused[1].format("true"))


@pytest.mark.fact("D", "5.4")
def test_delete(webinar: Rehearsal) -> None:
    change(webinar, "create", attribute("seats"), attribute("host"), attribute("room"))
    (item,) = change(webinar, "delete", {"apiName": "seats"}, {"apiName": "room"}).result
    assert names(item) == ["host"]
    primary = ("1003", "The primary attribute cannot be deleted")
    assert change(webinar, "delete", {"apiName": "host"}, {"apiName": "title"}).error == primary
    (item,) = webinar.get(type_path("webinar", "describe")).result
    assert names(item) == ["host"]


@pytest.mark.fact("U", "5.4")
@pytest.mark.parametrize("taken", ["seats", "SEATS", "title"])
def test_an_api_name_is_there_once(webinar: Rehearsal, taken: str) -> None:
    change(webinar, "create", attribute("seats"))
    exists = ("1017", "Object already exists")
    assert change(webinar, "create", attribute("other"), attribute(taken)).error == exists
    (item,) = change(webinar, "create", attribute("other")).result
    assert names(item) == ["seats", "other"]


@pytest.mark.fact("U", "5.4")
@pytest.mark.parametrize("action", ["update", "delete"])
def test_an_unknown_attribute(webinar: Rehearsal, action: str) -> None:
    change(webinar, "create", attribute("seats"))
    unknown = ("1006", "Field 'nope' not found")
    assert change(webinar, action, {"apiName": "seats"}, {"apiName": "nope"}).error == unknown
    assert change(webinar, action, {"apiName": "seats"}).result


@pytest.mark.fact("U", "5.4")
@pytest.mark.parametrize("action", ACTIONS)
def test_what_must_be_there(webinar: Rehearsal, action: str) -> None:
    path = type_path("webinar", action)
    missing = ("1002", "Missing value for the required parameter '{}'")
    empty: list[Any] = [None, {}, {"attributes": []}]
    for nothing in empty:
        assert webinar.post(path, nothing).error == (missing[0], missing[1].format("attributes"))
    body = {"attributes": [{"name": "Seats"}]}
    assert webinar.post(path, body).error == (missing[0], missing[1].format("apiName"))
    member = ("609", "Invalid value specified for attribute 'attributes'")
    assert webinar.post(path, {"attributes": {}}).error == member
    other = type_path("nothing", action)
    body = {"attributes": [attribute("seats")]}
    assert webinar.post(other, body).error == ("1013", "Object not found")


@pytest.mark.fact("D", "2.3")
@pytest.mark.parametrize("action", ["create", "update", "delete"])
def test_permission(webinar: Rehearsal, action: str) -> None:
    if action != "create":
        change(webinar, "create", attribute("seats"))
    reader = token_with(webinar, "Read-Only Activity Metadata", "Read-Write Activity")
    writer = token_with(webinar, "Read-Write Activity Metadata")
    denied = ("603", "Access denied")
    assert change(webinar, action, attribute("seats"), token=reader).error == denied
    assert change(webinar, action, attribute("seats"), token=writer).result
