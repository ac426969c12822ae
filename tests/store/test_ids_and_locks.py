"""Ids and locks: what keeps writers apart."""

import asyncio
from collections.abc import Callable
from functools import partial
from threading import Barrier, Event
from typing import Any

import psycopg
import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from leadkeep.domain.fields.tables import lead, lead_key
from leadkeep.domain.leads.tables import LEAD_IDS
from leadkeep.store import Store, Transaction
from leadkeep.testing.stores import PostgresStores, StoreFactory
from tests.support.stores import (
    PATIENCE_SECONDS,
    Task,
    deadline_passes,
    mark,
    marks,
    open_url,
    two_stores,
)

QUICK = text("SET LOCAL deadlock_timeout = '20ms'")
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def allocate(tx: Transaction, count: int) -> list[int]:
    return list(tx.allocate(LEAD_IDS, count))


def test_ids_are_unique_and_rise(stores: StoreFactory) -> None:
    with two_stores(stores) as pair:
        start = Barrier(8)

        def take(store: Store) -> list[int]:
            start.wait(PATIENCE_SECONDS)
            taken: list[int] = []
            for count in (1, 0, 3, 300, 2):
                ids = store.write_now(partial(allocate, count=count))
                assert len(ids) == count
                assert ids == sorted(ids)
                assert not taken or not ids or ids[0] > taken[-1]
                taken += ids
            return taken

        tasks = [Task(partial(take, pair[number % 2])) for number in range(8)]
        taken = [lead_id for task in tasks for lead_id in task.result()]
    assert len(taken) == len(set(taken)) == 8 * 306
    assert min(taken) == 1


def test_writes_that_share_a_commit_have_ids_and_versions_of_their_own(store: Store) -> None:
    """What the writes of one commit read once must be right for each of them."""
    all_wait = Event()

    def first(tx: Transaction) -> tuple[int, list[int]]:
        assert all_wait.wait(PATIENCE_SECONDS)
        return tx.version, allocate(tx, 2)

    def verb(number: int) -> Callable[[Transaction], tuple[int, list[int]]]:
        def run(tx: Transaction) -> tuple[int, list[int]]:
            before = tx.version
            taken = allocate(tx, 1 + number % 3)
            assert tx.next_id(LEAD_IDS) > taken[-1]
            if number % 4 > 1:
                tx.bump_version()
                assert tx.version > before
            if number % 2:
                raise ValueError(number)
            return tx.version, taken

        return run

    async def together() -> list[Any]:
        writes = [store.write(first), *(store.write(verb(number)) for number in range(20))]
        tasks = [asyncio.create_task(each) for each in writes]
        await asyncio.sleep(0)
        all_wait.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    outcomes = asyncio.run(together())
    assert [isinstance(each, ValueError) for each in outcomes[1:]] == [False, True] * 10
    written = [each for each in outcomes if not isinstance(each, ValueError)]
    ids = [lead_id for _, taken in written for lead_id in taken]
    assert len(set(ids)) == len(ids)
    assert store.read_now(lambda tx: tx.next_id(LEAD_IDS)) > max(ids)
    assert store.read_now(lambda tx: tx.version) == max(version for version, _ in written)
    assert len({version for version, _ in written}) >= 5  # each fourth write changed it


def test_whoever_holds_a_key_goes_first(stores: StoreFactory) -> None:
    """Reading, thinking and writing under a lock loses no step, whichever process does it."""
    with two_stores(stores) as pair:
        pair[0].write_now(lambda tx: mark(tx, "0"))
        start = Barrier(6)

        def count_on(tx: Transaction) -> None:
            tx.lock_keys(["other", "counter", "counter"])
            value = tx.execute(select(lead_key.c.value)).scalar_one()
            tx.execute(update(lead_key).values(value=str(int(value) + 1)))

        def work(store: Store) -> None:
            start.wait(PATIENCE_SECONDS)
            for _ in range(10):
                store.write_now(count_on)

        for task in [Task(partial(work, pair[number % 2])) for number in range(6)]:
            task.result()
        assert marks(pair[0]) == ["60"]


def test_whoever_holds_a_row_goes_first(stores: StoreFactory) -> None:
    with two_stores(stores) as pair:
        pair[0].write_now(lambda tx: tx.execute(lead.insert().values(id=1, contactCompany=0)))
        start = Barrier(4)

        def count_on(tx: Transaction) -> None:
            tx.lock_rows(lead, [1, 2, 3])
            value = tx.execute(select(lead.c.contactCompany)).scalar_one()
            tx.execute(update(lead).values(contactCompany=value + 1))

        def work(store: Store) -> None:
            start.wait(PATIENCE_SECONDS)
            for _ in range(10):
                store.write_now(count_on)

        for task in [Task(partial(work, pair[number % 2])) for number in range(4)]:
            task.result()
        found = pair[1].read_now(lambda tx: tx.execute(select(lead.c.contactCompany)).scalar_one())
        assert found == 40


def wait_until_somebody_waits(store: Store) -> None:
    has_passed = deadline_passes()
    while not store.read_now(lambda tx: tx.execute(WAITING).scalar_one()):
        assert not has_passed(), "nobody waits for a lock"


def test_a_key_is_held_until_the_end_and_other_keys_are_free(
    postgres_stores: PostgresStores,
) -> None:
    store = postgres_stores.make()
    is_held, may_end = Event(), Event()

    def hold(tx: Transaction) -> None:
        tx.lock_keys(["b", "a"])
        is_held.set()
        assert may_end.wait(PATIENCE_SECONDS)
        mark(tx, "first")

    def after(tx: Transaction) -> list[str]:
        tx.lock_keys(["a", "c"])
        query = select(lead_key.c.value)
        return list(tx.execute(query).scalars())

    holder = Task(lambda: store.write_now(hold))
    assert is_held.wait(PATIENCE_SECONDS)
    store.write_now(lambda tx: tx.lock_keys(["c", "d"]))
    waiter = Task(lambda: store.write_now(after))
    wait_until_somebody_waits(store)
    may_end.set()
    holder.result()
    assert waiter.result() == ["first"]
    store.close()


def test_rows_are_locked_in_the_order_of_their_ids(postgres_stores: PostgresStores) -> None:
    """Whoever waits for a row has the rows before it and none behind it."""
    store = postgres_stores.make()
    store.write_now(lambda tx: tx.execute(lead.insert(), [{"id": 4}, {"id": 3}, {"id": 1}]))
    store.write_now(lambda tx: tx.execute(lead.insert(), [{"id": 2}]))
    is_held, may_end = Event(), Event()

    def hold(tx: Transaction) -> None:
        tx.lock_rows(lead, [3])
        is_held.set()
        assert may_end.wait(PATIENCE_SECONDS)

    holder = Task(lambda: store.write_now(hold))
    assert is_held.wait(PATIENCE_SECONDS)
    waiter = Task(lambda: store.write_now(lambda tx: tx.lock_rows(lead, [4, 1, 3, 2])))
    wait_until_somebody_waits(store)
    free = select(lead.c.id).with_for_update(skip_locked=True)
    assert store.write_now(lambda tx: list(tx.execute(free).scalars())) == [4]
    may_end.set()
    for task in (holder, waiter):
        task.result()
    store.close()


def test_the_loser_of_a_deadlock_runs_again(postgres_stores: PostgresStores) -> None:
    store = postgres_stores.make()
    store.write_now(lambda tx: tx.execute(lead.insert(), [{"id": 1}, {"id": 2}]))
    both_hold = Barrier(2)
    runs: list[int] = []

    def cross(tx: Transaction, first: int, second: int) -> int:
        runs.append(first)
        is_first_run = runs.count(first) == 1
        tx.execute(QUICK)
        tx.lock_rows(lead, [first])
        if is_first_run:
            both_hold.wait(PATIENCE_SECONDS)
        tx.lock_rows(lead, [second])
        mark(tx, f"from {first}")
        return first

    tasks = [
        Task(partial(store.write_now, partial(cross, first=1, second=2))),
        Task(partial(store.write_now, partial(cross, first=2, second=1))),
    ]
    assert [task.result() for task in tasks] == [1, 2]
    assert len(runs) >= 3, "there was no deadlock"
    assert marks(store) == ["from 1", "from 2"]
    store.close()


def test_connections_that_the_server_has_closed_are_replaced(
    postgres_stores: PostgresStores,
) -> None:
    """A restart of the database costs the requests in flight, and none that come after it."""
    url = postgres_stores.url()
    store = open_url(url)
    barrier = Barrier(3)

    def together(tx: Transaction) -> None:
        barrier.wait(PATIENCE_SECONDS)
        tx.execute(select(lead_key.c.value))

    for run in (store.write_now, store.read_now):
        tasks = [Task(partial(run, together)) for _ in range(3)]
        for task in tasks:
            task.result()

    def close_all() -> None:
        address = url.replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    for number in range(4):
        close_all()
        name = f"number {number}"
        store.write_now(partial(mark, value=name))
        assert marks(store)[-1] == name
        close_all()
        assert marks(store)[-1] == name
    store.close()


def test_an_error_is_raised_once_and_not_run_again(store: Store) -> None:
    runs: list[Transaction] = []

    def fail(tx: Transaction) -> None:
        runs.append(tx)
        tx.execute(text("SELECT nonsense FROM nowhere"))

    for run in (store.write_now, store.read_now):
        runs.clear()
        with pytest.raises(DBAPIError, match="nowhere"):
            run(fail)
        assert len(runs) == 1
    assert marks(store) == []
