"""A poller that only follows ``nextPageToken`` sees every activity once, in order.

With plain ids of a sequence it would not. A transaction takes its ids when it inserts and shows its
rows when it commits, and others commit in between: the poller sees id 12, stands behind it, and
then 11 is committed. It asks for ids above 12 and never hears of 11. Here readers stop below the
ids of transactions that have not ended (docs/decisions/0154).

Without that (``settled`` in ``store/postgres.py`` returns the largest id) this test fails on
PostgreSQL, where processes write side by side.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest

from leadkeep.testing.stores import StoreFactory
from tests.support.server_process import Client, ServerProcess

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(300)]

WRITERS = 8
CALLS_PER_WRITER = 40
PATIENCE_SECONDS = 200
NEW_LEAD, CHANGE = 12, 13
ACTIVITIES = "/rest/v1/activities.json"
PAGING_TOKEN = "/rest/v1/activities/pagingtoken.json"

Seen = list[tuple[int, int, int]]
"""Id, lead id, type id of activities."""


def write(server: ServerProcess, seed: int) -> list[tuple[int, int]]:
    """Create and change leads in calls of all sizes; return (lead id, type id) of each write."""
    random, written = Random(seed), []
    numbers = count(1)
    with server.client() as client:
        for _ in range(CALLS_PER_WRITER):
            size = random.choice((1, 1, 2, 30, 100))
            emails = [f"w{seed}.{next(numbers)}@example.com" for _ in range(size)]
            made = client.sync([{"email": email} for email in emails])
            written += [(item["id"], NEW_LEAD) for item in made]
            chosen = random.sample(made, max(1, size // 4))
            records = [{"id": item["id"], "title": "T"} for item in chosen]
            client.sync(records, action="updateOnly", lookupField="id")
            written += [(item["id"], CHANGE) for item in chosen]
    return written


def poll(server: ServerProcess, are_done: Callable[[], bool], seed: int) -> Seen:
    """Follow the token from the beginning on, until the writers are done and nothing is left."""
    random, seen = Random(seed), Seen()
    with server.client() as client:
        token = get(client, PAGING_TOKEN, sinceDatetime="2020-01-01")["nextPageToken"]
        while True:
            is_last = are_done()
            size = random.choice((1, 7, 300))
            body = get(
                client, ACTIVITIES, nextPageToken=token, activityTypeIds="12,13", batchSize=size
            )
            token = body["nextPageToken"]
            seen += [
                (row["id"], row["leadId"], row["activityTypeId"]) for row in body.get("result", [])
            ]
            if is_last and not body["moreResult"]:
                return seen


def get(client: Client, path: str, **query: object) -> dict[str, Any]:
    body: dict[str, Any] = client._http.get(path, params=query).json()  # type: ignore[arg-type]
    assert body["success"] is True, body
    return body


@pytest.mark.fact("D", "5.2")
@pytest.mark.parametrize("processes", [(1, 1), (2,)], ids=["two servers", "two workers"])
def test_a_poller_misses_nothing(
    stores: StoreFactory, tmp_path: Path, processes: tuple[int, ...]
) -> None:
    database = stores.url()
    with ExitStack() as stack:
        servers = [
            stack.enter_context(ServerProcess(database, tmp_path, workers)) for workers in processes
        ]
        pool = stack.enter_context(ThreadPoolExecutor(WRITERS + 2))
        writers: list[Future[list[tuple[int, int]]]] = [
            pool.submit(partial(write, servers[seed % len(servers)], seed))
            for seed in range(WRITERS)
        ]
        pollers = [
            pool.submit(partial(poll, server, lambda: all(map(Future.done, writers)), seed))
            for seed, server in enumerate((servers[0], servers[-1]))
        ]
        written = sorted(each for writer in writers for each in writer.result(PATIENCE_SECONDS))
        polled = [poller.result(PATIENCE_SECONDS) for poller in pollers]
    for seen in polled:
        numbers = [number for number, _, _ in seen]
        assert numbers == sorted(set(numbers))
        assert sorted((lead_id, type_id) for _, lead_id, type_id in seen) == written
    assert polled[0] == polled[1]
