"""Any sequence of kill and restart loses and doubles nothing.

Workers die between any two steps: before a transaction, in it, or right behind its commit; others
hang until their lease has run out and their jobs are done by somebody else, and then go on. At the
end every effect is there exactly once.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from leadkeep.clock import ManualClock
from leadkeep.domain.fields.tables import lead_key
from leadkeep.jobs import (
    Arguments,
    ExternalHandler,
    Handler,
    Handlers,
    Lane,
    NewJob,
    Worker,
    enqueue,
)
from leadkeep.jobs.claim import LEASE
from leadkeep.jobs.tables import JOB_IDS
from leadkeep.store import Store, Transaction
from tests.support.jobs import queue
from tests.support.kills import FrailStore, KilledError, When

ENGINES = ("sqlite", "postgres")
MODEL = settings(max_examples=20, deadline=None)
STEPS = 3
"""Steps of a flow: each job enqueues the next one; the last one sends a request."""
MOST_ROUNDS = 1_000
"""Claims that empty any queue of these tests, if no worker dies any more."""

KILLS = 200

numbers = count()
points = st.integers(1, 8)
"""At which of its transactions a worker dies or hangs."""
moments = st.sampled_from(When)
happenings = st.lists(
    st.one_of(
        st.tuples(st.just("enter"), st.integers(1, 5), st.booleans()),
        st.tuples(st.just("die"), points, moments),
        st.tuples(st.just("hang"), points, moments),
        st.tuples(st.just("wait"), st.integers(1, 90), st.booleans()),
    ),
    max_size=12,
)


class World:
    """Leads that pass a flow, and workers to which things happen."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = ManualClock()
        store.clock = self.clock
        self.kind = f"run {next(numbers)}"
        self.leads = 0
        self.failing: set[str] = set()
        self.requests: set[tuple[str, str]] = set()
        self.handlers: Handlers = {
            "test.step": Handler(self.take_steps, batch_size=3),
            "test.send": ExternalHandler(self.build_request, self.send, self.finish),
        }

    # -- the work -------------------------------------------------------------------------------

    def job(self, lead: int, step: int) -> NewJob:
        arguments = {"lead": lead, "step": step}
        if step == STEPS:
            return NewJob("test.send", arguments, lane=Lane.EXTERNAL)
        return NewJob("test.step", arguments, lane=Lane.TRIGGER, order_key=f"{lead % 3}")

    def note(self, tx: Transaction, what: str) -> None:
        """Leave a row of its own for each effect, so that a second one would be seen."""
        (number,) = tx.allocate(JOB_IDS, 1)
        tx.execute(lead_key.insert(), [{"kind": self.kind, "value": what, "lead_id": number}])

    def take_steps(self, tx: Transaction, arguments: Sequence[Arguments]) -> None:
        for each in arguments:
            what = name_of(each)
            self.note(tx, what)
            if what in self.failing:
                self.failing.remove(what)
                raise RuntimeError
        enqueue(tx, [self.job(each["lead"], each["step"] + 1) for each in arguments])

    def build_request(self, tx: Transaction, arguments: Arguments) -> str:
        del tx
        return name_of(arguments)

    def send(self, request: str, key: str) -> str:
        self.requests.add((request, key))
        return request

    def finish(self, tx: Transaction, arguments: Arguments, response: str) -> None:
        assert response == name_of(arguments)
        self.note(tx, response)

    # -- what happens ---------------------------------------------------------------------------

    async def enter(self, size: int, *, fails: bool) -> None:
        """Let leads enter; the first step of the first one may fail once."""
        first, self.leads = self.leads, self.leads + size
        jobs = [self.job(lead, 1) for lead in range(first, self.leads)]
        await self.store.write(lambda tx: enqueue(tx, jobs))
        if fails:
            self.failing.add(f"{first}/1")

    async def die(self, at: int, when: When) -> None:
        """Run a worker that dies, if it comes so far."""

        async def end() -> None:
            raise KilledError

        with contextlib.suppress(KilledError):
            await self.worker(at, when, end).run_due()

    async def hang(self, at: int, when: When) -> None:
        """Run a worker that hangs while its lease runs out and another one does all the work."""

        async def wait() -> None:
            self.clock.advance(seconds=LEASE.total_seconds())
            await Worker(self.store, self.handlers).run_due()

        await self.worker(at, when, wait).run_due()

    async def wait(self, seconds: int, *, is_long: bool) -> None:
        self.clock.advance(seconds=seconds * (60 if is_long else 1))

    def worker(self, at: int, when: When, happen: Callable[[], Awaitable[None]]) -> Worker:
        frail = FrailStore(self.store, at, when, happen)
        return Worker(frail.as_store(), self.handlers)

    async def come_to_rest(self) -> None:
        worker = Worker(self.store, self.handlers)
        for _ in range(MOST_ROUNDS):
            while await worker.run_due():
                pass
            if not queue(self.store):
                return
            self.clock.advance(seconds=LEASE.total_seconds())

    def effects(self) -> list[str]:
        query = select(lead_key.c.value).where(lead_key.c.kind == self.kind)
        ordered = query.order_by(lead_key.c.value, lead_key.c.lead_id)
        return self.store.read_now(lambda tx: list(tx.execute(ordered).scalars()))

    def check(self) -> None:
        """Each effect is there once, nothing is left, and a repeated call bore its first key."""
        steps = range(1, STEPS + 1)
        wanted = [f"{lead}/{step}" for lead in range(self.leads) for step in steps]
        assert queue(self.store) == []
        assert self.effects() == sorted(wanted)
        assert len(self.requests) == self.leads


def name_of(arguments: Arguments) -> str:
    return f"{arguments['lead']}/{arguments['step']}"


@pytest.fixture(scope="module", params=ENGINES)
def shared(request: pytest.FixtureRequest) -> Iterator[Store]:
    stores = request.getfixturevalue(f"{request.param}_stores")
    store = stores.make()
    yield store
    stores.discard(store)


@MODEL
@given(happenings)
def test_kills_lose_and_double_nothing(shared: Store, history: list[tuple[str, int, Any]]) -> None:
    world = World(shared)

    async def live() -> None:
        for what, size, flag in history:
            if what == "enter":
                await world.enter(size, fails=flag)
            elif what == "wait":
                await world.wait(size, is_long=flag)
            elif what == "die":
                await world.die(size, flag)
            else:
                await world.hang(size, flag)
        await world.come_to_rest()

    asyncio.run(live())
    world.check()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_hundred_kills_over_two_thousand_steps(shared: Store) -> None:
    """Leads go on entering while every worker dies; only the last one is left alone."""
    random = Random(200)
    world = World(shared)

    async def live() -> None:
        for _ in range(KILLS):
            await world.enter(random.randint(2, 5), fails=random.random() < 0.1)
            await world.die(random.randint(1, 25), random.choice(list(When)))
            await world.wait(random.randint(1, 40), is_long=False)
        await world.come_to_rest()

    asyncio.run(live())
    world.check()
    assert world.leads * STEPS > 10 * KILLS
