"""Each pair of operations that write, at once on the same records: no failure, nothing broken.

The pairs are made from the operations table, so that a new operation is raced by itself. Both
servers have connections and threads of their own.
"""

import asyncio
from collections.abc import Callable
from itertools import combinations_with_replacement
from random import Random

import pytest

from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.stores import LentStores, PostgresStores
from tests.support.hot import (
    NEVER,
    WRITES,
    HotRecords,
    aimed_sample,
    codes,
    complaints,
    follow_all,
)
from tests.support.slow import IS_SHORT
from tests.support.stores import two_stores
from tests.support.wire import Sample

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

Report = Callable[[str, object], None]
PAIRS = list(combinations_with_replacement(WRITES, 2))
Random(5).shuffle(PAIRS)
PAIRS_PER_STORE = 25
"""Pairs that share a database: no more than there are samples of an asset."""
SHORT_CHUNKS = 6
CHUNKS = range(-(-len(PAIRS) // PAIRS_PER_STORE))[: SHORT_CHUNKS if IS_SHORT else None]


@pytest.mark.parametrize("chunk", CHUNKS)
def test_no_pair_of_writes_fails_or_breaks_a_store(
    postgres_samples: PostgresStores, chunk: int, record_property: Report
) -> None:
    pairs = PAIRS[chunk * PAIRS_PER_STORE :][:PAIRS_PER_STORE]
    names = [" against ".join(each.id for each in pair) for pair in pairs]
    with (
        LentStores(postgres_samples) as lent,
        two_stores(lent) as (first, second),
        Rehearsal(first) as one,
    ):
        follow_all(one)
        two = one.another(second)
        for number, pair in enumerate(pairs):
            hot = HotRecords.make(one, number)
            requests = [aimed_sample(operation, hot) for operation in pair]
            for each in requests:
                each.prepare(one)
            for answer in one.run(race(requests, (one, two))):
                assert not codes(answer) & NEVER, f"{names[number]}: {answer.body}"
            one.run_jobs()
        assert complaints(first) == [], names
    record_property("pairs", len(pairs))
    record_property("failures", 0)


async def race(requests: list[Sample], servers: tuple[Rehearsal, Rehearsal]) -> list[Response]:
    """Send a request to each server at once."""
    sends = [each.send(server) for each, server in zip(requests, servers, strict=True)]
    return await asyncio.gather(*sends)
