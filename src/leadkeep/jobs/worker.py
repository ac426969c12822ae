"""The worker: claims jobs that are due and runs them, until it is told to stop."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime, timedelta
from functools import partial

from leadkeep import ids
from leadkeep.clock import Clock, set_within
from leadkeep.jobs import queries
from leadkeep.jobs.claim import LEASE, claim, extend_claim, release_claim
from leadkeep.jobs.end import (
    end_in_failure,
    end_with_answer,
    end_with_effect,
    end_without_effect,
    failure_of,
)
from leadkeep.jobs.enqueue import JOBS_SIGNAL
from leadkeep.jobs.job import Handler, Handlers, Job, Lane, OutsideHandler
from leadkeep.jobs.schedule import Schedule, enqueue_scheduled
from leadkeep.store import Store, Transaction

logger = logging.getLogger(__name__)

CLAIMED_AT_ONCE = 400
POLL_SECONDS = 0.25
"""How soon jobs are seen that another process has enqueued, or that fall due."""
REST_AFTER_FAILURE_SECONDS = 5.0
"""The store does not answer: it is not asked again at once."""
HEARTBEATS_PER_LEASE = 3
LEASES_RAN_OUT = "every worker that took it ended without a word"
"""The job may be what kills them."""
INSIDE_LANES = (Lane.TRIGGER, Lane.BATCH, Lane.UPKEEP)
ALL_LANES = (*INSIDE_LANES, Lane.OUTSIDE)


class Worker:
    """Runs the jobs of one store in this process; any number of workers may share the store."""

    def __init__(
        self,
        store: Store,
        handlers: Handlers,
        clock: Clock,
        schedules: Sequence[Schedule] = (),
        *,
        inside_tasks: int = 2,
        outside_tasks: int = 8,
        lease: timedelta = LEASE,
    ) -> None:
        """Run jobs that ``handlers`` names, and leave others to those who know them."""
        self._store = store
        self.handlers = handlers
        self.schedules = schedules
        self._clock = clock
        self._lease = lease
        self._next_scheduled: datetime | None = None
        self._tasks = ((INSIDE_LANES, inside_tasks), ((Lane.OUTSIDE,), outside_tasks))
        # Threads of their own: calls that hang for half a minute would hold up others' work.
        self._callers = ThreadPoolExecutor(outside_tasks, thread_name_prefix="leadkeep-call")
        self._stopping = asyncio.Event()

    # -- life -----------------------------------------------------------------------------------

    async def run(self) -> None:
        """Run what is due, again and again, until :meth:`stop` is called."""
        loop = asyncio.get_running_loop()
        with ExitStack() as listening:
            runs = []
            for lanes, most in self._tasks:
                wake = asyncio.Event()
                call = partial(_set_from_any_thread, loop, wake)
                listening.enter_context(self._store.listening(JOBS_SIGNAL, call))
                runs.append(self._run_lanes(lanes, most, wake))
            await asyncio.gather(*runs)
        self._callers.shutdown(wait=False)

    def stop(self) -> None:
        """Let the worker end what it has begun, give back the rest, and return."""
        self._stopping.set()
        self._store.send_signal(JOBS_SIGNAL)

    async def _run_lanes(self, lanes: Sequence[Lane], most: int, wake: asyncio.Event) -> None:
        """Claim jobs of these lanes, and work on ``most`` claims at once."""
        free = asyncio.Semaphore(most)
        async with asyncio.TaskGroup() as working:
            while not self._stopping.is_set():
                await free.acquire()
                wake.clear()
                jobs: list[Job] = []
                rest = POLL_SECONDS
                try:
                    jobs = await self._claim(lanes)
                except Exception:
                    logger.exception("jobs could not be claimed; that is tried again")
                    rest = REST_AFTER_FAILURE_SECONDS
                if jobs:
                    working.create_task(self._run_and_free(jobs, free))
                    continue
                free.release()
                if not self._stopping.is_set():
                    await set_within(wake, rest)

    async def _run_and_free(self, jobs: list[Job], free: asyncio.Semaphore) -> None:
        try:
            await self._run_claimed(jobs)
            await self._pause_after(jobs)
        except Exception:
            # Their lease runs out, and then somebody takes them.
            logger.exception("jobs could not be run; they are tried again")
        finally:
            free.release()

    async def _pause_after(self, jobs: Sequence[Job]) -> None:
        """Settle the store and pause for as long as a handler of these jobs asks for."""
        handlers = [self.handlers[name] for name in {job.name for job in jobs}]
        seconds = max(each.pause_seconds if isinstance(each, Handler) else 0 for each in handlers)
        if seconds and not self._stopping.is_set():
            await asyncio.to_thread(self._store.settle)
            await set_within(self._stopping, seconds)

    # -- one claim ------------------------------------------------------------------------------

    async def run_due(self, lanes: Sequence[Lane] = ALL_LANES) -> int:
        """Claim jobs that are due and run them; return how many there were."""
        jobs = await self._claim(lanes)
        if jobs:
            await self._run_claimed(jobs)
        return len(jobs)

    async def _claim(self, lanes: Sequence[Lane]) -> list[Job]:
        names, now = sorted(self.handlers), self._clock.now()
        await self._enqueue_scheduled(now)
        if not await self._store.read(lambda tx: queries.has_due(tx, lanes, names, now)):
            return []
        owner = ids.new_nonce()
        most = 1 if lanes == (Lane.OUTSIDE,) else CLAIMED_AT_ONCE
        return await self._store.write(
            lambda tx: claim(tx, lanes, names, owner, self._clock.now(), most, self._lease)
        )

    async def _run_claimed(self, jobs: list[Job]) -> None:
        async with self._held(jobs):
            for group in self._groups(jobs):
                if self._stopping.is_set():
                    await self._release(group)
                else:
                    await self._run_group(group)

    async def _enqueue_scheduled(self, now: datetime) -> None:
        """Look at the schedules when the time of one has come; the store knows if it was done."""
        schedules, known = self.schedules, self._next_scheduled
        if schedules and (known is None or known <= now):
            self._next_scheduled = await self._store.write(
                lambda tx: enqueue_scheduled(tx, schedules, now)
            )

    @asynccontextmanager
    async def _held(self, jobs: Sequence[Job]) -> AsyncIterator[None]:
        """Ask for a longer lease every so often, until the jobs have come to their end."""
        is_over = asyncio.Event()
        beating = asyncio.create_task(self._beat(jobs, is_over))
        try:
            yield
        finally:
            is_over.set()
            await beating

    async def _beat(self, jobs: Sequence[Job], is_over: asyncio.Event) -> None:
        def extend(tx: Transaction) -> None:
            extend_claim(tx, jobs, jobs[0].owner, self._clock.now(), self._lease)

        while not await set_within(is_over, self._lease.total_seconds() / HEARTBEATS_PER_LEASE):
            try:
                await self._store.write(extend)
            except Exception:
                logger.exception("a lease could not be extended; it is tried again")

    def _groups(self, jobs: Sequence[Job]) -> Iterator[list[Job]]:
        """Yield jobs that run as one call; a job that failed before runs alone."""
        by_name: dict[str, list[Job]] = {}
        for job in jobs:
            by_name.setdefault(job.name, []).append(job)
        for name, same in by_name.items():
            handler = self.handlers[name]
            size = handler.most_at_once if isinstance(handler, Handler) else 1
            fresh = [job for job in same if job.attempts == 1]
            yield from (fresh[at : at + size] for at in range(0, len(fresh), size))
            yield from ([job] for job in same if job.attempts > 1)

    async def _run_group(self, jobs: list[Job]) -> None:
        handler = self.handlers[jobs[0].name]
        if jobs[0].attempts > handler.most_attempts:
            await self._fail(handler, jobs[0], LEASES_RAN_OUT)
            return
        try:
            await self._run_with(handler, jobs)
        except Exception as error:  # noqa: BLE001 -- whatever a handler raises is a failed job
            if len(jobs) > 1:
                for job in jobs:
                    await self._run_group([job])
            else:
                await self._fail(handler, jobs[0], failure_of(error))

    async def _run_with(self, handler: Handler | OutsideHandler, jobs: list[Job]) -> None:
        if isinstance(handler, Handler):
            await self._store.write(lambda tx: end_with_effect(tx, handler, jobs))
        else:
            await self._call_outside(handler, jobs[0])

    async def _call_outside(self, handler: OutsideHandler, job: Job) -> None:
        prepare = handler.prepare
        request = await self._store.read_long(lambda tx: prepare(tx, job.arguments))
        if request is None:
            await self._store.write(lambda tx: end_without_effect(tx, job))
            return
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self._callers, handler.call, request, call_key(job))
        await self._store.write(lambda tx: end_with_answer(tx, handler, job, answer))

    async def _fail(self, handler: Handler | OutsideHandler, job: Job, failure: str) -> None:
        is_dead = await self._store.write(
            lambda tx: end_in_failure(tx, handler, job, failure, self._clock.now())
        )
        outcome = "is dead" if is_dead else "is tried again"
        logger.warning(
            "job %s %s failed at attempt %s and %s: %s",
            *(job.id, job.name, job.attempts, outcome, failure),
        )

    async def _release(self, jobs: list[Job]) -> None:
        await self._store.write(
            lambda tx: release_claim(tx, jobs, jobs[0].owner, self._clock.now())
        )


def _set_from_any_thread(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    loop.call_soon_threadsafe(event.set)


def call_key(job: Job) -> str:
    """Return by what an outside service may know a job's call when it is made again."""
    return f"{job.name}-{job.id}"
