"""Calls that race on one key: one record, one spelling of a company on all its leads."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from typing import Any

from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.stores import StoreFactory
from tests.support.leads import LEADS, fresh, read
from tests.support.records import COMPANY, by_keys, put, shown
from tests.support.wire import two_processes

ROUNDS = 6


def race(server: Rehearsal, *calls: Coroutine[Any, Any, Response]) -> list[Response]:
    async def run() -> list[Response]:
        return await asyncio.gather(*calls)

    return server.run(run())


def test_one_record_per_key(stores: StoreFactory) -> None:
    with two_processes(stores) as (one, two):
        for _ in range(ROUNDS):
            keys = [COMPANY.new_key(one) for _ in range(20)]
            calls = [
                server.send("POST", COMPANY.url, json={"input": order})
                for server in (one, two)
                for order in (keys, keys[::-1])
            ]
            answers = race(one, *calls)
            told = Counter(item["status"] for answer in answers for item in answer.result)
            assert told == {"created": 20, "updated": 60}
            assert len(by_keys(two, COMPANY, *keys)["result"]) == 20


def test_leads_that_join_while_their_company_changes(stores: StoreFactory) -> None:
    with two_processes(stores) as (one, two):
        key = COMPANY.new_key(one)
        (item,) = put(one, COMPANY, key)
        joined: list[int] = []
        for number in range(ROUNDS):
            people = [{"email": fresh(), **key} for _ in range(5)]
            change = {**key, "company": f"Name {number}"}
            calls = [
                two.send("POST", LEADS, json={"input": people}),
                one.send("POST", COMPANY.url, json={"input": [change]}),
                one.send("POST", LEADS, json={"input": people[::-1]}),
                two.send("POST", COMPANY.url, json={"input": [change | {"company": "Other"}]}),
            ]
            answers = race(one, *calls)
            joined += {item["id"] for item in answers[0].result}
        name = shown(one, COMPANY, item["id"], "company")
        assert {read(two, lead_id, "company")["company"] for lead_id in joined} == {name["company"]}
