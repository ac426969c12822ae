"""The OpenAPI document: valid, complete, and true of the server's replies."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import jsonschema_rs
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from leadkeep.api.declarations import EVERY_OPERATION, NO_OPERATION
from leadkeep.api.errors import WIRE_ERRORS
from leadkeep.api.openapi import document, document_types
from leadkeep.api.operations import Operation, declarations, served_operations
from leadkeep.api.schemas import structs_in
from leadkeep.api.structs import Body, ReplyItem
from leadkeep.errors import Reason
from leadkeep.multipart import MULTIPART_TYPE
from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.stores import SqliteStores
from tests.support.bulk import MULTIPART, multipart
from tests.support.wire import is_json

DOCUMENT = document()
COMPONENTS = DOCUMENT["components"]["schemas"]
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
CASES_PER_OPERATION = 3
NOT_YET: dict[Reason, str] = {}
"""Codes that nothing answers, and why. This list may only shrink."""
NO_BODY_STATUSES = frozenset({404, 413, 414})


def needs_token() -> list[Operation]:
    return [each for each in served_operations() if not each.is_public]


@pytest.fixture(scope="module")
def rehearsal(sqlite_stores: SqliteStores) -> Iterator[Rehearsal]:
    with closing(sqlite_stores.make()) as store, Rehearsal(store) as running:
        yield running


def test_it_is_valid() -> None:
    SCHEMA.validate()


def test_it_has_every_served_operation_and_no_other() -> None:
    found = {
        operation["operationId"]
        for path in DOCUMENT["paths"].values()
        for operation in path.values()
    }
    assert found == {each.id for each in served_operations()}


def test_it_is_served_without_a_token(rehearsal: Rehearsal) -> None:
    answer = rehearsal.get("/openapi.json", token="")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json;charset=UTF-8"
    assert answer.body == msgspec.to_builtins(DOCUMENT)


def test_every_operation_with_a_json_body_names_its_model() -> None:
    for operation in needs_token():
        has_model = declarations()[operation.id].body is not None
        assert has_model == ("application/json" in operation.body_content_type), operation.id


def test_every_code_is_answered_by_something() -> None:
    told = EVERY_OPERATION | NO_OPERATION | {Reason.ACCESS_DENIED}
    for each in declarations().values():
        told |= {*each.refuses, *each.skips}
    assert told | NOT_YET.keys() == WIRE_ERRORS.keys()
    assert not told & NOT_YET.keys()


def test_schemas_have_short_names() -> None:
    """Clients make classes of them; a dotted name is what two structs of one name leave."""
    assert all(name.isalnum() for name in COMPONENTS)


def test_derived_schemas_are_described_and_have_a_true_example() -> None:
    structs = [each for each in structs_in(document_types()) if issubclass(each, Body | ReplyItem)]
    assert structs
    for struct in structs:
        schema = COMPONENTS[struct.__name__]
        assert schema["description"], struct
        (example,) = schema["examples"]
        assert msgspec.to_builtins(msgspec.convert(example, struct)) == example, struct


@pytest.mark.parametrize("operation", needs_token(), ids=lambda each: each.id)
def test_permission_and_time_out_are_told(operation: Operation) -> None:
    told = DOCUMENT["paths"][operation.path][operation.method.lower()]
    assert told["x-permissions"] == sorted(operation.permissions)
    assert told["x-timeout-seconds"] == operation.timeout_seconds
    codes = {each["code"] for each in told["x-errors"]}
    assert ("603" in codes) == operation.needs_permission


# -- replies ---------------------------------------------------------------------------------------


def validator(operation: Operation) -> jsonschema_rs.Validator:
    """Return what checks a reply of the operation against the document."""
    told = DOCUMENT["paths"][operation.path][operation.method.lower()]
    schema = told["responses"]["200"]["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft202012Validator(schema | {"components": DOCUMENT["components"]})


def codes_told(operation: Operation) -> set[tuple[str, str]]:
    """Return level and code of each error that the document lists for an operation."""
    told = DOCUMENT["paths"][operation.path][operation.method.lower()]
    return {(each["level"], each["code"]) for each in told["x-errors"]}


def codes_in(body: Any) -> set[tuple[str, str]]:  # noqa: ANN401
    """Return level and code of each error in a reply."""
    found = {("response", each["code"]) for each in body.get("errors", [])}
    for item in body.get("result", []):
        if isinstance(item, dict) and item.get("status") == "skipped":
            reasons = [*item.get("reasons", []), *item.get("errors", [])]
            found |= {("record", each["code"]) for each in reasons}
    return found


def send(rehearsal: Rehearsal, case: schemathesis.Case[Any]) -> Response:
    """Send a made-up call; parameters of type array have commas."""
    query = {
        name: ",".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in (case.query or {}).items()
    }
    path = case.formatted_path
    if case.media_type == MULTIPART_TYPE:
        content = multipart(str(case.body).encode())
        return rehearsal.request(case.method, path, query, content=content, headers=MULTIPART)
    has_body = isinstance(case.body, dict | list | str | int)
    sent = msgspec.json.encode(case.body) if has_body else None
    headers = {"content-type": "application/json"} if has_body else {}
    return rehearsal.request(case.method, path, query, content=sent, headers=headers)


@pytest.mark.parametrize("operation", needs_token(), ids=lambda each: each.id)
def test_replies_are_as_told(rehearsal: Rehearsal, operation: Operation) -> None:
    check, told = validator(operation), codes_told(operation)

    @settings(
        max_examples=CASES_PER_OPERATION,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=SCHEMA[operation.path][operation.method].as_strategy())
    def run(case: schemathesis.Case[Any]) -> None:
        answer = send(rehearsal, case)
        if answer.status not in NO_BODY_STATUSES and is_json(answer):
            assert answer.status == 200
            check.validate(answer.body)
            assert codes_in(answer.body) <= told

    run()


CALLS: list[tuple[str, dict[str, str] | None, Any, str]] = [
    ("syncLeadUsingPOST", None, {"input": [{"email": "a@example.com"}]}, "created"),
    ("syncLeadUsingPOST", None, {"input": [{"email": "nothing"}]}, "1003"),
    ("syncLeadUsingPOST", None, {"input": {}}, "609"),
    ("syncLeadUsingPOST", None, {"input": [{"email": "a@example.com", "x": 1}]}, "1006"),
    ("getLeadsByFilterUsingGET", {"filterType": "email"}, None, "1003"),
    ("getLeadsByFilterUsingGET", {"filterType": "x", "filterValues": "1"}, None, "1006"),
    ("getLeadsByFilterUsingGET", {"filterType": "createdAt", "filterValues": "1"}, None, "1011"),
    ("deleteLeadsUsingPOST", None, {"input": [{"id": 99}]}, "1004"),
    ("createLeadFieldUsingPOST", None, {"input": [{"name": "tier"}]}, "1002"),
    (
        "createLeadFieldUsingPOST",
        None,
        {"input": [{"name": "email", "displayName": "E", "dataType": "email"}]},
        "1017",
    ),
    ("describeUsingGET_2", None, None, "displayName"),
    ("getDailyUsageUsingGET", None, None, "users"),
]


@pytest.mark.parametrize(("name", "query", "body", "expected"), CALLS)
def test_chosen_replies_are_as_told(
    rehearsal: Rehearsal, name: str, query: dict[str, str] | None, body: object, expected: str
) -> None:
    operation = next(each for each in served_operations() if each.id == name)
    answer = rehearsal.request(operation.method, operation.path, query, json=body)
    assert expected in answer.content.decode()
    validator(operation).validate(answer.body)
    assert codes_in(answer.body) <= codes_told(operation)
