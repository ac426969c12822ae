"""Signals of one process reach the others that share a PostgreSQL database."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from threading import Event

import psycopg
import pytest

from leadkeep.store import Store, Transaction
from leadkeep.testing.stores import LentStores, PostgresStores, StoreFactory
from tests.support.stores import (
    PATIENCE_SECONDS,
    deadline_passes,
    mark,
    marks,
    open_url,
    two_stores,
)

SIGNAL = "something new"
LONGER_THAN_A_PAYLOAD = 8_000
LISTENERS = "FROM pg_stat_activity WHERE query = 'LISTEN leadkeep' AND datname = current_database()"


def signal(tx: Transaction) -> None:
    tx.signal(SIGNAL)


def wait_until_hearing(store: Store) -> None:
    is_late = deadline_passes()
    while not store.is_hearing_others:
        assert not is_late()


@pytest.fixture
def pair(postgres_stores: PostgresStores) -> Iterator[tuple[Store, Store]]:
    with LentStores(postgres_stores) as lent:
        url = lent.url()
        with closing(open_url(url)) as first, closing(open_url(url)) as second:
            yield first, second


def test_a_commit_of_another_process_is_heard(pair: tuple[Store, Store]) -> None:
    listener, sender = pair
    heard = Event()
    with listener.listening(SIGNAL, heard.set):
        wait_until_hearing(listener)
        with pytest.raises(LookupError):
            sender.write_now(failing)
        assert not heard.is_set()
        sender.write_now(signal)
        assert heard.wait(PATIENCE_SECONDS)


def failing(tx: Transaction) -> None:
    signal(tx)
    raise LookupError


def test_a_signal_comes_once_to_its_own_process(pair: tuple[Store, Store]) -> None:
    own, other = pair
    calls: list[str] = []
    is_heard_by_other = Event()
    with ExitStack() as listening:
        listening.enter_context(own.listening(SIGNAL, lambda: calls.append("own")))
        listening.enter_context(other.listening("last", is_heard_by_other.set))
        wait_until_hearing(own)
        wait_until_hearing(other)
        own.write_now(signal)
        own.write_now(lambda tx: tx.signal("last"))
        assert is_heard_by_other.wait(PATIENCE_SECONDS)
        other.write_now(signal)
        is_late = deadline_passes()
        while len(calls) < 2:
            assert not is_late()
    assert calls == ["own", "own"]


def test_a_lost_connection_is_made_again(pair: tuple[Store, Store]) -> None:
    listener, sender = pair
    heard = Event()
    with listener.listening(SIGNAL, heard.set):
        wait_until_hearing(listener)
        with psycopg.connect(sender.address, autocommit=True) as admin:
            ended = admin.execute(f"SELECT pg_terminate_backend(pid) {LISTENERS}").fetchall()
        assert ended == [(True,)]
        is_late = deadline_passes()
        while listener.is_hearing_others:
            assert not is_late()
        wait_until_hearing(listener)
        sender.write_now(signal)
        assert heard.wait(PATIENCE_SECONDS)


def test_the_commit_stands_where_the_signal_is_lost(pair: tuple[Store, Store]) -> None:
    """The transaction has ended when the signal is sent: what fails then undoes nothing."""

    def write(tx: Transaction) -> None:
        mark(tx, "stands")
        tx.signal("x" * LONGER_THAN_A_PAYLOAD)

    pair[0].write_now(write)
    assert marks(pair[1]) == ["stands"]
    pair[0].write_now(lambda tx: mark(tx, "too"))
    assert marks(pair[1]) == ["stands", "too"]


def test_the_embedded_store_polls(sqlite_stores: StoreFactory) -> None:
    with two_stores(sqlite_stores) as (listener, _), listener.listening(SIGNAL, Event().set):
        assert not listener.is_hearing_others
