"""Bodies: content types, JSON that is none, members of a wrong shape (behaviour.md 1.10)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import module_server
from tests.support.wire import ENGINES, LEADS, NO_JSON, NO_TYPE

NO_LEADS = ("1003", "Leads not specified")
GOOD = b'{"input":[{"email":"a@example.com"}]}'


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def send(server: Rehearsal, body: bytes, content_type: str | None = "application/json") -> Any:  # noqa: ANN401
    """Return the result of Sync Leads, or its error."""
    headers = {} if content_type is None else {"content-type": content_type}
    answer = server.request("POST", LEADS, content=body, headers=headers)
    return answer.result if answer.body["success"] else answer.error


# -- content types ---------------------------------------------------------------------------------


@pytest.mark.fact("D", "1.1")
@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=UTF-8",
        "application/json;charset=utf-8",
        "Application/JSON; Charset=Utf-8",
        "APPLICATION/JSON ;x=y",
    ],
)
def test_json_is_json_however_it_is_written(server: Rehearsal, content_type: str) -> None:
    (item,) = send(server, GOOD, content_type)
    assert item["status"] in {"created", "updated"}


@pytest.mark.fact("D", "1.10")
@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "text/json", "application/xml", "multipart/form-data; boundary=x", "json", "x"],
)
def test_another_content_type_is_refused(server: Rehearsal, content_type: str) -> None:
    assert send(server, GOOD, content_type) == NO_TYPE
    assert send(server, b"nonsense", content_type) == NO_TYPE
    assert send(server, GOOD)[0]["status"] in {"created", "updated"}


@pytest.mark.fact("R", "1.10")
@pytest.mark.fact("C", "1.10")
@pytest.mark.parametrize("content_type", ["application/json", None, "", "text/plain"])
def test_no_body_is_not_bad_json(server: Rehearsal, content_type: str | None) -> None:
    assert send(server, b"", content_type) == NO_LEADS
    assert send(server, b" \r\n", content_type) == NO_LEADS


@pytest.mark.fact("C", "1.10")
def test_a_post_without_a_length_has_no_body(server: Rehearsal) -> None:
    assert server.request("POST", LEADS).error == NO_LEADS
    headers = {"content-type": "application/json"}
    assert server.request("POST", LEADS, headers=headers).error == NO_LEADS


@pytest.mark.fact("C", "1.10")
def test_a_form_brings_no_leads(server: Rehearsal) -> None:
    form = {"input": '[{"email":"a@example.com"}]', "action": "createOrUpdate"}
    assert server.request("POST", LEADS, form=form).error == NO_LEADS


def test_a_form_is_no_reason_to_refuse_where_none_is_needed(server: Rehearsal) -> None:
    (made,) = server.post(LEADS, {"input": [{"email": "form@example.com"}]}).result
    answer = server.request("POST", "/rest/v1/leads/delete.json", form={"id": made["id"]})
    assert answer.result == [{"id": made["id"], "status": "deleted"}]


# -- JSON ------------------------------------------------------------------------------------------


@pytest.mark.fact("D", "1.10")
@pytest.mark.parametrize(
    "body",
    [
        b"nonsense",
        b"{",
        b'{"input":[}',
        b'{"input":[{"email":"a@example.com"}]}x',
        b"{'input':[]}",
        b'{"input":[{"email":NaN}]}',
        b'{"input":[{"email":Infinity}]}',
        b'{"input":[{"email":"\xff"}]}',
        b'{"input":[{"email":"\\ud800"}]}',
        b'{"input":[{"email":"\x00"}]}',
        b'{"input":[{"\xed\xa0\x80":1}]}',
        b'\xef\xbb\xbf{"input":[]}',
        '{"input":[]}'.encode("utf-16"),
        b'{"input":' + b"[" * 100_000,
        b'{"input":[{"a":' + b"[" * 5_000 + b"]" * 5_000 + b"}]}",
        b"\x1f\x8b\x08\x00",
        b"[]",
        b'[{"email":"a@example.com"}]',
        b"null",
        b"17",
        b'"input"',
    ],
)
def test_a_body_that_is_no_json_object(server: Rehearsal, body: bytes) -> None:
    assert send(server, body) == NO_JSON


@pytest.mark.fact("R", "1.8")
@pytest.mark.fact("U", "1.10")
@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("input", b"{}"),
        ("input", b'{"email":"a@example.com"}'),
        ("input", b'"a"'),
        ("input", b"5"),
        ("input", b"true"),
        ("input", b"[1]"),
        ("input", b'[{"email":"a@example.com"},[]]'),
        ("input", b"[null]"),
        ("action", b"5"),
        ("action", b"[]"),
        ("action", b"true"),
        ("lookupField", b"{}"),
        ("partitionName", b"1"),
    ],
)
def test_a_member_of_a_wrong_shape(server: Rehearsal, member: str, value: bytes) -> None:
    others = b"" if member == "input" else b',"input":[{"email":"a@example.com"}]'
    body = b'{"%s":%s%s}' % (member.encode(), value, others)
    assert send(server, body) == ("609", f"Invalid value specified for attribute '{member}'")


@pytest.mark.fact("C", "1.10")
@pytest.mark.fact("U", "1.10")
@pytest.mark.parametrize("body", [b"{}", b'{"input":[]}', b'{"input":null}', b'{"data":{}}'])
def test_input_is_missing_or_empty(server: Rehearsal, body: bytes) -> None:
    assert send(server, body) == NO_LEADS


@pytest.mark.fact("U", "1.10")
def test_300_records_and_no_more(server: Rehearsal) -> None:
    records = [{"email": f"many-{number}@example.com"} for number in range(301)]
    assert len(server.post(LEADS, {"input": records[:300]}).result) == 300
    answer = server.post(LEADS, {"input": records})
    assert answer.error == ("1003", "Too many records. Maximum allowed is 300")


@pytest.mark.fact("U", "1.10")
def test_an_unknown_action(server: Rehearsal) -> None:
    records = [{"email": "action@example.com"}]
    answer = server.post(LEADS, {"action": "upsert", "input": records})
    assert answer.error == ("1003", "Invalid action 'upsert' specified")
    assert server.post(LEADS, {"action": "createOnly", "input": records}).result


@pytest.mark.fact("U", "1.1")
def test_stray_members_are_ignored(server: Rehearsal) -> None:
    body = {
        "asyncProcessing ": False,
        "_method": "POST",
        "mergeInCRM": "False",
        "data": {"deep": [1]},
        "action": "createOrUpdate",
        "input": [{"email": "stray@example.com"}],
    }
    assert server.post(LEADS, body).result[0]["status"] == "created"


def test_the_last_of_two_equal_members_counts(server: Rehearsal) -> None:
    body = b'{"input":[],"input":[{"email":"twice@example.com"}]}'
    assert send(server, body)[0]["status"] == "created"


@pytest.mark.fact("R", "1.7")
@pytest.mark.parametrize("number", ["1e999", "-1e999", "1E+999", "9" * 400, "1e-999"])
def test_a_number_out_of_range_spoils_its_record_only(server: Rehearsal, number: str) -> None:
    spoilt = b'{"email":"number@example.com","annualRevenue":%s}' % number.encode()
    body = b'{"input":[%s,{"email":"beside@example.com"}]}' % spoilt
    refused, beside = send(server, body)
    message = "An amount has at most 20 digits before the decimal point and 18 after it"
    assert refused == {"status": "skipped", "reasons": [{"code": "1003", "message": message}]}
    assert beside["status"] in {"created", "updated"}


@pytest.mark.parametrize("number", ["1" + "0" * 19, "-0", "-0.0", "1.0e+2", "0.1e1"])
def test_numbers_in_every_form(server: Rehearsal, number: str) -> None:
    body = b'{"input":[{"email":"number@example.com","annualRevenue":%s}]}' % number.encode()
    (item,) = send(server, body)
    assert item["status"] in {"created", "updated"}
    lead = server.get(f"/rest/v1/lead/{item['id']}.json", "fields=annualRevenue").result[0]
    assert lead["annualRevenue"] == float(number)
