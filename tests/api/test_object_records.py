"""The rules that all objects but the lead share (behaviour.md 1.6, 7.1)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, module_server, token_with
from tests.support.records import (
    OBJECTS,
    SALES_PERSON,
    Target,
    by_keys,
    drop,
    found,
    made,
    put,
    refused,
    shown,
)

LONG = "x" * 256
ODD_KEYS: list[Any] = [None, "", "  ", "nul\0", LONG, [], {}]


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


@pytest.fixture(params=OBJECTS, ids=lambda each: each.name)
def of(request: pytest.FixtureRequest) -> Target:
    chosen: Target = request.param
    return chosen


@pytest.mark.fact("D", "7.1")
def test_create_update_and_read(server: Rehearsal, of: Target) -> None:
    key, (one, two) = of.new_key(server), of.values
    (item,) = put(server, of, {**key, **of.wanted, of.field: one})
    assert list(item) == ["seq", "status", of.id_name]
    assert (item["seq"], item["status"]) == (0, "created")
    record_id = item[of.id_name]
    assert put(server, of, {**key, of.field: two}) == [{**item, "status": "updated"}]
    (record,) = found(server, of, "idField", record_id)
    assert list(record)[: 4 + len(key)] == ["seq", of.id_name, *key, "createdAt", "updatedAt"]
    filled = {of.field, "isEmployee", "personType"} if of is SALES_PERSON else set()
    assert {name for name in filled if record.pop(name) is not None} == filled
    assert record == {
        "seq": 0,
        of.id_name: record_id,
        **key,
        "createdAt": record["createdAt"],
        "updatedAt": record["updatedAt"],
    }
    assert shown(server, of, record_id, of.field) == {of.field: two}
    (record,) = by_keys(server, of, key, fields=[of.field])["result"]
    assert list(record.items()) == [("seq", 0), (of.id_name, record_id), (of.field, two)]


@pytest.mark.fact("D", "7.1")
def test_actions(server: Rehearsal, of: Target) -> None:
    (old, old_id), new = made(server, of), of.new_key(server)
    records = [{**key, **of.wanted, of.field: of.values[0]} for key in (old, new)]
    missing = refused(1, "1013", of.missing)
    assert put(server, of, *records, action="updateOnly") == [
        {"seq": 0, "status": "updated", of.id_name: old_id},
        missing,
    ]
    items = put(server, of, *records, action="createOnly")
    assert items[0] == refused(0, "1017", "Object already exists")
    assert items[1]["status"] == "created"
    answer = server.post(of.url, {"input": records, "action": "createDuplicate"})
    assert answer.error == ("1003", "Invalid action 'createDuplicate' specified")


@pytest.mark.fact("D", "7.1")
def test_records_named_by_id(server: Rehearsal, of: Target) -> None:
    key, record_id = made(server, of)
    by_id = {"action": "updateOnly", "dedupeBy": "idField"}
    unknown = 999_999 if of.id_name == "id" else "00000000-0000-8000-8000-000000000000"
    items = put(
        server,
        of,
        {of.id_name: record_id, of.field: of.values[0]},
        {of.id_name: unknown, of.field: of.values[0]},
        {of.field: of.values[0]},
        {of.id_name: []},
        {of.id_name: record_id},
        **by_id,
    )
    assert items == [
        {"seq": 0, "status": "updated", of.id_name: record_id},
        refused(1, "1013", of.missing),
        refused(2, "1003", f"Value for required field '{of.id_name}' not specified"),
        refused(3, "1003", f"Invalid value for field '{of.id_name}' and value '[]'"),
        refused(4, "1036", "Duplicate object found in input"),
    ]
    assert shown(server, of, record_id, of.field) == {of.field: of.values[0]}
    for action in ("createOrUpdate", "createOnly"):
        body = {"input": [key], "action": action, "dedupeBy": "idField"}
        assert server.post(of.url, body).error == ("1003", "Invalid dedupeBy 'idField' value")
    body = {"input": [key], "dedupeBy": "yoyoto"}
    assert server.post(of.url, body).error == ("1003", "Invalid dedupeBy 'yoyoto' value")


@pytest.mark.fact("D", "7.1")
def test_a_key_twice_in_one_call(server: Rehearsal, of: Target) -> None:
    key = of.new_key(server)
    folded = {
        name: f" {value.upper()} " if isinstance(value, str) else value
        for name, value in key.items()
    }
    items = put(server, of, *({**each, **of.wanted} for each in (key, key, folded)))
    duplicate = "1036", "Duplicate object found in input"
    assert [item["status"] for item in items] == ["created", "skipped", "skipped"]
    assert items[1:] == [refused(1, *duplicate), refused(2, *duplicate)]
    # The key stays as it was written first.
    assert put(server, of, {**folded, of.field: of.values[0]})[0]["status"] == "updated"
    (record,) = found(server, of, "idField", items[0][of.id_name])
    assert {name: record[name] for name in key} == key


@pytest.mark.fact("D", "7.1")
def test_null_and_empty_both_clear(server: Rehearsal, of: Target) -> None:
    for empty in (None, ""):
        key, record_id = made(server, of, **{of.field: of.values[0]})
        put(server, of, {**key, of.field: empty})
        assert shown(server, of, record_id, of.field) == {of.field: of.empty}


@pytest.mark.fact("D", "7.1")
@pytest.mark.fact("U", "7.1")
def test_a_record_that_fails_stops_no_other(server: Rehearsal, of: Target) -> None:
    keys = [of.new_key(server) for _ in range(5)]
    first, *others = keys[0]
    lacking = {name: keys[1][name] for name in others}
    items = put(
        server,
        of,
        {**keys[0], **of.wanted, "nonsense": 1},
        {**lacking, **of.wanted},
        {**keys[2], **of.wanted, of.field: LONG},
        {**keys[3], **of.wanted, of.field: ["x"]},
        {**keys[4], **of.wanted, of.field: 1, "createdAt": "never"},
    )
    bad = f"Invalid value for field '{of.field}' and value '{{}}'"
    too_long = ("1077", "Value for field exceeds max length")
    assert items[:4] == [
        refused(0, "1006", "Field 'nonsense' not found"),
        refused(1, "1003", f"Value for required field '{first}' not specified"),
        refused(2, *(too_long if of.is_text else ("1003", bad.format(LONG)))),
        refused(3, "1003", bad.format('["x"]')),
    ]
    assert items[4]["status"] == "created"  # numbers become texts, read-only fields are ignored
    read = shown(server, of, items[4][of.id_name], of.field)
    assert read == {of.field: "1" if of.is_text else True}
    assert by_keys(server, of, *keys[:4])["result"] == []


def test_odd_keys(server: Rehearsal, of: Target) -> None:
    for name in of.new_key(server):
        records = [{**of.new_key(server), **of.wanted, name: odd} for odd in ODD_KEYS]
        items = put(server, of, *records)
        assert {item["reasons"][0]["code"] for item in items} <= {"1003", "1077"}


@pytest.mark.fact("R", "3.4")
def test_an_update_that_changes_nothing_leaves_the_date(server: Rehearsal, of: Target) -> None:
    key, record_id = made(server, of, **{of.field: of.values[0]})
    before = shown(server, of, record_id, "createdAt", "updatedAt")
    server.clock.advance(seconds=60)
    put(server, of, {**key, of.field: of.values[0]})
    assert shown(server, of, record_id, "createdAt", "updatedAt") == before
    put(server, of, {**key, of.field: of.values[1]})
    after = shown(server, of, record_id, "createdAt", "updatedAt")
    assert after["createdAt"] == before["createdAt"]
    assert after["updatedAt"] > before["updatedAt"]


@pytest.mark.fact("D", "7.1")
def test_delete(server: Rehearsal, of: Target) -> None:
    (one, one_id), (two, two_id), (three, three_id) = (made(server, of) for _ in range(3))
    gone = of.new_key(server)
    items = drop(server, of, one, gone, one, {})
    assert items[0] == of.deleted(0, one_id)
    assert list(items[0]) == list(of.deleted(0, one_id))
    name = next(iter(one))
    assert items[1:] == [
        refused(1, "1013", of.missing),
        refused(2, "1036", "Duplicate object found in input"),
        refused(3, "1003", f"Value for required field '{name}' not specified"),
    ]
    assert drop(server, of, {of.id_name: two_id, "more": 1}, deleteBy="idField") == [
        of.deleted(0, two_id)
    ]
    assert drop(server, of, two, one) == [
        refused(0, "1013", of.missing),
        refused(1, "1013", of.missing),
    ]
    assert [each[of.id_name] for each in by_keys(server, of, one, two, three)["result"]] == [
        three_id
    ]
    body = {"input": [three], "deleteBy": "name"}
    assert server.post(of.delete_url, body).error == ("1003", "Invalid deleteBy 'name' value")
    # What was deleted may come again, as another record.
    (item,) = put(server, of, {**one, **of.wanted})
    assert item["status"] == "created"
    assert item[of.id_name] != one_id


@pytest.mark.fact("R", "13")
@pytest.mark.fact("D", "7.1")
def test_pages(server: Rehearsal, of: Target) -> None:
    keys = [made(server, of)[0] for _ in range(5)]
    whole = by_keys(server, of, *keys)
    assert list(whole) == ["requestId", "result", "success"]
    assert [each["seq"] for each in whole["result"]] == [0, 1, 2, 3, 4]
    for size in (2, "2", 5):
        ids, token = [], None
        while True:
            body = by_keys(server, of, *keys, batchSize=size, nextPageToken=token)
            ids += [each[of.id_name] for each in body["result"]]
            token = body.get("nextPageToken")
            if token is None:
                break
            assert len(body["result"]) == int(size)
        assert ids == [each[of.id_name] for each in whole["result"]]
    bad = by_keys(server, of, *keys, nextPageToken="x")
    assert bad["errors"] == [{"code": "1003", "message": "Invalid paging token"}]


@pytest.mark.fact("D", "7.1")
@pytest.mark.fact("R", "7.1")
def test_refused_queries(server: Rehearsal, of: Target) -> None:
    made(server, of)
    for filter_type in ("brand", "createdAt", "\0"):
        answer = server.get(of.url, {"filterType": filter_type, "filterValues": "x"})
        assert answer.error == ("1003", f"Invalid filterType '{filter_type}'")
    values = {"filterValues": "x"}
    assert server.get(of.url, values).error == ("1003", "filterType not specified")
    by_id = {"filterType": "idField"}
    assert server.get(of.url, by_id).error == ("1003", "filterValues not specified")
    wanted = by_id | {"filterValues": "1", "fields": "nope"}
    if of.id_name == "id":
        answer = server.get(of.url, by_id | values)
        assert answer.error == ("1003", "Invalid filterValue 'x'")
        assert server.get(of.url, wanted).error == ("1006", "Field 'nope' not found")
    many = by_id | {"filterValues": ",".join(map(str, range(301)))}
    answer = server.get(of.url, many)
    assert answer.error == ("1003", "Too many filterValues. Maximum allowed is 300")
    bad = server.request("POST", of.url, {"_method": "GET"}, json={"input": {}})
    assert bad.error == ("609", "Invalid value specified for attribute 'input'")


@pytest.mark.fact("U", "1.10")
def test_refused_bodies(server: Rehearsal, of: Target) -> None:
    of.new_key(server)
    for url in (of.url, of.delete_url):
        empty: list[dict[str, Any]] = [{}, {"input": []}]
        for body in empty:
            assert server.post(url, body).error == ("1003", "Records not specified")
        odd: list[Any] = [{}, [1], "x"]
        for sent in odd:
            answer = server.post(url, {"input": sent})
            assert answer.error == ("609", "Invalid value specified for attribute 'input'")
        many: dict[str, Any] = {"input": [{}] * 301}
        text = "Too many records. Maximum allowed is 300"
        assert server.post(url, many).error == ("1003", text)
        answer = server.request("POST", url, form={"input": "x"})
        assert answer.error is not None


@pytest.mark.fact("D", "7.1")
def test_describe(server: Rehearsal, of: Target) -> None:
    key = list(of.new_key(server))
    (item,) = server.get(of.describe_url).result
    assert item["idField"] == of.id_name
    assert item["dedupeFields"] == key
    assert item["searchableFields"][:2] == [key, [of.id_name]]
    fields = {each["name"]: each for each in item["fields"]}
    assert {of.id_name, "createdAt", "updatedAt", of.field, *key} <= fields.keys()
    assert not fields["createdAt"]["updateable"]
    assert fields[of.field] == {
        "name": of.field,
        "displayName": fields[of.field]["displayName"],
        **({"dataType": "string", "length": 255} if of.is_text else {"dataType": "boolean"}),
        "updateable": True,
        "crmManaged": False,
    }
    for name in (each[0] for each in item["searchableFields"] if len(each) == 1):
        body: dict[str, Any] = {"filterType": name, "input": []}
        assert server.request("POST", of.url, {"_method": "GET"}, json=body).error == (
            "1003",
            "filterValues not specified",
        )


@pytest.mark.fact("D", "2.3")
def test_permission(server: Rehearsal, of: Target) -> None:
    key, _ = made(server, of)
    reader = token_with(server, f"Read-Only {of.permission}")
    writer = token_with(server, f"Read-Write {of.permission}")
    other = token_with(server, "Read-Write Lead")
    query = {"filterType": "idField", "filterValues": "1" if of.id_name == "id" else "x"}
    for token in (reader, writer):
        assert server.get(of.describe_url, token=token).result
    assert server.get(of.describe_url, token=other).error == ("603", "Access denied")
    assert server.get(of.url, query, token=other).error == ("603", "Access denied")
    for url in (of.url, of.delete_url):
        for token in (reader, other):
            answer = server.post(url, {"input": [key]}, token=token)
            assert answer.error == ("603", "Access denied")
        assert server.post(url, {"input": [key]}, token=writer).result
