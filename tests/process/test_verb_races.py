"""Each pair of operations that write, at once on the same records: no failure, nothing broken.

The pairs are made from the operations table, so that a new operation is raced by itself. Both
servers have connections and threads of their own.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import combinations_with_replacement
from pathlib import Path
from random import Random

import pytest

from leadkeep.store import open_store
from leadkeep.testing import Rehearsal, Response
from tests.support.databases import new_database
from tests.support.hot import (
    NEVER,
    WRITES,
    HotRecords,
    SampledStores,
    aimed_sample,
    codes,
    complaints,
)
from tests.support.slow import IS_SHORT
from tests.support.wire import Sample

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

Report = Callable[[str, object], None]
PAIRS = list(combinations_with_replacement(WRITES, 2))
Random(5).shuffle(PAIRS)
PAIRS_PER_STORE = 25
"""Pairs that share a database: no more than there are samples of an asset."""
SHORT_CHUNKS = 6
CHUNKS = range(-(-len(PAIRS) // PAIRS_PER_STORE))[: SHORT_CHUNKS if IS_SHORT else None]


@pytest.fixture(scope="module")
def sampled(
    postgres_url: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SampledStores]:
    with new_database(postgres_url, f"sampled_{worker_id}") as template:
        yield SampledStores(template, tmp_path_factory.mktemp("copies"))


@pytest.mark.parametrize("chunk", CHUNKS)
def test_no_pair_of_writes_fails_or_breaks_a_store(
    sampled: SampledStores, chunk: int, record_property: Report
) -> None:
    pairs = PAIRS[chunk * PAIRS_PER_STORE :][:PAIRS_PER_STORE]
    names = [" against ".join(each.id for each in pair) for pair in pairs]
    with (
        sampled.copied() as url,
        closing(open_store(Path(), url, durable=False)) as first,
        closing(open_store(Path(), url, durable=False)) as second,
        sampled.serve(first) as one,
    ):
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
