"""Clocks that step back or are late: no moment of a row's last change goes back.

Whoever reads what changed since its last look then sees a row again that a late server wrote.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from leadkeep.api.operations import Operation
from leadkeep.blueprint import apply_blueprint
from leadkeep.blueprint.file import parse_blueprint
from leadkeep.clock import ManualClock
from leadkeep.store import open_store, wire_timestamp
from leadkeep.testing import Rehearsal
from leadkeep.testing.rehearsal import KEY
from leadkeep.testing.stores import StoreFactory
from tests.support.campaigns import campaign, pass_through, values_of
from tests.support.leads import ENGINES, create, read, sync
from tests.support.lists import add, new_list
from tests.support.moments import last_changes
from tests.support.programs import new_program, set_status
from tests.support.sampled_stores import sampled_server
from tests.support.wire import sample
from tests.support.writes import FOLLOWERS, RICH_WRITES, WRITES, Write


@pytest.fixture(scope="module", params=ENGINES)
def sampled(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in sampled_server(request):
        apply_blueprint(running.store, parse_blueprint("own.yaml", FOLLOWERS.encode()), KEY)
        yield running


def gone_back(sampled: Rehearsal, act: Callable[[], object]) -> dict[object, object]:
    """Act while the clock is an hour late; return the rows whose moment of change went back."""
    before = last_changes(sampled.store)
    sampled.clock.advance(hours=-1)
    act()
    sampled.run_jobs()
    sampled.clock.advance(hours=1)
    sampled.forget_token()  # by the late clock it ended an hour after it was seen
    after = last_changes(sampled.store)
    return {key: before[key] for key in before.keys() & after.keys() if after[key] < before[key]}


@pytest.mark.parametrize("write", RICH_WRITES, ids=lambda each: each.name)
def test_no_write_sets_a_moment_back(sampled: Rehearsal, write: Write) -> None:
    assert gone_back(sampled, write.prepare(sampled)) == {}


@pytest.mark.parametrize("operation", WRITES, ids=lambda each: each.id)
def test_no_operation_sets_a_moment_back(sampled: Rehearsal, operation: Operation) -> None:
    def act() -> None:
        assert sample(operation).ask(sampled).body["success"]

    assert gone_back(sampled, act) == {}


POINT = "[{changeScore: {field: leadScore, change: '+1'}}]"


@contextmanager
def late_twin(stores: StoreFactory, **late: float) -> Iterator[tuple[Rehearsal, Rehearsal]]:
    """Run two servers on one database, of which the second has a clock that is late."""
    url = stores.url()
    with (
        closing(open_store(Path(), url, durable=False)) as first,
        closing(open_store(Path(), url, durable=False)) as second,
        Rehearsal(first) as one,
    ):
        yield one, one.another(second, clock=ManualClock(one.clock.now() - timedelta(**late)))


@pytest.mark.fact("D", "9.1")
def test_the_rule_any_looks_at_no_clock(stores: StoreFactory) -> None:
    """40 requests at once, to a server and to one whose clock is late: the flow runs 40 times."""
    with late_twin(stores, minutes=1) as (one, two):
        lead, number = create(one), campaign(one, POINT, qualification="any")
        path = f"/rest/v1/campaigns/{number}/trigger.json"
        body = {"input": {"leads": [{"id": lead}]}}

        async def at_once() -> list[Any]:
            sent = (each.send("POST", path, json=body) for each in (one, two) * 20)
            return [each.body["success"] for each in await asyncio.gather(*sent)]

        async def work() -> None:
            workers = [each.application.worker for each in (one, two)]
            while any(await asyncio.gather(*(each.run_due() for each in workers))):
                pass

        assert one.run(at_once()) == [True] * 40
        one.run(work())
        assert values_of(one, lead, "leadScore") == [40]


@pytest.mark.parametrize("seconds", [60, 3600])
def test_the_rule_any_when_the_clock_is_set_back(server: Rehearsal, seconds: int) -> None:
    lead, number = create(server), campaign(server, POINT, qualification="any")
    pass_through(server, number, lead)
    server.clock.advance(seconds=-seconds)
    server.forget_token()
    pass_through(server, number, lead)
    server.clock.advance(seconds=seconds)
    server.forget_token()
    assert values_of(server, lead, "leadScore") == [2]


def test_a_late_server_lets_nobody_in_twice(stores: StoreFactory) -> None:
    """Once an hour: also when the entries go through servers whose clocks differ by an hour."""
    with late_twin(stores, hours=1) as (one, two):
        lead, number = create(one), campaign(one, POINT, qualification="{every: 1, unit: hour}")
        for each in (one, two, one):
            each.forget_token()
            pass_through(each, number, lead)
        assert values_of(one, lead, "leadScore") == [1]
        one.clock.advance(hours=1)
        one.forget_token()
        pass_through(one, number, lead)
        assert values_of(one, lead, "leadScore") == [2]


def test_a_poller_misses_nothing_when_the_clock_is_set_back(server: Rehearsal) -> None:
    """A second back, as when a clock is synchronised: it asks up to now, then from now on."""
    lead, program, friends = create(server), new_program(server), new_list(server)
    server.clock.advance(seconds=3)
    create(server)
    polled = wire_timestamp(server.clock.now())
    server.clock.advance(seconds=-1)
    set_status(server, program, "Invited", lead)
    add(server, friends, lead)
    sync(server, {"id": lead, "city": "Paris"}, lookupField="id", action="updateOnly")
    for kind in ("program", "list"):
        path = f"/rest/v1/leads/{lead}/{kind}Membership.json"
        (found,) = server.get(path, {"earliestUpdatedAt": polled}).result
        assert found["updatedAt"] >= polled
    assert read(server, lead, "updatedAt")["updatedAt"] >= polled
