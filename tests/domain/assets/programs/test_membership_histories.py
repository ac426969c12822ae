"""Memberships under random histories: a model, forward only, and pages under writes."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, module_server
from tests.support.programs import (
    crowd,
    new_program,
    query,
    remove,
    set_status,
    statuses,
)

STEPS = ["Not in Program", "Invited", "Registered", "No Show", "Attended"]
"""The statuses of the channel Live Event, in the order of their steps."""
LEADS = 4
EXAMPLES = 25

few_leads = st.lists(st.integers(0, LEADS - 1), min_size=1, max_size=6)
steps = st.one_of(
    st.tuples(st.just("status"), st.sampled_from(STEPS[1:]), few_leads),
    st.tuples(st.just("old status"), st.sampled_from(STEPS[1:]), few_leads),
    st.tuples(st.just("remove"), st.just(""), few_leads),
    st.tuples(st.just("delete lead"), st.just(""), st.lists(st.integers(0, LEADS - 1), max_size=1)),
)
EACH = settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


class Model:
    """Who is where, in a dictionary."""

    def __init__(self, leads: list[int]) -> None:
        self.known = set(leads)
        self.status: dict[int, str] = {}
        self.has_succeeded: set[int] = set()

    def change(self, lead: int, status: str, *, adds: bool) -> str:
        if lead not in self.known:
            return "1004"
        present = self.status.get(lead, STEPS[0])
        if lead not in self.status and not adds:
            return "1013"
        if STEPS.index(status) <= STEPS.index(present):
            return "1037"
        outcome = "updated" if lead in self.status else "created"
        self.status[lead] = status
        if status == "Attended":
            self.has_succeeded.add(lead)
        return outcome

    def remove(self, lead: int) -> str:
        if lead not in self.known:
            return "1004"
        if lead not in self.status:
            return "1037"
        del self.status[lead]
        self.has_succeeded.discard(lead)
        return "deleted"

    def delete(self, lead: int) -> None:
        self.known.discard(lead)
        self.status.pop(lead, None)
        self.has_succeeded.discard(lead)


def outcome_of(item: dict[str, Any]) -> str:
    code: str = item["reasons"][0]["code"] if item["status"] == "skipped" else item["status"]
    return code


@EACH
@given(history=st.lists(steps, max_size=12))
def test_membership_agrees_with_a_model(
    server: Rehearsal, history: list[tuple[str, str, list[int]]]
) -> None:
    program, leads = new_program(server), crowd(server, LEADS)
    model = Model(leads)
    for what, status, chosen in history:
        picked = [leads[index] for index in chosen]
        before = dict(model.status)
        if what == "status":
            told = [outcome_of(item) for item in set_status(server, program, status, *picked)]
            assert told == [model.change(lead, status, adds=True) for lead in picked]
        elif what == "old status":
            path = f"/rest/v1/leads/programs/{program}/status.json"
            body = {"status": status, "input": [{"id": lead} for lead in picked]}
            for item, lead in zip(server.post(path, body).result, picked, strict=True):
                expected = model.change(lead, status, adds=False)
                assert outcome_of(item) == (status if expected == "updated" else expected)
        elif what == "remove":
            told = [outcome_of(item) for item in remove(server, program, *picked)]
            assert told == [model.remove(lead) for lead in picked]
        else:
            for lead in picked:
                server.post("/rest/v1/leads/delete.json", {"input": [{"id": lead}]})
                model.delete(lead)
        present = statuses(server, program)
        assert present == model.status
        if what in {"status", "old status"}:
            for lead, old in before.items():
                assert STEPS.index(present[lead]) >= STEPS.index(old)
    wanted = {"filterType": "reachedSuccess", "filterValues": "true"}
    found = {item["leadId"] for item in query(server, program, **wanted).result}
    assert found == model.has_succeeded


changes = st.lists(
    st.tuples(st.sampled_from(["join", "move", "leave"]), st.integers(0, 19)), max_size=4
)


@EACH
@given(sizes=st.lists(st.integers(1, 5), min_size=1, max_size=5), between=st.lists(changes))
def test_pages_give_each_member_that_stays_exactly_once(
    server: Rehearsal, sizes: list[int], between: list[list[tuple[str, int]]]
) -> None:
    program, leads = new_program(server), crowd(server, 20)
    members = leads[::2]
    set_status(server, program, "Invited", *members)
    for path in (
        f"/rest/v1/leads/programs/{program}.json",
        f"/rest/v1/programs/{program}/members.json",
    ):
        staying, gone = set(statuses(server, program)), set[int]()
        seen: list[int] = []
        token = None
        for number in count():
            options: dict[str, Any] = {"batchSize": sizes[number % len(sizes)]}
            options |= {"filterType": "statusName", "filterValues": ",".join(STEPS)}
            options |= {"nextPageToken": token} if token else {}
            body = server.get(path, options).body
            seen += [item.get("id") or item["leadId"] for item in body["result"]]
            token = body.get("nextPageToken")
            if token is None:
                break
            for what, index in between[number] if number < len(between) else ():
                lead = leads[index]
                if what == "leave":
                    remove(server, program, lead)
                    gone.add(lead)
                else:
                    set_status(server, program, "Invited" if what == "join" else "No Show", lead)
        assert len(seen) == len(set(seen))
        assert staying - gone <= set(seen)
        assert seen == sorted(seen)
