"""Pushes under random histories agree with a model of leads, statuses and activities."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, fresh, ids_of, logged, module_server, read
from tests.support.lists import fresh_name
from tests.support.programs import STATUS_CHANGE, new_program, remove, statuses

PUSH = "/rest/v1/leads/push.json"
STEPS = ["Not in Program", "Invited", "Registered", "No Show", "Attended"]
"""The statuses of the channel Live Event, in the order of their steps."""
NEW_LEAD, CHANGE, PUSHED = 12, 13, 145
PEOPLE = 4
EXAMPLES = 20


class Sent(NamedTuple):
    """A record of a push: whose, with what score; without a person it has no key."""

    person: int | None
    score: Any


records = st.lists(
    st.builds(
        Sent,
        st.one_of(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1), st.none()),
        st.sampled_from([None, 0, 1, 2, "3", "many"]),
    ),
    min_size=1,
    max_size=6,
)
steps = st.one_of(
    st.tuples(st.just("push"), st.sampled_from([None, *STEPS]), records),
    st.tuples(st.just("push"), st.sampled_from([None, *STEPS]), records),
    st.tuples(st.just("leave"), st.none(), records),
    st.tuples(st.just("delete"), st.none(), records),
)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


class Model:
    """Who is there, with which score, in which status, and how much was told of them."""

    def __init__(self) -> None:
        self.score: dict[int, int | None] = {}
        self.status: dict[int, str] = {}
        self.told: dict[int, Counter[int]] = {}

    def push(self, status: str | None, sent: list[Sent]) -> list[str]:
        outcomes = [self._take(each) for each in sent]
        pushed = {
            each.person
            for each, outcome in zip(sent, outcomes, strict=True)
            if outcome in {"created", "updated"} and each.person is not None
        }
        target = status or STEPS[1]
        for person in pushed:
            self.told[person][PUSHED] += 1
            present = self.status.get(person, STEPS[0])
            if STEPS.index(target) > STEPS.index(present):
                self.status[person] = target
                self.told[person][STATUS_CHANGE] += 1
        return outcomes

    def _take(self, sent: Sent) -> str:
        if sent.score == "many" or sent.person is None:
            return "1003"
        score = None if sent.score is None else int(sent.score)
        if sent.person not in self.score:
            self.score[sent.person] = score
            self.told[sent.person] = Counter({NEW_LEAD: 1})
            return "created"
        if score != self.score[sent.person]:
            self.score[sent.person] = score
            self.told[sent.person][CHANGE] += 1
        return "updated"

    def leave(self, person: int) -> None:
        if self.status.pop(person, None) is not None:
            self.told[person][STATUS_CHANGE] += 1

    def delete(self, person: int) -> None:
        for held in (self.score, self.status, self.told):
            held.pop(person, None)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(steps, max_size=8))
def test_pushes_agree_with_a_model(server: Rehearsal, history: list[Any]) -> None:
    name, emails, model = fresh_name("Program"), [fresh() for _ in range(PEOPLE)], Model()
    program = new_program(server, name=name)
    for what, status, sent in history:
        people = {each.person for each in sent if each.person is not None}
        if what == "push":
            body = {"programName": name, "input": [_record(emails, each) for each in sent]}
            if status is not None:
                body["programStatus"] = status
            answer = server.post(PUSH, body)
            assert [_outcome(item) for item in answer.result] == model.push(status, sent)
        for person in people if what != "push" else ():
            for lead_id in ids_of(server, "email", emails[person]):
                if what == "leave":
                    remove(server, program, lead_id)
                    model.leave(person)
                else:
                    body = {"input": [{"id": lead_id}]}
                    server.post("/rest/v1/leads/delete.json", body)
                    model.delete(person)
    found = {person: ids_of(server, "email", email) for person, email in enumerate(emails)}
    lead_ids = {person: ids[0] for person, ids in found.items() if ids}
    assert all(len(ids) <= 1 for ids in found.values())
    assert lead_ids.keys() == model.score.keys()
    assert statuses(server, program) == {lead_ids[p]: s for p, s in model.status.items()}
    for person, lead_id in lead_ids.items():
        assert read(server, lead_id, "leadScore") == {"leadScore": model.score[person]}
        told = Counter(row.type_id for row in logged(server, lead_id))
        told[CHANGE] -= _acquired(server, lead_id)
        assert told == model.told[person]


def _record(emails: list[str], sent: Sent) -> dict[str, Any]:
    key = {} if sent.person is None else {"email": emails[sent.person]}
    return {**key, "leadScore": sent.score}


def _outcome(item: dict[str, Any]) -> str:
    code: str = item["reasons"][0]["code"] if item["status"] == "skipped" else item["status"]
    return code


def _acquired(server: Rehearsal, lead_id: int) -> int:
    """Return how many changes tell that a program has acquired the lead."""
    changed = [row.primary_value for row in logged(server, lead_id) if row.type_id == CHANGE]
    return sum(value is not None and "cqui" in value for value in changed)
