"""What processes keep of the catalog, and how a change in one reaches all others."""

from datetime import UTC, datetime
from threading import Event

import pytest
from sqlalchemy import select

from leadkeep.clock import ManualClock
from leadkeep.domain.fields.tables import lead_key
from leadkeep.store import Store, Transaction
from leadkeep.testing.stores import PostgresStores, StoreFactory
from tests.support.stores import PATIENCE_SECONDS, Task, mark, marks, open_url, two_stores

_MARKS = select(lead_key.c.value).where(lead_key.c.kind == "mark")


class Loader:
    """Loads the marks, and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, tx: Transaction) -> list[str]:
        self.count += 1
        return sorted(row[0] for row in tx.execute(_MARKS))


def kept(store: Store, load: Loader) -> list[str]:
    return store.read_now(lambda tx: tx.cached(load))


def change(store: Store, name: str) -> None:
    def run(tx: Transaction) -> None:
        mark(tx, name)
        tx.bump_version()

    store.write_now(run)


def test_what_is_kept_stays_until_the_version_changes(stores: StoreFactory) -> None:
    with two_stores(stores) as (ours, theirs):
        load = Loader()
        assert kept(ours, load) == []
        theirs.write_now(lambda tx: mark(tx, "no bump"))
        assert kept(ours, load) == []
        assert load.count == 1
        change(theirs, "their bump")
        assert kept(ours, load) == ["no bump", "their bump"]
        change(ours, "our bump")
        assert kept(ours, load) == kept(theirs, Loader()) == ["no bump", "our bump", "their bump"]
        assert load.count == 3


def test_a_change_is_seen_at_once_by_its_own_transaction_and_by_nobody_else(store: Store) -> None:
    load = Loader()

    def run(tx: Transaction) -> list[str]:
        assert tx.cached(load) == []
        mark(tx, "new")
        tx.bump_version()
        return tx.cached(load)

    def fail(tx: Transaction) -> None:
        assert run(tx) == ["new"]
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        store.write_now(fail)
    assert kept(store, load) == []
    assert store.write_now(run) == ["new"]
    assert kept(store, load) == ["new"]


def test_versions_rise_though_the_clock_stands_still_or_goes_back(stores: StoreFactory) -> None:
    store = stores.make()
    versions = []
    for moment in (datetime(2030, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)):
        store.clock = ManualClock(moment)
        for number in range(3):
            change(store, f"{moment.year} {number}")
            versions.append(store.read_now(lambda tx: tx.version))
    assert versions == sorted(set(versions))
    store.close()


def test_two_changes_at_one_moment_are_two_versions(postgres_stores: PostgresStores) -> None:
    """The second began before the first was committed, by a clock that shows the same time."""
    url = postgres_stores.url()
    first, second = open_url(url), open_url(url)
    first.clock = second.clock = ManualClock(datetime(2040, 1, 1, tzinfo=UTC))
    has_begun, may_go_on = Event(), Event()

    def late(tx: Transaction) -> None:
        assert tx.version < 2_000_000_000_000_000
        has_begun.set()
        assert may_go_on.wait(PATIENCE_SECONDS)
        mark(tx, "late")
        tx.bump_version()

    task = Task(lambda: second.write_now(late))
    assert has_begun.wait(PATIENCE_SECONDS)
    change(first, "early")
    load = Loader()
    assert kept(first, load) == ["early"]
    may_go_on.set()
    task.result()
    assert kept(first, load) == marks(second) == ["early", "late"]
    first.close()
    second.close()
