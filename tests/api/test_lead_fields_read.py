"""Get Lead Fields and Get Lead Field by Name (behaviour.md 3.3)."""

from collections.abc import Iterator

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, FIELDS, module_server, new_field, token_with

MEMBERS = [
    *("displayName", "name", "description", "dataType", "length", "isHidden"),
    *("isHtmlEncodingInEmail", "isSensitive", "isCustom", "isApiCreated"),
]
TEXTS = {"string", "email", "phone", "url"}


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        running.post(FIELDS, {"input": [new_field("custom", "score", description="Why")]})
        yield running


def by_name(name: str) -> str:
    return f"{FIELDS.removesuffix('.json')}/{name}.json"


@pytest.mark.fact("D", "3.3")
def test_one_field(server: Rehearsal) -> None:
    answer = server.get(by_name("email"))
    request_id = answer.body["requestId"].encode()
    expected = (
        b'{"requestId":"%s","result":[{"displayName":"Email Address","name":"email",'
        b'"description":null,"dataType":"email","length":255,"isHidden":false,'
        b'"isHtmlEncodingInEmail":true,"isSensitive":true,"isCustom":false,"isApiCreated":false}],'
        b'"success":true}'
    )
    assert answer.content == expected % request_id
    (custom,) = server.get(by_name("custom")).result
    assert custom == {
        "displayName": "The custom",
        "name": "custom",
        "description": "Why",
        "dataType": "integer",
        "isHidden": False,
        "isHtmlEncodingInEmail": True,
        "isSensitive": False,
        "isCustom": True,
        "isApiCreated": True,
    }


@pytest.mark.fact("U", "3.3")
def test_an_unknown_field(server: Rehearsal) -> None:
    for name in ("nope", "e mail", "custom%00"):
        shown = name.replace("%00", "\0")
        assert server.get(by_name(name)).error == ("1006", f"Field '{shown}' not found")
    for name in ("custom", "CUSTOM"):
        (found,) = server.get(by_name(name)).result
        assert found["name"] == "custom"


@pytest.mark.fact("D", "3.3")
def test_all_fields_page_by_page(server: Rehearsal) -> None:
    body = server.get(FIELDS).body
    assert list(body) == ["requestId", "result", "success", "moreResult"]
    assert body["moreResult"] is False
    items = body["result"]
    names = [item["name"] for item in items]
    described = server.get("/rest/v1/leads/describe.json").result
    assert {each["rest"]["name"] for each in described} <= set(names)
    for item in items:
        expected = [name for name in MEMBERS if name != "length" or item["dataType"] in TEXTS]
        assert list(item) == expected

    found, token = [], None
    while True:
        query = {"batchSize": 40} | ({"nextPageToken": token} if token else {})
        page = server.get(FIELDS, query).body
        found += page["result"]
        assert page["moreResult"] == ("nextPageToken" in page)
        if not page["moreResult"]:
            break
        assert len(page["result"]) == 40
        token = page["nextPageToken"]
    assert found == items


@pytest.mark.fact("U", "1.10")
def test_paging_parameters(server: Rehearsal) -> None:
    assert server.get(FIELDS, {"batchSize": 0}).error == ("1003", "Invalid batchSize")
    wrong = ("1001", "Invalid value 'x'. Required of type 'Integer'")
    assert server.get(FIELDS, {"batchSize": "x"}).error == wrong
    assert server.get(FIELDS, {"nextPageToken": "A"}).error == ("1003", "Invalid paging token")
    assert len(server.get(FIELDS, {"batchSize": 1}).result) == 1


@pytest.mark.fact("D", "2.3")
def test_permissions(server: Rehearsal) -> None:
    denied = ("603", "Access denied")
    for permission in ("Read-Write Schema Standard Field", "Read-Write Schema Custom Field"):
        token = token_with(server, permission)
        assert server.get(FIELDS, token=token).result
        assert server.get(by_name("email"), token=token).result
    other = token_with(server, "Read-Write Lead")
    assert server.get(FIELDS, token=other).error == denied
    assert server.get(by_name("email"), token=other).error == denied
