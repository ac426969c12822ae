"""How connections are set up, on which threads verbs run, and how often."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Semaphore, current_thread
from typing import Any

import psycopg
import pytest

from leadkeep.clock import ManualClock
from leadkeep.store import Store, Transaction, open_store
from leadkeep.store.postgres import ATTEMPTS, WRITE_THREADS
from leadkeep.store.sqlite import READER_CACHE_KIB, WRITER_CACHE_KIB, SqliteStore
from leadkeep.testing.stores import PostgresStores, SqliteStores, StoreFactory
from tests.store.test_inline_guard import through_core
from tests.support.stores import PATIENCE_SECONDS, new_store


def thread_name(_tx: Transaction) -> str:
    return current_thread().name


def test_long_reads_and_writes_run_on_threads_of_their_own(store: Store) -> None:
    async def names() -> tuple[str, str]:
        return await store.read_long(thread_name), await store.write(thread_name)

    reader, writer = asyncio.run(names())
    assert reader.startswith("leadkeep-read")
    assert writer.startswith("leadkeep-write")


def test_few_writes_run_at_once(postgres_stores: PostgresStores) -> None:
    have_started, may_end = Semaphore(0), Event()

    def verb(tx: Transaction) -> str:
        have_started.release()
        assert may_end.wait(PATIENCE_SECONDS)
        return thread_name(tx)

    async def together(store: Store) -> list[str]:
        tasks = [asyncio.create_task(store.write(verb)) for _ in range(3 * WRITE_THREADS)]
        for _ in range(WRITE_THREADS):
            assert await asyncio.to_thread(have_started.acquire, timeout=PATIENCE_SECONDS)
        may_end.set()
        return await asyncio.gather(*tasks)

    with new_store(postgres_stores) as store:
        assert len(set(asyncio.run(together(store)))) == WRITE_THREADS


def test_a_store_goes_by_the_clock_that_it_is_opened_with(stores: StoreFactory) -> None:
    moment = datetime(2031, 5, 17, tzinfo=UTC)
    clock = ManualClock(moment)
    with closing(open_store(Path(), stores.url(), clock=clock, durable=False)) as store:
        assert store.read_now(lambda tx: tx.now) == moment


def pragma(name: str) -> Callable[[Transaction], Any]:
    return lambda tx: tx.driver.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.parametrize(("durable", "synchronous"), [(True, 2), (False, 0)])
def test_only_a_durable_store_syncs_its_commits(
    tmp_path: Path, *, durable: bool, synchronous: int
) -> None:
    with closing(SqliteStore(tmp_path / "some.db", durable=durable)) as store:
        for run, cache in (
            (store.read_now, READER_CACHE_KIB),
            (store.write_now, WRITER_CACHE_KIB),
        ):
            assert run(pragma("synchronous")) == synchronous
            assert run(pragma("journal_mode")) == "wal"
            assert run(pragma("foreign_keys")) == 1
            assert run(pragma("cache_size")) == -cache


def test_a_read_that_is_moved_to_a_thread_is_logged(
    sqlite_stores: SqliteStores, caplog: pytest.LogCaptureFixture
) -> None:
    with new_store(sqlite_stores) as store, caplog.at_level(logging.INFO, "leadkeep"):
        asyncio.run(store.read(thread_name))
        assert caplog.messages == []
        asyncio.run(store.read(through_core))
    assert caplog.messages == ["a read ran longer than 0.005 s inline"]


def test_a_transaction_that_always_loses_fails_in_the_end(
    postgres_stores: PostgresStores, caplog: pytest.LogCaptureFixture
) -> None:
    runs: list[Transaction] = []

    def lose(tx: Transaction) -> None:
        runs.append(tx)
        tx.driver.execute("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$")

    with new_store(postgres_stores) as store, caplog.at_level(logging.INFO, "leadkeep"):
        with pytest.raises(psycopg.errors.DeadlockDetected):
            store.write_now(lose)
        assert len(runs) == ATTEMPTS
        text = "a transaction is run again after SQLSTATE 40P01"
        assert caplog.messages == [text] * (ATTEMPTS - 1)


def test_a_connection_that_always_breaks_fails_in_the_end(
    postgres_stores: PostgresStores, caplog: pytest.LogCaptureFixture
) -> None:
    def leave(tx: Transaction) -> None:
        tx.driver.pgconn.finish()
        raise psycopg.OperationalError

    with new_store(postgres_stores) as store, caplog.at_level(logging.INFO, "leadkeep"):
        with pytest.raises(psycopg.OperationalError):
            store.write_now(leave)
        text = "a transaction is run again on a new connection"
        assert caplog.messages == [text] * (ATTEMPTS - 1)
