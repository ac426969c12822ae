"""Finished requests are logged, with what they cost, and never with what a lead holds."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from leadkeep.domain.instance.access import log_bodies
from leadkeep.domain.instance.requests import LoggedRequest, RequestFilter, find_requests
from leadkeep.settings import Settings
from leadkeep.testing import Rehearsal
from tests.support.leads import fresh, sync

LEADS = "/rest/v1/leads.json"


def logged(server: Rehearsal) -> list[LoggedRequest]:
    """Return the logged requests, the earliest first."""
    server.store_counts()
    found = server.store.read_now(lambda tx: find_requests(tx, RequestFilter(), 1_000))
    return [each.request for each in reversed(found)]


def last(server: Rehearsal) -> LoggedRequest:
    return logged(server)[-1]


def with_settings(server: Rehearsal, **settings: float) -> Rehearsal:
    made = Settings.model_validate({"data": Path("unused"), **settings})
    return server.another(settings=made)


def test_a_read_is_logged(server: Rehearsal) -> None:
    (lead,) = sync(server, {"email": fresh()})
    response = server.get(f"/rest/v1/lead/{lead['id']}.json")
    row = last(server)
    assert row.request_id == response.body["requestId"]
    assert (row.client_name, row.operation, row.code) == ("rehearsal", "getLeadByIdUsingGET", None)
    assert (row.records, row.skipped) == (1, 0)
    assert row.statements > 0
    assert row.milliseconds > 0
    assert row.started_at == server.clock.now()
    assert row.request_body is row.response_body is None


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_result_that_is_json_already_is_counted(server: Rehearsal, method: str) -> None:
    """Describe keeps its result as JSON; by POST with ``_method`` its items were looked at."""
    response = server.request(method, "/rest/v1/leads/describe.json", {"_method": "GET"})
    assert last(server).records == len(response.result) > 0


def test_skipped_records_are_counted_with_the_first_code(server: Rehearsal) -> None:
    good, bad = {"email": fresh()}, {"email": fresh(), "nothing": 1}
    server.post(LEADS, {"input": [good, bad, bad]})
    row = last(server)
    assert (row.operation, row.records, row.skipped) == ("syncLeadUsingPOST", 3, 2)
    assert row.code == "1006"


@pytest.mark.parametrize(
    ("method", "path", "token", "operation", "code", "client"),
    [
        ("GET", "/rest/v1/nothing.json", None, "GET /rest/v1/nothing.json", "610", "rehearsal"),
        ("GET", "/rest/v1/ada@example.com/7.json", None, "GET /rest/v1/*/*", "610", "rehearsal"),
        ("GET", LEADS, "unknown", "GET /rest/v1/leads.json", "601", None),
        ("GET", f"{LEADS}?{'x' * 9000}", None, "GET /rest/v1/leads.json", "414", None),
        ("GET", "/identity/oauth/token", "", "identityUsingGET", "400", None),
    ],
)
def test_a_refusal_is_logged(
    server: Rehearsal,
    method: str,
    path: str,
    token: str | None,
    operation: str,
    code: str,
    client: str | None,
) -> None:
    assert server.token
    path, _, query = path.partition("?")
    server.request(method, path, query, token=token)
    row = last(server)
    assert (row.operation, row.code, row.client_name) == (operation, code, client)


def test_pages_and_web_events_are_not_logged(server: Rehearsal) -> None:
    assert server.token
    before = len(logged(server))
    for path in ("/", "/openapi.json", "/nothing", "/webevents/visitWebPage"):
        server.get(path, token="")
    assert len(logged(server)) == before


def test_a_busy_second_is_logged_in_part_and_counted_whole(server: Rehearsal) -> None:
    assert server.token
    logged(server)
    for _ in range(130):
        server.get("/rest/v1/leads/describe.json")
        server.get("/rest/v1/nothing.json")
    rows = logged(server)
    assert sum(row.code is None and row.client_name is not None for row in rows) == 100
    assert sum(row.code == "610" for row in rows) == 100
    tally = server.application.request_log.tallies["describeUsingGET_2", None]
    assert (tally.requests, sum(tally.buckets)) == (130, 130)
    server.get("/rest/v1/leads/describe.json")
    assert len(logged(server)) == len(rows) + 1


def test_the_log_is_bounded_and_can_be_off(server: Rehearsal) -> None:
    few = with_settings(server, request_log_rows=3)
    for _ in range(5):
        few.get("/rest/v1/leads/describe.json")
    assert len(logged(few)) == 3
    off = with_settings(server, request_log_rows=0)
    off.get("/rest/v1/leads/describe.json")
    off.get("/rest/v1/nothing.json")
    assert [row.code for row in logged(off)] == [None] * 3


def test_bodies_are_logged_masked_for_one_client_for_a_while(server: Rehearsal) -> None:
    email, until = fresh(), server.clock.now() + timedelta(minutes=5)
    body = {"action": "createOnly", "lookupField": "email", "input": [{"email": email}]}
    server.post(LEADS, body)
    assert last(server).request_body is None
    server.store.write_now(lambda tx: log_bodies(tx, "rehearsal", until))
    server.post(LEADS, body, {"access_token": server.token})
    row = last(server)
    assert row.request_body == (
        f'{{"query":{{"access_token":["<{len(server.token)} characters>"]}},'
        '"body":{"action":"createOnly","lookupField":"email",'
        f'"input":[{{"email":"<{len(email)} characters>"}}]}}}}'
    )
    assert '"status":"skipped"' in (row.response_body or "")
    assert '"code":"1005"' in (row.response_body or "")
    server.clock.advance(minutes=5)
    server.post(LEADS, body)
    assert last(server).request_body is None


def test_what_is_no_json_is_logged_by_its_size(server: Rehearsal) -> None:
    assert server.token
    until = server.clock.now() + timedelta(minutes=5)
    server.store.write_now(lambda tx: log_bodies(tx, "rehearsal", until))
    server.request("POST", LEADS, content=b"Ada,ada", headers={"content-type": "text/csv"})
    assert last(server).request_body == '{"query":{},"body":"<7 bytes of text/csv>"}'


def slow_lines(caplog: pytest.LogCaptureFixture) -> Sequence[str]:
    return [each.getMessage() for each in caplog.records if "slow" in each.getMessage()]


def test_a_slow_request_is_told_with_its_plan(
    server: Rehearsal, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    (lead,) = sync(server, {"email": fresh()})
    path = f"/rest/v1/lead/{lead['id']}.json"
    server.get(path)
    assert slow_lines(caplog) == []
    slow = with_settings(server, slow_request_seconds=1e-9)
    slow.get(path)
    slow.get(path)
    first, second = slow_lines(caplog)
    assert "getLeadByIdUsingGET took 0." in first
    assert " statements, plan " in first
    plan = first.rpartition(" ")[2]
    assert second.endswith(plan)
    told = [each.getMessage() for each in caplog.records if f"plan {plan}: " in each.getMessage()]
    assert len(told) == 1
    assert "SELECT" in told[0]
