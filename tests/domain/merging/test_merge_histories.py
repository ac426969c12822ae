"""Whatever happened to leads before, a merge keeps all of it once, under the winner."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadkeep.domain.leads import check_leads
from leadkeep.testing import Rehearsal
from tests.support.activities import add as add_activities
from tests.support.activities import approved_type, record, rows, token_since
from tests.support.checks import log_complaints
from tests.support.leads import ENGINES, create, ids_of, logged, module_server, read, sync
from tests.support.lists import add, members, new_list, remove
from tests.support.merges import exists, merge
from tests.support.programs import member, new_program, set_status, statuses

MODEL = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PEOPLE, LISTS, PROGRAMS = 5, 2, 2
NAMES = ("title", "city", "unsubscribed", "leadScore", "twitterId")
EMPTY: dict[str, Any] = dict.fromkeys(NAMES) | {"unsubscribed": False}
STEPS = {"Invited": False, "Registered": False, "Attended": True}
"""Statuses of a program, in the order in which they are reached; is one a success?"""

who = st.integers(0, PEOPLE - 1)
values = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from([None, "T1", "T2"]),
        "city": st.sampled_from([None, "C1"]),
        "unsubscribed": st.booleans(),
        "leadScore": st.sampled_from([None, 0, 7]),
        "twitterId": st.sampled_from([None, "Bird", "bird", "Wing"]),
    },
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("update"), who, values),
        st.tuples(st.just("list"), who, st.integers(0, LISTS - 1)),
        st.tuples(st.just("unlist"), who, st.integers(0, LISTS - 1)),
        st.tuples(
            st.just("program"),
            who,
            st.tuples(st.integers(0, PROGRAMS - 1), st.sampled_from(list(STEPS))),
        ),
        st.tuples(st.just("activity"), who, st.none()),
        st.tuples(st.just("merge"), who, st.lists(who, min_size=1, max_size=3)),
        st.tuples(st.just("merge"), who, st.lists(who, min_size=1, max_size=1)),
    ),
    min_size=1,
    max_size=14,
)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        approved_type(running, "visited")
        yield running


class Model:
    """Leads by id, and what they are in; merged by the rule that is documented."""

    def __init__(self, lead_ids: list[int]) -> None:
        self.values = {lead_id: dict(EMPTY) for lead_id in lead_ids}
        self.lists: dict[int, set[int]] = {lead_id: set() for lead_id in lead_ids}
        self.statuses: dict[int, dict[int, tuple[str, bool]]] = {each: {} for each in lead_ids}
        self.recorded = {lead_id: [lead_id] for lead_id in lead_ids}
        """Under which ids the activities of each living lead were recorded."""

    def set_status(self, lead_id: int, program_id: int, status: str) -> None:
        present, has_succeeded = self.statuses[lead_id].get(program_id, ("", False))
        order = list(STEPS)
        if not present or order.index(status) > order.index(present):
            self.statuses[lead_id][program_id] = (status, has_succeeded or STEPS[status])

    def merge(self, winner: int, losers: list[int]) -> None:
        for loser in losers:
            theirs = self.values.pop(loser)
            self.values[winner] |= {
                name: theirs[name]
                for name, value in self.values[winner].items()
                if value is None or value is False
            }
            self.lists[winner] |= self.lists.pop(loser)
            for program_id, (status, succeeded) in self.statuses.pop(loser).items():
                own, before = self.statuses[winner].get(program_id, (status, False))
                self.statuses[winner][program_id] = (own, before or succeeded)
            self.recorded[winner] += self.recorded.pop(loser)


def test_a_merge_keeps_everything_once(server: Rehearsal) -> None:
    (type_id,) = [
        each["id"]
        for each in server.get("/rest/v1/activities/external/types.json").result
        if each["apiName"] == "visited"
    ]

    @MODEL
    @given(steps=steps)
    def agree(steps: list[tuple[str, int, Any]]) -> None:
        start = token_since(server)
        people = [create(server) for _ in range(PEOPLE)]
        lists = [new_list(server) for _ in range(LISTS)]
        programs = [new_program(server) for _ in range(PROGRAMS)]
        model = Model(people)
        for kind, index, what in steps:
            lead_id = people[index]
            if lead_id not in model.values:
                continue
            server.clock.advance(seconds=1)
            if kind == "update":
                sync(server, {"id": lead_id, **what}, action="updateOnly", lookupField="id")
                model.values[lead_id] |= what
            elif kind == "list":
                add(server, lists[what], lead_id)
                model.lists[lead_id].add(lists[what])
            elif kind == "unlist":
                remove(server, lists[what], lead_id)
                model.lists[lead_id].discard(lists[what])
            elif kind == "program":
                set_status(server, programs[what[0]], what[1], lead_id)
                model.set_status(lead_id, programs[what[0]], what[1])
            elif kind == "activity":
                add_activities(server, record(lead_id, type_id))
            else:
                losers = [people[each] for each in dict.fromkeys(what)]
                losers = [each for each in losers if each in model.values and each != lead_id]
                if losers:
                    merge(server, lead_id, *losers)
                    model.merge(lead_id, losers)
        assert_same(server, model, people, lists, programs)
        assert_activities(server, model, start, type_id)

    agree()
    assert server.store.read_snapshot(check_leads) == []
    assert log_complaints(server.store) == []


def assert_same(
    server: Rehearsal, model: Model, people: list[int], lists: list[int], programs: list[int]
) -> None:
    assert [each for each in people if exists(server, each)] == sorted(model.values)
    for lead_id, wanted in model.values.items():
        assert read(server, lead_id, *NAMES) == wanted
        if wanted["twitterId"]:
            assert lead_id in ids_of(server, "twitterId", wanted["twitterId"])
    for list_id in lists:
        on = [lead_id for lead_id, held in model.lists.items() if list_id in held]
        assert members(server, list_id) == sorted(on)
    for program_id in programs:
        inside = {
            lead_id: held[program_id]
            for lead_id, held in model.statuses.items()
            if program_id in held
        }
        assert statuses(server, program_id) == {each: told[0] for each, told in inside.items()}
        for lead_id, (_, has_succeeded) in inside.items():
            shown = member(server, program_id, lead_id, "reachedSuccess", "reachedSuccessDate")
            assert shown["reachedSuccess"] is has_succeeded
            assert (shown.get("reachedSuccessDate") is not None) is has_succeeded


def assert_activities(server: Rehearsal, model: Model, start: str, type_id: int) -> None:
    types = f"12,13,24,25,32,104,{type_id}"
    everything = [row for row in _pages(server, start, types) if row["leadId"] in model.recorded]
    for lead_id, recorded in model.recorded.items():
        wanted = [each.id for each in logged(server, *recorded)]
        own = rows(server, start, activityTypeIds=types, leadIds=lead_id)
        assert [row["id"] for row in own] == wanted
        assert [row["id"] for row in everything if row["leadId"] == lead_id] == wanted


def _pages(server: Rehearsal, token: str, types: str) -> Iterator[dict[str, Any]]:
    more = True
    while more:
        sent = {"nextPageToken": token, "activityTypeIds": types}
        body = server.get("/rest/v1/activities.json", sent).body
        yield from body.get("result", [])
        token, more = body["nextPageToken"], body["moreResult"]
