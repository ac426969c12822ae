"""What appending leaves: ids in the order of commits, and an index from moments to ids."""

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from leadkeep.clock import ManualClock
from leadkeep.domain.activities import ActivityBatch, append_activities
from leadkeep.domain.activities.queries import first_id_since
from leadkeep.domain.activities.tables import activity, activity_second
from leadkeep.store import Store, Transaction, open_store
from leadkeep.testing.stores import StoreFactory

LEAD = 1


@pytest.fixture
def clock(store: Store) -> ManualClock:
    store.clock = ManualClock()
    return store.clock


def append(tx: Transaction, count: int = 1, date: datetime | None = None) -> None:
    rows = [(LEAD, None, None, "[]")] * count
    append_activities(tx, [ActivityBatch(1, date or tx.moment, None, rows)])


def ids(store: Store) -> list[int]:
    query = select(activity.c.id).order_by(activity.c.id)
    return store.read_now(lambda tx: list(tx.execute(query).scalars()))


def seconds(store: Store) -> list[tuple[int, int]]:
    query = select(activity_second.c.second, activity_second.c.first_id)
    ordered = query.order_by(activity_second.c.second)
    return store.read_now(lambda tx: [(row[0], row[1]) for row in tx.execute(ordered)])


def first_since(store: Store, moment: datetime) -> int | None:
    return store.read_now(lambda tx: first_id_since(tx, int(moment.timestamp())))


def fail_after_appending(store: Store) -> None:
    def verb(tx: Transaction) -> None:
        append(tx)
        append(tx)
        raise LookupError

    with pytest.raises(LookupError):
        store.write_now(verb)


def test_the_first_id_of_each_second_is_noted(store: Store, clock: ManualClock) -> None:
    start = clock.now()
    for pause in (0, 0.5, 0.5, 10, 0.1):
        clock.advance(seconds=pause)
        store.write_now(lambda tx: append(tx, 2))
    found = ids(store)
    assert len(found) == 10
    assert first_since(store, start) == found[0]
    assert first_since(store, start + timedelta(seconds=1)) == found[4]
    assert first_since(store, start + timedelta(seconds=2)) == found[6]
    assert first_since(store, start + timedelta(seconds=11)) == found[6]
    assert first_since(store, start + timedelta(seconds=12)) is None
    assert len(seconds(store)) == 3


def test_a_second_is_noted_with_one_statement_and_then_known(
    store: Store, clock: ManualClock
) -> None:
    def statements() -> int:
        seen: list[str] = []
        with store.watching(seen.append):
            store.write_now(append)
        return sum("activity_second" in sql for sql in seen)

    assert [statements() for _ in range(3)] == [1, 0, 0]
    clock.advance(seconds=1)
    assert [statements() for _ in range(3)] == [1, 0, 0]


def test_a_rollback_takes_its_note_back(store: Store, clock: ManualClock) -> None:
    fail_after_appending(store)
    assert seconds(store) == []
    store.write_now(append)
    assert [first_id for _, first_id in seconds(store)] == ids(store)
    clock.advance(seconds=1)
    fail_after_appending(store)
    store.write_now(append)
    assert [first_id for _, first_id in seconds(store)] == ids(store)


def test_a_clock_that_goes_back_changes_nothing(store: Store, clock: ManualClock) -> None:
    start = clock.now()
    store.write_now(append)
    clock.advance(seconds=-30)
    store.write_now(append)
    clock.advance(seconds=10)
    store.write_now(append)
    found = ids(store)
    assert [first_id for _, first_id in seconds(store)] == found[:1]
    clock.advance(seconds=21)
    store.write_now(append)
    assert first_since(store, start) == found[0]
    assert first_since(store, start - timedelta(seconds=60)) == found[0]
    assert first_since(store, start + timedelta(seconds=1)) == ids(store)[3]


def test_processes_whose_clocks_differ_note_rising_ids(stores: StoreFactory) -> None:
    url = stores.url()
    with (
        closing(open_store(Path(), url, durable=False)) as ahead,
        closing(open_store(Path(), url, durable=False)) as behind,
    ):
        clock, late = ManualClock(), ManualClock()
        ahead.clock, behind.clock = clock, late
        clock.advance(seconds=3)
        for _ in range(10):
            ahead.write_now(append)
            behind.write_now(append)
            clock.advance(seconds=1)
            late.advance(seconds=1)
        noted = seconds(ahead)
        assert [first_id for _, first_id in noted] == sorted(first_id for _, first_id in noted)
        assert first_since(ahead, ManualClock().now()) == ids(ahead)[0]


def test_many_activities_of_any_dates_make_one_note(store: Store, clock: ManualClock) -> None:
    store.write_now(lambda tx: append(tx, 300, clock.now() - timedelta(days=9_000)))
    assert seconds(store) == [(int(clock.now().timestamp()), ids(store)[0])]


def test_nothing_to_append_takes_no_lock_and_no_id(store: Store) -> None:
    seen: list[str] = []
    with store.watching(seen.append):
        store.write_now(lambda tx: append_activities(tx, []))
        store.write_now(lambda tx: append(tx, 0))
    assert seen == []
