"""Counts of requests and errors: per US Central day, added up, kept for 60 days."""

from datetime import UTC, datetime, timedelta

import pytest

from leadkeep.clock import ManualClock
from leadkeep.domain.instance.usage import DayCount, Tally, errors_by_day, usage_by_day
from leadkeep.store import Store

ADA, BO, CY = (f"{name}@example.com" for name in ("ada", "bo", "cy"))
NOON = datetime(2026, 1, 15, 18, tzinfo=UTC)


@pytest.fixture
def clock(store: Store) -> ManualClock:
    store.clock = clock = ManualClock(NOON)
    return clock


def store_counts(store: Store, now: datetime, *users: str, errors: tuple[str, ...] = ()) -> None:
    tally = Tally()
    for user in users:
        tally.count_request(user, now)
    for code in errors:
        tally.count_error(code, now)
    store.write_now(tally.store)


def test_counts_add_up_and_the_largest_comes_first(store: Store, clock: ManualClock) -> None:
    store_counts(store, clock.now(), BO, ADA, BO, errors=("610", "610", "601"))
    store_counts(store, clock.now(), CY, BO, errors=("602",))
    (usage,) = store.read_now(usage_by_day)
    assert usage == DayCount("2026-01-15", 5, [(BO, 3), (ADA, 1), (CY, 1)])
    (errors,) = store.read_now(errors_by_day)
    assert errors == DayCount("2026-01-15", 4, [("610", 2), ("601", 1), ("602", 1)])


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 1, 16, 5, 59, 59, 999999, tzinfo=UTC), "2026-01-15"),
        (datetime(2026, 1, 16, 6, tzinfo=UTC), "2026-01-16"),
        (datetime(2026, 7, 16, 4, 59, 59, 999999, tzinfo=UTC), "2026-07-15"),
        (datetime(2026, 7, 16, 5, tzinfo=UTC), "2026-07-16"),
        (datetime(2026, 3, 9, 4, 59, 59, tzinfo=UTC), "2026-03-08"),
        (datetime(2026, 11, 2, 5, 59, 59, tzinfo=UTC), "2026-11-01"),
    ],
)
def test_a_day_is_one_of_us_central_time(store: Store, now: datetime, day: str) -> None:
    store.clock = ManualClock(now)
    store_counts(store, now, ADA)
    assert store.read_now(usage_by_day) == [DayCount(day, 1, [(ADA, 1)])]


def test_days_are_shown_newest_first_across_the_change_of_the_clocks(store: Store) -> None:
    start = datetime(2026, 3, 6, 18, tzinfo=UTC)
    for number in range(4):
        store.clock = ManualClock(start + timedelta(days=number))
        store_counts(store, store.clock.now(), *[ADA] * (number + 1))
    shown = store.read_now(lambda tx: usage_by_day(tx, 5))
    days = ["2026-03-09", "2026-03-08", "2026-03-07", "2026-03-06", "2026-03-05"]
    assert [each.day for each in shown] == days
    assert [each.total for each in shown] == [4, 3, 2, 1, 0]


def test_a_count_is_kept_for_60_days(store: Store, clock: ManualClock) -> None:
    store_counts(store, clock.now(), ADA, errors=("610",))

    def first_day() -> tuple[int, int]:
        usage, errors = store.read_now(lambda tx: (usage_by_day(tx, 70), errors_by_day(tx, 70)))
        return sum(each.total for each in usage), sum(each.total for each in errors)

    clock.advance(days=60)
    store_counts(store, clock.now())
    assert first_day() == (1, 1)
    clock.advance(days=1)
    store_counts(store, clock.now())
    assert first_day() == (0, 0)


def test_counts_that_were_taken_can_be_added_back() -> None:
    tally = Tally()
    assert not tally
    tally.count_request(ADA, NOON)
    tally.count_error("610", NOON)
    taken = tally.take()
    assert taken
    assert not tally
    tally.count_request(ADA, NOON)
    tally.add_back(taken)
    assert tally.calls == {("2026-01-15", ADA): 2}
    assert tally.errors == {("2026-01-15", "610"): 1}
