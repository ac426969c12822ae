"""Jobs that a process whose clock is an hour ahead has written: others do not wait that hour."""

from datetime import timedelta

import pytest

from leadkeep.clock import ManualClock
from leadkeep.jobs import Handler, Worker
from leadkeep.jobs.claim import LEASE, claim, extend_claim, release_claim
from leadkeep.jobs.job import Job
from leadkeep.jobs.worker import ALL_LANES
from leadkeep.store import Store
from tests.support.jobs import NAME, effects, failing, put, queue, run_all, worker

AHEAD = timedelta(hours=1)


@pytest.fixture
def ahead(store: Store, clock: ManualClock) -> Store:
    """Set the clock ahead by an hour; :func:`set_right` sets it back."""
    clock.advance(hours=1)
    store.clock = clock
    return store


def set_right(clock: ManualClock) -> None:
    clock.advance(seconds=-AHEAD.total_seconds())


def take(store: Store, clock: ManualClock, owner: str) -> list[Job]:
    jobs = store.write_now(lambda tx: claim(tx, ALL_LANES, [NAME], owner, clock.now(), 10))
    assert len(jobs) == 1
    return jobs


def runs_within(of: Worker, clock: ManualClock, leases: int) -> int:
    """Run what is due, and again after each lease; return the number of jobs that ran."""
    count = run_all(of)
    for _ in range(leases):
        clock.advance(seconds=LEASE.total_seconds())
        count += run_all(of)
    return count


def test_a_job_that_was_due_when_it_was_enqueued_is_due(ahead: Store, clock: ManualClock) -> None:
    put(ahead, "a")
    set_right(clock)
    assert runs_within(worker(ahead, clock), clock, 1) == 1
    assert effects(ahead) == ["a"]


def test_a_worker_that_sees_its_clock_go_back_looks_at_once(
    ahead: Store, clock: ManualClock
) -> None:
    of = worker(ahead, clock)
    assert run_all(of) == 0
    put(ahead, "a")
    set_right(clock)
    assert run_all(of) == 1


def test_a_job_for_later_waits_for_its_time(ahead: Store, clock: ManualClock) -> None:
    put(ahead, "a", run_at=clock.now() + timedelta(seconds=1))
    set_right(clock)
    assert runs_within(worker(ahead, clock), clock, 3) == 0
    clock.advance(hours=1)
    assert run_all(worker(ahead, clock)) == 1


def test_the_job_of_a_worker_that_is_gone_is_taken_over(ahead: Store, clock: ManualClock) -> None:
    put(ahead, "a")
    take(ahead, clock, "gone")
    set_right(clock)
    of = worker(ahead, clock)
    assert runs_within(of, clock, 1) == 0
    assert runs_within(of, clock, 1) == 1
    assert effects(ahead) == ["a"]


def test_a_worker_that_extends_its_lease_keeps_its_job(ahead: Store, clock: ManualClock) -> None:
    put(ahead, "a")
    jobs = take(ahead, clock, "ahead")
    set_right(clock)
    of = worker(ahead, clock)
    for _ in range(5):
        assert runs_within(of, clock, 1) == 0
        ahead.write_now(lambda tx: extend_claim(tx, jobs, "ahead", clock.now() + AHEAD))
    assert [row["owner"] for row in queue(ahead)] == ["ahead"]


def test_jobs_that_are_given_back_are_due(ahead: Store, clock: ManualClock) -> None:
    set_right(clock)
    put(ahead, "a")
    clock.advance(hours=1)
    jobs = take(ahead, clock, "ahead")
    ahead.write_now(lambda tx: release_claim(tx, jobs, "ahead"))
    set_right(clock)
    assert run_all(worker(ahead, clock)) == 1


def test_a_retry_waits_no_longer_than_its_pause(ahead: Store, clock: ManualClock) -> None:
    put(ahead, "a")
    handlers = {NAME: Handler(failing(1))}
    run_all(worker(ahead, clock, handlers))
    assert effects(ahead) == []
    set_right(clock)
    assert runs_within(worker(ahead, clock, handlers), clock, 1) == 1
    assert effects(ahead) == ["a"]
