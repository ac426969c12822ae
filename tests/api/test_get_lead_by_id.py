"""Get Lead by Id: GET /rest/v1/lead/{id}.json (behaviour.md 3.4)."""

from collections.abc import Iterator

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import (
    ENGINES,
    create,
    east_token,
    fresh,
    module_server,
    sync,
    token_with,
)

DEFAULT = ["id", "firstName", "lastName", "email", "updatedAt", "createdAt"]


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def path(lead_id: object) -> str:
    return f"/rest/v1/lead/{lead_id}.json"


@pytest.mark.fact("R", "3.4")
def test_the_default_members_in_order(server: Rehearsal) -> None:
    email = fresh()
    lead_id = create(server, email=email, firstName="A")
    answer = server.get(path(lead_id))
    assert list(answer.body) == ["requestId", "result", "success"]
    (lead,) = answer.result
    assert list(lead) == DEFAULT
    moment = f"{server.clock.now().isoformat()[:19]}Z"
    assert list(lead.values()) == [lead_id, "A", None, email, moment, moment]
    assert server.get(path(lead_id), {"fields": ""}).result == [lead]
    assert server.get(path(lead_id), {"fields": " , ,"}).result == [lead]


@pytest.mark.fact("R", "3.4")
@pytest.mark.parametrize(
    ("fields", "members"),
    [
        ("lastName,email", ["id", "lastName", "email"]),
        ("email,id,lastName", ["id", "email", "lastName"]),
        ("id", ["id"]),
        (" title , title,id,id,title", ["id", "title"]),
        ("leadPerson,personPrimaryLeadInterest", ["id", "leadPerson", "personPrimaryLeadInterest"]),
    ],
)
def test_the_fields_asked_for_in_order(server: Rehearsal, fields: str, members: list[str]) -> None:
    lead_id = create(server)
    (lead,) = server.get(path(lead_id), {"fields": fields}).result
    assert list(lead) == members
    (again,) = server.get(path(lead_id), {"fields": fields.split(",")}).result
    assert list(again) == members


@pytest.mark.fact("R", "3.4")
def test_fields_without_a_value_are_null(server: Rehearsal) -> None:
    (lead,) = server.get(path(create(server)), {"fields": "title,leadScore,dateOfBirth"}).result
    assert list(lead.values())[1:] == [None] * 3


@pytest.mark.fact("R", "3.4")
def test_an_unknown_field(server: Rehearsal) -> None:
    lead_id = create(server)
    for name in ("nope", "e mail", "cookie"):
        answer = server.get(path(lead_id), {"fields": f"email,{name}"})
        assert answer.error == ("1006", f"Field '{name}' not found")
    assert server.get(path(2**60), {"fields": "nope"}).error == ("1006", "Field 'nope' not found")


@pytest.mark.fact("R", "11.19")
def test_an_unknown_or_deleted_lead_is_no_error(server: Rehearsal) -> None:
    lead_id = create(server)
    assert len(server.get(path(lead_id)).result) == 1
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": lead_id}]})
    for missing in (lead_id, 1023, 0, -1, 2**63 - 1):
        body = server.get(path(missing)).body
        assert (body["success"], body["result"]) == (True, [])


@pytest.mark.fact("R", "1.10")
def test_an_id_that_is_no_number(server: Rehearsal) -> None:
    for sent in ("abc", "1.5", "null", "1e3", 2**63, "%31x"):
        shown = "1x" if sent == "%31x" else sent
        text = f'For input string: "{shown}" failed to convert to a number'
        assert server.get(path(sent)).error == ("1001", text)


@pytest.mark.fact("D", "2.4")
def test_a_lead_outside_scope_is_not_found(server: Rehearsal) -> None:
    token = east_token(server)
    ours, (theirs,) = create(server), sync(server, {"email": fresh()}, token=token)
    assert server.get(path(ours), token=token).result == []
    assert len(server.get(path(theirs["id"]), token=token).result) == 1
    assert len(server.get(path(ours)).result) == len(server.get(path(theirs["id"])).result) == 1


@pytest.mark.fact("D", "2.3")
def test_permissions(server: Rehearsal) -> None:
    lead_id = create(server)
    for permission in ("Read-Only Lead", "Read-Write Lead"):
        assert server.get(path(lead_id), token=token_with(server, permission)).result
    denied = server.get(path(lead_id), token=token_with(server, "Read-Write Company"))
    assert denied.error == ("603", "Access denied")
