"""The worker: batches, external services, being woken, being stopped."""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

import pytest

from leadkeep.clock import ManualClock
from leadkeep.jobs import Arguments, ExternalHandler, Handler, Lane, LongHandler, LongRun, Worker
from leadkeep.jobs.claim import claim
from leadkeep.jobs.worker import POLL_SECONDS
from leadkeep.store import Store, Transaction
from leadkeep.testing import Rehearsal
from tests.support.jobs import (
    NAME,
    PATIENCE_SECONDS,
    effects,
    mark_each,
    put,
    queue,
    run,
    run_all,
    until,
    while_running,
    worker,
)


def test_many_jobs_of_a_name_are_one_call(store: Store, clock: ManualClock) -> None:
    sizes = []

    def verb(tx: Transaction, arguments: Sequence[Arguments]) -> None:
        sizes.append(len(arguments))
        mark_each(tx, arguments)

    put(store, *(f"{number:03}" for number in range(250)))
    assert run_all(worker(store, clock, {NAME: Handler(verb, batch_size=80)})) == 250
    assert sorted(sizes) == [10, 80, 80, 80]
    assert effects(store) == [f"{number:03}" for number in range(250)]


# -- external services -----------------------------------------------------------------------------


class Service:
    """An external service that fails the given number of times."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.requests: list[tuple[str, str]] = []

    def handler(self, **options: Any) -> ExternalHandler:  # noqa: ANN401
        return ExternalHandler(self.build_request, self.send, self.finish, **options)

    def build_request(self, tx: Transaction, arguments: Arguments) -> str | None:
        del tx
        value: str = arguments["value"]
        return None if value == "no more" else f"request {value}"

    def send(self, request: str, key: str) -> str:
        self.requests.append((request, key))
        if self.failures:
            self.failures -= 1
            raise ConnectionError("what a lead holds")
        return f"response to {request}"

    def finish(self, tx: Transaction, arguments: Arguments, response: str) -> None:
        assert arguments["value"] in response
        mark_each(tx, [{"value": response}])


def test_a_request_is_sent_and_its_response_stored(store: Store, clock: ManualClock) -> None:
    service = Service()
    put(store, "a", lane=Lane.EXTERNAL)
    assert run_all(worker(store, clock, {NAME: service.handler()})) == 1
    assert effects(store) == ["response to request a"]
    assert queue(store) == []


def test_a_request_that_is_sent_again_has_the_same_key(store: Store, clock: ManualClock) -> None:
    service = Service(failures=2)
    of = worker(store, clock, {NAME: service.handler()})
    put(store, "a", lane=Lane.EXTERNAL)
    for _ in range(3):
        run_all(of)
        clock.advance(minutes=1)
    assert effects(store) == ["response to request a"]
    assert len(service.requests) == 3
    assert len(set(service.requests)) == 1


def test_a_request_that_is_no_longer_needed_is_not_sent(store: Store, clock: ManualClock) -> None:
    service = Service()
    put(store, "no more", lane=Lane.EXTERNAL)
    run_all(worker(store, clock, {NAME: service.handler()}))
    assert (service.requests, queue(store)) == ([], [])


def test_a_request_that_fails_for_the_last_time_gives_up(store: Store, clock: ManualClock) -> None:
    service = Service(failures=9)
    put(store, "a", lane=Lane.EXTERNAL)
    of = worker(store, clock, {NAME: service.handler(attempt_limit=2, give_up=mark_each)})
    for _ in range(3):
        run_all(of)
        clock.advance(minutes=1)
    assert len(service.requests) == 2
    assert effects(store) == ["a"]
    assert [row["state"] for row in queue(store)] == ["dead"]


def test_as_many_requests_are_sent_concurrently_as_the_settings_say(store: Store) -> None:
    everybody = threading.Barrier(12)

    def send(request: str, key: str) -> str:
        del key
        everybody.wait(PATIENCE_SECONDS)
        return request

    service = Service()
    handler = ExternalHandler(service.build_request, send, service.finish)
    put(store, *(f"{number:02}" for number in range(12)), lane=Lane.EXTERNAL)
    of = Worker(store, {NAME: handler}, external_tasks=12)

    async def work() -> None:
        await until(lambda: len(effects(store)) == 12)

    run(while_running(of, work))
    assert queue(store) == []


# -- long jobs -------------------------------------------------------------------------------------


def test_a_long_job_opens_transactions_of_its_own(store: Store, clock: ManualClock) -> None:
    def work(arguments: Arguments, this: LongRun) -> bool:
        assert not this.is_stopping()
        for part in "xy":
            store.write_now(lambda tx: mark_each(tx, [{"value": arguments["value"] + part}]))  # noqa: B023 -- called at once
        return True

    put(store, "a", lane=Lane.EXTERNAL)
    assert run_all(worker(store, clock, {NAME: LongHandler(work)})) == 1
    assert effects(store) == ["ax", "ay"]
    assert queue(store) == []


def test_a_long_job_that_fails_is_tried_again_and_gives_up(
    store: Store, clock: ManualClock
) -> None:
    def work(arguments: Arguments, this: LongRun) -> bool:
        del arguments, this
        raise OSError("what a lead holds")

    put(store, "a", lane=Lane.EXTERNAL)
    of = worker(store, clock, {NAME: LongHandler(work, attempt_limit=2, give_up=mark_each)})
    for _ in range(3):
        run_all(of)
        clock.advance(minutes=1)
    assert effects(store) == ["a"]
    assert [row["state"] for row in queue(store)] == ["dead"]


@pytest.mark.parametrize("has_progress", [True, False])
def test_a_long_job_that_gets_further_each_time_is_never_given_up(
    store: Store, clock: ManualClock, *, has_progress: bool
) -> None:
    """Only attempts without progress count: a kill now and then does not end a long job."""

    def work(arguments: Arguments, this: LongRun) -> bool:
        del arguments
        if has_progress:
            assert store.write_now(this.note_progress)
        raise OSError

    put(store, "a", lane=Lane.EXTERNAL)
    of = worker(store, clock, {NAME: LongHandler(work, attempt_limit=2, give_up=mark_each)})
    for _ in range(5):
        run_all(of)
        clock.advance(minutes=1)
    assert effects(store) == ([] if has_progress else ["a"])
    assert [row["state"] for row in queue(store)] == ["waiting" if has_progress else "dead"]


def test_a_long_job_that_another_worker_has_notes_no_progress(
    store: Store, clock: ManualClock
) -> None:
    noted = []

    def work(arguments: Arguments, this: LongRun) -> bool:
        del arguments
        noted.append(store.write_now(this.note_progress))
        clock.advance(minutes=10)  # the lease expires, and another worker claims the job
        store.write_now(
            lambda tx: claim(tx, [Lane.EXTERNAL], [NAME], "another", store.steady_moment(), 1)
        )
        noted.append(store.write_now(this.note_progress))
        return True

    put(store, "a", lane=Lane.EXTERNAL)
    run(worker(store, clock, {NAME: LongHandler(work)}).run_due())
    assert noted == [True, False]
    (left,) = queue(store)
    assert (left["state"], left["attempts"]) == ("running", 2)


def test_a_long_job_of_a_worker_that_stops_is_left_to_others(store: Store) -> None:
    started = threading.Event()

    def work(arguments: Arguments, this: LongRun) -> bool:
        del arguments
        started.set()
        while not this.is_stopping():
            threading.Event().wait(0.005)
        return False

    async def until_started() -> None:
        await until(started.is_set)

    put(store, "a", lane=Lane.EXTERNAL)
    run(while_running(Worker(store, {NAME: LongHandler(work)}), until_started))
    (left,) = queue(store)
    assert (left["state"], left["attempts"]) == ("waiting", 0)


# -- running ---------------------------------------------------------------------------------------


def test_a_commit_wakes_the_worker_of_its_process(
    store: Store, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadkeep.jobs.worker.POLL_SECONDS", 3600.0)

    async def work() -> None:
        await asyncio.sleep(0.05)  # it has looked, and rests
        for value in "abc":
            await asyncio.to_thread(put, store, value)
            await until(lambda: value in effects(store))  # noqa: B023 -- awaited at once

    run(while_running(worker(store, clock), work))


def test_jobs_of_other_processes_are_found_by_looking(store: Store, clock: ManualClock) -> None:
    async def work() -> None:
        await asyncio.to_thread(put, store, "a", run_at=clock.now())
        clock.advance(seconds=1)
        await until(lambda: effects(store) == ["a"])

    assert POLL_SECONDS < PATIENCE_SECONDS
    run(while_running(worker(store, clock), work))


def test_a_worker_that_stops_gives_back_what_it_has_not_begun(
    store: Store, clock: ManualClock
) -> None:
    workers: list[Worker] = []

    def verb(tx: Transaction, arguments: Sequence[Arguments]) -> None:
        mark_each(tx, arguments)
        workers[0].stop()

    workers.append(worker(store, clock, {NAME: Handler(verb, batch_size=2)}))
    put(store, *"abcdef")

    async def work() -> None:
        await until(lambda: len(effects(store)) > 0)

    run(while_running(workers[0], work))
    assert effects(store) == ["a", "b"]
    left = [(row["state"], row["attempts"], row["owner"]) for row in queue(store)]
    assert left == [("waiting", 0, None)] * 4


def test_a_rehearsal_runs_jobs_when_asked(server: Rehearsal) -> None:
    server.application.worker.handlers = {NAME: Handler(mark_each)}
    put(server.store, *"abc")
    assert effects(server.store) == []
    assert server.run_jobs() == 3
    assert effects(server.store) == ["a", "b", "c"]
    assert server.run_jobs() == 0
