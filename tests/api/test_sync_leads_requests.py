"""Sync Leads: requests of odd shape, and limits (behaviour.md 1.10, 1.11, 3.5)."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.api.received import LARGEST_BODY_BYTES
from leadkeep.testing import Rehearsal, Response
from tests.support.leads import ENGINES, LEADS, fresh, ids_of, module_server, sync

MISSING = ("1003", "Leads not specified")
WRONG_INPUT = ("609", "Invalid value specified for attribute 'input'")
NO_JSON = ("609", "Invalid JSON")


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def send(server: Rehearsal, content: bytes, content_type: str = "application/json") -> Response:
    headers = {"content-type": content_type} if content_type else {}
    return server.request("POST", LEADS, content=content, headers=headers)


@pytest.mark.fact("C", "1.10")
@pytest.mark.parametrize("content", [b"", b" \n", b"{}", b'{"action":"createOnly"}'])
def test_no_input(server: Rehearsal, content: bytes) -> None:
    assert send(server, content).error == MISSING


@pytest.mark.fact("U", "1.10")
@pytest.mark.parametrize("content", [b'{"input":[]}', b'{"input":null}'])
def test_an_empty_input_is_a_missing_one(server: Rehearsal, content: bytes) -> None:
    assert send(server, content).error == MISSING


@pytest.mark.fact("C", "1.10")
def test_a_form_or_no_body_at_all_is_a_missing_input(server: Rehearsal) -> None:
    assert server.request("POST", LEADS).error == MISSING
    assert server.request("POST", LEADS, form={"email": "a@b.c"}).error == MISSING


@pytest.mark.fact("R", "1.10")
@pytest.mark.parametrize(
    "value", [b"{}", b'{"email":"a@b.c"}', b'"a@b.c"', b"5", b"true", b"[1]", b"[[]]", b'["a"]']
)
def test_an_input_that_is_no_list_of_records(server: Rehearsal, value: bytes) -> None:
    assert send(server, b'{"input":%s}' % value).error == WRONG_INPUT
    email = fresh()
    mixed = b'{"input":[{"email":"%s"},5]}' % email.encode()
    assert send(server, mixed).error == WRONG_INPUT
    assert ids_of(server, "email", email) == []


@pytest.mark.fact("D", "1.10")
@pytest.mark.parametrize(
    "content",
    [
        *[b"{", b'{"input":[{"email":"a@b.c"}]', b"[]", b"5", b'"x"', b"null", b"nonsense"],
        *[
            b"\xff",
            b'{"input":[{"email":"\xff"}]}',
            b"[" * 5_000,
            b'{"input":[{"email":"a@b.c"},]}',
        ],
        b'{"input":' + b"[" * 200_000,
    ],
    ids=lambda content: repr(content[:20]),
)
def test_a_body_that_is_no_json_object(server: Rehearsal, content: bytes) -> None:
    code, message = send(server, content).error
    assert code == "609"
    assert message in {NO_JSON[1], WRONG_INPUT[1]}


@pytest.mark.fact("U", "1.10")
@pytest.mark.parametrize("member", ["action", "lookupField", "partitionName"])
def test_a_wrapper_member_of_the_wrong_type(server: Rehearsal, member: str) -> None:
    email = fresh()
    values: list[Any] = [5, True, [], {}, ["createOnly"]]
    for value in values:
        answer = server.post(LEADS, {"input": [{"email": email}], member: value})
        assert answer.error == ("609", f"Invalid value specified for attribute '{member}'")
    for empty in (None, ""):
        (item,) = sync(server, {"email": email}, **{member: empty})
        assert item["status"] in {"created", "updated"}


@pytest.mark.fact("U", "1.10")
def test_an_unknown_action(server: Rehearsal) -> None:
    email = fresh()
    for action in ("upsert", "CREATEONLY", "createonly", " createOnly", "delete", "ä"):
        answer = server.post(LEADS, {"action": action, "input": [{"email": email}]})
        assert answer.error == ("1003", f"Invalid action '{action}' specified")
    assert ids_of(server, "email", email) == []


@pytest.mark.fact("U", "1.10")
def test_300_records_and_not_one_more(server: Rehearsal) -> None:
    records = [{"email": fresh("many")} for _ in range(301)]
    answer = server.post(LEADS, {"input": records})
    assert answer.error == ("1003", "Too many records. Maximum allowed is 300")
    assert ids_of(server, "email", *(record["email"] for record in records[:300])) == []
    result = sync(server, *records[:300])
    assert {item["status"] for item in result} == {"created"}
    lead_ids = [item["id"] for item in result]
    assert lead_ids == list(range(lead_ids[0], lead_ids[0] + 300))
    found = sync(server, *reversed(records[:300]))
    assert [item["id"] for item in found] == lead_ids[::-1]


@pytest.mark.fact("U", "1.1")
def test_unknown_members_of_the_wrapper_are_ignored(server: Rehearsal) -> None:
    extra: dict[str, Any] = {"asyncProcessing ": True, "_method": "POST", "format": {"a": []}}
    (item,) = sync(server, {"email": fresh()}, **extra)
    assert item["status"] == "created"


@pytest.mark.fact("D", "1.1")
@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/json; charset=UTF-8", "Application/JSON;charset=utf-8", ""],
)
def test_content_types_that_are_json(server: Rehearsal, content_type: str) -> None:
    content = b'{"input":[{"email":"%s"}]}' % fresh().encode()
    assert send(server, content, content_type).result[0]["status"] == "created"


@pytest.mark.fact("D", "1.10")
@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data", "application/xml"])
def test_another_content_type(server: Rehearsal, content_type: str) -> None:
    email = fresh()
    content = b'{"input":[{"email":"%s"}]}' % email.encode()
    assert send(server, content, content_type).error == ("612", "Invalid Content Type")
    assert ids_of(server, "email", email) == []
    assert send(server, content).result[0]["status"] == "created"


def test_a_member_named_twice_counts_as_its_last(server: Rehearsal) -> None:
    first, last = fresh(), fresh()
    content = f'{{"input":[{{"email":"{first}","email":"{last}"}}]}}'.encode()
    (item,) = send(server, content).result
    assert ids_of(server, "email", first, last) == [item["id"]]


def test_an_empty_record_is_skipped_with_the_missing_key(server: Rehearsal) -> None:
    first, second = sync(server, {}, {"email": fresh()})
    assert first["reasons"][0]["message"] == "Value for lookup field 'email' not found"
    assert second["status"] == "created"


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", " GZIP "])
def test_a_gzip_body_is_read(server: Rehearsal, coding: str) -> None:
    email = fresh()
    plain = b'{"input":[{"email":"%s"}]}' % email.encode()
    headers = {"content-type": "application/json", "content-encoding": coding}
    halves = gzip.compress(plain[:9]) + gzip.compress(plain[9:])
    answer = server.request("POST", LEADS, content=halves, headers=headers)
    assert [each["status"] for each in answer.result] == ["created"]
    assert len(ids_of(server, "email", email)) == 1
    for broken in (plain, halves[:-9], gzip.compress(plain) + b"x", gzip.compress(b"") * 17):
        assert server.request("POST", LEADS, content=broken, headers=headers).error == NO_JSON


def test_a_gzip_body_is_bounded_after_decompression(server: Rehearsal) -> None:
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    for size, status in ((LARGEST_BODY_BYTES, 200), (LARGEST_BODY_BYTES + 1, 413), (10**8, 413)):
        packed = gzip.compress(b" " * size)
        assert len(packed) < LARGEST_BODY_BYTES
        assert server.request("POST", LEADS, content=packed, headers=headers).status == status
