"""The log of requests: bounded, newest first, filtered, its errors counted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from leadkeep.clock import ManualClock
from leadkeep.domain.instance.requests import (
    ErrorCount,
    LoggedRequest,
    RequestFilter,
    append_requests,
    count_errors,
    find_requests,
    requests_by_request_id,
)
from leadkeep.store import Store

LIMIT = 100
START = ManualClock().now()
READ = LoggedRequest(START, "1#a", "warehouse", "getLeadByIdUsingGET", None, 1, 0, 1.5, 2)
REFUSED = LoggedRequest(
    START + timedelta(seconds=1), "2#a", "forms", "syncLeadUsingPOST", "609", 0, 0, 0.4, 0
)
SKIPPED = LoggedRequest(
    START + timedelta(seconds=2), "3#a", "warehouse", "syncLeadUsingPOST", "1006", 3, 2, 900.25, 9
)
UNSERVED = LoggedRequest(
    START + timedelta(seconds=3), "4#a", None, "GET /rest/v1/nothing.json", "610", 0, 0, 0.2, 0
)
ALL = (READ, REFUSED, SKIPPED, UNSERVED)


def append(store: Store, *requests: LoggedRequest, limit: int = LIMIT) -> None:
    store.write_now(lambda tx: append_requests(tx, requests, limit))


def found(store: Store, wanted: RequestFilter) -> list[LoggedRequest]:
    return [each.request for each in store.read_now(lambda tx: find_requests(tx, wanted))]


def test_a_logged_request_is_found_as_it_was(store: Store) -> None:
    whole = replace(READ, request_body='{"query":{}}', response_body='{"success":true}')
    append(store, whole)
    assert found(store, RequestFilter()) == [whole]
    (same,) = store.read_now(lambda tx: requests_by_request_id(tx, "1#a"))
    assert same.request == whole
    assert store.read_now(lambda tx: requests_by_request_id(tx, "1#b")) == []


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (RequestFilter(), [UNSERVED, SKIPPED, REFUSED, READ]),
        (RequestFilter(client_name="warehouse"), [SKIPPED, READ]),
        (RequestFilter(operation="syncLeadUsingPOST"), [SKIPPED, REFUSED]),
        (RequestFilter(code="610"), [UNSERVED]),
        (RequestFilter(has_error=True), [UNSERVED, SKIPPED, REFUSED]),
        (RequestFilter(has_error=False), [READ]),
        (RequestFilter(since=SKIPPED.started_at), [UNSERVED, SKIPPED]),
        (RequestFilter(until=SKIPPED.started_at), [REFUSED, READ]),
        (RequestFilter(min_milliseconds=1.5), [SKIPPED, READ]),
        (RequestFilter(client_name="warehouse", has_error=True), [SKIPPED]),
    ],
)
def test_filters_select_requests(
    store: Store, wanted: RequestFilter, expected: list[LoggedRequest]
) -> None:
    append(store, *ALL)
    assert found(store, wanted) == expected


def test_pages_have_each_request_once(store: Store) -> None:
    append(store, *ALL)
    first = store.read_now(lambda tx: find_requests(tx, limit=3))
    last = first[-1].number
    rest = store.read_now(lambda tx: find_requests(tx, limit=3, before_number=last))
    assert [each.request for each in (*first, *rest)] == [UNSERVED, SKIPPED, REFUSED, READ]


def test_the_log_keeps_the_latest_requests(store: Store) -> None:
    for number in range(7):
        append(store, *(replace(READ, request_id=f"{number}#{each}") for each in "abc"), limit=10)
    kept = [each.request_id for each in found(store, RequestFilter())]
    assert kept == [f"{number}#{each}" for number in (6, 5, 4) for each in "cba"] + ["3#c"]
    append(store, READ, limit=1)
    assert found(store, RequestFilter()) == [READ]


def test_errors_are_counted_by_code_and_operation(store: Store) -> None:
    append(store, *ALL, replace(SKIPPED, client_name="forms", started_at=READ.started_at))
    assert store.read_now(count_errors) == [
        ErrorCount("1006", "syncLeadUsingPOST", 2, 4, 2, SKIPPED.started_at),
        ErrorCount("609", "syncLeadUsingPOST", 1, 0, 1, REFUSED.started_at),
        ErrorCount("610", "GET /rest/v1/nothing.json", 1, 0, 0, UNSERVED.started_at),
    ]
    of_forms = store.read_now(lambda tx: count_errors(tx, RequestFilter(client_name="forms")))
    assert [each.code for each in of_forms] == ["1006", "609"]


def test_an_operation_of_any_length_is_logged(store: Store) -> None:
    append(store, replace(UNSERVED, operation="GET /" + "a" * 500))
    (logged,) = found(store, RequestFilter())
    assert logged.operation == "GET /" + "a" * 195
