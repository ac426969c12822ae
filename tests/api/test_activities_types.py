"""Get Activity Types: the standard ones as data, the custom ones beside them (behaviour.md 5.2)."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.activities import TYPE, TYPES, approved_type, type_body, type_path
from tests.support.leads import ENGINES, module_server, token_with


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def standard(server: Rehearsal) -> list[Any]:
    return [item for item in server.get(TYPES).result if item["id"] < 1_000]


@pytest.mark.fact("R", "5.2")
def test_standard_types_are_those_of_the_data(server: Rehearsal) -> None:
    text = files("leadkeep.domain.activities").joinpath("activity_types.json").read_text()
    known = json.loads(text)["types"]
    found = standard(server)
    assert [item["id"] for item in found] == sorted(each["id"] for each in known)
    for item in found:
        (each,) = (one for one in known if one["id"] == item["id"])
        assert (item["name"], item["description"]) == (each["name"], each["description"])
        assert [(attribute["name"], attribute["dataType"]) for attribute in item["attributes"]] == [
            (attribute["name"], attribute["dataType"]) for attribute in each["attributes"]
        ]


@pytest.mark.fact("R", "5.2")
def test_the_form_of_an_item(server: Rehearsal) -> None:
    for item in standard(server):
        has_primary = ["primaryAttribute"] if item["id"] != 12 else []
        assert list(item) == ["id", "name", "description", *has_primary, "attributes"]
        for attribute in [item[name] for name in has_primary] + item["attributes"]:
            assert list(attribute) == ["name", "dataType"]


@pytest.mark.fact("D", "5.2")
def test_an_approved_custom_type_appears_with_api_names(server: Rehearsal) -> None:
    type_id = approved_type(server, "shown", seats="integer")
    assert server.get(TYPES).result[-1] == {
        "id": type_id,
        "apiName": "shown",
        "name": "Attend shown",
        "description": "",
        "primaryAttribute": {"apiName": "title", "name": "Title", "dataType": "string"},
        "attributes": [{"apiName": "seats", "name": "Seats", "dataType": "integer"}],
    }


@pytest.mark.fact("D", "5.4")
def test_a_draft_does_not_appear(server: Rehearsal) -> None:
    (made,) = server.post(f"{TYPE}.json", type_body("hidden")).result

    def shown() -> list[str]:
        return [item["name"] for item in server.get(TYPES).result if item["id"] == made["id"]]

    assert shown() == []
    server.post(type_path("hidden", "approve"))
    assert shown() == ["Attend hidden"]
    server.post(type_path("hidden"), {"name": "Another name"})
    assert shown() == ["Attend hidden"]
    server.post(type_path("hidden", "approve"))
    assert shown() == ["Another name"]
    server.post(type_path("hidden", "delete"))
    assert shown() == []


@pytest.mark.fact("D", "2.3")
def test_permission(server: Rehearsal) -> None:
    for allowed in ("Read-Only Activity", "Read-Write Activity"):
        assert server.get(TYPES, token=token_with(server, allowed)).result
    other = token_with(server, "Read-Write Activity Metadata")
    assert server.get(TYPES, token=other).error == ("603", "Access denied")
