"""What flows cost the database: a fixed handful of statements, whatever the number of leads."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from tests.support.campaigns import campaign, request
from tests.support.costs import assert_cost_is_fixed, watched
from tests.support.leads import ENGINES, LEADS, fresh, module_server
from tests.support.lists import fresh_name, new_list

MOST_OF_A_STEP = 22
"""Statements of an entry and its first step, those of the job itself included."""


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def people(server: Rehearsal, size: int) -> list[int]:
    records = [{"email": fresh("cost"), "city": "Oslo"} for _ in range(size)]
    return [item["id"] for item in server.post(LEADS, {"input": records}).result]


FLOWS = {
    "value": "[{changeDataValue: {field: leadSource, value: '{{lead.city}} {{campaign.id}}'}}]",
    "score": "[{changeScore: {field: leadScore, change: '+1'}}]",
    "moment": "[{interestingMoment: {description: '{{lead.city}}'}}]",
    "wait": "[{wait: {days: 1}}]",
    "delete": "[{deletePerson: {}}]",
}


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS.keys())
def test_a_step_costs_the_same_for_300_leads(server: Rehearsal, flow: str) -> None:
    number = campaign(server, flow)

    def prepare(of: Rehearsal, size: int) -> Callable[[], Any]:
        leads = people(of, size)
        for at in range(0, size, 100):
            request(of, number, *leads[at : at + 100])
        return of.run_jobs

    assert_cost_is_fixed(server, prepare, most=MOST_OF_A_STEP + 14)


def test_an_append_that_interests_nobody_costs_one_look(server: Rehearsal) -> None:
    name = fresh_name("List")
    new_list(server, name)
    flow = "[{changeScore: {field: leadScore, change: '+1'}}]"
    people(server, 3)
    before = watched(server, lambda: people(server, 3))
    campaign(server, flow, triggers=f"[{{type: Added to List, list: {name}}}]")
    people(server, 3)
    assert watched(server, lambda: people(server, 3)) == before
