"""Add to List, Remove from List, Member of List (behaviour.md 1.6, 4.1, 11)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal, Response
from tests.support.leads import ENGINES, LEADS, logged, module_server, token_with
from tests.support.lists import (
    NO_LIST,
    NOT_FOUND,
    NOT_IN_LIST,
    add,
    add_workspace,
    all_with,
    leads_path,
    members,
    new_list,
    people,
    reference,
    remove,
    zone,
)

SOURCE = [("Source", "Web service API")]


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def asked(server: Rehearsal, list_id: int, *lead_ids: object, token: str | None = None) -> Any:  # noqa: ANN401
    query = {"id": ",".join(map(str, lead_ids))}
    return server.get(f"/rest/v1/lists/{list_id}/leads/ismember.json", query, token=token).result


@pytest.mark.fact("R", "4.1")
@pytest.mark.fact("R", "11.7")
def test_add_ask_remove(server: Rehearsal) -> None:
    list_id, (first, second) = new_list(server), people(server, 2)
    assert add(server, list_id, first) == [{"id": first, "status": "added"}]
    assert asked(server, list_id, first, second) == [
        {"id": first, "status": "memberof"},
        {"id": second, "status": "notmemberof"},
    ]
    assert remove(server, list_id, first) == [{"id": first, "status": "removed"}]
    assert asked(server, list_id, first) == [{"id": first, "status": "notmemberof"}]
    assert members(server, list_id) == []


@pytest.mark.fact("R", "4.1")
@pytest.mark.fact("R", "11.8")
@pytest.mark.fact("U", "4.1")
def test_each_lead_has_its_own_outcome_in_order(server: Rehearsal) -> None:
    list_id, (first, second, third) = new_list(server), people(server, 3)
    add(server, list_id, second)
    assert add(server, list_id, third, 999_999, second, first, third) == [
        {"id": third, "status": "added"},
        {"id": 999_999, **NOT_FOUND},
        {"id": second, "status": "added"},
        {"id": first, "status": "added"},
        {"id": third, "status": "added"},
    ]
    assert members(server, list_id) == [first, second, third]
    assert remove(server, list_id, third, 999_999, third) == [
        {"id": third, "status": "removed"},
        {"id": 999_999, **NOT_FOUND},
        {"id": third, **NOT_IN_LIST},
    ]
    assert asked(server, list_id, 999_999, third, first, first) == [
        {"id": 999_999, **NOT_FOUND},
        {"id": third, "status": "notmemberof"},
        *all_with("memberof", [first, first]),
    ]


@pytest.mark.fact("R", "4.1")
@pytest.mark.fact("R", "5.3")
def test_activities(server: Rehearsal) -> None:
    list_id, (lead_id,) = new_list(server, "Told of"), people(server, 1)
    add(server, list_id, lead_id)
    add(server, list_id, lead_id)
    remove(server, list_id, lead_id)
    remove(server, list_id, lead_id)
    told = logged(server, lead_id)[1:]
    assert [(each.type_id, each.primary_id, each.primary_value) for each in told] == [
        (24, list_id, "Told of"),
        (25, list_id, "Told of"),
    ]
    assert all(each.attributes == SOURCE for each in told)
    assert all(each.date == server.clock.now() for each in told)


@pytest.mark.fact("D", "4.1")
def test_300_leads(server: Rehearsal) -> None:
    list_id = new_list(server)
    records = [{"email": f"many{number}@example.com"} for number in range(300)]
    leads = [item["id"] for item in server.post(LEADS, {"input": records}).result]
    assert add(server, list_id, *leads) == all_with("added", leads)
    assert asked(server, list_id, *leads) == all_with("memberof", leads)
    assert members(server, list_id, batchSize=299) == leads
    assert remove(server, list_id, *leads) == all_with("removed", leads)
    assert members(server, list_id) == []


Ask = Callable[..., Response]


def adding(server: Rehearsal, list_id: int, body: Any, token: str | None = None) -> Response:  # noqa: ANN401
    return server.post(leads_path(list_id), body, token=token)


def removing(server: Rehearsal, list_id: int, body: Any, token: str | None = None) -> Response:  # noqa: ANN401
    return server.delete(leads_path(list_id), body, token=token)


def asking(server: Rehearsal, list_id: int, body: Any, token: str | None = None) -> Response:  # noqa: ANN401
    path = f"/rest/v1/lists/{list_id}/leads/ismember.json"
    return server.post(path, body, {"_method": "GET"}, token=token)


CALLS = [adding, removing, asking]


@pytest.mark.parametrize("ask", CALLS)
def test_bad_requests(server: Rehearsal, ask: Ask) -> None:
    list_id, (lead_id,) = new_list(server), people(server, 1)
    assert ask(server, list_id, {"input": [{"id": lead_id}]}).body["success"]
    assert ask(server, 999_999, {"input": [{"id": lead_id}]}).error == NO_LIST
    missing = ("1003", "Lead ids not specified")
    empty: list[Any] = [{}, {"input": []}, {"input": None}, {"other": 1}]
    for body in empty:
        assert ask(server, list_id, body).error == missing
    wrong = ("609", "Invalid value specified for attribute 'input'")
    misshapen: list[Any] = [{"input": {"id": lead_id}}, {"input": [lead_id]}, {"input": 5}]
    for body in misshapen:
        assert ask(server, list_id, body).error == wrong
    many = {"input": [{"id": lead_id}] * 301}
    assert ask(server, list_id, many).error == ("1003", "Too many records. Maximum allowed is 300")
    for sent, shown in (("abc", "abc"), (None, "null"), (1.5, "1.5"), ([], "[]")):
        answer = ask(server, list_id, {"input": [{"id": lead_id}, {"id": sent}]})
        assert answer.error == (
            "1001",
            f'For input string: "{shown}" failed to convert to a number',
        )
    assert members(server, list_id) in ([], [lead_id])


@pytest.mark.parametrize("ask", CALLS)
def test_odd_ids(server: Rehearsal, ask: Ask) -> None:
    list_id, (lead_id,) = new_list(server), people(server, 1)
    add(server, list_id, lead_id)
    for sent in (str(lead_id), float(lead_id), f"+{lead_id}"):
        (item,) = ask(server, list_id, {"input": [{"id": sent, "more": []}]}).result
        assert item["id"] == lead_id
        assert item["status"] in {"added", "removed", "memberof", "notmemberof", "skipped"}
    for number in (0, -1, 2**63 - 1, -(2**63)):
        result = ask(server, list_id, {"input": [{"id": number}]}).result
        assert result == [{"id": number, **NOT_FOUND}]


@pytest.mark.fact("D", "2.3")
@pytest.mark.parametrize(
    ("ask", "permissions"),
    [
        (adding, {"Read-Write Lead"}),
        (removing, {"Read-Write Lead"}),
        (asking, {"Read-Only Lead", "Read-Write Lead"}),
    ],
)
def test_permission(server: Rehearsal, ask: Ask, permissions: set[str]) -> None:
    list_id, (lead_id,) = new_list(server), people(server, 1)
    body = {"input": [{"id": lead_id}]}
    for permission in ("Read-Only Lead", "Read-Write Lead", "Read-Write Assets"):
        answer = ask(server, list_id, body, token_with(server, permission))
        assert answer.body["success"] is (permission in permissions)
        if permission not in permissions:
            assert answer.error == ("603", "Access denied")


@pytest.mark.fact("D", "2.4")
def test_what_is_outside_scope_is_not_found(server: Rehearsal) -> None:
    token = add_workspace(server)
    folder = reference(zone(server, "/Lead Database/North/Group Lists", token))
    (ours,), our_list = people(server, 1), new_list(server)
    (made,) = server.post(LEADS, {"input": [{"email": "n@example.com"}]}, token=token).result
    theirs, their_list = made["id"], new_list(server, folder=folder, token=token)
    assert add(server, their_list, ours, theirs, token=token) == [
        {"id": ours, **NOT_FOUND},
        {"id": theirs, "status": "added"},
    ]
    assert asked(server, their_list, ours, theirs, token=token) == [
        {"id": ours, **NOT_FOUND},
        {"id": theirs, "status": "memberof"},
    ]
    for path in (leads_path(our_list), f"/rest/v1/lists/{our_list}/leads/ismember.json"):
        assert server.get(path, {"id": theirs}, token=token).error == NO_LIST
    body = {"input": [{"id": theirs}]}
    assert server.post(leads_path(our_list), body, token=token).error == NO_LIST
    assert server.delete(leads_path(our_list), body, token=token).error == NO_LIST
    assert server.delete(leads_path(their_list), body).error == NO_LIST
    (removed,) = remove(server, their_list, theirs, token=token)
    assert removed["status"] == "removed"


def test_deleting_a_lead_takes_it_off_its_lists(server: Rehearsal) -> None:
    (first, second), lists = people(server, 2), [new_list(server) for _ in range(3)]
    for list_id in lists:
        add(server, list_id, first, second)
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": first}]})
    for list_id in lists:
        assert members(server, list_id) == [second]
        assert asked(server, list_id, first) == [{"id": first, **NOT_FOUND}]
        assert add(server, list_id, first) == [{"id": first, **NOT_FOUND}]
    # What the log tells stays; being deleted is told, being taken off the lists is not.
    assert [each.type_id for each in logged(server, first)] == [12, 24, 24, 24, 37]
