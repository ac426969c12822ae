"""Transactions: all or nothing, and what an answer means."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, select

from leadkeep.domain.fields.tables import lead, lead_key
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Delete, Insert, Slot, Statement, Store, Transaction, Update
from leadkeep.store.sqlite import SqliteStore
from leadkeep.testing.stores import StoreFactory
from tests.support.stores import PATIENCE_SECONDS, Task, mark, marks, open_url, two_stores

ERRORS: list[Callable[[], BaseException]] = [
    lambda: ValueError("no"),
    lambda: Refusal(Reason.INVALID_ARGUMENT, "no"),
    KeyboardInterrupt,
    SystemExit,
    asyncio.CancelledError,
    MemoryError,
]


@pytest.mark.parametrize(
    "make", ERRORS, ids=["value", "refusal", "ctrl-c", "exit", "cancel", "memory"]
)
def test_an_exception_leaves_nothing(store: Store, make: Callable[[], BaseException]) -> None:
    def fail(tx: Transaction) -> None:
        mark(tx, "before the error")
        raise make()

    kind = type(make())
    store.write_now(lambda tx: mark(tx, "first"))
    for _ in range(2):
        with pytest.raises(kind):
            store.write_now(fail)
    store.write_now(lambda tx: mark(tx, "last"))
    assert marks(store) == ["first", "last"]


def test_an_error_of_the_engine_leaves_nothing(store: Store) -> None:
    def twice(tx: Transaction) -> None:
        mark(tx, "one")
        mark(tx, "two")
        mark(tx, "one")

    with pytest.raises(Exception, match=r"(?i)unique"):
        store.write_now(twice)
    assert marks(store) == []
    store.write_now(lambda tx: mark(tx, "one"))
    assert marks(store) == ["one"]


def test_an_answer_means_committed(stores: StoreFactory) -> None:
    with two_stores(stores) as (writer, reader):
        for number in range(5):
            name = f"mark {number}"
            writer.write_now(partial(mark, value=name))
            assert marks(reader)[-1] == name

        async def write(name: str) -> list[str]:
            await writer.write(lambda tx: mark(tx, name))
            return marks(reader)

        assert "by the loop" in asyncio.run(write("by the loop"))


def test_nothing_is_seen_before_it_is_committed(stores: StoreFactory) -> None:
    with two_stores(stores) as (writer, reader):
        is_marked, may_end = Event(), Event()

        def slow(tx: Transaction) -> str:
            mark(tx, "slow")
            is_marked.set()
            assert may_end.wait(PATIENCE_SECONDS)
            return "done"

        task = Task(lambda: writer.write_now(slow))
        assert is_marked.wait(PATIENCE_SECONDS)
        assert marks(reader) == marks(writer) == []
        may_end.set()
        assert task.result() == "done"
        assert marks(reader) == ["slow"]


def test_a_verb_that_fails_takes_no_neighbour_with_it(store: Store) -> None:
    """Writes that wait together may share a commit, yet each lives or dies alone."""
    all_wait = Event()

    def first(tx: Transaction) -> str:
        assert all_wait.wait(PATIENCE_SECONDS)
        mark(tx, "first")
        return "first"

    def verb(number: int) -> Callable[[Transaction], int]:
        def run(tx: Transaction) -> int:
            mark(tx, f"number {number:02}")
            if number % 3 == 1:
                raise ValueError(number)
            if number % 3 == 2:
                mark(tx, f"number {number:02}")  # the engine refuses the same mark twice
            return number

        return run

    async def together() -> list[Any]:
        tasks: list[asyncio.Task[Any]] = [asyncio.create_task(store.write(first))]
        tasks += [asyncio.create_task(store.write(verb(number))) for number in range(30)]
        await asyncio.sleep(0)
        all_wait.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    head, *answers = asyncio.run(together())
    assert head == "first"
    for number, answer in enumerate(answers):
        if number % 3 == 0:
            assert answer == number
        else:
            assert isinstance(answer, ValueError if number % 3 == 1 else Exception)
            assert "thread" not in str(answer)
    assert marks(store) == ["first", *(f"number {number:02}" for number in range(0, 30, 3))]


def test_a_caller_that_stops_waiting_harms_nobody(store: Store) -> None:
    """A request past its time-out lets go of its write; the others must still be served."""
    may_end = Event()

    def slow(tx: Transaction) -> None:
        assert may_end.wait(PATIENCE_SECONDS)
        mark(tx, "slow")

    async def impatient() -> list[Any]:
        running = asyncio.create_task(store.write(slow))
        await asyncio.sleep(0)
        waiting = [
            asyncio.create_task(store.write(partial(mark, value=name)))
            for name in ("dropped", "kept")
        ]
        await asyncio.sleep(0)
        for task in (running, waiting[0]):
            task.cancel()
        await asyncio.sleep(0)
        may_end.set()
        async with asyncio.timeout(PATIENCE_SECONDS):
            answers = await asyncio.gather(running, *waiting, return_exceptions=True)
            await store.write(lambda tx: mark(tx, "after"))
        return answers

    first, dropped, kept = asyncio.run(impatient())
    assert isinstance(first, asyncio.CancelledError)
    assert isinstance(dropped, asyncio.CancelledError)
    assert kept is None
    assert {"kept", "after"} <= set(marks(store)) <= {"slow", "dropped", "kept", "after"}


def test_a_loop_that_has_ended_harms_nobody(store: Store) -> None:
    is_running, may_end = Event(), Event()

    def slow(tx: Transaction) -> None:
        is_running.set()
        assert may_end.wait(PATIENCE_SECONDS)
        mark(tx, "slow")

    async def leave() -> None:
        waiting = asyncio.ensure_future(store.write(slow))
        await asyncio.to_thread(is_running.wait, PATIENCE_SECONDS)
        waiting.cancel()

    asyncio.run(leave())
    may_end.set()
    store.write_now(lambda tx: mark(tx, "after"))
    assert "after" in marks(store)


def test_the_end_of_an_iterator_is_an_error(tmp_path: Path) -> None:
    """A future of a loop refuses StopIteration, so that the caller would wait for ever."""
    store = SqliteStore(tmp_path / "leadkeep.db")

    async def write() -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await store.write(lambda _: next(iter(())))

    with pytest.raises(RuntimeError):
        asyncio.run(write())
    store.close()


def test_closing_finishes_what_was_accepted(stores: StoreFactory) -> None:
    url = stores.url()
    store = open_url(url)
    may_start = Event()

    def verb(number: int) -> Callable[[Transaction], int]:
        def run(tx: Transaction) -> int:
            assert may_start.wait(PATIENCE_SECONDS)
            mark(tx, f"number {number:02}")
            return number

        return run

    async def write_and_close() -> list[int]:
        tasks = [asyncio.create_task(store.write(verb(number))) for number in range(20)]
        await asyncio.sleep(0)
        closing = asyncio.create_task(asyncio.to_thread(store.close))
        await asyncio.sleep(0)
        may_start.set()
        answers = await asyncio.gather(*tasks)
        await closing
        return answers

    assert asyncio.run(write_and_close()) == list(range(20))
    again = open_url(url)
    assert marks(again) == [f"number {number:02}" for number in range(20)]
    again.close()


def test_many_threads_may_read_and_write_at_once(store: Store) -> None:
    def work(worker: int) -> int:
        for number in range(10):
            store.write_now(partial(mark, value=f"{worker} {number}"))
            assert f"{worker} {number}" in marks(store)
        return worker

    tasks = [Task(partial(work, worker)) for worker in range(6)]
    assert [task.result() for task in tasks] == list(range(6))
    assert len(marks(store)) == 60


def test_watching_sees_each_statement_and_ends(store: Store) -> None:
    seen: list[str] = []
    with store.watching(seen.append):
        store.write_now(lambda tx: mark(tx, "watched"))
        marks(store)
    count = len(seen)
    assert any("INSERT INTO lead_key" in sql for sql in seen)
    assert any(sql.startswith("SELECT") for sql in seen)
    marks(store)
    assert len(seen) == count


def test_watching_sees_every_way_to_run_a_statement(store: Store) -> None:
    wanted = lead_key.c.kind == bindparam("wanted")
    remove = Statement(delete(lead_key).where(wanted))

    def verb(tx: Transaction) -> None:
        tx.execute(select(lead_key.c.kind))
        tx.rows(Statement(select(lead_key.c.value).where(wanted)), wanted="mark")
        tx.row(Statement(select(lead_key.c.lead_id).where(wanted)), wanted="mark")
        tx.run(remove, wanted="mark")
        tx.delete(Delete(lead_key, ["kind", "value"]), [("one", "a"), ("two", "b")])
        tx.insert(Insert(lead_key, ["kind", "value", "lead_id"]), [("mark", "new", 1)])
        tx.update(Update(lead, ["id"], ["contactCompany"]), [(1, 2)])

    seen: list[str] = []
    with store.watching(seen.append):
        store.write_now(verb)
    assert [each.split()[0] for each in seen] == [
        *("SELECT", "SELECT", "SELECT", "DELETE", "DELETE", "INSERT", "UPDATE"),
    ]


def test_a_slot_has_the_value_that_was_provided(store: Store) -> None:
    slot: Slot[str] = Slot("a colour")
    with pytest.raises(KeyError):
        store.read_now(lambda tx: tx.provided(slot))
    store.provide(slot, "red")
    assert store.read_now(lambda tx: tx.provided(slot)) == "red"
