"""What was committed is brought to its place while others write."""

from leadkeep.store import Store, Transaction
from tests.support.stores import mark, marks


def test_what_was_committed_stays(store: Store) -> None:
    for number in range(5):
        store.write_now(lambda tx, number=number: mark(tx, f"{number}"))  # type: ignore[misc]
        store.settle()
    assert marks(store) == ["0", "1", "2", "3", "4"]


def test_an_open_transaction_is_not_waited_for(store: Store) -> None:
    store.write_now(lambda tx: mark(tx, "before"))

    def verb(tx: Transaction) -> None:
        mark(tx, "inside")
        store.settle()

    store.write_now(verb)
    assert marks(store) == ["before", "inside"]
