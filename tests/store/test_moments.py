"""The moment of a transaction: never from before a wait, and one for all that is written."""

from collections.abc import Callable

import pytest

from leadkeep.domain.fields import lead
from leadkeep.store import Store, Transaction
from tests.support.moments import TickingClock
from tests.support.stores import mark

Lock = Callable[[Transaction], None]
LOCKS: dict[str, Lock] = {
    "keys": lambda tx: tx.lock_keys(["a key"]),
    "rows": lambda tx: tx.lock_rows(lead, [1]),
}


@pytest.fixture
def ticking(store: Store) -> Store:
    store.clock = TickingClock()
    return store


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_a_lock_before_the_first_write_renews_the_moment(ticking: Store, lock: Lock) -> None:
    def verb(tx: Transaction) -> None:
        before = tx.moment
        assert tx.moment == before
        lock(tx)
        assert tx.moment > before

    ticking.write_now(verb)


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_a_lock_after_the_first_write_keeps_the_moment(ticking: Store, lock: Lock) -> None:
    def verb(tx: Transaction) -> None:
        lock(tx)
        before = tx.moment
        mark(tx, "written")
        lock(tx)
        assert tx.moment == before
        assert tx.now > before

    ticking.write_now(verb)


def test_a_write_before_the_moment_is_read_does_not_fix_it(ticking: Store) -> None:
    def verb(tx: Transaction) -> None:
        mark(tx, "carries no moment")
        before = tx.moment
        tx.lock_keys(["a key"])
        assert tx.moment > before

    ticking.write_now(verb)


def test_a_lock_of_an_order_keeps_the_moment(ticking: Store) -> None:
    def verb(tx: Transaction) -> None:
        before = tx.moment
        tx.lock_keys(["the log"], keep_moment=True)
        assert tx.moment == before

    ticking.write_now(verb)
