"""Limits of requests at their edges: rate window, concurrency, day (behaviour.md 1.11)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

import pytest

from leadkeep.clock import ManualClock
from leadkeep.domain.instance.usage import Limits, Tally, admit_request, end_request
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Store


@dataclass
class Door:
    """Admits requests to a store under limits."""

    store: Store
    clock: ManualClock
    limits: Limits

    def admit(self) -> int:
        return self.store.write_now(lambda tx: admit_request(tx, self.limits))

    def end(self, number: int, *, is_counted: bool = True) -> None:
        """End a request and store its count, in one transaction as the server does."""
        tally = Tally()
        if is_counted:
            tally.count_request("a@example.com", self.clock.now())

        def both(tx: object) -> None:
            tally.store(tx)  # type: ignore[arg-type]
            end_request(tx, number, is_counted=is_counted)  # type: ignore[arg-type]

        self.store.write_now(both)

    def refusal(self) -> Reason | None:
        """Try to be admitted; return why not."""
        try:
            self.admit()
        except Refusal as refusal:
            return refusal.problem.reason
        return None


@pytest.fixture
def make_door(store: Store) -> Callable[..., Door]:
    def make(start: datetime | None = None, **limits: int) -> Door:
        store.clock = clock = ManualClock(start)
        return Door(store, clock, Limits(**limits))

    return make


def test_the_window_frees_a_place_after_exactly_20_seconds(make_door: Callable[..., Door]) -> None:
    door = make_door(requests_per_window=2)
    door.end(door.admit())
    door.clock.advance(seconds=5)
    door.end(door.admit())
    assert door.refusal() is Reason.RATE_LIMIT
    door.clock.advance(seconds=14.999999)
    assert door.refusal() is Reason.RATE_LIMIT
    door.clock.advance(seconds=0.000001)
    assert door.refusal() is None
    assert door.refusal() is Reason.RATE_LIMIT, "the second request is still in the window"


@pytest.mark.parametrize("seed", range(4))
def test_the_window_counts_as_a_list_of_starts_does(
    make_door: Callable[..., Door], seed: int
) -> None:
    random, door = Random(seed), make_door(requests_per_window=3)
    starts: list[float] = []
    now = 0.0
    for _ in range(40):
        step = random.choice([0, 0, 1, 5, 7, 13, 20])
        now += step
        door.clock.advance(seconds=step)
        is_free = sum(start > now - 20 for start in starts) < 3
        assert door.refusal() is (None if is_free else Reason.RATE_LIMIT)
        starts += [now] if is_free else []


def test_requests_that_run_have_a_limit_until_they_end(make_door: Callable[..., Door]) -> None:
    door = make_door(concurrent_requests=2)
    first, second = door.admit(), door.admit()
    assert door.refusal() is Reason.CONCURRENCY_LIMIT
    door.end(first)
    third = door.admit()
    assert door.refusal() is Reason.CONCURRENCY_LIMIT
    door.end(second, is_counted=False)
    door.end(third)
    assert door.refusal() is None


def test_a_request_that_never_ends_is_forgotten_after_exactly_five_minutes(
    make_door: Callable[..., Door],
) -> None:
    door = make_door(concurrent_requests=1)
    door.admit()
    door.clock.advance(seconds=299.999999)
    assert door.refusal() is Reason.CONCURRENCY_LIMIT
    door.clock.advance(seconds=0.000001)
    assert door.refusal() is None


MIDNIGHTS = {
    "winter": datetime(2026, 1, 16, 6, tzinfo=UTC),
    "summer": datetime(2026, 7, 16, 5, tzinfo=UTC),
    "the day of 23 hours": datetime(2026, 3, 8, 6, tzinfo=UTC),
    "the day after 23 hours": datetime(2026, 3, 9, 5, tzinfo=UTC),
    "the day after 25 hours": datetime(2026, 11, 2, 6, tzinfo=UTC),
}
"""Midnights of US Central time."""


@pytest.mark.parametrize("midnight", MIDNIGHTS.values(), ids=MIDNIGHTS)
def test_the_quota_is_new_at_midnight_and_not_before(
    make_door: Callable[..., Door], midnight: datetime
) -> None:
    door = make_door(midnight, requests_per_day=2)
    door.clock.advance(seconds=-1)
    for _ in range(2):
        door.end(door.admit())
    assert door.refusal() is Reason.DAILY_QUOTA
    door.clock.advance(seconds=0.999999)
    assert door.refusal() is Reason.DAILY_QUOTA
    door.clock.advance(seconds=0.000001)
    assert door.refusal() is None


def test_requests_that_run_use_the_quota_once(make_door: Callable[..., Door]) -> None:
    door = make_door(requests_per_day=2)
    running = door.admit()
    door.end(door.admit())
    assert door.refusal() is Reason.DAILY_QUOTA
    door.end(running)
    assert door.refusal() is Reason.DAILY_QUOTA


def test_a_request_that_does_not_count_leaves_no_trace(make_door: Callable[..., Door]) -> None:
    door = make_door(requests_per_day=1, requests_per_window=1, concurrent_requests=1)
    for _ in range(3):
        door.end(door.admit(), is_counted=False)
    door.end(door.admit())
    assert door.refusal() is Reason.DAILY_QUOTA


def test_the_quota_is_named_before_the_rate_and_the_rate_before_the_number_at_once(
    make_door: Callable[..., Door],
) -> None:
    limits = {"concurrent_requests": 1, "requests_per_window": 1, "requests_per_day": 1}
    door = make_door(**limits)
    door.admit()
    for name, reason in (
        ("requests_per_day", Reason.DAILY_QUOTA),
        ("requests_per_window", Reason.RATE_LIMIT),
        ("concurrent_requests", Reason.CONCURRENCY_LIMIT),
    ):
        assert door.refusal() is reason
        del limits[name]
        door.limits = Limits(**limits)
    assert not door.limits
    assert door.refusal() is None
