"""Merges that race with each other and with upserts: one wins, nothing is lost, nobody fails.

``tests/process/test_merge_races.py`` does the same at length, with real processes.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

from leadkeep.domain.leads import check_leads
from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.stores import StoreFactory
from tests.support.campaigns import campaign, request, values_of
from tests.support.checks import log_complaints
from tests.support.leads import LEADS, create, fresh, ids_of, read
from tests.support.merges import exists, merges, path
from tests.support.wire import two_processes

ROUNDS = 6


def call(server: Rehearsal, winner: int, *losers: int) -> Coroutine[Any, Any, Response]:
    query = {"leadIds": ",".join(map(str, losers))}
    return server.send("POST", path(winner), query)


def upsert(server: Rehearsal, email: str) -> Coroutine[Any, Any, Response]:
    record = {"email": email, "title": "T"}
    return server.send("POST", LEADS, json={"input": [record]})


async def together(*calls: Coroutine[Any, Any, Response]) -> list[Any]:
    return [each.body for each in await asyncio.gather(*calls)]


def test_each_into_the_other(stores: StoreFactory) -> None:
    with two_processes(stores) as (one, two):
        for _ in range(ROUNDS):
            a, b, c = (create(one) for _ in range(3))
            bodies = one.run(together(call(one, a, b), call(two, b, a), call(one, b, c)))
            done = [each["success"] for each in bodies]
            assert sorted(done[:2]) == [False, True]
            assert {each["errors"][0]["code"] for each in bodies if not each["success"]} == {"1004"}
            left = [each for each in (a, b, c) if exists(one, each)]
            assert len(left) == 3 - done.count(True)
            assert sum(len(merges(two, each)) for each in (a, b, c)) == done.count(True)
        assert one.store.read_snapshot(check_leads) == []
        assert log_complaints(one.store) == []


def test_a_merge_and_upserts_of_the_key_that_moves(stores: StoreFactory) -> None:
    with two_processes(stores) as (one, two):
        for _ in range(ROUNDS):
            email = fresh()
            winner, loser = create(one, email=None, city="C"), create(one, email=email)
            merged, *upserts = one.run(
                together(call(one, winner, loser), upsert(two, email), upsert(one, email.upper()))
            )
            assert merged["success"], merged
            assert {each["result"][0]["status"] for each in upserts} == {"updated"}
            assert ids_of(two, "email", email) == [winner]
            assert read(two, winner, "title", "city") == {"title": "T", "city": "C"}
        assert one.store.read_snapshot(check_leads) == []
        assert log_complaints(one.store) == []


def test_a_merge_and_an_entry_of_the_loser(stores: StoreFactory) -> None:
    """Whichever comes first: the winner has passed through the flow, once."""
    with two_processes(stores) as (one, two):
        flow = "[{changeScore: {field: leadScore, change: '+1'}}]"
        number = campaign(one, flow, qualification="any")
        for _ in range(ROUNDS):
            winner, loser = create(one), create(one)
            assert request(one, number, loser).body["success"]

            async def race(winner: int = winner, loser: int = loser) -> Any:  # noqa: ANN401
                worker = one.application.worker
                merged, _ = await asyncio.gather(call(two, winner, loser), worker.run_due())
                return merged.body["success"]

            assert one.run(race())
            one.run_jobs()
            assert values_of(two, winner, "leadScore") == [1]
