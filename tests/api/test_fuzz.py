"""Anything that HTTP can carry is answered in a documented form, and never by a failure of ours."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadkeep.api.files import NO_FILE
from leadkeep.api.operations import Operation, served_operations
from leadkeep.testing import Rehearsal, Response
from tests.support.sampled_stores import sampled_server
from tests.support.wire import ENGINES, TOKEN, is_json, sample

CODE = re.compile(r"6\d\d|7\d\d|1[0-9]\d\d").fullmatch
RESPONSE_MEMBERS = {"requestId", "success", "result", "nextPageToken", "moreResult"}
CALLED = [each for each in served_operations() if not each.is_public]

EXAMPLES = 400
"""What all operations share for one kind of test on one engine; a larger number tries more."""
FUZZ = settings(
    max_examples=max(4, EXAMPLES // len(CALLED)), suppress_health_check=[HealthCheck.too_slow]
)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from sampled_server(request)


@pytest.fixture(autouse=True)
def no_failure(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """After each test: nothing went wrong inside, whatever was answered outside."""
    yield
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR] == []


def assert_documented(answer: Response) -> None:
    """The answer has one of the forms of behaviour.md 1.3, 1.6, 1.7, 2.1."""
    assert answer.status in {200, 400, 401, 404, 413, 414}
    if answer.status in {404, 413, 414}:
        assert answer.content in {b"", NO_FILE.text.encode()}
        return
    if not is_json(answer):
        is_file = answer.headers["content-type"].startswith("text/csv")
        assert is_file or answer.content.startswith(b"leadkeep ")
        return
    body: dict[str, Any] = msgspec.json.decode(answer.content)
    if "error" in body:
        assert answer.status in {400, 401}
        assert list(body) == ["error", "error_description"]
        return
    assert answer.status == 200
    if "access_token" in body:
        return
    if body["success"]:
        more = {"errors", "warnings"} if "warnings" in body else set()
        assert body.keys() <= RESPONSE_MEMBERS | more
        return
    assert body.keys() <= {"requestId", "success", "errors", "warnings"}
    for error in body["errors"]:
        assert list(error) == ["code", "message"]
        assert CODE(error["code"])
        assert error["code"] != "611", error


# -- what is sent ----------------------------------------------------------------------------------

NAMES = [
    *("filterType", "filterValues", "fields", "batchSize", "nextPageToken", "id", "_method"),
    *("folder", "parent", "root", "maxDepth", "offset", "maxReturn", "type", "earliestUpdatedAt"),
    *("input", "action", "lookupField", "partitionName", "email", "sample", "access_token"),
    *("name", "displayName", "dataType", "description", "isHidden", "leadPartitionId", "cookies"),
]
WORDS = [
    *("email", "id", "GET", "DELETE", "createOnly", "updateOnly", "createDuplicate", "string"),
    *("", "0", "1", "-1", "300", "2147483648", "9223372036854775808", "1e999", "NaN", "null"),
    *("\0", "a\0b", "'", '"', "%", "\\", "{0}", "%s", "\ud7ff", "\uffff", "\U0010ffff", "é" * 300),
    *("true", "2026-02-30", "2026-01-01T00:00:00Z", "0001-01-01", "9999-12-31T23:59:59-14:00"),
    *("x" * 5_000, "a@example.com", "a,b", ",", "٣", "İ", "ß"),
]
NUMBERS = ["1e999", "-1e999", "9" * 400, "-0", "1e-999", "0.1", "9223372036854775808", "1E400"]
BROKEN = [
    "NaN",
    "Infinity",
    "-Infinity",
    '"\\ud800"',
    '"\x00"',
    "01",
    "+1",
    "'a'",
    "tru",
    "",
    "[,]",
]

names = st.sampled_from(NAMES) | st.text(max_size=8)
words = st.sampled_from(WORDS) | st.text(max_size=20)
queries = (
    st.lists(st.tuples(names, words), max_size=6)
    | st.dictionaries(names, words, max_size=4).map(lambda found: list(found.items()))
)  # fmt: skip
raw_queries = st.binary(max_size=60) | st.from_regex(r"[a-z&=%+;0-9]{0,60}", fullmatch=True).map(
    str.encode
)

# JSON as text, piece by piece, so that what no encoder writes can be in it.
scalars = st.one_of(
    words.map(lambda word: msgspec.json.encode(word).decode()),
    st.sampled_from([*NUMBERS, "null", "true", "false", "[]", "{}", "0", "1", "-1"]),
    st.integers().map(str),
)


def _object(members: list[tuple[str, str]]) -> str:
    pairs = (f"{msgspec.json.encode(name).decode()}:{value}" for name, value in members)
    return "{" + ",".join(pairs) + "}"


json_texts = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda found: "[" + ",".join(found) + "]")
        | st.lists(st.tuples(names, inner), max_size=5).map(_object)
    ),
    max_leaves=12,
)
records = st.lists(st.lists(st.tuples(names, json_texts), max_size=5).map(_object), max_size=4)
wrappers = st.tuples(records, st.lists(st.tuples(names, scalars), max_size=3)).map(
    lambda found: _object([("input", "[" + ",".join(found[0]) + "]"), *found[1]])
)
deep = st.sampled_from(
    [
        '{"input":' + "[" * 20_000,
        '{"input":[{"email":' + '{"a":' * 3_000 + "1" + "}" * 3_000 + "}]}",
        '{"input":[{"email":' + "[" * 900 + "]" * 900 + "}]}",
    ]
)
broken = st.sampled_from(BROKEN).map(lambda text: f'{{"input":[{{"email":{text}}}]}}')
bodies = st.one_of(
    wrappers.map(lambda text: text.encode("utf-8", "surrogatepass")),
    json_texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
    (deep | broken).map(str.encode),
    st.binary(max_size=40),
)
content_types = st.sampled_from(
    [
        *("application/json", "application/json; charset=x", "text/plain", "", "\xff"),
        *("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"),
    ]
)


# -- the tests -------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", CALLED, ids=lambda each: each.id)
@FUZZ
@given(query=queries)
def test_any_parameters(server: Rehearsal, operation: Operation, query: Any) -> None:  # noqa: ANN401
    wanted = sample(operation)
    sent = [*wanted.query.items(), *query]
    encoded = "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in sent)
    for each in (encoded, "&".join(reversed(encoded.split("&")))):
        assert_documented(server.request(wanted.method, wanted.path, each, json=wanted.json))
    assert_documented(server.request("POST", wanted.path, {"_method": wanted.method}, form=encoded))


def _encoded(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "operation", [each for each in CALLED if each.body_schema], ids=lambda each: each.id
)
@settings(FUZZ, max_examples=max(8, 2 * EXAMPLES // len(CALLED)))
@given(body=bodies, content_type=content_types)
def test_any_body(server: Rehearsal, operation: Operation, body: bytes, content_type: str) -> None:
    wanted = sample(operation)
    for sent in ("application/json", content_type):
        headers = {"content-type": sent}
        answer = server.request(wanted.method, wanted.path, content=body, headers=headers)
        assert_documented(answer)


@pytest.mark.parametrize("operation", CALLED, ids=lambda each: each.id)
@FUZZ
@given(segment=words | st.binary(max_size=12).map(lambda raw: raw.decode("latin-1")))
def test_any_path_parameter(server: Rehearsal, operation: Operation, segment: str) -> None:
    path = operation.path.replace("{", "").replace("}", "")
    for part in operation.path_params.split():
        path = path.replace(part.partition(":")[0], _encoded(segment))
    wanted = sample(operation)
    assert_documented(server.request(wanted.method, path, wanted.query, json=wanted.json))
    assert_documented(server.request(wanted.method, path, wanted.query))


pieces = st.sampled_from(
    [
        *("/rest", "/v1", "/leads", "/lead", ".json", "/", "//", "/..", "/.", "/bulk", "/identity"),
        *("/1", "/describe", "/schema/fields", "%2e%2e", "%2f", "%00", "%", "%zz", "%ff", ";x=1"),
        *("/asset", "/oauth/token", "?", "#", " ", "*", "\\", "é", "http://host", "\x7f", "\n"),
    ]
)
paths = st.lists(pieces | st.text(st.characters(exclude_categories=["Cs"]), max_size=5), max_size=9)
methods = st.sampled_from(["GET", "POST", "DELETE", "PUT", "HEAD", "OPTIONS", "x", "GET "])


@settings(FUZZ, max_examples=150)
@given(
    parts=paths,
    method=methods,
    query=raw_queries,
    body=st.binary(max_size=40),
    content_type=content_types,
    token=st.sampled_from([None, ""]),
)
def test_any_request(
    server: Rehearsal,
    parts: list[str],
    method: str,
    query: bytes,
    body: bytes,
    content_type: str,
    token: str | None,
) -> None:
    answer = server.request(
        method,
        "".join(parts),
        query,
        content=body,
        headers={"content-type": content_type},
        token=token,
    )
    assert_documented(answer)


@settings(FUZZ, max_examples=50)
@given(
    parameters=st.dictionaries(
        st.sampled_from(["grant_type", "client_id", "client_secret", "x"]), words
    )
)
def test_any_credentials(server: Rehearsal, parameters: dict[str, str]) -> None:
    wanted = {"grant_type": "client_credentials", **parameters}
    encoded = "&".join(f"{name}={_encoded(value)}" for name, value in wanted.items())
    assert_documented(server.request("GET", TOKEN, encoded, token=""))
    assert_documented(server.request("POST", TOKEN, form=encoded, token=""))


headers = st.dictionaries(
    st.sampled_from(
        [
            *("authorization", "content-type", "content-length", "accept-encoding", "origin"),
            *("transfer-encoding", "expect", "x-http-method-override", "host", "range", "cookie"),
        ]
    ),
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=20),
)


@settings(FUZZ, max_examples=50)
@given(sent=headers, body=st.binary(max_size=20))
def test_any_headers(server: Rehearsal, sent: dict[str, str], body: bytes) -> None:
    query = {"filterType": "email", "filterValues": "a@example.com"}
    for method in ("GET", "POST"):
        answer = server.request(
            method, "/rest/v1/leads.json", query, content=body, headers=sent, token=server.token
        )
        assert_documented(answer)
