"""Workers die at any transaction while leads pass through campaigns: each step is done once.

Leads enter by request, push and sweep, again and again, some while an earlier enrollment of theirs
waits. Meanwhile one worker after the other dies, before a transaction, in it or right behind its
commit; some hang until their lease is over and others have done their work; and some see a commit
fail, or learn nothing of one that did not. At the end nobody is on the way any more.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from random import Random

import pytest

from leadkeep.domain.automation.campaigns.entry import entries
from leadkeep.domain.automation.campaigns.flow import enter, runner
from leadkeep.jobs import Handler, Handlers, Worker
from leadkeep.jobs.claim import LEASE
from leadkeep.store import Store
from leadkeep.testing import Rehearsal
from tests.support.journeys import Journey
from tests.support.kills import FrailStore, KilledError, When
from tests.support.slow import IS_SHORT

SEED = 7
LAST_PLACE = 6
"""At which of its transactions a worker dies at the latest; it has often done all before."""
LEAD_BATCH_SIZE, STEPS_AT_ONCE, JOBS_AT_ONCE = 5, 8, 3
"""In place of hundreds: few leads, and yet many transactions in which to die."""
MOST_ROUNDS = 100
"""So many times five minutes empty any queue of these tests, if nothing dies any more."""

DIES, HANGS, FAILS = "dies", "hangs", "fails"


class World:
    """A journey, and workers to which things happen."""

    def __init__(self, store: Store, leads: int) -> None:
        self.server = Rehearsal(store)
        self.clock = self.server.clock
        self.journey = Journey(self.server, leads, pause=True)
        self.random = Random(SEED)
        self.happened: Counter[str] = Counter()
        present = self.server.application.worker.handlers
        self.handlers: Handlers = {
            name: replace(each, batch_size=min(each.batch_size, JOBS_AT_ONCE))
            if isinstance(each, Handler)
            else each
            for name, each in present.items()
        }

    # -- what happens ---------------------------------------------------------------------------

    def live(self, kills: int) -> None:
        """Let leads enter and workers die, until so many are dead, and then come to rest."""
        while self.happened[DIES] < kills:
            self.send_somebody()
            self.let_time_pass()
            fate = self.random.choices((DIES, HANGS, FAILS), (6, 1, 1))[0]
            self.server.run(self.work_until(fate))
        for _ in range(MOST_ROUNDS):
            self.server.run(self.work(self.server.store))
            if not self.journey.jobs():
                return
            self.clock.advance(minutes=5)

    def send_somebody(self) -> None:
        self.server.forget_token()
        some = self.random.sample(self.journey.leads, self.random.randint(1, 4))
        what = self.random.choices(("request", "push", "schedule"), (5, 3, 1))[0]
        if what == "request":
            self.journey.request(some)
        elif what == "push":
            self.journey.push(some)
        elif self.journey.sweeps * 40 <= self.happened[DIES]:
            self.journey.schedule()

    def let_time_pass(self) -> None:
        """Sometimes the dead are found dead, and waits are over."""
        longest = self.random.choice((20, 2 * LEASE.total_seconds(), 900))
        self.clock.advance(seconds=self.random.randint(1, int(longest)))

    async def work_until(self, fate: str) -> None:
        """Run a worker to which this happens, if it comes so far."""

        async def die() -> None:
            self.happened[fate] += 1
            raise KilledError

        async def hang() -> None:
            self.happened[fate] += 1
            self.clock.advance(seconds=LEASE.total_seconds())
            await self.work(self.server.store)

        async def fail() -> None:
            self.happened[fate] += 1
            raise OSError("the database does not answer")

        happen: Callable[[], Awaitable[None]] = {DIES: die, HANGS: hang, FAILS: fail}[fate]
        at = self.random.randint(1, LAST_PLACE)
        frail = FrailStore(self.server.store, at, self.random.choice(list(When)), happen)
        try:
            await self.work(frail.as_store())
        except KilledError:
            pass
        except OSError:
            # The claim itself, or a note of a failure: the worker of a process goes on with others.
            await self.work(self.server.store)

    async def work(self, store: Store) -> None:
        worker = Worker(store, self.handlers)
        while await worker.run_due():
            pass


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "LEAD_STEPS_PER_TRANSACTION", STEPS_AT_ONCE)
    for module in (enter, entries):
        monkeypatch.setattr(module, "BATCH_SIZE", LEAD_BATCH_SIZE)


def pass_under_kills(store: Store, leads: int, kills: int) -> World:
    world = World(store, leads)
    with world.server:
        world.live(kills)
        world.journey.check()
    return world


def test_kills_lose_and_double_no_step(store: Store) -> None:
    pass_under_kills(store, leads=8, kills=15)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_many_kills_lose_and_double_no_step(store: Store) -> None:
    world = pass_under_kills(store, leads=20 if IS_SHORT else 100, kills=60 if IS_SHORT else 200)
    assert world.journey.lead_steps >= (600 if IS_SHORT else 2_000)
