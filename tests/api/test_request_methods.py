"""Methods and their override (behaviour.md 1.6, 1.10; request_forms.md, Methods and bodies)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import module_server
from tests.support.wire import (
    DESCRIBE,
    ENGINES,
    LEADS,
    NO_METHOD,
    NO_TOKEN,
    NOBODY,
    TOKEN,
    USAGE,
)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def add_lead(server: Rehearsal, email: str) -> int:
    answer = server.post(LEADS, {"action": "createDuplicate", "input": [{"email": email}]})
    number: int = answer.result[0]["id"]
    return number


# -- _method=GET -----------------------------------------------------------------------------------


@pytest.mark.fact("D", "1.6")
@pytest.mark.fact("R", "1.6")
@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"form": {**NOBODY, "_method": "GET"}}, id="all in a form"),
        pytest.param({"query": {"_method": "GET"}, "form": NOBODY}, id="method in the query"),
        pytest.param({"query": {**NOBODY, "_method": "GET"}}, id="all in the query"),
        pytest.param(
            {"query": {**NOBODY, "_method": "GET"}, "json": {"input": [{"id": 1}]}}, id="JSON body"
        ),
        pytest.param({"query": {**NOBODY, "_method": "get"}}, id="small letters"),
        pytest.param(
            {"form": {**NOBODY, "_method": "GET", "listId": "1159", "id": "x"}}, id="stray names"
        ),
    ],
)
def test_a_get_may_be_sent_as_a_post(server: Rehearsal, parts: dict[str, Any]) -> None:
    assert server.request("POST", LEADS, **parts).result == []


@pytest.mark.fact("D", "1.6")
def test_a_form_repeats_names_of_a_get(server: Rehearsal) -> None:
    first, second = (add_lead(server, "repeated@example.com") for _ in range(2))
    form = f"filterType=id&filterValues={first}&filterValues={second}&fields=id"
    answer = server.request("POST", LEADS, {"_method": "GET"}, form=form)
    assert answer.result == [{"id": first}, {"id": second}]


@pytest.mark.fact("R", "1.6")
def test_a_path_parameter_repeated_in_the_form_is_ignored(server: Rehearsal) -> None:
    lead_id = add_lead(server, "path@example.com")
    form = {"_method": "GET", "leadId": "987654", "id": "987654", "fields": "id"}
    answer = server.request("POST", f"/rest/v1/lead/{lead_id}.json", form=form)
    assert answer.result == [{"id": lead_id}]


@pytest.mark.fact("R", "1.6")
def test_a_get_with_the_json_type_and_no_body(server: Rehearsal) -> None:
    answer = server.request(
        "POST",
        LEADS,
        {**NOBODY, "_method": "GET"},
        content=b"",
        headers={"content-type": "application/json"},
    )
    assert answer.result == []


@pytest.mark.fact("C", "1.10")
def test_a_get_with_a_form_body_is_a_get(server: Rehearsal) -> None:
    answer = server.request("GET", LEADS, NOBODY, form={"_method": "GET"})
    assert answer.result == []


def test_the_form_of_a_get_is_dropped(server: Rehearsal) -> None:
    lead_id = add_lead(server, "dropped@example.com")
    form = {"filterType": "id", "filterValues": str(lead_id), "_method": "DELETE"}
    assert server.request("GET", LEADS, NOBODY, form=form).result == []
    assert server.request("GET", LEADS, form=form).error == ("1003", "filterType not specified")
    assert server.get(LEADS, form | {"fields": "id"}).result == [{"id": lead_id}]


@pytest.mark.parametrize("body", [b"no json", b"{", b"\xff", b"[1,2]"])
def test_the_body_of_a_get_is_dropped(server: Rehearsal, body: bytes) -> None:
    for content_type in ("application/json", "text/plain", "multipart/form-data", ""):
        headers = {"content-type": content_type} if content_type else {}
        answer = server.request("GET", LEADS, NOBODY, content=body, headers=headers)
        assert answer.result == []


@pytest.mark.parametrize("word", ["GET", "DELETE", "POST", "nonsense", ""])
def test_a_plain_get_takes_no_override(server: Rehearsal, word: str) -> None:
    assert server.get(LEADS, {**NOBODY, "_method": word}).result == []


# -- _method=POST and _method=DELETE ---------------------------------------------------------------


@pytest.mark.fact("R", "1.10")
def test_a_post_may_say_that_it_is_one(server: Rehearsal) -> None:
    body = {"input": [{"email": "post@example.com"}]}
    answer = server.post(LEADS, body, {"_method": "POST"})
    assert answer.result[0]["status"] == "created"
    stray = server.post(LEADS, body | {"_method": "DELETE"})
    assert stray.result[0]["status"] == "updated"


@pytest.mark.fact("C", "1.6")
@pytest.mark.fact("R", "1.6")
@pytest.mark.parametrize("shape", ["DELETE", "override", "delete path", "form", "query"])
def test_every_way_to_delete(server: Rehearsal, shape: str) -> None:
    lead_id = add_lead(server, "gone@example.com")
    body = {"input": [{"id": lead_id}]}
    if shape == "DELETE":
        answer = server.delete(LEADS, body)
    elif shape == "override":
        answer = server.post(LEADS, body, {"_method": "DELETE"})
    elif shape == "delete path":
        answer = server.post("/rest/v1/leads/delete.json", body)
    elif shape == "form":
        answer = server.request("POST", LEADS, form={"_method": "DELETE", "id": lead_id})
    else:
        answer = server.request("POST", LEADS, {"_method": "DELETE", "id": lead_id})
    assert answer.result == [{"id": lead_id, "status": "deleted"}]
    assert server.get(f"/rest/v1/lead/{lead_id}.json").result == []


def test_a_delete_takes_ids_from_the_query(server: Rehearsal) -> None:
    first, second = (add_lead(server, "query@example.com") for _ in range(2))
    answer = server.request(
        "DELETE",
        LEADS,
        f"id={first},%20{second}",
        content=b"",
        headers={"content-type": "application/json"},
    )
    deleted = [{"id": each, "status": "deleted"} for each in (first, second)]
    assert answer.result == deleted


def test_only_a_post_is_overridden(server: Rehearsal) -> None:
    lead_id = add_lead(server, "kept@example.com")
    answer = server.delete(LEADS, {"input": [{"id": lead_id}]}, {"_method": "GET", **NOBODY})
    assert answer.result == [{"id": lead_id, "status": "deleted"}]


# -- 605 -------------------------------------------------------------------------------------------


@pytest.mark.fact("U", "1.10")
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PATCH", "PUT", "TRACE", "PURGE", "get"])
@pytest.mark.parametrize("path", [LEADS, DESCRIBE, USAGE, "/rest/v1/lead/1.json"])
def test_other_methods_are_not_supported(server: Rehearsal, method: str, path: str) -> None:
    assert server.request(method, path, NOBODY).error == NO_METHOD
    assert server.request(method, path, NOBODY, token="").error == NO_TOKEN


@pytest.mark.fact("D", "1.10")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", DESCRIBE),
        ("POST", DESCRIBE),
        ("POST", USAGE),
        ("GET", "/rest/v1/leads/delete.json"),
        ("POST", "/rest/v1/lead/1.json"),
        ("DELETE", "/rest/v1/leads/schema/fields/email.json"),
    ],
)
def test_a_known_path_with_another_method(server: Rehearsal, method: str, path: str) -> None:
    assert server.request(method, path, json={"input": []}).error == NO_METHOD


@pytest.mark.parametrize("word", ["PUT", "PATCH", "HEAD", "nonsense", "", "GET\0", "GET DELETE"])
def test_an_override_to_another_method(server: Rehearsal, word: str) -> None:
    assert server.post(LEADS, {"input": []}, {"_method": word}).error == NO_METHOD


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PATCH", "PUT", "DELETE"])
@pytest.mark.fact("C", "2.1")
def test_the_token_endpoint_refuses_in_its_own_form(server: Rehearsal, method: str) -> None:
    answer = server.request(method, TOKEN, {"grant_type": "client_credentials"}, token="")
    assert answer.status == 400
    assert answer.body == {
        "error": "invalid_request",
        "error_description": "HTTP Method not supported",
    }
