"""Writers append to the log side by side, and readers miss nothing (docs/decisions/0154)."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from queue import SimpleQueue
from random import Random

import pytest

from leadkeep.clock import ManualClock
from leadkeep.domain.activities import ActivityBatch, append_activities
from leadkeep.domain.activities.read import ActivityFilter, Position, read_activities
from leadkeep.domain.activities.tables import ACTIVITY_IDS
from leadkeep.store import Store, Transaction
from leadkeep.testing.stores import LentStores, PostgresStores
from tests.support.stores import PATIENCE_SECONDS, Task, open_url

VISIT, LEAD = 1, 1
SCHEDULES, STEPS, WRITERS = 6, 60, 5
WAYS = ("append", "append", "commit", "commit", "undo")


class UndoneError(Exception):
    """What a writer raises to roll back."""


class Writer:
    """A transaction on a thread of its own, which does what it is asked to, step by step."""

    def __init__(self, store: Store) -> None:
        self._orders: SimpleQueue[str] = SimpleQueue()
        self._done: SimpleQueue[int] = SimpleQueue()
        self._task = Task(lambda: store.write_now(self._run))
        self.recorded: list[int] = []
        """The seconds in which it has appended."""

    def _run(self, tx: Transaction) -> None:
        while (order := self._orders.get(timeout=PATIENCE_SECONDS)) == "append":
            second = int(tx.now.timestamp())
            rows = [(LEAD, None, None, f'[{{"name":"Second","value":{second}}}]')] * 2
            append_activities(tx, [ActivityBatch(VISIT, tx.moment, None, rows)])
            self._done.put(second)
        if order == "undo":
            raise UndoneError

    def append(self) -> None:
        """Append two activities; return when it is done, with no wait for other writers."""
        self._orders.put("append")
        self.recorded += [self._done.get(timeout=PATIENCE_SECONDS)] * 2

    def commit(self) -> None:
        self._orders.put("commit")
        self._task.result()

    def undo(self) -> None:
        self._orders.put("undo")
        with pytest.raises(UndoneError):
            self._task.result()


class Poller:
    """A client that follows its token from a second on."""

    def __init__(self, store: Store, since: int) -> None:
        self.since = since
        self._store = store
        self._position = Position(since=since)
        self.ids: list[int] = []
        self.seconds: list[int] = []

    def poll(self, page_size: int = 300) -> None:
        wanted = ActivityFilter(self._position, page_size, type_ids=[VISIT])
        page = self._store.read_now(lambda tx: read_activities(tx, wanted))
        self._position = page.position
        self.ids += [row[0] for row in page.rows]
        self.seconds += [int(row[7].rpartition(":")[2].rstrip("}]")) for row in page.rows]


@pytest.fixture
def pair(postgres_stores: PostgresStores) -> Iterator[tuple[Store, Store]]:
    """One database, opened by two servers; the clock of the second is 3 seconds late."""
    with LentStores(postgres_stores) as lent:
        url = lent.url()
        with closing(open_url(url)) as first, closing(open_url(url)) as second:
            first.clock = ManualClock()
            second.clock = ManualClock(first.clock.now() - timedelta(seconds=3))
            yield first, second


def test_a_writer_waits_for_no_other_and_readers_stop_below_it(pair: tuple[Store, Store]) -> None:
    early, late = Writer(pair[0]), Writer(pair[1])
    poller = Poller(pair[0], 0)
    early.append()
    late.append()
    late.commit()
    poller.poll()
    assert poller.ids == []
    early.commit()
    poller.poll()
    assert poller.ids == [1, 2, 3, 4]


def test_readers_go_on_when_a_writer_was_rolled_back(pair: tuple[Store, Store]) -> None:
    early, late = Writer(pair[0]), Writer(pair[1])
    poller = Poller(pair[0], 0)
    early.append()
    late.append()
    late.commit()
    early.undo()
    poller.poll()
    assert poller.ids == [3, 4]


@pytest.mark.parametrize("last", [2**31 - 3, 2**32 - 3, 2**33 - 1, 2**62])
def test_large_ids_are_settled_like_small_ones(pair: tuple[Store, Store], last: int) -> None:
    pair[0].write_now(lambda tx: tx.set_next_id(ACTIVITY_IDS, last + 1))
    writer = Writer(pair[0])
    writer.append()
    for _ in range(3):
        other = Writer(pair[1])
        other.append()
        other.commit()
    assert pair[0].read_now(lambda tx: tx.settled(ACTIVITY_IDS)) == last
    writer.commit()
    assert pair[0].read_now(lambda tx: tx.settled(ACTIVITY_IDS)) == last + 8


@pytest.mark.parametrize("seed", range(SCHEDULES))
def test_pollers_miss_nothing_whatever_the_schedule(pair: tuple[Store, Store], seed: int) -> None:
    """Each activity recorded since a poller's second comes once, in order, and ids never go back.

    Of two servers with clocks that differ, transactions overlap in random ways.
    """
    random, committed, writers, pollers = Random(seed), list[int](), list[Writer](), list[Poller]()
    for _ in range(STEPS):
        clock = random.choice(pair).clock
        assert isinstance(clock, ManualClock)
        clock.advance(seconds=random.choice((0, 0, 0.4, 1)))
        if random.random() < 0.2:
            second = int(clock.now().timestamp())
            pollers.append(Poller(pair[0], second - random.choice((0, 0, 1, 5))))
        if len(writers) < WRITERS:
            writers.append(Writer(random.choice(pair)))
        writer = random.choice(writers)
        way = random.choice(WAYS)
        getattr(writer, way)()
        if way != "append":
            writers.remove(writer)
            committed += writer.recorded if way == "commit" else []
        for poller in random.sample(pollers, len(pollers) // 2):
            poller.poll(random.choice((1, 7, 300)))
    for writer in writers:
        writer.commit()
        committed += writer.recorded
    assert len(committed) > WRITERS
    for poller in pollers:
        poller.poll()
        assert poller.ids == sorted(set(poller.ids))
        due = sorted(second for second in committed if second >= poller.since)
        assert sorted(second for second in poller.seconds if second >= poller.since) == due
