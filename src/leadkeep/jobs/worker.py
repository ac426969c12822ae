"""The worker: claims due jobs and runs them until it is stopped."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime, timedelta
from functools import partial

from leadkeep import ids
from leadkeep.clock import set_within
from leadkeep.jobs import queries
from leadkeep.jobs.claim import LEASE, claim, extend_claim, release_claim
from leadkeep.jobs.end import (
    end_in_failure,
    end_with_effect,
    end_with_response,
    end_without_effect,
    failure_of,
)
from leadkeep.jobs.enqueue import JOBS_SIGNAL
from leadkeep.jobs.job import (
    AnyHandler,
    ExternalHandler,
    Handler,
    Handlers,
    Job,
    Lane,
    LongHandler,
    LongRun,
)
from leadkeep.jobs.postponed import Leases, later_jobs, make_due, note_leases, postponed_jobs
from leadkeep.jobs.schedule import Schedule, enqueue_scheduled
from leadkeep.store import Store, Transaction
from leadkeep.tracing import Attributes, Kind, NullTracer, Tracer, traced

logger = logging.getLogger(__name__)

CLAIM_LIMIT = 400
POLL_SECONDS = 0.25
"""How often a worker looks for jobs that became due or that another process enqueued."""
POLL_SECONDS_WITH_SIGNALS = 1.0
"""The same while it hears of jobs that other processes enqueue: for those that become due."""
REST_AFTER_FAILURE_SECONDS = 5.0
"""Pause after an attempt to claim jobs failed, for example because the database is down."""
HEARTBEATS_PER_LEASE = 3
LEASES_EXPIRED = "every worker that took it ended without a word"
"""Stored as the error of a job whose lease expired in every attempt: the job may kill workers."""
STORE_LANES = (Lane.TRIGGER, Lane.BATCH, Lane.UPKEEP)
ALL_LANES = (*STORE_LANES, Lane.EXTERNAL)


class Worker:
    """Runs jobs of one store in this process; workers of other processes may share the store."""

    def __init__(
        self,
        store: Store,
        handlers: Handlers,
        schedules: Sequence[Schedule] = (),
        *,
        store_tasks: int = 2,
        external_tasks: int = 8,
        lease: timedelta = LEASE,
        tracer: Tracer | None = None,
    ) -> None:
        """Set the handlers by job name; jobs of other names are left in the queue.

        At most ``store_tasks`` claims run concurrently, and beside them ``external_tasks`` jobs
        that call external services. ``lease`` is how long a claim lasts unless it is extended.
        What is due follows ``Store.steady_moment``, as the due times of new jobs do: after a clock
        was set back a little, no job waits for the clock.
        """
        self._store = store
        self.handlers = handlers
        self.schedules = schedules
        self._lease = lease
        self._tracer = tracer or NullTracer()
        self._next_scheduled: datetime | None = None
        self._scheduled_at: datetime | None = None
        self._postponed_at: datetime | None = None
        self._leases: Leases = {}
        self._tasks = ((STORE_LANES, store_tasks), ((Lane.EXTERNAL,), external_tasks))
        # Separate threads: calls that hang for half a minute would block the threads of other work.
        self._senders = ThreadPoolExecutor(external_tasks, thread_name_prefix="leadkeep-send")
        self._stopping = asyncio.Event()

    # -- life -----------------------------------------------------------------------------------

    async def run(self) -> None:
        """Run due jobs until :meth:`stop` is called."""
        loop = asyncio.get_running_loop()
        with ExitStack() as listening:
            runs = []
            for lanes, task_limit in self._tasks:
                wake = asyncio.Event()
                listener = partial(_set_from_any_thread, loop, wake)
                listening.enter_context(self._store.listening(JOBS_SIGNAL, listener))
                runs.append(self._run_lanes(lanes, task_limit, wake))
            await asyncio.gather(*runs)
        self._senders.shutdown(wait=False)

    def stop(self) -> None:
        """Ask the worker to finish its running jobs and release the others; do not wait for it."""
        self._stopping.set()
        self._store.send_signal(JOBS_SIGNAL)

    async def _run_lanes(self, lanes: Sequence[Lane], task_limit: int, wake: asyncio.Event) -> None:
        """Claim and run jobs of these lanes, up to ``task_limit`` claims concurrently."""
        free = asyncio.Semaphore(task_limit)
        async with asyncio.TaskGroup() as working:
            while not self._stopping.is_set():
                await free.acquire()
                wake.clear()
                jobs: list[Job] = []
                hears = self._store.is_hearing_others
                rest = POLL_SECONDS_WITH_SIGNALS if hears else POLL_SECONDS
                try:
                    jobs = await self._claim(lanes)
                except Exception:
                    logger.exception("jobs could not be claimed; will retry")
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
            # Their lease expires, and then a worker claims them again.
            logger.exception("jobs could not be run; will retry")
        finally:
            free.release()

    async def _pause_after(self, jobs: Sequence[Job]) -> None:
        """Call ``Store.settle`` and pause, if handlers of these jobs have ``pause_seconds``.

        The longest of their pauses counts.
        """
        handlers = [self.handlers[name] for name in {job.name for job in jobs}]
        seconds = max(each.pause_seconds if isinstance(each, Handler) else 0 for each in handlers)
        if seconds and not self._stopping.is_set():
            await asyncio.to_thread(self._store.settle)
            await set_within(self._stopping, seconds)

    def _now(self) -> datetime:
        return self._store.steady_moment()

    # -- one claim ------------------------------------------------------------------------------

    async def run_due(self, lanes: Sequence[Lane] = ALL_LANES) -> int:
        """Claim due jobs once and run them; return the number of jobs."""
        jobs = await self._claim(lanes)
        if jobs:
            await self._run_claimed(jobs)
        return len(jobs)

    async def _claim(self, lanes: Sequence[Lane]) -> list[Job]:
        names, now = sorted(self.handlers), self._now()
        await self._enqueue_scheduled(now)
        await self._free_postponed(now)
        if not await self._store.read(lambda tx: queries.has_due(tx, lanes, names, now)):
            return []
        owner = ids.new_nonce()
        limit = 1 if lanes == (Lane.EXTERNAL,) else CLAIM_LIMIT
        return await self._store.write(
            lambda tx: claim(tx, lanes, names, owner, self._now(), limit, self._lease)
        )

    async def _run_claimed(self, jobs: list[Job]) -> None:
        async with self._extended_lease(jobs):
            for group in self._groups(jobs):
                if self._stopping.is_set():
                    await self._release(group)
                else:
                    await self._run_group(group)

    async def _enqueue_scheduled(self, now: datetime) -> None:
        """Enqueue the jobs of due schedules, unless no schedule can be due yet."""
        schedules, known, known_at = self.schedules, self._next_scheduled, self._scheduled_at
        # Behind a clock that was set back far, the next due time may lie too far ahead.
        if schedules and (known is None or known_at is None or not known_at <= now < known):
            self._scheduled_at = now
            self._next_scheduled = await self._store.write(
                lambda tx: enqueue_scheduled(tx, schedules, now)
            )

    async def _free_postponed(self, now: datetime) -> None:
        """Make due, once in the time of a lease, what a clock ahead of this one has postponed."""
        last, self._postponed_at = self._postponed_at, self._postponed_at or now
        if last is None or last <= now < last + self._lease:
            return
        self._postponed_at = now
        found = await self._store.read(lambda tx: later_jobs(tx, now))
        self._leases = note_leases(found, self._leases, now, self._lease)
        chosen = postponed_jobs(found, self._leases, now, self._lease)
        if not chosen:
            return
        count = await self._store.write(lambda tx: make_due(tx, chosen, found, now))
        if count:
            logger.warning("%s jobs were postponed by a clock ahead of this one", count)

    @asynccontextmanager
    async def _extended_lease(self, jobs: Sequence[Job]) -> AsyncIterator[None]:
        """Extend the lease of the jobs regularly until the block ends."""
        is_over = asyncio.Event()
        beating = asyncio.create_task(self._beat(jobs, is_over))
        try:
            yield
        finally:
            is_over.set()
            await beating

    async def _beat(self, jobs: Sequence[Job], is_over: asyncio.Event) -> None:
        def extend(tx: Transaction) -> None:
            extend_claim(tx, jobs, jobs[0].owner, self._now(), self._lease)

        while not await set_within(is_over, self._lease.total_seconds() / HEARTBEATS_PER_LEASE):
            try:
                await self._store.write(extend)
            except Exception:
                logger.exception("a lease could not be extended; will retry")

    def _groups(self, jobs: Sequence[Job]) -> Iterator[list[Job]]:
        """Yield the claimed jobs in batches of one name; a job that failed before is alone."""
        by_name: dict[str, list[Job]] = {}
        for job in jobs:
            by_name.setdefault(job.name, []).append(job)
        for name, same in by_name.items():
            handler = self.handlers[name]
            size = handler.batch_size if isinstance(handler, Handler) else 1
            fresh = [job for job in same if job.attempts == 1]
            yield from (fresh[at : at + size] for at in range(0, len(fresh), size))
            yield from ([job] for job in same if job.attempts > 1)

    async def _run_group(self, jobs: list[Job]) -> None:
        handler = self.handlers[jobs[0].name]
        if jobs[0].attempts > handler.attempt_limit:
            await self._fail(handler, jobs[0], LEASES_EXPIRED)
            return
        try:
            await self._run_with(handler, jobs)
        except Exception as error:  # noqa: BLE001 -- whatever a handler raises is a failed job
            if len(jobs) > 1:
                for job in jobs:
                    await self._run_group([job])
            else:
                await self._fail(handler, jobs[0], failure_of(error))

    async def _run_with(self, handler: AnyHandler, jobs: list[Job]) -> None:
        said: Attributes = {"leadkeep.jobs": len(jobs), "leadkeep.job": idempotency_key(jobs[0])}
        with traced(self._tracer, self._store.clock, jobs[0].name, Kind.INTERNAL, said):
            await self._run_untraced(handler, jobs)

    async def _run_untraced(self, handler: AnyHandler, jobs: list[Job]) -> None:
        if isinstance(handler, Handler):
            await self._store.write(lambda tx: end_with_effect(tx, handler, jobs))
        elif isinstance(handler, ExternalHandler):
            await self._send_request(handler, jobs[0])
        else:
            await self._run_long(handler, jobs[0])

    async def _run_long(self, handler: LongHandler, job: Job) -> None:
        loop = asyncio.get_running_loop()
        run = LongRun(
            self._stopping.is_set, lambda tx: queries.note_progress(tx, job.id, job.owner)
        )
        is_done = await loop.run_in_executor(self._senders, handler.run, job.arguments, run)
        if is_done:
            await self._store.write(lambda tx: end_without_effect(tx, job))
        else:
            await self._release([job])

    async def _send_request(self, handler: ExternalHandler, job: Job) -> None:
        build_request = handler.build_request
        request = await self._store.read_long(lambda tx: build_request(tx, job.arguments))
        if request is None:
            await self._store.write(lambda tx: end_without_effect(tx, job))
            return
        loop = asyncio.get_running_loop()
        response = await loop.run_in_executor(
            self._senders, handler.send, request, idempotency_key(job)
        )
        await self._store.write(lambda tx: end_with_response(tx, handler, job, response))

    async def _fail(self, handler: AnyHandler, job: Job, failure: str) -> None:
        is_dead = await self._store.write(
            lambda tx: end_in_failure(tx, handler, job, failure, self._now())
        )
        outcome = "is dead" if is_dead else "is tried again"
        logger.warning(
            "job %s %s failed at attempt %s and %s: %s",
            *(job.id, job.name, job.attempts, outcome, failure),
        )

    async def _release(self, jobs: list[Job]) -> None:
        await self._store.write(lambda tx: release_claim(tx, jobs, jobs[0].owner))


def _set_from_any_thread(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    loop.call_soon_threadsafe(event.set)


def idempotency_key(job: Job) -> str:
    """Return the key by which an external service recognizes repeated calls for the same job."""
    return f"{job.name}-{job.id}"
