"""A short read of the embedded store that ran long must not spoil the reads after it."""

import asyncio
from contextlib import closing

import pytest

from leadkeep.store import Transaction, sqlite
from leadkeep.testing.stores import SqliteStores

READS = 12_000
"""The engine looks at the time every so many steps, over all uses of a statement together."""


def _nothing(tx: Transaction) -> None:
    del tx


def test_the_end_of_a_read_is_never_stopped(
    sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped there, a transaction stayed open, and no later read could begin."""
    monkeypatch.setattr(sqlite, "INLINE_READ_LIMIT_SECONDS", -1.0)
    with closing(sqlite_stores.make()) as store:

        async def read_often() -> None:
            for _ in range(READS):
                await store.read(_nothing)

        asyncio.run(read_often())
