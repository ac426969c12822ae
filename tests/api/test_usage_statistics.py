"""Usage and error statistics (behaviour.md 2.5)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from leadkeep.clock import ManualClock
from leadkeep.store import Store
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.wire import LEADS, NOBODY, USAGE, Failing, silence, two_processes

WEEK = "/rest/v1/stats/usage/last7days.json"
ERRORS = "/rest/v1/stats/errors.json"
ERRORS_OF_WEEK = "/rest/v1/stats/errors/last7days.json"
USER = "rehearsal@api.example.com"


def today(server: Rehearsal, path: str = USAGE) -> Any:  # noqa: ANN401
    """Return today's element, which includes what this process has not stored yet."""
    (element,) = server.get(path).result
    return element


@pytest.mark.fact("D", "2.5")
def test_today_is_there_before_the_first_call(server: Rehearsal) -> None:
    assert server.get(USAGE).content.endswith(
        b'"result":[{"date":"2026-01-15","total":0,"users":[]}],"success":true}'
    )
    assert server.get(ERRORS).content.endswith(
        b'"result":[{"date":"2026-01-15","total":0,"errors":[]}],"success":true}'
    )


@pytest.mark.fact("D", "2.5")
def test_calls_are_counted_by_user(server: Rehearsal) -> None:
    other = server.token_for(server.add_client("other"))
    for token in (None, other, other, other):
        assert server.get(LEADS, NOBODY, token=token).result == []
    element = today(server)
    assert list(element) == ["date", "total", "users"]
    assert element == {
        "date": "2026-01-15",
        "total": 4,
        "users": [
            {"userId": "other@api.example.com", "count": 3},
            {"userId": USER, "count": 1},
        ],
    }


@pytest.mark.fact("D", "2.5")
def test_errors_are_counted_by_code(server: Rehearsal) -> None:
    for path in ("/rest/v1/nothing.json", "/rest/v1/nothing.json", "/rest/v1/lead/abc.json"):
        assert server.get(path).error
    assert server.request("PUT", LEADS).error
    element = today(server, ERRORS)
    assert list(element) == ["date", "total", "errors"]
    assert element == {
        "date": "2026-01-15",
        "total": 4,
        "errors": [
            {"errorCode": "610", "count": 2},
            {"errorCode": "1001", "count": 1},
            {"errorCode": "605", "count": 1},
        ],
    }


@pytest.mark.fact("D", "1.8")
@pytest.mark.fact("C", "2.1")
def test_what_is_not_metered(server: Rehearsal) -> None:
    token = server.token
    assert token
    for sent in ("", "unknown"):
        assert server.get(LEADS, NOBODY, token=sent).error
    assert server.get("/identity/oauth/token", token="").status == 400
    assert server.request("PUT", LEADS).error
    assert server.get("/", token="").status == 200
    failing = Failing(server.store)
    broken = server.another(failing.as_store())
    failing.is_broken = False
    assert broken.request("PUT", LEADS).error
    failing.is_broken = True
    with silence():
        assert broken.get(LEADS, NOBODY).error
    failing.is_broken = False
    broken.store_counts()
    assert today(server, ERRORS)["errors"] == [
        {"errorCode": "605", "count": 2},
        {"errorCode": "611", "count": 1},
    ]
    assert today(server)["total"] == 1  # the look at the errors


@pytest.mark.fact("D", "2.5")
@pytest.mark.fact("U", "2.5")
def test_seven_days_newest_first(store: Store) -> None:
    clock = ManualClock(datetime(2026, 3, 5, 18, tzinfo=UTC))
    with Rehearsal(store, clock) as server:
        for day in range(9):
            for _ in range(day + 1):
                assert server.get(LEADS, NOBODY).result == []
            assert server.get("/rest/v1/nothing.json").error
            server.store_counts()
            if day < 8:
                clock.advance(days=1)
                server.forget_token()
        found = server.get(WEEK).result
        days = [f"2026-03-{day:02}" for day in (13, 12, 11, 10, 9, 8, 7)]
        assert [each["date"] for each in found] == days
        assert [each["total"] for each in found] == [10, 9, 8, 7, 6, 5, 4]
        assert found[6]["users"] == [{"userId": USER, "count": 4}]
        errors = server.get(ERRORS_OF_WEEK).result
        one = [{"errorCode": "610", "count": 1}]
        assert errors == [{"date": day, "total": 1, "errors": one} for day in days]


def test_days_without_calls_are_shown_too(server: Rehearsal) -> None:
    assert server.get(LEADS, NOBODY).result == []
    server.store_counts()
    server.clock.advance(days=3)
    server.forget_token()
    found = server.get(WEEK).result
    assert [each["total"] for each in found] == [0, 0, 0, 1, 0, 0, 0]
    assert len({each["date"] for each in found}) == 7


@pytest.mark.fact("D", "1.11")
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-01-16T05:59:59.999999", "2026-01-15"),
        ("2026-01-16T06:00:00", "2026-01-16"),
        ("2026-07-16T04:59:59", "2026-07-15"),
        ("2026-07-16T05:00:00", "2026-07-16"),
        ("2026-03-09T04:59:59", "2026-03-08"),
        ("2026-03-09T05:00:00", "2026-03-09"),
        ("2026-11-02T05:59:59", "2026-11-01"),
        ("2026-11-02T06:00:00", "2026-11-02"),
    ],
)
def test_days_are_those_of_us_central_time(store: Store, moment: str, day: str) -> None:
    clock = ManualClock(datetime.fromisoformat(moment).replace(tzinfo=UTC))
    with Rehearsal(store, clock) as server:
        assert server.get(LEADS, NOBODY).result == []
        element = today(server)
        assert (element["date"], element["total"]) == (day, 1)


def test_two_processes_add_up(stores: StoreFactory) -> None:
    with two_processes(stores) as (one, two):
        for server in (one, two, two):
            assert server.get(LEADS, NOBODY).result == []
            assert server.get("/rest/v1/nothing.json").error
        assert one.get(USAGE).result[0]["total"] == 2  # its own, which it stores before
        assert two.get(USAGE).result[0]["total"] == 6
        assert one.get(ERRORS).result[0]["total"] == 3


def test_counts_that_could_not_be_stored_are_kept(server: Rehearsal) -> None:
    failing = Failing(server.store)
    failing.is_broken = False
    fragile = server.another(failing.as_store())
    for _ in range(3):
        assert fragile.get(LEADS, NOBODY).result == []
    failing.is_broken = True
    for _ in range(2):
        with pytest.raises(OSError, match="full"):
            fragile.store_counts()
    failing.is_broken = False
    assert fragile.get(LEADS, NOBODY).result == []
    fragile.store_counts()
    fragile.store_counts()
    assert today(server)["total"] == 4


def test_old_counts_are_dropped(server: Rehearsal) -> None:
    assert server.get(LEADS, NOBODY).result == []
    server.store_counts()
    server.clock.advance(days=61)
    server.forget_token()
    assert server.get(LEADS, NOBODY).result == []
    server.store_counts()
    server.clock.advance(days=-61)
    server.forget_token()
    assert server.get(USAGE, token=server.token_for(server.add_client("x"))).result[0]["total"] == 0
