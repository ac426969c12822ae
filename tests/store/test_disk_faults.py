"""A full disk, a file that cannot be written, a file that is no database: errors that tell."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadkeep.store import Store, Transaction, open_store
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import SqliteStores
from tests.support.stores import mark, marks


@pytest.fixture
def store(sqlite_stores: SqliteStores) -> Iterator[Store]:
    made = sqlite_stores.make()
    yield made
    made.close()


def bound_pages(store: Store, spare: int | None) -> None:
    """Let the file grow by this many pages only; None lifts the bound."""

    def run(tx: Transaction) -> None:
        pages = tx.driver.execute("PRAGMA page_count").fetchone()[0]
        limit = 2**30 if spare is None else pages + spare
        tx.driver.execute(f"PRAGMA max_page_count={limit}")

    store.write_now(run)


def test_a_full_disk_refuses_the_write_and_keeps_what_was_there(store: Store) -> None:
    store.write_now(lambda tx: mark(tx, "before"))
    bound_pages(store, 5)

    def large(tx: Transaction) -> None:
        for number in range(1_000):
            mark(tx, f"{number} " + "x" * 1_000)

    for _ in range(2):
        with pytest.raises(Exception, match="full"):
            store.write_now(large)
        assert marks(store) == ["before"]
    store.write_now(lambda tx: mark(tx, "small"))
    bound_pages(store, None)
    store.write_now(large)
    assert len(marks(store)) == 1_002
    assert store.check_integrity() == []


def test_a_server_whose_disk_is_full_goes_on_answering(store: Store) -> None:
    with Rehearsal(store) as server:
        path = "/rest/v1/leads.json"
        records = [{"email": f"{n}@example.com", "address": "x" * 2_000} for n in range(300)]
        assert server.post(path, {"input": records[:1]}).result
        bound_pages(store, 3)
        assert server.post(path, {"input": records}).error == ("611", "System error")
        query = {"filterType": "email", "filterValues": "0@example.com,1@example.com"}
        assert len(server.get(path, query).result) == 1
        bound_pages(store, None)
        answer = server.post(path, {"input": records}).result
        assert [item["status"] for item in answer] == ["updated"] + ["created"] * 299
        assert [item["id"] for item in answer] == list(range(1, 301))


def test_a_file_that_may_not_be_written(store: Store) -> None:
    store.write_now(lambda tx: mark(tx, "before"))
    store.write_now(lambda tx: tx.driver.execute("PRAGMA query_only=ON"))
    for _ in range(2):
        with pytest.raises(Exception, match="readonly"):
            store.write_now(lambda tx: mark(tx, "after"))
    assert marks(store) == ["before"]


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "leadkeep.db").write_bytes(b"this is no database\n" * 200)
    store = open_store(tmp_path)
    with pytest.raises(Exception, match="not a database"):
        marks(store)
    store.close()
