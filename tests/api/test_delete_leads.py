"""Delete Leads, in three forms (behaviour.md 3.12)."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from leadkeep.testing import Rehearsal, Response
from tests.support.leads import (
    ENGINES,
    LEADS,
    USER,
    create,
    east_token,
    fresh,
    ids_of,
    logged,
    module_server,
    sync,
    token_with,
)

DELETE = "/rest/v1/leads/delete.json"
MISSING = [{"code": "1004", "message": "Lead not found"}]

Send = Callable[..., Response]


def by_path(server: Rehearsal, json: Any = None, query: Any = None, **options: Any) -> Response:  # noqa: ANN401
    return server.post(DELETE, json, query, **options)


def by_method(server: Rehearsal, json: Any = None, query: Any = None, **options: Any) -> Response:  # noqa: ANN401
    return server.delete(LEADS, json, query, **options)


def by_override(
    server: Rehearsal,
    json: Any = None,  # noqa: ANN401
    query: Any = None,  # noqa: ANN401
    **options: Any,  # noqa: ANN401
) -> Response:
    pairs = [("_method", "DELETE"), *((query or {}).items() if not isinstance(query, str) else [])]
    text = "&".join(f"{name}={value}" for name, value in pairs)
    if isinstance(query, str):
        text += f"&{query}"
    return server.post(LEADS, json, text, **options)


FORMS: Sequence[Send] = (by_path, by_method, by_override)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


@pytest.fixture(params=FORMS, ids=["path", "method", "override"])
def send(request: pytest.FixtureRequest) -> Send:
    form: Send = request.param
    return form


def inputs(*lead_ids: object) -> dict[str, Any]:
    return {"input": [{"id": each} for each in lead_ids]}


def deleted(lead_id: int) -> dict[str, Any]:
    return {"id": lead_id, "status": "deleted"}


def unknown(lead_id: int) -> dict[str, Any]:
    return {"id": lead_id, "status": "skipped", "reasons": MISSING}


@pytest.mark.fact("R", "11.11")
def test_leads_are_gone(server: Rehearsal, send: Send) -> None:
    email = fresh()
    first, second, kept = (create(server, email=email, facebookId=email) for _ in range(3))
    answer = send(server, inputs(second, 2**61, first))
    assert answer.result == [deleted(second), unknown(2**61), deleted(first)]
    assert [list(item) for item in answer.result] == [
        ["id", "status"],
        ["id", "status", "reasons"],
        ["id", "status"],
    ]
    for lead_id, count in ((first, 0), (second, 0), (kept, 1)):
        assert len(server.get(f"/rest/v1/lead/{lead_id}.json").result) == count
    assert ids_of(server, "email", email) == ids_of(server, "facebookId", email) == [kept]
    assert ids_of(server, "id", first, second, kept) == [kept]
    # What is deleted can be neither updated nor deleted again, and its key is free.
    assert send(server, inputs(first)).result == [unknown(first)]
    gone = {"id": first, "firstName": "A"}
    assert sync(server, gone, action="updateOnly", lookupField="id")[0]["status"] == "skipped"
    assert send(server, inputs(kept)).result == [deleted(kept)]
    (again,) = sync(server, {"email": email}, action="createOnly")
    assert again["status"] == "created"
    assert again["id"] > kept


@pytest.mark.fact("D", "3.12")
def test_ids_in_the_query(server: Rehearsal, send: Send) -> None:
    lead_ids = [create(server) for _ in range(6)]
    for query in (
        {"id": f"{lead_ids[0]}, {lead_ids[1]},"},
        f"id={lead_ids[2]}&id={lead_ids[3]}",
        f"id={lead_ids[4]},{lead_ids[5]}&id=7777777",
    ):
        result = send(server, None, query).result
        found = [item["id"] for item in result if item["status"] == "deleted"]
        assert len(found) == 2
        assert len(server.get(LEADS, _by_id(found)).result) == 0
    assert ids_of(server, "id", *lead_ids) == []
    last = create(server)
    # A body wins over the query.
    assert send(server, inputs(last), {"id": "1"}).result == [deleted(last)]


def _by_id(lead_ids: list[int]) -> dict[str, str]:
    return {"filterType": "id", "filterValues": ",".join(map(str, lead_ids))}


def test_a_lead_named_twice_is_deleted_once(server: Rehearsal, send: Send) -> None:
    lead_id = create(server)
    result = send(server, inputs(lead_id, lead_id, str(lead_id))).result
    assert result == [deleted(lead_id), unknown(lead_id), unknown(lead_id)]
    assert [row.type_id for row in logged(server, lead_id)] == [12, 37]


@pytest.mark.fact("R", "1.10")
def test_odd_bodies(server: Rehearsal, send: Send) -> None:
    lead_id = create(server)
    missing = ("1003", "Lead ids not specified")
    bodies: list[Any] = [None, {}, {"input": []}, {"input": None}, {"action": "delete"}]
    for body in bodies:
        assert send(server, body).error == missing
    assert send(server, {"input": []}, {"id": lead_id}).error == missing
    assert send(server, None, {"id": " , "}).error == missing
    shapes: list[Any] = [{"id": lead_id}, "x", 5, [lead_id], [None], [[]]]
    for shape in shapes:
        wrong = ("609", "Invalid value specified for attribute 'input'")
        assert send(server, {"input": shape}).error == wrong
    values: list[tuple[Any, str]] = [
        *[(None, "null"), ("abc", "abc"), (1.5, "1.5"), (True, "true"), ("", ""), ([1], "[1]")],
        *[(2**63, str(2**63)), ({}, "{}")],
    ]
    for value, shown in values:
        text = f'For input string: "{shown}" failed to convert to a number'
        assert send(server, inputs(lead_id, value)).error == ("1001", text)
    text = 'For input string: "null" failed to convert to a number'
    assert send(server, {"input": [{"id": lead_id}, {}]}).error == ("1001", text)
    text = 'For input string: "x" failed to convert to a number'
    assert send(server, None, {"id": f"{lead_id},x"}).error == ("1001", text)
    # None of these deleted anything.
    assert ids_of(server, "id", lead_id) == [lead_id]


@pytest.mark.fact("D", "3.12")
def test_300_ids_and_not_one_more(server: Rehearsal, send: Send) -> None:
    lead_id = create(server)
    ids = [*range(2**40, 2**40 + 300), lead_id]
    too_many = ("1003", "Too many records. Maximum allowed is 300")
    assert send(server, inputs(*ids)).error == too_many
    assert send(server, None, {"id": ",".join(str(each % 1000) for each in ids)}).error == too_many
    assert ids_of(server, "id", lead_id) == [lead_id]
    result = send(server, inputs(*ids[1:])).result
    assert len(result) == 300
    assert result[-1] == deleted(lead_id)


@pytest.mark.fact("D", "3.12")
def test_the_activity_that_tells(server: Rehearsal, send: Send) -> None:
    lead_id = create(server, firstName="Ada", middleName="B.", lastName="King")
    nameless = create(server)
    send(server, inputs(lead_id, nameless))
    *_, row, other = logged(server, lead_id, nameless)
    assert (row.type_id, row.lead_id, row.primary_id) == (37, lead_id, lead_id)
    assert row.primary_value == "Ada B. King"
    assert row.attributes == other.attributes == []
    assert row.date == server.clock.now()
    assert (other.type_id, other.primary_id, other.primary_value) == (37, nameless, None)
    assert USER in str(logged(server, lead_id)[0].attributes)


@pytest.mark.fact("D", "2.4")
def test_a_lead_outside_scope_is_unknown(server: Rehearsal) -> None:
    token = east_token(server)
    ours, (theirs,) = create(server), sync(server, {"email": fresh()}, token=token)
    result = by_path(server, inputs(ours, theirs["id"]), token=token).result
    assert result == [unknown(ours), deleted(theirs["id"])]
    assert by_path(server, inputs(ours)).result == [deleted(ours)]


@pytest.mark.fact("D", "2.3")
def test_permissions(server: Rehearsal, send: Send) -> None:
    lead_id = create(server)
    denied = send(server, inputs(lead_id), token=token_with(server, "Read-Only Lead"))
    assert denied.error == ("603", "Access denied")
    allowed = send(server, inputs(lead_id), token=token_with(server, "Read-Write Lead"))
    assert allowed.result == [deleted(lead_id)]
