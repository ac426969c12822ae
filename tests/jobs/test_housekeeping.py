"""What is old is deleted by jobs on schedules: once for all processes, batch by batch."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from leadkeep.assembly import assemble_worker
from leadkeep.domain.activities import retention
from leadkeep.domain.activities.tables import activity
from leadkeep.housekeeping import (
    EVERY,
    FORGET,
    PRUNE,
    PRUNE_BULK,
    PRUNE_REQUESTS,
    SHORTEN,
    UPDATE_WORDS,
    housekeeping_schedules,
)
from leadkeep.jobs import Handler, Worker
from leadkeep.settings import Settings
from leadkeep.store import Store
from leadkeep.testing import Rehearsal
from tests.support.jobs import NAME, effects, mark_each, put, queue, run
from tests.support.leads import create, sync

NEW_LEAD, CHANGE = 12, 13
BATCH = 4
SETTINGS = Settings(data=Path("unused"), activity_retention_days={NEW_LEAD: 30, CHANGE: 30})
LATER = timedelta(days=31)


@pytest.fixture
def server(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rehearsal]:
    """A server with six old changes of one lead, and batches of four."""
    monkeypatch.setattr(retention, "PRUNE_BATCH_SIZE", BATCH)
    with Rehearsal(store, settings=SETTINGS) as running:
        lead_id = create(running)
        for number in range(6):
            change = {"id": lead_id, "title": f"{number}"}
            sync(running, change, action="updateOnly", lookupField="id")
        yield running


def workers(server: Rehearsal, count: int = 1) -> list[Worker]:
    """Return workers as ``leadkeep worker`` has them; each has planned its schedules."""
    made = [assemble_worker(server.store, SETTINGS, server.clock) for _ in range(count)]
    for worker in made:
        server.run(worker.run_due())
    return made


def kept(server: Rehearsal) -> list[int]:
    query = select(activity.c.activity_type_id).order_by(activity.c.id)
    return server.store.read_now(lambda tx: list(tx.execute(query).scalars()))


def names(store: Store) -> list[str]:
    return sorted(row["name"] for row in queue(store))


def test_a_batch_is_a_job_and_enqueues_the_next(server: Rehearsal) -> None:
    (worker,) = workers(server)
    server.clock.advance(days=LATER.days)
    assert server.run(worker.run_due()) == 6
    assert kept(server) == [CHANGE] * 6  # types one after the other, in one job each time
    left = []
    while PRUNE in names(server.store):
        server.run(worker.run_due())
        left.append(len(kept(server)))
    assert left == [2, 0]


def test_of_several_processes_one_does_it(server: Rehearsal) -> None:
    made = workers(server, 3)
    server.clock.advance(seconds=EVERY.total_seconds())
    assert [server.run(worker.run_due()) for worker in made] == [4, 2, 0]
    server.clock.advance(days=LATER.days)
    for turn in range(6):
        server.run(made[turn % 3].run_due())
        assert len(names(server.store)) <= 4
    assert kept(server) == []


def test_the_next_batch_does_not_wait_twice(server: Rehearsal) -> None:
    (worker,) = workers(server)
    server.clock.advance(days=LATER.days)
    server.run(worker.run_due())
    server.clock.advance(minutes=2)  # the schedule comes again while a batch waits
    server.run(worker.run_due())
    assert names(server.store).count(PRUNE) == 1


def test_without_a_setting_activities_are_kept() -> None:
    first, last = [SHORTEN, FORGET], [PRUNE_BULK, PRUNE_REQUESTS, UPDATE_WORDS]
    schedules = housekeeping_schedules(SETTINGS)
    assert [each.name for each in schedules] == [*first, PRUNE, *last]
    none = Settings(data=Path("unused"))
    assert [each.name for each in housekeeping_schedules(none)] == [*first, *last]


def test_a_worker_settles_the_store_and_pauses(
    server: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[list[str]] = []
    store = server.store
    monkeypatch.setattr(store, "settle", lambda: settled.append(effects(store)))
    handler = Handler(mark_each, batch_size=1, pause_seconds=3600)
    worker = Worker(store, {NAME: handler}, store_tasks=1)
    put(store, "a")

    async def work() -> None:
        running = asyncio.create_task(worker.run())
        while not settled:  # noqa: ASYNC110 -- what is waited for happens on a thread
            await asyncio.sleep(0.005)
        put(store, "b")
        await asyncio.sleep(0.02)
        worker.stop()
        await running

    run(work())
    assert settled == [["a"]]
    assert effects(store) == ["a"]
