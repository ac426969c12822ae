"""Get Paging Token: from a moment to a place in the log (behaviour.md 5.2, 1.4)."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.activities import (
    PAGING_TOKEN,
    add,
    approved_type,
    new_leads,
    page,
    record,
    rows,
    token_since,
)
from tests.support.leads import ENGINES, create, module_server, token_with
from tests.support.wire import two_processes

TOKEN = re.compile(r"[A-Z2-7]{24,90}=*").fullmatch


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def seen_since(server: Rehearsal, since: str) -> list[int]:
    return [row["leadId"] for row in rows(server, token_since(server, since), activityTypeIds=12)]


@pytest.mark.fact("D", "5.2")
def test_the_reply(server: Rehearsal) -> None:
    body = server.get(PAGING_TOKEN, {"sinceDatetime": "2014-10-06T14:05:00-07:00"}).body
    assert list(body) == ["requestId", "success", "nextPageToken"]
    assert TOKEN(body["nextPageToken"])


@pytest.mark.fact("D", "5.2")
def test_what_was_recorded_before_the_moment_is_left_out(server: Rehearsal) -> None:
    start = server.clock.now().replace(microsecond=0) + timedelta(minutes=1)
    server.clock.advance(minutes=1)
    made = []
    for _ in range(4):
        made.append(create(server))
        server.clock.advance(seconds=20)
    for back in range(4):
        since = start + timedelta(seconds=20 * back)
        assert seen_since(server, since.isoformat()) == made[back:]
        assert seen_since(server, (since + timedelta(seconds=1)).isoformat()) == made[back + 1 :]
        assert seen_since(server, (since - timedelta(seconds=1)).isoformat()) == made[back:]


@pytest.mark.fact("R", "1.5")
@pytest.mark.parametrize(
    "spelled",
    [
        "{:%Y-%m-%dT%H:%M:%SZ}",
        "{:%Y-%m-%dT%H:%M:%S+00:00}",
        "{:%Y-%m-%dT%H:%M:%S}",
        "{:%Y-%m-%dT%H:%M:%S.999Z}",
        "{:%Y-%m-%d %H:%M:%S}",
    ],
)
def test_forms_of_a_moment(server: Rehearsal, spelled: str) -> None:
    server.clock.advance(minutes=1)
    before = create(server)
    server.clock.advance(seconds=10)
    made = create(server)
    assert seen_since(server, spelled.format(server.clock.now())) == [made]
    zoned = server.clock.now() + timedelta(hours=2)
    assert seen_since(server, zoned.strftime("%Y-%m-%dT%H:%M:%S+02:00")) == [made]
    day = seen_since(server, server.clock.now().date().isoformat())
    assert {before, made} <= set(day)


@pytest.mark.fact("D", "5.2")
def test_the_date_of_a_custom_activity_does_not_decide(server: Rehearsal) -> None:
    kind = approved_type(server, "dated")
    lead_id = create(server)
    server.clock.advance(minutes=1)
    token = token_since(server, server.clock.now().isoformat())
    old = record(lead_id, kind, activityDate="2001-01-01T00:00:00Z")
    new = record(lead_id, kind, activityDate="2090-01-01T00:00:00Z")
    added = [item["id"] for item in add(server, old, new)]
    assert [row["id"] for row in rows(server, token, activityTypeIds=kind)] == added
    server.clock.advance(seconds=1)
    later = token_since(server, server.clock.now().isoformat())
    assert rows(server, later, activityTypeIds=kind) == []


@pytest.mark.fact("U", "5.2")
def test_a_moment_to_come(server: Rehearsal) -> None:
    moment = server.clock.now() + timedelta(minutes=5)
    body = page(server, token_since(server, moment.isoformat())).body
    assert "result" not in body
    assert body["moreResult"] is False
    create(server)
    body = page(server, body["nextPageToken"]).body
    assert "result" not in body
    server.clock.advance(minutes=5)
    made = create(server)
    assert [row["leadId"] for row in rows(server, body["nextPageToken"])] == [made]


@pytest.mark.fact("U", "1.4")
def test_tokens_do_not_expire(server: Rehearsal) -> None:
    token = token_since(server, server.clock.now().isoformat())
    made = new_leads(server, 3)
    server.clock.advance(days=800)
    server.forget_token()
    found = [row["leadId"] for row in rows(server, token, activityTypeIds=12)]
    assert found[-3:] == made


@pytest.mark.fact("U", "5.2")
@pytest.mark.parametrize("sent", ["yesterday", "2026-02-30", "1700000000", "2026-01-01T25:00:00Z"])
def test_what_is_no_moment(server: Rehearsal, sent: str) -> None:
    assert server.get(PAGING_TOKEN, {"sinceDatetime": "2026-01-01T23:00:00Z"}).body["success"]
    refused = ("1003", "Invalid value for parameter sinceDatetime")
    assert server.get(PAGING_TOKEN, {"sinceDatetime": sent}).error == refused


@pytest.mark.fact("U", "5.2")
def test_the_moment_must_be_there(server: Rehearsal) -> None:
    refused = ("1002", "Missing value for the required parameter 'sinceDatetime'")
    for query in ({}, {"sinceDatetime": ""}):
        assert server.get(PAGING_TOKEN, query).error == refused


@pytest.mark.parametrize("sent", ["0001-01-01", "9999-12-31T23:59:59Z"])
def test_the_ends_of_time(server: Rehearsal, sent: str) -> None:
    create(server)
    answer = page(server, token_since(server, sent))
    assert ("result" in answer.body) == sent.startswith("0001")


@pytest.mark.fact("D", "2.3")
def test_permission(server: Rehearsal) -> None:
    query = {"sinceDatetime": "2026-01-01"}
    for allowed in ("Read-Only Activity", "Read-Write Activity"):
        assert server.get(PAGING_TOKEN, query, token=token_with(server, allowed)).body["success"]
    other = token_with(server, "Read-Only Lead")
    assert server.get(PAGING_TOKEN, query, token=other).error == ("603", "Access denied")


def test_two_processes_agree_on_the_moment(stores: StoreFactory) -> None:
    with two_processes(stores) as (first, second):
        start = first.clock.now()
        made = []
        for server in (first, second, first, second):
            made.append(create(server))
            first.clock.advance(seconds=0.4)
        for back in (0, 3):
            since = (start + timedelta(seconds=0.4 * back)).isoformat()
            expected = made if back == 0 else made[3:]
            for server in (first, second):
                assert seen_since(server, since)[-len(expected) :] == expected
