"""Named accounts, their lists and the membership (behaviour.md 7.2)."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, module_server, token_with
from tests.support.records import NAMED_ACCOUNT, drop, found, made, put, refused, shown

LISTS = "/rest/v1/namedAccountLists.json"
DELETE = "/rest/v1/namedAccountLists/delete.json"
BY_ID = {"action": "updateOnly", "dedupeBy": "idField"}

numbers = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def new_list(server: Rehearsal) -> tuple[str, str]:
    name = f"List {next(numbers)}"
    (item,) = server.post(LISTS, {"input": [{"name": name}]}).result
    assert item["status"] == "created"
    return name, item["marketoGUID"]


def members(server: Rehearsal, guid: str, **query: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    result: list[dict[str, Any]] = server.get(path(guid), query).result
    return result


def path(guid: str, word: str = "") -> str:
    return f"/rest/v1/namedAccountList/{guid}/namedAccounts{word}.json"


def change(server: Rehearsal, guid: str, word: str, *accounts: object) -> Any:  # noqa: ANN401
    body = {"input": [{"marketoGUID": account} for account in accounts]}
    return server.post(path(guid, word), body).result


@pytest.mark.fact("D", "7.2")
def test_filters(server: Rehearsal) -> None:
    _, guid = made(server, NAMED_ACCOUNT, domainName="blue.example.com", score3=77, annualRevenue=5)
    for filter_type, value in (
        ("domainName", "BLUE.example.com"),
        ("score3", 77),
        ("annualRevenue", "5"),
    ):
        (record,) = found(server, NAMED_ACCOUNT, filter_type, value, fields="score3")
        assert record == {"seq": 0, "marketoGUID": guid, "score3": 77}
    (item,) = server.get(NAMED_ACCOUNT.describe_url).result
    assert ["score5"] in item["searchableFields"]


def test_an_account_may_be_renamed_by_its_id(server: Rehearsal) -> None:
    (one, guid), (two, other) = made(server, NAMED_ACCOUNT), made(server, NAMED_ACCOUNT)
    new = {"name": f"{one['name']} renamed"}
    items = put(
        server,
        NAMED_ACCOUNT,
        {"marketoGUID": guid, **new},
        {"marketoGUID": other, "name": new["name"].upper()},
        **BY_ID,
    )
    assert items[0]["status"] == "updated"
    assert items[1] == refused(1, "1017", "Object already exists")
    assert found(server, NAMED_ACCOUNT, "name", one["name"]) == []
    assert found(server, NAMED_ACCOUNT, "name", new["name"])[0]["marketoGUID"] == guid
    for empty in (None, " "):
        assert put(server, NAMED_ACCOUNT, {"marketoGUID": other, "name": empty}, **BY_ID) == [
            refused(0, "1003", "Value for required field 'name' not specified")
        ]
    # To change letter case only is to change the name, and it is found as before.
    put(server, NAMED_ACCOUNT, {"marketoGUID": other, "name": two["name"].upper()}, **BY_ID)
    assert shown(server, NAMED_ACCOUNT, other, "name") == {"name": two["name"].upper()}
    assert len(found(server, NAMED_ACCOUNT, "name", two["name"])) == 1


@pytest.mark.fact("D", "7.2")
def test_lists(server: Rehearsal) -> None:
    name, guid = new_list(server)
    query = {"filterType": "dedupeFields", "filterValues": name}
    (item,) = server.get(LISTS, query).result
    members = ["seq", "marketoGUID", "name", "createdAt", "updatedAt", "type", "updateable"]
    assert list(item) == members
    assert (item["type"], item["updateable"], item["marketoGUID"]) == ("default", True, guid)
    assert server.post(LISTS, {"input": [{"name": name}]}).result == [
        refused(0, "1017", "Object already exists")  # createOnly unless told otherwise
    ]
    answer = server.post(LISTS, {"input": [{"name": name}], "action": "createOrUpdate"})
    assert answer.error == ("1003", "Invalid action 'createOrUpdate' specified")
    body = {"input": [{"marketoGUID": guid, "name": "Other", "type": "external"}], **BY_ID}
    (item,) = server.post(LISTS, body).result
    assert item == {"seq": 0, "status": "updated", "marketoGUID": guid}
    by_id = {"filterType": "idField", "filterValues": guid}
    (item,) = server.get(LISTS, by_id).result
    assert (item["name"], item["type"]) == ("Other", "default")
    answer = server.get(LISTS, {"filterType": "type", "filterValues": "default"})
    assert answer.error == ("1003", "Invalid filterType 'type'")
    (item,) = server.post(DELETE, {"input": [{"name": "OTHER"}]}).result
    assert item == {"seq": 0, "marketoGUID": guid, "id": guid, "status": "deleted"}


@pytest.mark.fact("D", "7.2")
def test_membership(server: Rehearsal) -> None:
    (_, guid), accounts = new_list(server), [made(server, NAMED_ACCOUNT)[1] for _ in range(4)]
    added = change(server, guid, "", *accounts[:3], accounts[0], "x", None)
    assert added == [
        *(
            {"seq": seq, "marketoGUID": each, "status": "added"}
            for seq, each in enumerate([*accounts[:3], accounts[0]])
        ),
        refused(4, "1013", "Record not found"),
        refused(5, "1003", "Value for required field 'marketoGUID' not specified"),
    ]
    assert [each["marketoGUID"] for each in members(server, guid)] == accounts[:3]
    assert list(members(server, guid, fields="city")[0]) == ["seq", "marketoGUID", "city"]
    removed = change(server, guid, "/remove", accounts[1], accounts[3])
    assert removed == [
        {"seq": 0, "marketoGUID": accounts[1], "status": "removed"},
        refused(1, "1013", "Membership not found"),
    ]
    body = server.get(path(guid), {"batchSize": 1}).body
    assert [each["marketoGUID"] for each in body["result"]] == accounts[:1]
    assert list(body) == ["requestId", "result", "success", "nextPageToken"]
    body = server.get(path(guid), {"nextPageToken": body["nextPageToken"]}).body
    assert [each["marketoGUID"] for each in body["result"]] == accounts[2:3]
    assert list(body) == ["requestId", "result", "success"]
    drop(server, NAMED_ACCOUNT, {"marketoGUID": accounts[0]}, deleteBy="idField")
    assert [each["marketoGUID"] for each in members(server, guid)] == accounts[2:3]


def test_lists_that_are_not_there(server: Rehearsal) -> None:
    name, guid = new_list(server)
    server.post(DELETE, {"input": [{"name": name}]})
    missing = ("1013", "Named account list not found")
    for unknown in (guid, "x", "1"):
        assert server.get(path(unknown)).error == missing
        for word in ("", "/remove"):
            body = {"input": [{"marketoGUID": "x"}]}
            assert server.post(path(unknown, word), body).error == missing
    for word in ("", "/remove"):
        answer = server.post(path(guid, word), {"input": []})
        assert answer.error == ("1003", "Records not specified")


@pytest.mark.fact("D", "2.3")
def test_permission(server: Rehearsal) -> None:
    _, guid = new_list(server)
    reader = token_with(server, "Read-Only Named Account List")
    assert (
        server.get(LISTS, {"filterType": "idField", "filterValues": "x"}, token=reader).result == []
    )
    body = {"input": [{"name": "x"}]}
    assert server.post(LISTS, body, token=reader).error == ("603", "Access denied")
    assert server.get(path(guid), token=reader).error == ("603", "Access denied")
    accounts = token_with(server, "Read-Only Named Account")
    assert server.get(path(guid), token=accounts).result == []
    assert server.post(path(guid), {"input": [{}]}, token=accounts).error == (
        "603",
        "Access denied",
    )


@pytest.mark.fact("D", "3.3")
def test_fields(server: Rehearsal) -> None:
    (field,) = server.get("/rest/v1/namedaccounts/schema/fields/score1.json").result
    assert field["dataType"] == "integer"
    names = [
        each["name"] for each in server.get("/rest/v1/namedaccounts/schema/fields.json").result
    ]
    assert {"domainName", "membershipCount", "score5"} <= set(names)
