"""A read that runs too long inline is moved to a thread, whichever way its statement was run."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import func, literal, select

from leadkeep.store import Statement, Store, Transaction

NUMBERS = select(literal(1).label("n")).cte("numbers", recursive=True)
NUMBERS = NUMBERS.union_all(select(NUMBERS.c.n + 1).where(NUMBERS.c.n < 300_000))
COUNT = select(func.count()).select_from(NUMBERS)


def through_the_driver(tx: Transaction) -> int:
    row = tx.row(Statement(COUNT))
    assert row is not None
    return int(row[0])


def through_core(tx: Transaction) -> int:
    return int(tx.execute(COUNT).scalar_one())


@pytest.mark.parametrize("verb", [through_the_driver, through_core])
def test_a_read_that_takes_long_is_answered(
    store: Store, verb: Callable[[Transaction], int]
) -> None:
    assert asyncio.run(store.read(verb)) == 300_000
