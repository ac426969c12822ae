"""Create Lead Fields (behaviour.md 3.3)."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import (
    ENGINES,
    FIELDS,
    add_fields,
    create,
    find,
    fresh,
    ids_of,
    module_server,
    new_field,
    read,
    sync,
    token_with,
)

CREATABLE = {
    "boolean": (True, False),
    "currency": (1.5, 2),
    "date": ("2024-02-29", "2025-01-01"),
    "datetime": ("2024-02-29T12:00:00Z", "2025-01-01T00:00:00Z"),
    "email": ("a@b.c", "d@e.f"),
    "float": (0.5, 7),
    "integer": (5, -5),
    "percent": (50, 51),
    "phone": ("5", "6"),
    "score": (1, 2),
    "string": ("a", "b"),
    "url": ("https://a.example", "https://b.example"),
}
ENGINE_WORDS = [
    *("ctid", "rowid", "oid", "tableoid", "XMIN", "cmax", "Oid_"),
    *("select", "order", "group", "table", "user", "default", "values", "limit", "excluded"),
    *("lead", "value", "null_", "true_", "new_email", "new_id", "p_0", "p_1", "c0", "c1"),
    *("within", "wanted_id", "wanted_ids", "lead_ids", "param_1", "id_1", "email_1", "most"),
]

numbers = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


@pytest.fixture(params=ENGINES)
def server_of_its_own(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def name_of(stem: str = "made") -> str:
    return f"{stem}{next(numbers)}"


def make(server: Rehearsal, *items: Any) -> Any:  # noqa: ANN401
    return server.post(FIELDS, {"input": list(items)}).result


def skipped(name: str, code: str, message: str) -> dict[str, Any]:
    reasons = [{"code": code, "message": message}]
    return {"name": name, "status": "skipped", "reasons": reasons}


@pytest.mark.fact("D", "3.3")
@pytest.mark.parametrize("data_type", CREATABLE)
def test_a_field_is_usable_in_the_next_request(server: Rehearsal, data_type: str) -> None:
    name, email = name_of(), fresh()
    lead_id = create(server, email=email)
    assert make(server, new_field(name, data_type)) == [{"name": name, "status": "created"}]
    empty = False if data_type == "boolean" else None
    assert read(server, lead_id, name) == {name: empty}
    for value in CREATABLE[data_type]:
        assert sync(server, {"email": email, name: value})[0]["status"] == "updated"
        assert read(server, lead_id, name) == {name: value}
        if data_type in {"string", "email", "integer", "score"}:
            assert ids_of(server, name, value) == [lead_id]
            (item,) = sync(server, {name: value}, lookupField=name)
            assert item == {"id": lead_id, "status": "updated"}
    assert read(server, create(server), name) == {name: empty}


@pytest.mark.fact("D", "3.3")
def test_defaults_and_members(server: Rehearsal) -> None:
    plain, full = name_of(), name_of()
    text = "Ä long \n text 😀"
    members = {"description": text, "isHidden": True, "isHtmlEncodingInEmail": False}
    make(server, new_field(plain), new_field(full, isSensitive=True) | members)
    names = ("description", "isHidden", "isHtmlEncodingInEmail", "isSensitive")
    for name, values in (
        (plain, (None, False, True, False)),
        (full, (text, True, False, True)),
    ):
        (item,) = server.get(f"/rest/v1/leads/schema/fields/{name}.json").result
        assert tuple(map(item.get, names)) == values
        assert item["isCustom"] is item["isApiCreated"] is True
    # A hidden field is not described, yet works.
    assert read(server, create(server, **{full: "x"}), full) == {full: "x"}


@pytest.mark.fact("U", "3.3")
def test_a_name_that_is_taken(server: Rehearsal) -> None:
    name = name_of()
    item = new_field(name)
    assert make(server, item) == [{"name": name, "status": "created"}]
    exists = ("1017", "Object already exists")
    other = {"displayName": f"Other {name}"}
    assert make(server, item | other) == [skipped(name, *exists)]
    # Column names know no letter case on every engine, so neither do field names.
    assert make(server, item | other | {"name": name.upper()}) == [skipped(name.upper(), *exists)]
    assert make(server, new_field("EMAIL")) == [skipped("EMAIL", *exists)]
    assert make(server, new_field("mktoName")) == [skipped("mktoName", *exists)]
    # A display name is unique too.
    for shown in (item["displayName"], item["displayName"].upper(), "Email Address"):
        fresh_name = name_of()
        again = new_field(fresh_name, displayName=shown)
        assert make(server, again) == [skipped(fresh_name, *exists)]
    twice = name_of()
    result = make(server, new_field(twice), new_field(twice.upper(), displayName="Apart"))
    assert result == [{"name": twice, "status": "created"}, skipped(twice.upper(), *exists)]


@pytest.mark.fact("U", "3.3")
@pytest.mark.parametrize(
    "name",
    ["1st", "_x", "a-b", "a b", "ä", "a.b", "a'b", 'a"b', "a;b", "naïve", "a\0", "a\n", "x" * 256],
)
def test_a_bad_name(server: Rehearsal, name: str) -> None:
    good = name_of()
    result = make(server, new_field(name, displayName=f"Display {good}"), new_field(good))
    bad = skipped(name, "1003", f"Invalid value for field 'name' and value '{name}'")
    assert result == [bad, {"name": good, "status": "created"}]


@pytest.mark.fact("U", "3.3")
def test_a_bad_type_or_display_name(server: Rehearsal) -> None:
    name = name_of()
    for data_type in ("text", "reference", "String", "varchar", "int", "a\0"):
        text = f"Invalid value for field 'dataType' and value '{data_type}'"
        assert make(server, new_field(name, data_type)) == [skipped(name, "1003", text)]
    for shown in ("<b>", "a\nb", "a\0b", " x", "x;y", "x" * 256):
        text = f"Invalid value for field 'displayName' and value '{shown}'"
        assert make(server, new_field(name, displayName=shown)) == [skipped(name, "1003", text)]
    assert make(server, new_field(name))[0]["status"] == "created"


def test_a_description_that_no_engine_stores(server: Rehearsal) -> None:
    bad, good = name_of(), name_of()
    result = make(server, new_field(bad, description="a\0b"), new_field(good, description="a b"))
    text = "Invalid value for field 'description' and value 'a\0b'"
    assert result == [skipped(bad, "1003", text), {"name": good, "status": "created"}]


@pytest.mark.fact("D", "3.3")
def test_required_members(server: Rehearsal) -> None:
    item = new_field(name_of())
    for member in ("name", "displayName", "dataType"):
        missing = ("1002", f"Missing value for the required parameter '{member}'")
        for value in (None, ""):
            assert server.post(FIELDS, {"input": [item | {member: value}]}).error == missing
        rest = {key: value for key, value in item.items() if key != member}
        assert server.post(FIELDS, {"input": [rest]}).error == missing
    assert make(server, item)[0]["status"] == "created"


@pytest.mark.fact("R", "1.10")
def test_odd_bodies(server: Rehearsal) -> None:
    bodies: list[Any] = [{}, {"input": []}, {"input": None}]
    for body in bodies:
        assert server.post(FIELDS, body).error == ("1003", "Fields not specified")
    wrong = ("609", "Invalid value specified for attribute 'input'")
    item = new_field(name_of())
    inputs: list[Any] = [item, "x", [5], [[]], [item | {"name": 5}], [item | {"isHidden": "yes"}]]
    for sent in inputs:
        assert server.post(FIELDS, {"input": sent}).error == wrong
    too_many = ("1003", "Too many records. Maximum allowed is 300")
    many = [new_field(f"x{number}") for number in range(301)]
    assert server.post(FIELDS, {"input": many}).error == too_many
    assert make(server, item | {"unknown": 1})[0]["status"] == "created"


@pytest.mark.fact("D", "2.3")
def test_permissions(server: Rehearsal) -> None:
    item = new_field(name_of())
    for permission in ("Read-Write Schema Standard Field", "Read-Write Lead"):
        denied = server.post(FIELDS, {"input": [item]}, token=token_with(server, permission))
        assert denied.error == ("603", "Access denied")
    token = token_with(server, "Read-Write Schema Custom Field")
    assert server.post(FIELDS, {"input": [item]}, token=token).result[0]["status"] == "created"


def test_names_that_mean_something_to_an_engine(server_of_its_own: Rehearsal) -> None:
    server = server_of_its_own
    long = [f"x{letter}" + "y" * 250 + end for letter in "ab" for end in ("", "z", "zzz")]
    names = [*ENGINE_WORDS, *long]
    items = [new_field(name, displayName=f"No {index}") for index, name in enumerate(names)]
    assert {item["status"] for item in make(server, *items)} == {"created"}
    email = fresh()
    values = {name: f"value {index}" for index, name in enumerate(names)}
    lead_id = create(server, email=email, **values)
    assert read(server, lead_id, *names) == values
    changed = {name: f"changed {index}" for index, name in enumerate(names)}
    record = {"id": lead_id, "email": email, "firstName": "A", **changed}
    assert sync(server, record, action="updateOnly", lookupField="id")[0]["status"] == "updated"
    assert read(server, lead_id, *names) == changed
    for name in names:
        (lead,) = find(server, name, changed[name].upper(), fields=name)
        assert lead == {"id": lead_id, name: changed[name]}
        assert sync(server, {name: changed[name]}, lookupField=name)[0]["id"] == lead_id


def test_names_like_those_that_columns_get(server: Rehearsal) -> None:
    """A field with an awkward name has a column named by its number: another may be called so."""
    last = server.get("/rest/v1/leads/describe.json").result[-1]["id"]
    probe = name_of()
    make(server, new_field(probe))
    after = max(item["id"] for item in server.get("/rest/v1/leads/describe.json").result)
    assert after > last or last < 795
    awkward = "long" + "g" * 80
    names = [f"field_{after + 2}", awkward, f"Field_{after + 3}", awkward + "er"]
    add_fields(server, dict.fromkeys(names, "string"))
    values = {name: f"value {index}" for index, name in enumerate(names)}
    assert read(server, create(server, **values), *names) == values
