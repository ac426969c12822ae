"""Associate Lead, and which lead a visitor's token belongs to (behaviour.md 3.8, 8.3)."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import (
    ENGINES,
    create,
    fresh,
    ids_of,
    module_server,
    read,
    sync,
)

numbers = count(1_000)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def cookie() -> str:
    """Return a token that no other test uses."""
    return f"_mch-example.com-{next(numbers)}-97bf"


def associate(server: Rehearsal, lead_id: object, sent: str, **options: Any) -> Any:  # noqa: ANN401
    path = f"/rest/v1/leads/{lead_id}/associate.json"
    return server.post(path, query={"cookie": sent}, **options).body


def cookies_of(server: Rehearsal, lead_id: int) -> list[str]:
    return (read(server, lead_id, "cookies")["cookies"] or "").split(",")


@pytest.mark.fact("D", "3.8")
def test_a_lead_owns_several_tokens(server: Rehearsal) -> None:
    lead_id, first, second = create(server), cookie(), cookie()
    for token in (first, second, first):
        body = associate(server, lead_id, f"id:000-LKP-000&token:{token}")
        assert set(body) == {"requestId", "success"}
        assert body["success"] is True
    assert cookies_of(server, lead_id) == [first, second]
    assert ids_of(server, "cookies", first) == ids_of(server, "cookies", second) == [lead_id]


@pytest.mark.fact("D", "8.3")
def test_a_token_has_one_lead(server: Rehearsal) -> None:
    one, two, token, kept = create(server), create(server), cookie(), cookie()
    associate(server, one, kept)
    for lead_id in (one, two):
        associate(server, lead_id, token)
    assert (cookies_of(server, one), cookies_of(server, two)) == ([kept], [token])
    assert ids_of(server, "cookies", token, kept) == [one, two]
    (item,) = sync(server, {"id": one, "cookies": token}, action="updateOnly", lookupField="id")
    assert item == {"id": one, "status": "updated"}
    assert cookies_of(server, one) == [kept, token]
    assert ids_of(server, "cookies", token) == [one]


@pytest.mark.fact("D", "3.5")
def test_sync_adds_tokens_and_no_value_takes_none(server: Rehearsal) -> None:
    email, first, second = fresh(), cookie(), cookie()
    for sent in (first, second, None, "", second.upper().replace("_MCH", "_mch")):
        (item,) = sync(server, {"email": email, "cookies": sent})
    assert cookies_of(server, item["id"]) == [first, second]


def test_records_of_one_call_take_a_token_from_each_other(server: Rehearsal) -> None:
    token, other = cookie(), cookie()
    records = [{"email": fresh(), "cookies": each} for each in (token, other, token)]
    one, two, three = (item["id"] for item in sync(server, *records))
    assert [cookies_of(server, each) for each in (one, two, three)] == [[""], [other], [token]]
    assert ids_of(server, "cookies", token, other) == [two, three]
    by_cookie = sync(server, {"cookies": token, "firstName": "A"}, lookupField="cookies")
    assert by_cookie == [{"id": three, "status": "updated"}]


def test_a_deleted_lead_lets_its_tokens_go(server: Rehearsal) -> None:
    gone, heir, token = create(server), create(server), cookie()
    associate(server, gone, token)
    associate(server, gone, cookie())
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": gone}]})
    assert ids_of(server, "cookies", token) == []
    associate(server, heir, token)
    assert ids_of(server, "cookies", token) == [heir]


def test_a_lead_keeps_the_newest_hundred_tokens(server: Rehearsal) -> None:
    lead_id, tokens = create(server), [cookie() for _ in range(101)]
    records = [{"id": lead_id, "cookies": each} for each in tokens]
    sync(server, *records, action="updateOnly", lookupField="id")
    assert cookies_of(server, lead_id) == tokens[1:]
    assert ids_of(server, "cookies", tokens[0]) == []
    assert ids_of(server, "cookies", tokens[1]) == [lead_id]


@pytest.mark.fact("R", "3.8")
def test_what_is_refused(server: Rehearsal) -> None:
    lead_id, token = create(server), cookie()
    good = f"id:000-LKP-000&token:{token}"
    wrong = f"id:999-XXX-999&token:{token}"
    long = f"_mch-{'x' * 300}-5c1a"

    def error(lead: object, sent: str) -> tuple[str, str]:
        (only,) = associate(server, lead, sent)["errors"]
        return only["code"], only["message"]

    assert error(99_999_999, good) == ("1004", "Lead '99999999' not found")
    assert error("x", good)[0] == "1001"
    assert error(lead_id, "") == ("1002", "Missing value for the required parameter 'cookie'")
    for sent in (wrong, "nonsense", "_mch-", "id:000-LKP-000", long):
        assert error(lead_id, sent) == ("1012", f"Invalid cookie value '{sent}'")
    (item,) = sync(server, {"email": fresh(), "cookies": long})
    assert item["status"] == "created"
    assert ids_of(server, "cookies", token) == []
    assert associate(server, lead_id, good, json={})["success"] is True
    assert ids_of(server, "cookies", token) == [lead_id]
    elsewhere = server.save_role("reader of leads", "Read-Only Lead")
    reader = server.token_for(server.add_client("reader", elsewhere))
    assert associate(server, lead_id, good, token=reader)["errors"][0]["code"] == "603"
