"""The life of a job, on a clock that stands still: due, claimed, run, gone."""

from datetime import timedelta

import pytest

from leadkeep.clock import ManualClock
from leadkeep.jobs import Handler, Lane, NewJob, enqueue
from leadkeep.jobs.claim import LEASE, SUSPECT_ATTEMPTS, claim, extend_claim, release_claim
from leadkeep.jobs.end import end_with_effect
from leadkeep.jobs.job import ATTEMPT_LIMIT, Job
from leadkeep.jobs.worker import ALL_LANES
from leadkeep.store import Store, Transaction
from tests.support.jobs import (
    NAME,
    effects,
    failing,
    mark_each,
    put,
    queue,
    run_all,
    worker,
)


def take(store: Store, clock: ManualClock, owner: str, most: int = 10) -> list[Job]:
    return store.write_now(lambda tx: claim(tx, ALL_LANES, [NAME], owner, clock.now(), most))


def finish(store: Store, jobs: list[Job]) -> None:
    handler = Handler(mark_each)
    store.write_now(lambda tx: end_with_effect(tx, handler, jobs))


def values(jobs: list[Job]) -> list[str]:
    return [each.arguments["value"] for each in jobs]


def test_a_job_is_run_and_gone(store: Store, clock: ManualClock) -> None:
    put(store, "a", "b")
    assert run_all(worker(store, clock)) == 2
    assert effects(store) == ["a", "b"]
    assert queue(store) == []


def test_a_job_of_a_transaction_that_fails_does_not_exist(store: Store, clock: ManualClock) -> None:
    def verb(tx: Transaction) -> None:
        enqueue(tx, [NewJob(NAME, {"value": "a"})])
        raise LookupError

    with pytest.raises(LookupError):
        store.write_now(verb)
    assert run_all(worker(store, clock)) == 0


def test_a_job_waits_for_its_time(store: Store, clock: ManualClock) -> None:
    put(store, "a", run_at=clock.now() + timedelta(days=1))
    assert run_all(worker(store, clock)) == 0
    clock.advance(days=1)
    assert run_all(worker(store, clock)) == 1


@pytest.mark.parametrize("seconds", [3, 10])
def test_no_job_waits_for_a_clock_that_was_set_back_a_little(
    store: Store, clock: ManualClock, seconds: int
) -> None:
    of = worker(store, clock)
    put(store, "before")
    assert run_all(of) == 1
    clock.advance(seconds=-seconds)
    put(store, "a")
    assert run_all(of) == 1


def test_the_first_lane_goes_first(store: Store, clock: ManualClock) -> None:
    put(store, "late", lane=Lane.UPKEEP)
    put(store, "much", lane=Lane.BATCH)
    clock.advance(seconds=1)
    put(store, "first", lane=Lane.TRIGGER)
    assert values(take(store, clock, "me")) == ["first", "much", "late"]


def test_two_claims_never_hold_one_job(store: Store, clock: ManualClock) -> None:
    put(store, *"abc")
    assert values(take(store, clock, "one", 2)) == ["a", "b"]
    assert values(take(store, clock, "two", 2)) == ["c"]
    assert take(store, clock, "three") == []


def test_a_lease_that_ran_out_is_taken_over_and_its_late_end_is_void(
    store: Store, clock: ManualClock
) -> None:
    put(store, "a")
    slow = take(store, clock, "slow")
    clock.advance(seconds=LEASE.total_seconds())
    quick = take(store, clock, "quick")
    assert [each.attempts for each in quick] == [2]
    finish(store, slow)
    assert effects(store) == []
    finish(store, quick)
    finish(store, quick)
    assert effects(store) == ["a"]
    assert queue(store) == []


def test_a_heartbeat_keeps_the_lease(store: Store, clock: ManualClock) -> None:
    put(store, "a")
    jobs = take(store, clock, "one")
    clock.advance(seconds=LEASE.total_seconds() / 2)
    store.write_now(lambda tx: extend_claim(tx, jobs, "one", clock.now()))
    clock.advance(seconds=LEASE.total_seconds() / 2)
    assert take(store, clock, "two") == []
    finish(store, jobs)
    assert effects(store) == ["a"]


def test_jobs_given_back_were_never_taken(store: Store, clock: ManualClock) -> None:
    put(store, "a", "b")
    before = queue(store)
    jobs = take(store, clock, "one")
    store.write_now(lambda tx: release_claim(tx, jobs, "one"))
    assert queue(store) == before


def test_a_failure_is_tried_again_after_growing_pauses(store: Store, clock: ManualClock) -> None:
    put(store, "a")
    of = worker(store, clock, {NAME: Handler(failing(3))})
    pauses = []
    while not effects(store):
        run_all(of)
        for row in queue(store):
            pauses.append((row["due_at"] - clock.now()).total_seconds())
            clock.advance(seconds=pauses[-1])
    assert pauses == [2, 4, 8]
    assert queue(store) == []


def test_what_failed_says_kind_and_place_and_no_more(store: Store, clock: ManualClock) -> None:
    put(store, "a")
    run_all(worker(store, clock, {NAME: Handler(failing(1))}))
    (row,) = queue(store)
    assert row["error"].startswith("RuntimeError in ")
    assert "what a lead holds" not in row["error"]


def test_one_bad_job_takes_no_neighbour_along(store: Store, clock: ManualClock) -> None:
    put(store, "a", "b", "b", "c")
    run_all(worker(store, clock))
    assert effects(store) == ["a", "b", "c"]
    (row,) = queue(store)
    assert (row["state"], row["attempts"]) == ("waiting", 1)


def test_a_job_that_fails_for_the_last_time_is_dead_and_gives_up(
    store: Store, clock: ManualClock
) -> None:
    put(store, "a")
    of = worker(store, clock, {NAME: Handler(failing(100), give_up=mark_each)})
    for _ in range(ATTEMPT_LIMIT + 3):
        run_all(of)
        clock.advance(hours=1)
    (row,) = queue(store)
    assert (row["state"], row["attempts"], row["due_at"]) == ("dead", ATTEMPT_LIMIT, None)
    assert effects(store) == ["a"]


def test_a_job_that_kills_its_workers_is_taken_alone_and_dies(
    store: Store, clock: ManualClock
) -> None:
    put(store, "poison", *"abc")
    sizes = []
    for at in range(ATTEMPT_LIMIT + len("abc")):
        jobs = take(store, clock, f"claim {at}")
        sizes.append(len(jobs))
        if "poison" not in values(jobs):
            finish(store, jobs)
        clock.advance(seconds=LEASE.total_seconds())
    assert sizes[:SUSPECT_ATTEMPTS] == [4] * SUSPECT_ATTEMPTS
    assert set(sizes[SUSPECT_ATTEMPTS:]) == {1}
    run_all(worker(store, clock))
    assert effects(store) == ["a", "b", "c"]
    assert [(row["state"], row["attempts"]) for row in queue(store)] == [
        ("dead", ATTEMPT_LIMIT + 1)
    ]


def test_unknown_names_are_left_to_others(store: Store, clock: ManualClock) -> None:
    put(store, "a", name="test.of_tomorrow")
    assert run_all(worker(store, clock)) == 0
    assert [row["attempts"] for row in queue(store)] == [0]


# -- keys ------------------------------------------------------------------------------------------


def test_one_job_of_a_unique_key_waits(store: Store, clock: ManualClock) -> None:
    put(store, "a", unique_key="k")
    put(store, "b", "c", unique_key="k")
    put(store, "d", unique_key="other")
    assert values(take(store, clock, "one")) == ["a", "d"]
    put(store, "e", unique_key="k")  # the first one runs: it may have read the old state
    assert values(take(store, clock, "two")) == ["e"]


def test_an_earlier_job_of_a_key_brings_the_waiting_one_forward(
    store: Store, clock: ManualClock
) -> None:
    put(store, "a", unique_key="k", run_at=clock.now() + timedelta(hours=2))
    put(store, "b", unique_key="k", run_at=clock.now() + timedelta(hours=1))
    put(store, "c", unique_key="k", run_at=clock.now() + timedelta(hours=3))
    clock.advance(hours=1)
    assert values(take(store, clock, "one")) == ["a"]


def test_jobs_of_one_order_key_run_one_at_a_time(store: Store, clock: ManualClock) -> None:
    put(store, "a1", "a2", order_key="a")
    put(store, "b1", order_key="b")
    first = take(store, clock, "one")
    assert values(first) == ["a1", "b1"]
    assert take(store, clock, "two") == []
    finish(store, first)
    assert values(take(store, clock, "two")) == ["a2"]


@pytest.mark.parametrize(
    "new",
    [
        NewJob("n" * 101),
        NewJob(NAME, unique_key="k" * 201),
        NewJob(NAME, order_key="k" * 201),
        NewJob(NAME, {"value": "v" * 70_000}),
    ],
    ids=["name", "unique key", "order key", "arguments"],
)
def test_a_job_has_limits(store: Store, new: NewJob) -> None:
    with pytest.raises(ValueError, match=r"too long|more than"):
        store.write_now(lambda tx: enqueue(tx, [new]))
    assert queue(store) == []
