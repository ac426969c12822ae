"""One lead per key, though servers, workers and connections race for it."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from random import Random
from threading import Barrier
from typing import Any

import pytest

from leadkeep.testing.stores import StoreFactory
from tests.support.server_process import ServerProcess

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(300)]

KEYS = 120
CONNECTIONS = 8
PATIENCE_SECONDS = 120


def spelled(random: Random, email: str) -> str:
    return "".join(random.choice((letter.lower(), letter.upper())) for letter in email)


def batches(random: Random, emails: list[str]) -> Iterator[list[str]]:
    """Yield every key once, in batches of all sizes, in an order of this client's own."""
    rest = random.sample(emails, len(emails))
    while rest:
        size = random.choice((1, 1, 2, 5, 30))
        yield [spelled(random, email) for email in rest[:size]]
        del rest[:size]


def race(server: ServerProcess, emails: list[str], start: Barrier, seed: int) -> Counter[str]:
    random = Random(seed)
    counted: Counter[str] = Counter()
    with server.client() as client:
        start.wait(PATIENCE_SECONDS)
        for batch in batches(random, emails):
            records: list[dict[str, Any]] = [
                {"email": email, "firstName": f"from {seed}"} for email in batch
            ]
            counted.update(item["status"] for item in client.sync(records))
    return counted


@pytest.mark.fact("U", "3.5")
@pytest.mark.parametrize("processes", [(1, 1), (2,)], ids=["two servers", "two workers"])
def test_racing_upserts_of_a_key_make_one_lead(
    stores: StoreFactory, tmp_path: Path, processes: tuple[int, ...]
) -> None:
    database = stores.url()
    emails = [f"racer.{number}@example.com" for number in range(KEYS)]
    start = Barrier(CONNECTIONS)
    with ExitStack() as stack:
        servers = [
            stack.enter_context(ServerProcess(database, tmp_path, workers)) for workers in processes
        ]
        pool = stack.enter_context(ThreadPoolExecutor(CONNECTIONS))
        racers = [
            pool.submit(partial(race, servers[seed % len(servers)], emails, start, seed))
            for seed in range(CONNECTIONS)
        ]
        counted = sum((racer.result(PATIENCE_SECONDS) for racer in racers), Counter())
        with servers[0].client() as client:
            found = client.find(emails, "firstName")
    assert Counter(lead["email"].lower() for lead in found) == Counter(emails)
    assert counted == {"created": KEYS, "updated": KEYS * (CONNECTIONS - 1)}
    assert all(lead["firstName"].startswith("from ") for lead in found)


def test_racing_creates_of_a_key_make_one_lead(stores: StoreFactory, tmp_path: Path) -> None:
    database = stores.url()
    emails = [f"only.{number}@example.com" for number in range(KEYS)]
    start = Barrier(CONNECTIONS)

    def create(server: ServerProcess, seed: int) -> Counter[str]:
        random = Random(seed)
        counted: Counter[str] = Counter()
        with server.client() as client:
            start.wait(PATIENCE_SECONDS)
            for batch in batches(random, emails):
                result = client.sync([{"email": email} for email in batch], action="createOnly")
                counted.update(
                    item["status"] if item["status"] == "created" else item["reasons"][0]["code"]
                    for item in result
                )
        return counted

    with ExitStack() as stack:
        servers = [stack.enter_context(ServerProcess(database, tmp_path)) for _ in range(2)]
        pool = stack.enter_context(ThreadPoolExecutor(CONNECTIONS))
        racers = [pool.submit(create, servers[seed % 2], seed) for seed in range(CONNECTIONS)]
        counted = sum((racer.result(PATIENCE_SECONDS) for racer in racers), Counter())
        with servers[1].client() as client:
            assert len(client.find(emails)) == KEYS
    assert counted == {"created": KEYS, "1005": KEYS * (CONNECTIONS - 1)}
