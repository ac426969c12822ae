"""Rate, concurrency and daily quota: 606, 615, 607 (behaviour.md 1.8, 1.11)."""

import asyncio
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from leadkeep.clock import ManualClock
from leadkeep.domain.instance.usage import Limits, admit_request
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.wire import (
    DENIED,
    FAILED,
    LEADS,
    NO_METHOD,
    NO_PATH,
    NOBODY,
    OLD_TOKEN,
    UNKNOWN_TOKEN,
    Failing,
    Held,
    settings,
    silence,
    two_processes,
)

QUOTA_USED = ("607", "Daily quota reached")
SEARCH = ("GET", LEADS, NOBODY)


def too_fast(limit: int) -> tuple[str, str]:
    return ("606", f"Max rate limit '{limit}' exceeded with in '20' secs")


def too_many(limit: int) -> tuple[str, str]:
    return ("615", f"Concurrent access limit '{limit}' reached")


@contextmanager
def serving(
    stores: StoreFactory,
    clock: ManualClock | None = None,
    **values: Any,  # noqa: ANN401
) -> Iterator[Rehearsal]:
    """Run a server with limits."""
    with (
        closing(stores.make()) as store,
        Rehearsal(store, clock, settings=settings(**values)) as running,
    ):
        yield running


def fits(server: Rehearsal) -> bool:
    """Make a call that is in order, and return whether it was let in."""
    body = server.request(*SEARCH).body
    assert body["success"] or body["errors"][0]["code"] in {"606", "607", "615"}
    return bool(body["success"])


# -- rate ------------------------------------------------------------------------------------------


@pytest.mark.fact("D", "1.11")
@pytest.mark.fact("R", "1.8")
@pytest.mark.fact("R", "11.21")
def test_100_calls_in_20_seconds(stores: StoreFactory) -> None:
    with serving(stores, limits="marketo") as server:
        for _ in range(100):
            assert fits(server)
        assert server.request(*SEARCH).error == too_fast(100)
        server.clock.advance(seconds=19.999999)
        assert server.request(*SEARCH).error == too_fast(100)
        server.clock.advance(seconds=0.000001)
        assert fits(server)


def test_the_window_slides(stores: StoreFactory) -> None:
    with serving(stores, limit_rate=3) as server:
        moments = []
        for second in range(45):
            if fits(server):
                moments.append(second)
            server.clock.advance(seconds=1)
        assert moments == [0, 1, 2, 20, 21, 22, 40, 41, 42]


def test_the_rate_holds_for_all_clients_and_processes(stores: StoreFactory) -> None:
    with two_processes(stores, limit_rate=4) as (one, two):
        other = one.token_for(one.add_client("other"))
        assert fits(one)
        assert fits(two)
        assert one.request(*SEARCH, token=other).result == []
        assert two.request(*SEARCH, token=other).result == []
        for server in (one, two):
            assert server.request(*SEARCH).error == too_fast(4)
            assert server.request(*SEARCH, token=other).error == too_fast(4)


@pytest.mark.fact("D", "1.8")
@pytest.mark.fact("D", "1.11")
@pytest.mark.parametrize("limit", ["limit_rate", "limit_quota"])
def test_starred_codes_do_not_count(stores: StoreFactory, limit: str) -> None:
    with serving(stores, None, **{limit: 3}) as server:
        old = server.token_for(server.add_client("old"))
        server.clock.advance(hours=1)
        server.forget_token()
        for _ in range(4):
            assert server.request("PATCH", LEADS).error == NO_METHOD
            assert server.request(*SEARCH, token="unknown").error == UNKNOWN_TOKEN
            assert server.request(*SEARCH, token=old).error == OLD_TOKEN
            assert server.request("GET", "/identity/oauth/token").status == 400
            broken = server.another(Failing(server.store).as_store())
            with silence():
                assert broken.request(*SEARCH).error == FAILED
        server.store_counts()
        assert [fits(server) for _ in range(4)] == [True, True, True, False]


@pytest.mark.fact("D", "1.11")
@pytest.mark.parametrize("limit", ["limit_rate", "limit_quota"])
def test_other_errors_count(stores: StoreFactory, limit: str) -> None:
    with serving(stores, None, **{limit: 4}) as server:
        token = server.token_for(server.add_client("nobody", server.save_role("nothing")))
        assert server.get("/rest/v1/nothing.json").error == NO_PATH
        assert server.request(*SEARCH, token=token).error == DENIED
        assert server.post(LEADS, {}).error[0] == "1003"
        assert server.request("POST", LEADS, content=b"x").error[0] == "609"
        assert not fits(server)


@pytest.mark.fact("U", "2.2")
def test_the_rate_is_looked_at_before_permission_and_path(stores: StoreFactory) -> None:
    with serving(stores, limit_rate=1) as server:
        token = server.token_for(server.add_client("nobody", server.save_role("nothing")))
        assert server.request(*SEARCH, token=token).error == DENIED
        assert server.request(*SEARCH, token=token).error == too_fast(1)
        assert server.get("/rest/v1/nothing.json").error == too_fast(1)
        assert server.get("/rest/v1/nothing.json", token="unknown").error == UNKNOWN_TOKEN


# -- concurrency -----------------------------------------------------------------------------------


def holding(server: Rehearsal) -> tuple[Rehearsal, Held]:
    """Return the process again over a store that can hold calls inside their operation."""
    store = Held(server.store)
    busy = server.another(store.as_store())
    assert fits(busy)  # now it knows the token: the next call waits in its operation
    store.hold()
    return busy, store


@pytest.mark.fact("D", "1.11")
@pytest.mark.fact("C", "1.8")
@pytest.mark.parametrize("limit", [10, 2])
def test_calls_in_flight_in_two_processes(stores: StoreFactory, limit: int) -> None:
    values = {"limits": "marketo"} if limit == 10 else {"limit_concurrency": limit}
    with two_processes(stores, **values) as (one, two):
        (first, first_store), (second, second_store) = holding(one), holding(two)
        token = one.token

        async def story() -> None:
            half = limit // 2
            calls = [first.send(*SEARCH, token=token) for _ in range(half)]
            calls += [second.send(*SEARCH, token=token) for _ in range(limit - half)]
            held = [asyncio.create_task(call) for call in calls]
            await first_store.until_waiting(half)
            await second_store.until_waiting(limit - half)
            for server in (one, two):
                assert (await server.send(*SEARCH, token=token)).error == too_many(limit)
            first_store.release()
            second_store.release()
            for answer in await asyncio.gather(*held):
                assert answer.result == []
            for server in (one, two):
                assert (await server.send(*SEARCH, token=token)).result == []

        one.run(story())


@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_a_call_that_has_ended_is_not_in_flight(stores: StoreFactory, method: str) -> None:
    with serving(stores, limit_concurrency=1) as server:
        for _ in range(5):
            answer = server.request(method, LEADS, NOBODY)
            assert answer.body["success"] or answer.error == NO_METHOD


def test_a_call_whose_client_left_is_not_in_flight(stores: StoreFactory) -> None:
    with serving(stores, limit_concurrency=1) as server:
        busy, store = holding(server)
        token = server.token

        async def leave() -> None:
            call = asyncio.create_task(busy.send(*SEARCH, token=token))
            await store.until_waiting(1)
            assert (await server.send(*SEARCH, token=token)).error == too_many(1)
            call.cancel()
            await asyncio.gather(call, return_exceptions=True)

        server.run(leave())
        assert fits(server)


def test_a_call_of_a_killed_process_is_forgotten_after_five_minutes(stores: StoreFactory) -> None:
    with serving(stores, limit_concurrency=1) as server:
        limits = server.settings.request_limits
        server.store.write_now(lambda tx: admit_request(tx, limits))
        assert server.request(*SEARCH).error == too_many(1)
        server.clock.advance(seconds=299.9)
        assert server.request(*SEARCH).error == too_many(1)
        server.clock.advance(seconds=0.1)
        assert fits(server)


# -- quota -----------------------------------------------------------------------------------------


@pytest.mark.fact("D", "1.11")
@pytest.mark.fact("D", "1.8")
@pytest.mark.parametrize(
    ("moment", "until_midnight"),
    [
        pytest.param("2026-01-15T18:00:00", timedelta(hours=12), id="winter: UTC-6"),
        pytest.param("2026-07-15T18:00:00", timedelta(hours=11), id="summer: UTC-5"),
        pytest.param("2026-03-08T06:00:00", timedelta(hours=23), id="the day of 23 hours"),
        pytest.param("2026-11-01T05:00:00", timedelta(hours=25), id="the day of 25 hours"),
    ],
)
def test_the_quota_is_new_at_midnight(
    stores: StoreFactory, moment: str, until_midnight: timedelta
) -> None:
    clock = ManualClock(datetime.fromisoformat(moment).replace(tzinfo=UTC))
    with serving(stores, clock, limit_quota=5) as server:
        assert [fits(server) for _ in range(6)] == [True] * 5 + [False]
        clock.advance(seconds=until_midnight.total_seconds() - 1)
        server.forget_token()
        assert server.request(*SEARCH).error == QUOTA_USED
        clock.advance(seconds=1)
        server.forget_token()
        assert [fits(server) for _ in range(6)] == [True] * 5 + [False]


def test_the_quota_holds_across_processes_to_the_call(stores: StoreFactory) -> None:
    with two_processes(stores, limit_quota=5) as (one, two):
        order = [two, one, one, two, two, one, two]
        assert [fits(server) for server in order] == [True] * 5 + [False] * 2


def test_calls_in_flight_use_the_quota(stores: StoreFactory) -> None:
    with serving(stores, limit_quota=3) as server:
        busy, store = holding(server)
        token = server.token

        async def story() -> None:
            held = [asyncio.create_task(busy.send(*SEARCH, token=token)) for _ in range(2)]
            await store.until_waiting(2)
            assert (await server.send(*SEARCH, token=token)).error == QUOTA_USED
            store.release()
            for answer in await asyncio.gather(*held):
                assert answer.result == []

        server.run(story())


# -- which limits are on ---------------------------------------------------------------------------


def test_no_limit_is_on_by_default(stores: StoreFactory) -> None:
    with serving(stores) as server:
        assert not server.settings.request_limits
        assert all(fits(server) for _ in range(101))


@pytest.mark.parametrize(
    ("values", "limits"),
    [
        ({"limits": "marketo"}, Limits(100, 10, 50_000)),
        ({"limits": "marketo", "limit_rate": 2}, Limits(2, 10, 50_000)),
        ({"limit_rate": 100}, Limits(100, None, None)),
        ({"limit_concurrency": 10}, Limits(None, 10, None)),
        ({"limit_quota": 9}, Limits(None, None, 9)),
    ],
)
def test_each_limit_can_be_set_alone(values: dict[str, Any], limits: Limits) -> None:
    assert settings(**values).request_limits == limits


def test_one_limit_leaves_the_others_off(stores: StoreFactory) -> None:
    with serving(stores, limit_quota=101) as server:
        assert [fits(server) for _ in range(102)] == [True] * 101 + [False]
