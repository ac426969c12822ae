"""Visitors who become somebody while their events are written, in two processes."""

import asyncio

from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.leads import create, ids_of
from tests.support.visits import cookie, event, seen, send
from tests.support.wire import two_processes

ROUNDS = 8
EVENTS = 40


def path(lead_id: int) -> str:
    return f"/rest/v1/leads/{lead_id}/associate.json"


def test_what_a_visitor_did_is_found_once(stores: StoreFactory) -> None:
    """Whatever the order: none of it is lost, doubled or left behind."""
    with two_processes(stores) as (one, two):
        for _ in range(ROUNDS):
            token, leads = cookie(), [create(one), create(one)]
            pages = [f"/{number}" for number in range(EVENTS)]
            for number, page in enumerate(pages):
                send((one, two)[number % 2], event(token, page))

            async def race(token: str = token, leads: list[int] = leads) -> None:
                ties = [
                    server.send("POST", path(lead_id), {"cookie": token})
                    for server, lead_id in zip((one, two), leads, strict=True)
                ]
                writes = [server.application.web.events.flush() for server in (one, two)]
                await asyncio.gather(*ties, *writes)

            one.run(race())
            found = [page for lead_id in leads for page in seen(one, lead_id)]
            assert sorted(found) == sorted(f"www.example.com{page}" for page in pages)
            assert len(ids_of(one, "cookies", token)) == 1


def test_leads_that_take_tokens_from_each_other(stores: StoreFactory) -> None:
    """Each token ends with one lead, and no call fails."""
    with two_processes(stores) as (one, two):
        leads, tokens = [create(one) for _ in range(3)], [cookie() for _ in range(3)]

        async def race() -> list[bool]:
            calls = [
                server.send("POST", path(lead_id), {"cookie": token})
                for lead_id in leads
                for token in tokens
                for server in (one, two)
            ]
            records = [{"id": lead_id, "cookies": tokens[0]} for lead_id in leads]
            wrapper = {"action": "updateOnly", "lookupField": "id"}
            bodies = [{"input": each, **wrapper} for each in (records, records[::-1])]
            syncs = [one.send("POST", "/rest/v1/leads.json", json=each) for each in bodies]
            return [each.body["success"] for each in await asyncio.gather(*calls, *syncs)]

        for _ in range(ROUNDS):
            assert all(one.run(race()))
            owners = [ids_of(one, "cookies", token) for token in tokens]
            assert [len(each) for each in owners] == [1, 1, 1]


def test_a_second_process_knows_the_numbers_of_pages(stores: StoreFactory) -> None:
    def number(server: Rehearsal, page: str) -> None:
        send(server, event(cookie(), page))

    with two_processes(stores) as (one, two):

        async def write() -> None:
            await asyncio.gather(*(each.application.web.events.flush() for each in (one, two)))

        for _ in range(ROUNDS):
            for server in (one, two):
                for page in ("/a", "/b", "/c"):
                    number(server, page)
            one.run(write())
        lead_id, token = create(one), cookie()
        one.post(path(lead_id), query={"cookie": token})
        for server in (one, two):
            send(server, event(token, "/a"))
            server.store_web_events()
        assert seen(two, lead_id) == ["www.example.com/a"] * 2
