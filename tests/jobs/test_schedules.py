"""Jobs that recur, once for all processes."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from leadkeep.clock import ManualClock
from leadkeep.jobs import Handler, NewJob, Schedule, Worker
from leadkeep.store import Store
from tests.support.jobs import NAME, mark_each, queue, run

JOB = NewJob(NAME, {"value": "again"})


def ran(worker: Worker) -> int:
    return run(worker.run_due())


def worker_with(store: Store, clock: ManualClock, *schedules: Schedule) -> Worker:
    store.clock = clock
    handlers = {NAME: Handler(lambda _tx, _arguments: None)}
    return Worker(store, handlers, schedules)


def test_a_job_comes_every_so_often(store: Store, clock: ManualClock) -> None:
    worker = worker_with(store, clock, Schedule("tidy", JOB, every=timedelta(minutes=1)))
    assert ran(worker) == 0
    found = []
    for _ in range(6):
        clock.advance(seconds=30)
        found.append(ran(worker))
    assert found == [0, 1, 0, 1, 0, 1]


def test_what_was_missed_is_made_up_for_once(store: Store, clock: ManualClock) -> None:
    schedule = Schedule("tidy", JOB, every=timedelta(minutes=1))
    assert ran(worker_with(store, clock, schedule)) == 0
    clock.advance(hours=1)
    assert ran(worker_with(store, clock, schedule)) == 1
    assert ran(worker_with(store, clock, schedule)) == 0


def test_a_clock_that_is_set_back_stops_no_schedule(store: Store, clock: ManualClock) -> None:
    worker = worker_with(store, clock, Schedule("tidy", JOB, every=timedelta(minutes=1)))
    assert ran(worker) == 0
    clock.advance(days=-1)
    assert ran(worker) == 0
    clock.advance(minutes=1)
    assert ran(worker) == 1


def test_of_several_processes_one_runs_it(store: Store, clock: ManualClock) -> None:
    workers = [
        worker_with(store, clock, Schedule("tidy", JOB, every=timedelta(minutes=1)))
        for _ in range(3)
    ]
    for count in (0, 1, 1):
        assert sum(map(ran, workers)) == count
        clock.advance(minutes=1)


def test_while_one_waits_no_other_comes(store: Store, clock: ManualClock) -> None:
    schedule = Schedule("tidy", JOB, every=timedelta(minutes=1))
    nobody = Worker(store, {"test.other": Handler(mark_each)}, [schedule])
    for _ in range(4):
        ran(nobody)
        clock.advance(minutes=1)
    assert len(queue(store)) == 1


def test_a_shorter_pause_holds_at_once(store: Store, clock: ManualClock) -> None:
    ran(worker_with(store, clock, Schedule("tidy", JOB, every=timedelta(days=30))))
    worker = worker_with(store, clock, Schedule("tidy", JOB, every=timedelta(minutes=1)))
    ran(worker)
    clock.advance(minutes=1)
    assert ran(worker) == 1


def test_a_job_comes_daily_at_its_time(store: Store, clock: ManualClock) -> None:
    worker = worker_with(store, clock, Schedule("report", JOB, daily_at=time(3, 30)))
    found = []
    for _ in range(60):  # the clock starts at 18:00
        if ran(worker):
            found.append(clock.now().strftime("%d %H"))
        clock.advance(hours=1)
    assert found == ["16 04", "17 04", "18 04"]


def test_the_next_time_lies_ahead() -> None:
    daily = Schedule("report", JOB, daily_at=time(12))
    noon = datetime(2026, 2, 28, 12, tzinfo=UTC)
    assert daily.next_after(noon) == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert daily.next_after(noon - timedelta(seconds=1)) == noon


@pytest.mark.parametrize(
    "times",
    [
        {},
        {"every": timedelta(0)},
        {"every": timedelta(1), "daily_at": time(1)},
    ],
    ids=["none", "no pause", "both"],
)
def test_a_schedule_says_one_time(times: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="tidy"):
        Schedule("tidy", JOB, **times)
