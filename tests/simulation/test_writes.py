"""Histories from seeds: every write of the operations table, with kills, locks and clock jumps.

Two servers with connections of their own are on one database. Each step is a write to the same few
records, and a mishap: a server dies at a statement or behind a commit, loses a deadlock, waits too
long or beside another write, or its clock jumps. What was refused, or killed before its commit, has
left nothing; what was acknowledged is there; and at the end ``leadkeep db check`` finds nothing.

``LEADKEEP_TEST_SEED=123`` runs that seed alone.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from leadkeep.api.operations import Operation
from leadkeep.clock import ManualClock
from leadkeep.store import Store, open_store
from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.stores import LentStores, PostgresStores, SqliteStores, StoreFactory
from tests.support.bulk import renew_bulk_jobs
from tests.support.hot import (
    NEVER,
    WRITES,
    HotRecords,
    aimed_sample,
    codes,
    complaints,
    follow_all,
)
from tests.support.kills import KilledError
from tests.support.mishaps import (
    Mortal,
    Pause,
    at_statement,
    contents,
    die,
    lose_a_deadlock,
    wait_too_long,
)
from tests.support.slow import IS_SHORT
from tests.support.wire import ENGINES, LEADS, Sample, is_carried_out, silence

Report = Callable[[str, object], None]
SEEDS, SHORT_SEEDS, SEEDS_PER_TEST = 1_008, 12, 12
STEPS = 8
HOT_PAIRS = 2
LAST_STATEMENT = 30
"""At which of its statements something happens to a request at the latest; most have fewer."""
JUMPS_SECONDS = (-86_400, -3_600, -5, 5, 3_600, 86_400)
LEASE_SECONDS = 120
LATE = {"604"}
CHANGED = {"created", "deleted"}
"""Statuses of records that say that something has changed."""


def seeds() -> list[range]:
    """Return the seeds to run, one range for each test."""
    chosen = os.environ.get("LEADKEEP_TEST_SEED")
    if chosen:
        return [range(int(chosen), int(chosen) + 1)]
    last = SHORT_SEEDS if IS_SHORT else SEEDS
    return [range(first, first + SEEDS_PER_TEST) for first in range(0, last, SEEDS_PER_TEST)]


def operations_of(seed: int) -> list[Operation]:
    """Return the writes of a seed: the next ones of all, which are in a new order each round."""
    places = range(seed * STEPS, (seed + 1) * STEPS)
    rounds = {each // len(WRITES) for each in places}
    orders = {each: Random(each).sample(WRITES, len(WRITES)) for each in rounds}
    return [orders[each // len(WRITES)][each % len(WRITES)] for each in places]


class History:
    """What one seed does to a store."""

    def __init__(self, url: str, hot: list[HotRecords], seed: int) -> None:
        self.random, self.seed, self.hot = Random(seed), seed, hot
        self.happened: Counter[str] = Counter()
        self.steps: list[str] = []
        self.url = url
        self.other = Rehearsal(open_store(Path(), url, durable=False))
        self.clock = ManualClock(self.other.clock.now())
        self.start()

    def start(self) -> None:
        """Start the server to which things happen, on a store of its own."""
        self.store = open_store(Path(), self.url, durable=False)
        self.store.clock = self.clock
        self.mortal = Mortal(self.store)
        self.server = self.other.another(self.mortal.as_store(), clock=self.clock)

    def close(self) -> None:
        """Stop both servers."""
        self.store.close()
        self.other.store.close()
        self.other.__exit__()

    def restart(self) -> None:
        """Let the server be dead, and start it again."""
        self.store.close()
        self.start()

    # -- steps ------------------------------------------------------------------------------------

    def live(self) -> None:
        """Do all steps; then let all jobs run, and look at what is left."""
        for operation in operations_of(self.seed):
            mishap = self.random.choice(MISHAPS)
            self.steps.append(f"{operation.id} {mishap.__name__}")
            self.other.token  # noqa: B018 -- asked for before, because a request for one writes
            request = aimed_sample(operation, self.random.choice(self.hot))
            request.prepare(self.other)
            self.pass_time()
            self.server.token  # noqa: B018 -- as above
            mishap(self, request)
            if self.random.random() < 1 / 3:
                self.steps.append("jobs")
                self.run_jobs()
        self.clock.advance(seconds=LEASE_SECONDS)
        self.other.clock.advance(seconds=LEASE_SECONDS)
        self.steps.append("end")
        self.other.run_jobs()
        assert complaints(self.other.store) == []

    def pass_time(self) -> None:
        seconds = self.random.randint(0, 20)
        self.clock.advance(seconds=seconds)
        self.other.clock.advance(seconds=seconds)

    def send(self, request: Sample, *possible: str) -> Response:
        """Send a request; look at whether its answer and what it has left fit together."""
        before = contents(self.other.store)
        answer = self.server.run(request.send(self.server))
        assert not codes(answer) & (NEVER - set(possible)), answer.body
        after = contents(self.other.store)
        if not is_carried_out(answer):
            assert differing(before, after) == [], answer.content
        elif statuses(answer) & CHANGED:
            assert before != after, answer.body
        if request.path == LEADS and request.method == "POST" and is_carried_out(answer):
            self.look_for(answer)
        return answer

    def look_for(self, answer: Response) -> None:
        """Read from the other server the leads that an answer names."""
        for each in answer.result:
            if each["status"] in {"created", "updated"}:
                assert self.other.get(f"/rest/v1/lead/{each['id']}.json").result

    def run_jobs(self) -> None:
        """Run jobs on the server that may die."""
        number = self.random.randint(1, 4 * LAST_STATEMENT)
        try:
            with at_statement(self.store, number, die), silence():
                self.server.run_jobs()
        except KilledError:
            self.happened["kills"] += 1
            self.restart()

    # -- mishaps ----------------------------------------------------------------------------------

    def nothing(self, request: Sample) -> None:
        self.send(request)

    def a_kill_before_the_commit(self, request: Sample) -> None:
        before = contents(self.other.store)
        try:
            with at_statement(self.store, self.place(), die):
                self.send(request)
        except KilledError:
            self.happened["kills"] += 1
            self.restart()
            assert differing(before, contents(self.other.store)) == []

    def a_kill_behind_the_commit(self, request: Sample) -> None:
        self.mortal.commits_left = self.random.randint(1, 2)
        try:
            self.send(request)
        except KilledError:
            self.happened["kills"] += 1
            self.restart()
            request.prepare(self.other)
            self.server.token  # noqa: B018 -- as above
            self.send(request)
        self.mortal.commits_left = None

    def a_lost_deadlock(self, request: Sample) -> None:
        number, lose = self.place() // 2 + 1, lose_a_deadlock(self.store)
        with silence(), at_statement(self.store, number, lose, of_writes=True) as met:
            self.send(request, *LATE)
        self.happened["deadlocks"] += len(met)

    def a_lock_that_comes_too_late(self, request: Sample) -> None:
        with silence(), at_statement(self.store, self.place(), wait_too_long(self.store)) as met:
            self.send(request, *LATE)
        self.happened["lock waits"] += len(met)

    def a_write_beside_it(self, request: Sample) -> None:
        operation = self.random.choice(WRITES)
        self.steps.append(f"beside {operation.id}")
        second = aimed_sample(operation, self.random.choice(self.hot))
        second.prepare(self.other)
        answers = self.other.run(self.interleaved(request, second))
        for answer in answers:
            assert not codes(answer) & NEVER, answer.body
        self.happened["lock waits"] += 1

    async def interleaved(self, first: Sample, second: Sample) -> list[Response]:
        """Let a request pause at a statement while another one is sent to the other server."""
        pause = Pause()
        with at_statement(self.store, self.place(), pause.wait):
            sending = asyncio.create_task(first.send(self.server))
            sending.add_done_callback(lambda _: pause.begun.set())
            await pause.begun.wait()
            other = await second.send(self.other)
            pause.over.set()
            return [await sending, other]

    def a_jump_of_the_clock(self, request: Sample) -> None:
        self.clock.advance(seconds=self.random.choice(JUMPS_SECONDS))
        self.happened["clock jumps"] += 1
        self.server.forget_token()
        self.server.token  # noqa: B018 -- as above
        self.send(request)
        self.clock.advance(seconds=(self.other.clock.now() - self.clock.now()).total_seconds())
        # A server whose clock is ahead drops tokens that others still take.
        self.other.forget_token()
        self.server.forget_token()

    def place(self) -> int:
        return self.random.randint(1, LAST_STATEMENT)


MISHAPS = [
    History.nothing,
    History.a_kill_before_the_commit,
    History.a_kill_behind_the_commit,
    History.a_lost_deadlock,
    History.a_lock_that_comes_too_late,
    History.a_write_beside_it,
    History.a_jump_of_the_clock,
]


def statuses(answer: Response) -> set[Any]:
    """Return the statuses of the records in a reply; none of a reply without them."""
    if not answer.headers.get("content-type", "").startswith("application/json"):
        return set()
    records = [each for each in answer.body.get("result") or [] if isinstance(each, dict)]
    return {str(each.get("status")) for each in records}


def differing(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the tables whose rows are not as before."""
    names = before.keys() | after.keys()
    return sorted(name for name in names if before.get(name) != after.get(name))


@pytest.fixture(scope="session", params=ENGINES)
def hot_stores(request: pytest.FixtureRequest) -> tuple[StoreFactory, list[HotRecords]]:
    """Stores with the samples and hot records, and what the records are."""
    hot: list[HotRecords] = []

    def fill(store: Store) -> None:
        with Rehearsal(store) as server:
            follow_all(server)
            renew_bulk_jobs(server, None)
            hot.extend(HotRecords.make(server, number) for number in range(HOT_PAIRS))
            server.run_jobs()

    samples: SqliteStores | PostgresStores = request.getfixturevalue(f"{request.param}_samples")
    return samples.filled("histories", fill), hot


def run_seed(stores: StoreFactory, hot: list[HotRecords], seed: int) -> Counter[str]:
    with LentStores(stores) as lent:
        history = History(lent.url(), hot, seed)
        try:
            history.live()
        except BaseException as error:
            error.add_note(f"LEADKEEP_TEST_SEED={seed}: " + ", ".join(history.steps))
            raise
        finally:
            history.close()
    return history.happened


def test_every_write_is_in_the_short_form_too() -> None:
    found = {each.id for seed in range(SHORT_SEEDS) for each in operations_of(seed)}
    assert found == {each.id for each in WRITES}


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("chosen", seeds(), ids=str)
def test_no_history_loses_or_breaks_anything(
    hot_stores: tuple[StoreFactory, list[HotRecords]], chosen: range, record_property: Report
) -> None:
    happened: Counter[str] = Counter()
    for seed in chosen:
        happened += run_seed(*hot_stores, seed)
    record_property("seeds", len(chosen))
    record_property("writes", STEPS * len(chosen))
    for name, count in sorted(happened.items()):
        record_property(name, count)
