"""Describe Lead and Describe Lead2 (behaviour.md 3.1, 3.2)."""

import csv
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, FIELDS, module_server, new_field, token_with

DESCRIBE = "/rest/v1/leads/describe.json"
DESCRIBE2 = "/rest/v1/leads/describe2.json"
STANDARD_FILTERS = [
    *("cookies", "email", "facebookId", "id", "leadPartitionId", "linkedInId", "sfdcAccountId"),
    *("sfdcContactId", "sfdcLeadId", "sfdcLeadOwnerId", "sfdcOpptyId", "twitterId"),
]
READ_ONLY = {
    *("mktoName", "personTimeZone", "originalSourceType", "originalSourceInfo"),
    *("originalSearchEngine", "originalSearchPhrase", "originalReferrer", "inferredCompany"),
    *("inferredCountry", "inferredCity", "inferredStateRegion", "inferredPostalCode"),
    *("inferredMetropolitanArea", "inferredPhoneAreaCode", "createdAt", "updatedAt"),
    *("contactCompany", "leadPerson", "personPrimaryLeadInterest"),
}
CUSTOM = {
    "aString": "string",
    "aScore": "score",
    "anInteger": "integer",
    "anEmail": "email",
    "aFloat": "float",
    "aBoolean": "boolean",
    "aDate": "date",
    "aUrl": "url",
}


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def described(server: Rehearsal) -> dict[str, dict[str, Any]]:
    return {item["rest"]["name"]: item for item in server.get(DESCRIBE).result}


def reference() -> dict[str, dict[str, str]]:
    text = files("leadkeep.domain.fields").joinpath("lead_fields.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["rest_name"]: row for row in rows if row["id"] and row["rest_name"] != "ecids"}


@pytest.mark.fact("R", "3.2")
def test_the_form_of_an_item(server: Rehearsal) -> None:
    answer = server.get(DESCRIBE)
    assert list(answer.body) == ["requestId", "result", "success"]
    items = described(server)
    recorded = (
        b'{"id":4,"displayName":"Company Name","dataType":"string","length":255,'
        b'"rest":{"name":"company","readOnly":false},"soap":{"name":"Company","readOnly":false}}'
    )
    assert recorded in answer.content
    assert items["createdAt"] == {
        "id": 130,
        "displayName": "Created At",
        "dataType": "datetime",
        "rest": {"name": "createdAt", "readOnly": True},
    }
    assert items["leadScore"]["dataType"] == "integer"


@pytest.mark.fact("R", "3.1")
def test_the_standard_fields(server: Rehearsal) -> None:
    items = {name: item for name, item in described(server).items() if item["id"] < 795}
    numbers = [item["id"] for item in items.values()]
    assert numbers == sorted(numbers)
    rows = reference()
    assert set(items) == set(rows)
    for name, row in rows.items():
        item = items[name]
        assert item["id"] == int(row["id"])
        assert item["displayName"] == row["display_name"]
        assert item["dataType"] == row["data_type"]
        assert ("soap" in item) == bool(row["soap_name"])
    assert {name for name, item in items.items() if item["rest"]["readOnly"]} == READ_ONLY
    assert not items["id"]["rest"]["readOnly"]
    assert not items["isAnonymous"]["rest"]["readOnly"]


@pytest.mark.fact("R", "3.1")
def test_lengths(server: Rehearsal) -> None:
    items = described(server)
    for item in items.values():
        assert ("length" in item) == (item["dataType"] in {"string", "email", "phone", "url"})
    for length, names in {
        2000: ("originalSourceInfo", "registrationSourceInfo", "doNotCallReason"),
        50: ("externalCompanyId", "externalSalesPersonId", "personType", "leadRole"),
        40: ("sicCode",),
        255: ("firstName", "email", "phone", "website"),
    }.items():
        assert {items[name]["length"] for name in names} == {length}


@pytest.mark.fact("D", "3.2")
def test_describe2(server: Rehearsal) -> None:
    (item,) = server.get(DESCRIBE2).result
    assert list(item) == ["name", "searchableFields", "fields"]
    assert item["name"] == "API Lead"
    fields = {each["name"]: each for each in item["fields"]}
    assert list(fields) == list(described(server))
    assert fields["email"] == {
        "name": "email",
        "displayName": "Email Address",
        "dataType": "email",
        "length": 255,
        "updateable": True,
        "crmManaged": False,
    }
    assert list(fields["doNotCall"]) == [
        *("name", "displayName", "dataType", "updateable", "crmManaged")
    ]
    assert {name for name, each in fields.items() if not each["updateable"]} == READ_ONLY


@pytest.mark.fact("U", "3.2")
def test_custom_fields_in_both(server: Rehearsal) -> None:
    (before,) = server.get(DESCRIBE2).result
    assert before["searchableFields"] == [[name] for name in STANDARD_FILTERS]
    items = [new_field(name, data_type) for name, data_type in CUSTOM.items()]
    items.append(new_field("hidden", "float", isHidden=True))
    assert server.post(FIELDS, {"input": items}).result[-1]["status"] == "created"
    after = described(server)
    assert "hidden" not in after
    assert list(after)[-len(CUSTOM) :] == list(CUSTOM)
    numbers = [after[name]["id"] for name in CUSTOM]
    assert numbers == list(range(795, 795 + len(CUSTOM)))
    assert after["aScore"]["dataType"] == "integer"
    assert after["aString"] == {
        "id": 795,
        "displayName": "The aString",
        "dataType": "string",
        "length": 255,
        "rest": {"name": "aString", "readOnly": False},
        "soap": {"name": "aString", "readOnly": False},
    }
    (searchable,) = server.get(DESCRIBE2).result
    names = [*STANDARD_FILTERS, "aString", "aScore", "anInteger", "anEmail"]
    assert searchable["searchableFields"] == [[name] for name in sorted(names)]
    assert {"aString", "aFloat"} <= {each["name"] for each in searchable["fields"]}
    assert "hidden" not in {each["name"] for each in searchable["fields"]}


@pytest.mark.fact("D", "2.3")
def test_permissions(server: Rehearsal) -> None:
    reader, other = token_with(server, "Read-Only Lead"), token_with(server, "Read-Write Activity")
    for path in (DESCRIBE, DESCRIBE2):
        assert server.get(path, token=reader).result
        assert server.get(path, token=other).error == ("603", "Access denied")
