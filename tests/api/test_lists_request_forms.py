"""Membership calls in every form that clients send (behaviour.md 1.1, 1.6; request_forms.md)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal, Response
from tests.support.leads import ENGINES, module_server
from tests.support.lists import (
    add,
    all_with,
    leads_path,
    members,
    new_list,
    people,
)

JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


Send = Callable[[Rehearsal, str, str, list[int]], Response]
"""Server, path, method, lead ids."""


def repeated(ids: list[int]) -> str:
    return "&".join(f"id={each}" for each in ids)


def body_of(ids: list[int]) -> dict[str, Any]:
    return {"input": [{"id": each} for each in ids]}


def in_the_query_by_commas(server: Rehearsal, path: str, method: str, ids: list[int]) -> Response:
    return server.request(method, path, {"id": ",".join(map(str, ids))})


def in_the_query_with_blanks(server: Rehearsal, path: str, method: str, ids: list[int]) -> Response:
    return server.request(method, path, f"id={',%20'.join(map(str, ids))},")


def in_the_query_repeated(server: Rehearsal, path: str, method: str, ids: list[int]) -> Response:
    return server.request(method, path, repeated(ids))


def in_the_query_with_a_type(server: Rehearsal, path: str, method: str, ids: list[int]) -> Response:
    return server.request(method, path, repeated(ids), headers=JSON, content=b"")


def overridden_in_the_query(server: Rehearsal, path: str, method: str, ids: list[int]) -> Response:
    return server.request("POST", path, f"_method={method}&{repeated(ids)}")


def overridden_without_length(
    server: Rehearsal, path: str, method: str, ids: list[int]
) -> Response:
    return server.request("POST", path, f"_method={method}&{repeated(ids)}", headers=JSON)


def overridden_with_a_form(server: Rehearsal, path: str, method: str, ids: list[int]) -> Response:
    return server.request("POST", path, {"_method": method}, form=repeated(ids))


def overridden_in_a_form(server: Rehearsal, path: str, method: str, ids: list[int]) -> Response:
    return server.request("POST", path, form=f"_method={method}&listId=7&{repeated(ids)}")


def overridden_with_json(server: Rehearsal, path: str, method: str, ids: list[int]) -> Response:
    return server.request("POST", path, {"_method": method}, json=body_of(ids))


def in_json(server: Rehearsal, path: str, method: str, ids: list[int]) -> Response:
    return server.request(method, path, json=body_of(ids))


def in_json_with_a_charset(server: Rehearsal, path: str, method: str, ids: list[int]) -> Response:
    headers = {"content-type": "Application/JSON; charset=UTF-8"}
    return server.request(method, path, json=body_of(ids), headers=headers)


EVERYWHERE: list[Send] = [
    in_the_query_by_commas,
    in_the_query_with_blanks,
    in_the_query_repeated,
    in_the_query_with_a_type,
    overridden_in_the_query,
    overridden_without_length,
    overridden_with_a_form,
    overridden_in_a_form,
    overridden_with_json,
]
WITH_BODIES: list[Send] = [in_json, in_json_with_a_charset]


@pytest.mark.fact("R", "1.6")
@pytest.mark.fact("D", "1.1")
@pytest.mark.parametrize("send", [*EVERYWHERE, *WITH_BODIES])
def test_add_and_remove(server: Rehearsal, send: Send) -> None:
    list_id, leads = new_list(server), people(server, 3)
    path = leads_path(list_id)
    assert send(server, path, "POST", leads).result == all_with("added", leads)
    assert members(server, list_id) == leads
    assert send(server, path, "DELETE", leads[:2]).result == all_with("removed", leads[:2])
    assert members(server, list_id) == leads[2:]


@pytest.mark.fact("C", "1.6")
@pytest.mark.fact("D", "1.1")
@pytest.mark.parametrize("send", EVERYWHERE)
def test_ask(server: Rehearsal, send: Send) -> None:
    list_id, leads = new_list(server), people(server, 2)
    add(server, list_id, leads[0])
    path = f"/rest/v1/lists/{list_id}/leads/ismember.json"
    assert send(server, path, "GET", leads).result == [
        {"id": leads[0], "status": "memberof"},
        {"id": leads[1], "status": "notmemberof"},
    ]


@pytest.mark.fact("R", "11.6")
def test_a_recorded_call_without_ids(server: Rehearsal) -> None:
    path = leads_path(new_list(server))
    for answer in (
        server.request("POST", path),
        server.request("POST", path, headers=JSON, content=b""),
        server.request("POST", path, form={"_method": "POST"}),
        server.request("DELETE", path, headers=JSON),
        server.get(path.replace(".json", "/ismember.json")),
    ):
        assert answer.error == ("1003", "Lead ids not specified")


@pytest.mark.fact("R", "1.10")
def test_the_body_wins_over_the_query(server: Rehearsal) -> None:
    list_id, (first, second) = new_list(server), people(server, 2)
    answer = server.post(leads_path(list_id), body_of([first]), {"id": second})
    assert answer.result == all_with("added", [first])


@pytest.mark.fact("D", "1.8")
def test_another_content_type(server: Rehearsal) -> None:
    list_id, (lead_id,) = new_list(server), people(server, 1)
    path, body = leads_path(list_id), f'{{"input":[{{"id":{lead_id}}}]}}'.encode()
    for kind, code in (("application/json", None), ("", None), ("text/xml", "612")):
        headers = {"content-type": kind} if kind else {}
        answer = server.request("POST", path, content=body, headers=headers)
        assert answer.body["success"] is (code is None)
        assert code is None or answer.error == (code, "Invalid Content Type")
    broken = server.request("POST", path, content=body[:-1], headers=JSON)
    assert broken.error == ("609", "Invalid JSON")


@pytest.mark.fact("D", "1.8")
def test_wrong_methods_and_paths(server: Rehearsal) -> None:
    list_id = new_list(server)
    for method, path in (
        ("POST", f"/rest/v1/list/{list_id}/leads.json"),
        ("POST", f"/rest/v1/lists/{list_id}/leads/ismember.json"),
        ("DELETE", f"/rest/v1/lists/{list_id}.json"),
        ("POST", "/rest/v1/lists.json"),
    ):
        assert server.request(method, path).error == ("605", "HTTP Method not supported")
    for path in (f"/rest/v1/lists/{list_id}/leads", "/rest/v1/list.json"):
        assert server.get(path).error == ("610", "Requested resource not found")
