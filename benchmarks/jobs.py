"""The queue: how many jobs pass through it, and how soon one runs, on either engine."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from statistics import quantiles

from benchmarks import postgres
from benchmarks.figures import Row, Run, against_floor, within
from leadkeep.assembly import open_prepared_store
from leadkeep.jobs import Arguments, Handler, Lane, NewJob, Worker, enqueue
from leadkeep.jobs.worker import CLAIM_LIMIT
from leadkeep.settings import Settings
from leadkeep.store import Store, Transaction

COUNT, COUNT_QUICK = 60_000, 9_000
ENQUEUED_AT_ONCE = 300
NAME = "bench.nothing"
CALLS_A_SECOND = 50
SECONDS, SECONDS_QUICK = 10, 3
LATEST_SECONDS = 0.5
PATIENCE_SECONDS = 30

CREATE = (
    "CREATE TABLE job (id INTEGER PRIMARY KEY, name, arguments, lane, due_at, state, owner)",
    "CREATE INDEX job_due ON job (lane, due_at, id)",
)
MOMENT = "2026-01-15 18:00:00.000000"
INSERT = "INSERT INTO job VALUES (?, ?, ?, 10, ?, 'waiting', NULL)"
DUE = "SELECT id, arguments FROM job WHERE lane = 10 AND due_at <= ? ORDER BY due_at, id LIMIT ?"
TAKE = "UPDATE job SET state = 'running', owner = 'me', due_at = ? WHERE id = ?"
END = "DELETE FROM job WHERE id = ? AND owner = 'me'"


def embedded(run: Run) -> list[Row]:
    """Enqueue 60,000 jobs that do nothing (with --quick 9,000), 300 a transaction; run them all.

    Floor: the stdlib driver in process, one table with one index, the same transactions: insert
    300; take 400; delete 100. Beside it: 50 jobs a second, each timed from before its transaction
    to the moment its work begins, p99.
    """
    settings = Settings(data=run.folder)
    return _rows(run, settings, _floor(run.folder / "floor.db", _count(run)))


def production(run: Run) -> list[Row]:
    """Do the same on PostgreSQL, beside the embedded floor."""
    with postgres.databases() as databases:
        settings = Settings(data=run.folder, database=databases("bench_jobs"))
        return _rows(run, settings, _floor(run.folder / "floor.db", _count(run)))


def _count(run: Run) -> int:
    return run.sized(COUNT, COUNT_QUICK)


def _rows(run: Run, settings: Settings, floor: float) -> list[Row]:
    with closing(open_prepared_store(settings)) as store:
        rate = _throughput(store, settings, _count(run))
        run.say(f"{rate:,.0f} jobs/s")
        waits = asyncio.run(_waits(store, run.sized(SECONDS, SECONDS_QUICK)))
    late = quantiles(waits, n=100)[-1]
    return [
        against_floor("Jobs enqueued, claimed and ended", rate, floor, "jobs/s"),
        within(f"A job at {CALLS_A_SECOND} a second, p99", late, "s", LATEST_SECONDS),
    ]


def _throughput(store: Store, settings: Settings, count: int) -> float:
    done = 0

    def nothing(tx: Transaction, arguments: Sequence[Arguments]) -> None:
        nonlocal done
        del tx
        done += len(arguments)

    async def run_all() -> None:
        worker = Worker(store, {NAME: Handler(nothing)})

        async def work() -> None:
            while await worker.run_due():
                pass

        await asyncio.gather(*(work() for _ in range(settings.job_tasks)))

    start = time.perf_counter()
    for first in range(0, count, ENQUEUED_AT_ONCE):
        jobs = [_job(number) for number in range(first, first + ENQUEUED_AT_ONCE)]
        store.write_now(lambda tx: enqueue(tx, jobs))  # noqa: B023 -- called at once
    asyncio.run(run_all())
    assert done == count
    return count / (time.perf_counter() - start)


def _job(number: int) -> NewJob:
    return NewJob(NAME, {"lead": number}, lane=Lane.TRIGGER)


async def _waits(store: Store, seconds: int) -> list[float]:
    """Return how long each job waited for its work to begin."""
    begun: dict[int, float] = {}
    waits: list[float] = []

    def work(tx: Transaction, arguments: Sequence[Arguments]) -> None:
        del tx
        waits.extend(time.perf_counter() - begun[each["lead"]] for each in arguments)

    worker = Worker(store, {NAME: Handler(work)})
    running = asyncio.create_task(worker.run())
    for number in range(seconds * CALLS_A_SECOND):
        begun[number] = time.perf_counter()
        await store.write(lambda tx: enqueue(tx, [_job(number)]))  # noqa: B023 -- awaited at once
        await asyncio.sleep(1 / CALLS_A_SECOND)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(waits) < seconds * CALLS_A_SECOND:  # noqa: ASYNC110 -- what another task counts
            await asyncio.sleep(1 / CALLS_A_SECOND)
    worker.stop()
    await running
    return waits


def _floor(path: Path, count: int) -> float:
    with closing(sqlite3.connect(path, isolation_level=None)) as floor:
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", *CREATE):
            floor.execute(statement)

        def commit(sql: str, rows: Sequence[tuple[object, ...]]) -> None:
            floor.execute("BEGIN")
            floor.executemany(sql, rows)
            floor.execute("COMMIT")

        start = time.perf_counter()
        for first in range(0, count, ENQUEUED_AT_ONCE):
            numbers = range(first, first + ENQUEUED_AT_ONCE)
            commit(INSERT, [(each, NAME, f'{{"lead":{each}}}', MOMENT) for each in numbers])
        while found := floor.execute(DUE, (MOMENT, CLAIM_LIMIT)).fetchall():
            commit(TAKE, [("2026-01-15 18:01:00.000000", row[0]) for row in found])
            for at in range(0, len(found), 100):
                commit(END, [(row[0],) for row in found[at : at + 100]])
        return count / (time.perf_counter() - start)
