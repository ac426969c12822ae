"""Update Lead Field (behaviour.md 3.3), and how many custom fields there may be."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from leadkeep.domain.fields import NewField, create_fields
from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, FIELDS, module_server, new_field, token_with

numbers = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


@pytest.fixture
def name(server: Rehearsal) -> str:
    made = f"made{next(numbers)}"
    assert server.post(FIELDS, {"input": [new_field(made)]}).result[0]["status"] == "created"
    return made


def path(name: str) -> str:
    return f"{FIELDS.removesuffix('.json')}/{name}.json"


def change(server: Rehearsal, name: str, **members: Any) -> Any:  # noqa: ANN401
    return server.post(path(name), {"input": [members]}).result


def present(server: Rehearsal, name: str) -> dict[str, Any]:
    (item,) = server.get(path(name)).result
    found: dict[str, Any] = item
    return found


def refused(name: str, code: str, message: str) -> list[dict[str, Any]]:
    return [{"name": name, "status": "skipped", "reasons": [{"code": code, "message": message}]}]


def invalid(name: str, member: str, shown: str) -> list[dict[str, Any]]:
    return refused(name, "1003", f"Invalid value for field '{member}' and value '{shown}'")


@pytest.mark.fact("D", "3.3")
def test_a_custom_field(server: Rehearsal, name: str) -> None:
    before = present(server, name)
    changes: dict[str, Any] = {
        "displayName": f"Renamed {name}",
        "description": "Why it is there",
        "isHidden": True,
        "isHtmlEncodingInEmail": False,
        "isSensitive": True,
    }
    assert change(server, name, **changes) == [{"name": name, "status": "updated"}]
    assert present(server, name) == before | changes
    described = server.get("/rest/v1/leads/describe.json").result
    assert name not in {item["rest"]["name"] for item in described}
    back = {"isHidden": False, "description": None}
    assert change(server, name, **back)[0]["status"] == "updated"
    assert present(server, name) == before | changes | back
    assert change(server, name) == [{"name": name, "status": "updated"}]
    assert present(server, name) == before | changes | back


@pytest.mark.fact("D", "3.3")
def test_a_standard_field(server: Rehearsal) -> None:
    before = present(server, "firstName")
    changes = {"description": "Given", "isHtmlEncodingInEmail": False, "isSensitive": True}
    assert change(server, "firstName", **changes) == [{"name": "firstName", "status": "updated"}]
    assert present(server, "firstName") == before | changes
    for member, value in (("displayName", "Given name"), ("isHidden", True)):
        result = change(server, "firstName", description="No", **{member: value})
        shown = value if isinstance(value, str) else "true"
        assert result == invalid("firstName", member, shown)
    assert present(server, "firstName") == before | changes


@pytest.mark.fact("D", "3.3")
def test_name_type_and_length_never_change(server: Rehearsal, name: str) -> None:
    before = present(server, name)
    sent = {"name": "other", "dataType": "integer", "length": 5, "isCustom": False}
    assert server.post(path(name), {"input": [sent]}).result[0]["status"] == "updated"
    assert present(server, name) == before


@pytest.mark.fact("D", "3.3")
def test_only_fields_made_by_the_api_can_be_hidden(server: Rehearsal) -> None:
    name = f"console{next(numbers)}"
    new = NewField(name, f"Display {name}", "string")
    server.store.write_now(lambda tx: create_fields(tx, [new], is_api_created=False))
    assert present(server, name)["isApiCreated"] is False
    assert change(server, name, isHidden=True) == invalid(name, "isHidden", "true")
    assert change(server, name, displayName=f"New {name}")[0]["status"] == "updated"
    assert present(server, name)["displayName"] == f"New {name}"


@pytest.mark.fact("D", "3.3")
def test_display_names(server: Rehearsal, name: str) -> None:
    own = present(server, name)["displayName"]
    for shown in ("", "<b>", "a\nb", "x" * 256):
        assert change(server, name, displayName=shown) == invalid(name, "displayName", shown)
    for taken in ("Email Address", "email address"):
        assert change(server, name, displayName=taken) == refused(
            name, "1017", "Object already exists"
        )
    assert present(server, name)["displayName"] == own
    assert change(server, name, displayName=own.upper())[0]["status"] == "updated"
    assert present(server, name)["displayName"] == own.upper()


def test_a_description_that_no_engine_stores(server: Rehearsal, name: str) -> None:
    assert change(server, name, description="a\0b") == invalid(name, "description", "a\0b")
    assert change(server, name, description="a b")[0]["status"] == "updated"
    assert present(server, name)["description"] == "a b"


@pytest.mark.fact("U", "3.3")
def test_an_unknown_field(server: Rehearsal, name: str) -> None:
    answer = server.post(path("nope"), {"input": [{"description": "x"}]})
    assert answer.error == ("1006", "Field 'nope' not found")
    for spelling in (name, name.upper()):
        assert change(server, spelling, description="x")[0]["status"] == "updated"


@pytest.mark.fact("D", "3.3")
def test_exactly_one_element(server: Rehearsal, name: str) -> None:
    bodies: list[Any] = [{}, {"input": []}, {"input": None}]
    for body in bodies:
        assert server.post(path(name), body).error == ("1003", "Fields not specified")
    two = server.post(path(name), {"input": [{"description": "x"}, {"description": "y"}]})
    assert two.error == ("1003", "Too many records. Maximum allowed is 1")
    wrong = ("609", "Invalid value specified for attribute 'input'")
    inputs: list[Any] = [{}, "x", [5], [{"isHidden": "x"}], [{"displayName": None}]]
    for sent in inputs:
        assert server.post(path(name), {"input": sent}).error == wrong
    assert present(server, name)["description"] is None


@pytest.mark.fact("D", "2.3")
def test_permissions(server: Rehearsal, name: str) -> None:
    body = {"input": [{"description": "x"}]}
    for permission in ("Read-Only Lead", "Read-Write Lead"):
        denied = server.post(path(name), body, token=token_with(server, permission))
        assert denied.error == ("603", "Access denied")
    for permission in ("Read-Write Schema Standard Field", "Read-Write Schema Custom Field"):
        assert server.post(path(name), body, token=token_with(server, permission)).result


@pytest.mark.fact("D", "3.3")
def test_100_fields_and_not_one_more(server_of_its_own: Rehearsal) -> None:
    server = server_of_its_own
    full = ("1003", "Too many custom fields. Maximum allowed is 100")
    items = [new_field(f"f{number}") for number in range(98)]
    result = server.post(FIELDS, {"input": items}).result
    assert {item["status"] for item in result} == {"created"}
    rest = [new_field("f1"), new_field("g1"), new_field("-"), new_field("g2"), new_field("g3")]
    result = server.post(FIELDS, {"input": rest}).result
    statuses = [item["status"] for item in result]
    assert statuses == ["skipped", "created", "skipped", "created", "skipped"]
    assert result[-1:] == refused("g3", *full)
    assert server.post(FIELDS, {"input": [new_field("g4")]}).result == refused("g4", *full)
    # The bound is on what is made this way; the console has none.
    new = NewField("console", "Console", "string")
    (outcome,) = server.store.write_now(lambda tx: create_fields(tx, [new], is_api_created=False))
    assert outcome.status == "created"
    assert server.post(FIELDS, {"input": [new_field("g5")]}).result == refused("g5", *full)


@pytest.fixture(params=ENGINES)
def server_of_its_own(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)
