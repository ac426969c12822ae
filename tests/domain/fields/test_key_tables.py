"""The statements of a key table: whose keys are these, in which order, and from where on."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import pytest
from sqlalchemy import text

from leadkeep.domain.fields import LEAD_KEYS, KeyRow
from leadkeep.store import Store, Transaction
from leadkeep.store.postgres import PostgresStore

T = TypeVar("T")

# In no order, since an engine may find rows as they were written; lead 3 has two of the values.
ROWS: list[KeyRow] = [
    ("colour", "red", 9),
    ("shape", "red", 5),
    ("colour", "blue", 7),
    ("colour", "red", 3),
    ("colour", "blue", 3),
    ("shape", "blue", 2),
    ("colour", "green", 4),
    ("colour", "blue", 1),
]


INDEXES = ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan")
PLANS = (INDEXES, (*INDEXES, "enable_sort"))
"""What PostgreSQL has to do without: an index has its rows in order, as has a sort for a DISTINCT,
and hides that a statement asks for no order."""


@pytest.fixture
def ask(store: Store) -> Callable[[Callable[[Transaction], T]], T]:
    """Return the function that reads from a store with the rows, by several plans."""
    store.write_now(lambda tx: LEAD_KEYS.add(tx, ROWS))

    def read(verb: Callable[[Transaction], T]) -> T:
        found = store.read_now(verb)
        if isinstance(store, PostgresStore):
            for plan in PLANS:
                assert store.read_snapshot(partial(run_without, plan, verb)) == found
        return found

    return read


def run_without(plan: Sequence[str], verb: Callable[[Transaction], T], tx: Transaction) -> T:
    for setting in plan:
        tx.execute(text(f"SET LOCAL {setting} = off"))
    return verb(tx)


Ask = Callable[[Callable[[Transaction], object]], object]


def test_owners_come_by_value_and_id(ask: Ask) -> None:
    assert ask(lambda tx: LEAD_KEYS.owners(tx, "colour", ["red", "none", "blue"])) == [
        *(("blue", 1), ("blue", 3), ("blue", 7)),
        *(("red", 3), ("red", 9)),
    ]
    assert ask(lambda tx: LEAD_KEYS.owners(tx, "shape", ["red"])) == [("red", 5)]
    assert ask(lambda tx: LEAD_KEYS.owners(tx, "shape", [])) == []
    assert ask(lambda tx: LEAD_KEYS.owners(tx, "size", ["red"])) == []


@pytest.mark.parametrize(
    ("values", "after", "limit", "expected"),
    [
        (["red", "blue"], 0, 9, [1, 3, 7, 9]),
        (["red", "blue"], 0, 2, [1, 3]),
        (["red", "blue"], 3, 9, [7, 9]),
        (["red", "blue"], 2, 1, [3]),
        (["blue"], 0, 9, [1, 3, 7]),
        (["blue"], 0, 2, [1, 3]),
        (["blue"], 3, 9, [7]),
        (["none"], 0, 9, []),
        ([], 0, 9, []),
    ],
)
def test_the_first_owners_of_any_value(
    ask: Ask, values: list[str], after: int, limit: int, expected: list[int]
) -> None:
    def first(tx: Transaction) -> list[int]:
        return LEAD_KEYS.first_owners(tx, "colour", values, limit, after)

    assert ask(first) == expected


def test_the_first_owners_begin_with_the_lowest_id(ask: Ask) -> None:
    for values, expected in ((["red"], [3, 9]), (["red", "green"], [3, 4, 9])):
        found = ask(lambda tx, values=values: LEAD_KEYS.first_owners(tx, "colour", values, 9))  # type: ignore[misc]
        assert found == expected


def test_keys_of_several_kinds_come_in_order(ask: Ask) -> None:
    assert ask(lambda tx: LEAD_KEYS.of_kinds(tx, ["shape", "colour"], ["red", "blue"])) == [
        *(("colour", "blue", 1), ("colour", "blue", 3), ("colour", "blue", 7)),
        *(("colour", "red", 3), ("colour", "red", 9)),
        *(("shape", "blue", 2), ("shape", "red", 5)),
    ]
    assert ask(lambda tx: LEAD_KEYS.of_kinds(tx, ["colour"], ["blue"])) == [
        *(("colour", "blue", 1), ("colour", "blue", 3), ("colour", "blue", 7)),
    ]
    assert ask(lambda tx: LEAD_KEYS.of_kinds(tx, [], ["red"])) == []
    assert ask(lambda tx: LEAD_KEYS.of_kinds(tx, ["shape"], [])) == []


def test_only_the_named_rows_are_dropped(store: Store) -> None:
    gone: list[KeyRow] = [("colour", "red", 3), ("shape", "blue", 2)]
    store.write_now(lambda tx: LEAD_KEYS.add(tx, ROWS))
    store.write_now(lambda tx: LEAD_KEYS.drop(tx, gone))
    store.write_now(lambda tx: LEAD_KEYS.drop(tx, []))
    kinds, values = ["colour", "shape"], ["red", "blue", "green"]
    left = store.read_now(lambda tx: LEAD_KEYS.of_kinds(tx, kinds, values))
    assert left == sorted(set(ROWS) - set(gone))
