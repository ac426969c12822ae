"""Batches of rows, and the thread that reads one batch ahead."""

import threading
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO

import pytest

from leadkeep.files import ROW_BATCH_SIZE, Row, RowReader, in_batches, one_ahead
from leadkeep.store import Store
from leadkeep.transfer import lead_target, load_rows

PATIENCE_SECONDS = 20.0


def rows(count: int, characters: int = 1) -> Iterator[Row]:
    return (Row(number, number, ["x" * characters]) for number in range(2, count + 2))


def test_a_batch_is_full_by_rows_or_by_characters() -> None:
    few = [len(batch) for batch in in_batches(rows(5_000))]
    assert few == [ROW_BATCH_SIZE, ROW_BATCH_SIZE, 5_000 - 2 * ROW_BATCH_SIZE]
    assert [len(batch) for batch in in_batches(rows(5, 2_000_000))] == [2, 2, 1]
    assert list(in_batches(rows(0))) == []


def test_an_import_of_5000_rows_takes_three_transactions(store: Store) -> None:
    """A command pays for each transaction: a sync to disk, locks, a turn beside a server."""
    lines = b"".join(b"person.%d@example.com\n" % number for number in range(5_000))
    reader = RowReader(BytesIO(b"email\n" + lines))
    target = store.read_now(lambda tx: lead_target(tx, "email", None, None))
    transactions = []
    loaded = load_rows(
        store,
        reader,
        reader.header,
        target,
        is_dry_run=False,
        on_refused=lambda _: None,
        on_batch=lambda _: transactions.append(1),
    )
    assert loaded.counts == {"created": 5_000, "updated": 0, "refused": 0}
    assert len(transactions) == 3


def test_the_next_item_is_made_while_one_is_used() -> None:
    is_made = threading.Event()

    def items() -> Iterator[str]:
        yield "a"
        is_made.set()
        yield "b"

    found = []
    for each in one_ahead(items()):
        assert is_made.wait(PATIENCE_SECONDS)
        found.append(each)
    assert found == ["a", "b"]


def test_an_error_comes_in_the_place_of_its_item() -> None:
    def items() -> Iterator[str]:
        yield "a"
        raise OSError("broken")

    with closing(one_ahead(items())) as made:
        assert next(made) == "a"
        with pytest.raises(OSError, match="broken"):
            next(made)


def test_no_thread_is_left_of_what_is_not_read_to_the_end() -> None:
    with closing(one_ahead(iter(range(1_000)))) as made:
        assert next(made) == 0
    assert not [each for each in threading.enumerate() if each.name.startswith("leadkeep-ahead")]
