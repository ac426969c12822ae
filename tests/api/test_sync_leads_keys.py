"""Sync Leads: what leads are looked up by (behaviour.md 3.5)."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import (
    ENGINES,
    LEADS,
    add_fields,
    create,
    fresh,
    ids_of,
    module_server,
    read,
    refused,
    sync,
)

CUSTOM_KEYS = {
    "keyString": "string",
    "keyEmail": "email",
    "keyInteger": "integer",
    "keyScore": "score",
}
STANDARD_KEYS = (
    "facebookId",
    "linkedInId",
    "sfdcAccountId",
    "sfdcContactId",
    "sfdcLeadId",
    "sfdcLeadOwnerId",
    "sfdcOpptyId",
    "twitterId",
)
OTHER_CUSTOM_TYPES = (
    *("boolean", "currency", "date", "datetime", "float", "percent", "phone", "url"),
)

numbers = count(1_000)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        add_fields(running, CUSTOM_KEYS)
        add_fields(running, {f"other_{each}": each for each in OTHER_CUSTOM_TYPES})
        yield running


def cookie() -> str:
    return f"_mch-example.com-{next(numbers)}-5c1a"


def key_pair(name: str) -> tuple[Any, Any]:
    """Return a key value that no lead has, and another way to write it."""
    number = next(numbers)
    if name in {"cookies", "cookie"}:
        token = cookie()
        return token, f"id:000-LKP-000&token:{token}"
    if name in {"keyInteger", "keyScore"}:
        return number, f"+0{number}"
    if name in {"email", "keyEmail"}:
        return f"Some.Body-{number}@Example.com", f"sOME.bODY-{number}@eXAMPLE.COM"
    return f"Key Ä {number}", f"  kEY ä {number}\t"


@pytest.mark.fact("C", "3.5")
@pytest.mark.parametrize("name", ["email", "cookies", "cookie", *STANDARD_KEYS, *CUSTOM_KEYS])
def test_every_lookup_field(server: Rehearsal, name: str) -> None:
    key, same_key = key_pair(name)
    other, _ = key_pair(name)
    wrapper = {"lookupField": name}
    assert sync(server, {name: key}, **wrapper, action="updateOnly") == [
        refused("1004", "Lead not found")
    ]
    created, apart = sync(server, {name: key, "firstName": "A"}, {name: other}, **wrapper)
    assert created["status"] == apart["status"] == "created"
    again, updated = (
        sync(server, {name: same_key, "firstName": "B"}, **wrapper, action=action)
        for action in ("createOnly", "updateOnly")
    )
    assert again == [refused("1005", "Lead already exists")]
    assert updated == [{"id": created["id"], "status": "updated"}]
    assert read(server, created["id"], "firstName") == {"firstName": "B"}
    assert read(server, apart["id"], "firstName") == {"firstName": None}
    assert ids_of(server, name, key) == [created["id"]]

    if name in {"cookie", "cookies"}:
        return  # a token is never two leads'
    twin = create(server, **{name: key})
    assert sync(server, {name: key}, **wrapper) == [
        refused("1007", "Multiple lead match lookup criteria")
    ]
    assert ids_of(server, name, key) == [created["id"], twin]


@pytest.mark.fact("R", "11.18")
def test_lookup_fields_that_are_none(server: Rehearsal) -> None:
    for name in ("userId", "e-mail", "a\0b", "email "):
        answer = server.post(LEADS, {"lookupField": name, "input": [{"email": fresh()}]})
        assert answer.error == ("1006", f"Lookup field '{name}' not found")
    for name in ("Email", "EMAIL"):
        answer = server.post(LEADS, {"lookupField": name, "input": [{"email": fresh()}]})
        assert answer.result[0]["status"] == "created"


@pytest.mark.fact("C", "3.5")
def test_fields_that_leads_cannot_be_looked_up_by(server: Rehearsal) -> None:
    names = ["createdAt", "firstName", "leadPartitionId", "phone", "leadScore", "leadPerson"]
    for name in (*names, *(f"other_{each}" for each in OTHER_CUSTOM_TYPES)):
        answer = server.post(LEADS, {"lookupField": name, "input": [{"email": fresh()}]})
        assert answer.error == ("1011", f"Lookup field '{name}' not supported")


@pytest.mark.fact("U", "3.5")
@pytest.mark.parametrize("action", ["createOnly", "updateOnly", "createOrUpdate"])
@pytest.mark.parametrize("name", ["email", "facebookId", "keyInteger", "cookies", "id"])
def test_a_record_without_its_key(server: Rehearsal, action: str, name: str) -> None:
    missing = refused("1003", f"Value for lookup field '{name}' not found")
    records: list[dict[str, Any]] = [{"firstName": "A"}, {name: None}, {name: ""}]
    expected = [missing] * 3
    if name == "facebookId":
        records.append({name: "   "})
        expected.append(missing)
    if name == "id" and action == "createOnly":
        expected[1:] = [refused("1003", "Field 'id' is not allowed")] * 2
    assert sync(server, *records, lookupField=name, action=action) == expected


@pytest.mark.fact("C", "3.5")
def test_create_duplicate_does_not_use_the_lookup_field(server: Rehearsal) -> None:
    for name in ("userId", "createdAt", "id"):
        (item,) = sync(server, {"email": fresh()}, action="createDuplicate", lookupField=name)
        assert item["status"] == "created"


@pytest.mark.fact("U", "3.5")
def test_create_duplicate_needs_no_key(server: Rehearsal) -> None:
    lead_id = create(server, email=None, firstName="A")
    assert read(server, lead_id, "email", "firstName") == {"email": None, "firstName": "A"}


@pytest.mark.fact("U", "3.5")
def test_long_keys_are_told_apart_to_their_last_letter(server: Rehearsal) -> None:
    long = f"{next(numbers)}-" + "Ä" * 1_900
    first, second = sync(
        server, {"twitterId": long + "x"}, {"twitterId": long + "y"}, lookupField="twitterId"
    )
    assert first["status"] == second["status"] == "created"
    found = sync(server, {"twitterId": long.lower() + "X"}, lookupField="twitterId")
    assert found == [{"id": first["id"], "status": "updated"}]


def test_keys_of_one_value_in_different_fields_are_different_keys(server: Rehearsal) -> None:
    value = f"same {next(numbers)}"
    result = [
        sync(server, {name: value}, lookupField=name)[0]["status"]
        for name in ("facebookId", "twitterId", "keyString")
    ]
    assert result == ["created"] * 3


def test_a_key_that_left_its_lead_is_free_again(server: Rehearsal) -> None:
    key, _ = key_pair("facebookId")
    lead_id = create(server, facebookId=key)
    wrapper = {"action": "updateOnly", "lookupField": "id"}
    for value in ("another", None):
        sync(server, {"id": lead_id, "facebookId": value}, **wrapper)
        assert ids_of(server, "facebookId", key) == []
    (item,) = sync(server, {"facebookId": key}, lookupField="facebookId")
    assert item["status"] == "created"
    # Another spelling of the same key moves nothing.
    sync(server, {"id": item["id"], "facebookId": key.upper()}, **wrapper)
    assert ids_of(server, "facebookId", key) == [item["id"]]
    assert read(server, item["id"], "facebookId") == {"facebookId": key.upper()}


def test_keys_that_change_in_one_record(server: Rehearsal) -> None:
    names = ("facebookId", "linkedInId", "twitterId")
    old, new = ({name: key_pair(name)[0] for name in names} for _ in range(2))
    lead_id = create(server, **old)
    sync(server, {"id": lead_id, **new}, action="updateOnly", lookupField="id")
    for name in names:
        assert ids_of(server, name, old[name]) == []
        assert ids_of(server, name, new[name]) == [lead_id]


@pytest.mark.fact("U", "3.5")
def test_a_key_is_stored_as_sent(server: Rehearsal) -> None:
    email = fresh("Mixed.Case")
    (item,) = sync(server, {"email": email})
    assert read(server, item["id"], "email") == {"email": email}
    assert sync(server, {"email": email.upper()}) == [{"id": item["id"], "status": "updated"}]
    assert read(server, item["id"], "email") == {"email": email.upper()}
    assert ids_of(server, "email", email) == [item["id"]]


@pytest.mark.fact("D", "3.5")
def test_forms_of_a_cookie(server: Rehearsal) -> None:
    for form in (
        "{}",
        "id:000-LKP-000&token:{}",
        "id:000-lkp-000&token:{}",
        "token:{}&id:000-LKP-000",
        "id%3A000-LKP-000%26token%3A{}",
        " {} ",
    ):
        token = cookie()
        (item,) = sync(server, {"email": fresh(), "cookies": form.format(token)})
        assert item["status"] == "created"
        assert read(server, item["id"], "cookies") == {"cookies": token}
        assert ids_of(server, "cookies", token) == [item["id"]]


@pytest.mark.fact("D", "1.9")
@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("nonsense", "nonsense"),
        ("id:999-XXX-999&token:_mch-example.com-1-5c1a", None),
        ("id:000-LKP-000", None),
        ("token:", None),
        ("_mch-", None),
        (5, "5"),
        (True, "true"),
        (["_mch-example.com-1-5c1a"], '["_mch-example.com-1-5c1a"]'),
    ],
)
def test_a_malformed_cookie(server: Rehearsal, sent: object, shown: str | None) -> None:
    text = f"Invalid cookie value '{sent if shown is None else shown}'"
    good = cookie()
    result = sync(server, {"email": fresh(), "cookies": sent}, {"email": fresh(), "cookies": good})
    if isinstance(sent, str):  # a browser's cookie of something else: the lead counts
        assert result[0]["status"] == "created"
        assert read(server, result[0]["id"], "cookies") == {"cookies": None}
    else:
        assert result[0] == refused("1012", text)
    assert result[1]["status"] == "created"
    for name in ("cookie", "cookies"):
        assert sync(server, {name: sent}, lookupField=name) == [refused("1012", text)]


def test_the_singular_cookie_is_a_member_only_as_lookup_field(server: Rehearsal) -> None:
    (item,) = sync(server, {"email": fresh(), "cookie": cookie()})
    assert item == refused("1006", "Field 'cookie' not found")
