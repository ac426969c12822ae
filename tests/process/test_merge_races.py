"""Merges that race with each other and with upserts of the same people leave a consistent store."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random
from threading import Barrier
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from leadkeep.domain.activities.tables import activity, merged_lead
from leadkeep.domain.fields.tables import lead, lead_key
from leadkeep.domain.leads import check_leads
from leadkeep.store import Transaction, open_store
from leadkeep.testing.stores import StoreFactory
from tests.support.server_process import Client, ServerProcess

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(300)]

PEOPLE = 24
CONNECTIONS = 6
ROUNDS = 25
PATIENCE_SECONDS = 120

Racer = Callable[[Client, Random, list[int]], Iterator[str]]


def email_of(number: int) -> str:
    return f"racer.{number}@example.com"


def merging(client: Client, random: Random, people: list[int]) -> Iterator[str]:
    """Merge random leads, in all directions: some are gone by then."""
    for _ in range(ROUNDS):
        winner, *losers = random.sample(people, random.choice((2, 2, 3)))
        path = f"/rest/v1/leads/{winner}/merge.json"
        body = client.post(path, {"leadIds": ",".join(map(str, losers))})
        yield "merged" if body["success"] else body["errors"][0]["code"]


def upserting(client: Client, random: Random, people: list[int]) -> Iterator[str]:
    """Write to random people by their address, and by their id."""
    for _ in range(ROUNDS):
        chosen = random.sample(range(PEOPLE), random.choice((1, 2, 5)))
        records: list[dict[str, Any]] = [
            {"email": email_of(each), "title": str(random.random())} for each in chosen
        ]
        yield from (item["status"] for item in client.sync(records))
        by_id = [{"id": each, "city": "X"} for each in random.sample(people, 2)]
        for item in client.sync(by_id, action="updateOnly", lookupField="id"):
            yield item["status"] if "reasons" not in item else item["reasons"][0]["code"]


@pytest.mark.parametrize("racers", [(merging,), (merging, upserting)], ids=["merges", "upserts"])
def test_racing_merges_leave_a_consistent_store(
    stores: StoreFactory, tmp_path: Path, racers: tuple[Racer, ...]
) -> None:
    database = stores.url()
    start = Barrier(CONNECTIONS)
    with ExitStack() as stack:
        servers = [stack.enter_context(ServerProcess(database, tmp_path)) for _ in range(2)]
        with servers[0].client() as client:
            made = client.sync([{"email": email_of(each)} for each in range(PEOPLE)])
        people = [item["id"] for item in made]

        def race(seed: int) -> Counter[str]:
            with servers[seed % 2].client() as client:
                start.wait(PATIENCE_SECONDS)
                return Counter(racers[seed % len(racers)](client, Random(seed), people))

        pool = stack.enter_context(ThreadPoolExecutor(CONNECTIONS))
        racing = [pool.submit(race, seed) for seed in range(CONNECTIONS)]
        counted = sum((racer.result(PATIENCE_SECONDS) for racer in racing), Counter())
    assert counted.keys() <= {"merged", "1004", "created", "updated"}
    assert counted["merged"] > 0
    with closing(open_store(tmp_path, database)) as store:
        store.read_snapshot(lambda tx: assert_consistent(tx, people))


def assert_consistent(tx: Transaction, people: list[int]) -> None:
    """Everybody is there or was merged into somebody who is, and each address is one lead's."""
    assert check_leads(tx) == []
    living = set(tx.execute(select(lead.c.id).order_by(lead.c.id)).scalars())
    pairs = tx.execute(select(merged_lead).order_by(merged_lead.c.lead_id)).all()
    winners = {row[0]: row[1] for row in pairs}
    assert set(people) <= living | winners.keys()
    assert not living & winners.keys()
    assert set(winners.values()) <= living
    keys = select(lead_key.c.value).where(lead_key.c.kind == "email").order_by(lead_key.c.value)
    counted = Counter(tx.execute(keys).scalars())
    assert set(counted.values()) <= {1}
    told = select(activity.c.attributes).where(activity.c.activity_type_id == 32)
    rows = tx.execute(told.order_by(activity.c.id)).scalars().all()
    attributes = [each for row in rows for each in msgspec.json.decode(row)]
    losers = [each["value"] for each in attributes if each["name"] == "Merge IDs"]
    assert sorted(loser for each in losers for loser in each) == sorted(winners)
