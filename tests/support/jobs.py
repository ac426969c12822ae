"""A queue under test: jobs that leave rows behind, run step by step or by a worker."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from sqlalchemy import select

from leadkeep.clock import ManualClock
from leadkeep.domain.fields.tables import lead_key
from leadkeep.jobs import Arguments, Handler, Handlers, NewJob, Worker, enqueue
from leadkeep.jobs.tables import job
from leadkeep.store import Store, Transaction

T = TypeVar("T")

NAME = "test.mark"
PATIENCE_SECONDS = 60.0


def mark_each(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    """Leave a row for each job: a second one of the same value fails."""
    rows = [{"kind": "job", "value": each["value"], "lead_id": 1} for each in arguments]
    tx.execute(lead_key.insert(), rows)


def effects(store: Store) -> list[str]:
    """Return the values of the jobs whose effect is there."""
    query = select(lead_key.c.value).where(lead_key.c.kind == "job").order_by(lead_key.c.value)
    return store.read_now(lambda tx: list(tx.execute(query).scalars()))


def put(store: Store, *values: str, name: str = NAME, **options: Any) -> None:  # noqa: ANN401
    """Enqueue a job for each value."""
    jobs = [NewJob(name, {"value": value}, **options) for value in values]
    store.write_now(lambda tx: enqueue(tx, jobs))


def queue(store: Store) -> list[dict[str, Any]]:
    """Return all rows of the queue."""
    query = select(job).order_by(job.c.id)
    return store.read_now(lambda tx: [dict(row) for row in tx.execute(query).mappings()])


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end."""
    return asyncio.run(work)


def worker(store: Store, clock: ManualClock, handlers: Handlers | None = None) -> Worker:
    """Return a worker for jobs that leave marks, or for others."""
    store.clock = clock
    return Worker(store, handlers or {NAME: Handler(mark_each)})


def run_all(of: Worker) -> int:
    """Run what is due until nothing is, and return how many were run."""

    async def until_none() -> int:
        count = 0
        while ran := await of.run_due():
            count += ran
        return count

    return run(until_none())


def failing(times: int) -> Callable[[Transaction, Sequence[Arguments]], None]:
    """Return a verb that fails so often, and then leaves its mark."""
    left = [times]

    def verb(tx: Transaction, arguments: Sequence[Arguments]) -> None:
        mark_each(tx, arguments)
        if left[0]:
            left[0] -= 1
            raise RuntimeError("what a lead holds")

    return verb


async def until(condition: Callable[[], object]) -> None:
    """Wait until a condition holds."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():  # noqa: ASYNC110 -- what is waited for is in the database
            await asyncio.sleep(0.005)


async def while_running(worker: Worker, work: Callable[[], Any]) -> None:
    """Run a worker as a server does, and stop it when the work is done."""
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(0)
    await work()
    worker.stop()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await running
