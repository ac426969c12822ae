"""Random interleaved upserts, deletes and reads agree with a dictionary (behaviour.md 3.5)."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, LEADS, add_fields, module_server
from tests.support.slow import IS_SHORT

EXAMPLES = 40 if IS_SHORT else 150
KEYS = ("email", "facebookId", "team")
BOOLEAN = "doNotCall"
FIELDS = (*KEYS, "firstName", "leadScore", BOOLEAN)
ACTIONS = ("createOnly", "updateOnly", "createOrUpdate", "createDuplicate")

runs = count(1)

Lead = dict[str, Any]
Told = tuple[str, str | int]


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        add_fields(running, {"team": "string"})
        yield running


def normal(value: object) -> str:
    return "" if value is None else str(value).strip().casefold()


class Model:
    """What the service promises, in a dictionary."""

    def __init__(self) -> None:
        self.leads: dict[int, Lead] = {}

    def take(self, record: Lead, action: str, lookup: str, new_id: int | None) -> Told:
        """Apply one record; return its status with the id or the code."""
        problem = self._problem_with(record, action, lookup)
        if problem:
            return ("skipped", problem)
        values = {name: value for name, value in record.items() if name not in {"id", "createdAt"}}
        values = {name: None if value == "" else value for name, value in values.items()}
        if BOOLEAN in values and values[BOOLEAN] is None:
            values[BOOLEAN] = False
        found = [] if action == "createDuplicate" else self._matches(record, lookup)
        if action == "createOnly" and found:
            return ("skipped", "1005")
        if not found and (action == "updateOnly" or lookup == "id") and action != "createDuplicate":
            return ("skipped", "1004")
        if len(found) > 1:
            return ("skipped", "1007")
        if found:
            self.leads[found[0]].update(values)
            return ("updated", found[0])
        assert new_id is not None
        assert new_id > max(self.leads, default=0)
        self.leads[new_id] = dict.fromkeys(FIELDS) | {BOOLEAN: False} | values
        return ("created", new_id)

    def _matches(self, record: Lead, lookup: str) -> list[int]:
        if lookup == "id":
            return [record["id"]] if record["id"] in self.leads else []
        key = normal(record[lookup])
        return [each for each, lead in self.leads.items() if normal(lead[lookup]) == key]

    def _problem_with(self, record: Lead, action: str, lookup: str) -> str | None:
        if "nope" in record:
            return "1006"
        is_id_allowed = action == "updateOnly" or (action == "createOrUpdate" and lookup == "id")
        if ("id" in record and not is_id_allowed) or record.get("leadScore") == "x":
            return "1003"
        if action != "createDuplicate" and not normal(record.get(lookup)):
            return "1003"
        return None


def values_of(name: str) -> st.SearchStrategy[Any]:
    if name == "email":
        words = st.sampled_from(["a@b.c", "A@B.C", "a@B.c", "d@e.f", "g@h.i"])
        return st.one_of(words, st.sampled_from([None, ""]))
    if name in KEYS:
        return st.sampled_from(["one", " ONE", "One ", "two", "two  words", None, "", "  "])
    if name == "leadScore":
        return st.sampled_from([0, 1, -5, None, "", "x"])
    if name == BOOLEAN:
        return st.sampled_from([True, False, None])
    return st.sampled_from(["Ada", "Émile", "", None])


plain = st.fixed_dictionaries({}, optional={name: values_of(name) for name in FIELDS})
records = st.builds(
    lambda values, extra: values | extra,
    plain,
    st.sampled_from([{}, {}, {}, {}, {"createdAt": "2020-01-01"}, {"nope": 1}]),
)


class Upserts(RuleBasedStateMachine):
    """Calls on a real server beside the model. Keys bear a number, so that runs keep apart."""

    server: Rehearsal

    def __init__(self) -> None:
        super().__init__()
        self.number = next(runs)
        self.model = Model()
        self.gone: list[int] = []

    def marked(self, record: Lead) -> Lead:
        """Return the record with keys that only this run uses."""
        named = dict(record)
        for name in KEYS:
            value = named.get(name)
            if value and value.strip():
                at_sign = value.replace("@", f"@{self.number}.")
                named[name] = at_sign if name == "email" else f"{value}{self.number}"
        return named

    @rule(
        sent=st.lists(records, min_size=1, max_size=6),
        action=st.sampled_from(ACTIONS),
        lookup=st.sampled_from(KEYS),
    )
    def sync(self, sent: list[Lead], action: str, lookup: str) -> None:
        self.compare([self.marked(record) for record in sent], action, lookup)

    @rule(
        data=st.data(),
        sent=st.lists(plain, min_size=1, max_size=4),
        action=st.sampled_from(["updateOnly", "createOrUpdate", "createOnly"]),
    )
    def sync_by_id(self, data: st.DataObject, sent: list[Lead], action: str) -> None:
        known = st.sampled_from([*self.model.leads, *self.gone, 2**50])
        batch = [self.marked(record) | {"id": data.draw(known)} for record in sent]
        self.compare(batch, action, "id")

    def compare(self, batch: list[Lead], action: str, lookup: str) -> None:
        body = {"input": batch, "action": action, "lookupField": lookup}
        result = self.server.post(LEADS, body).result
        assert len(result) == len(batch)
        for record, item in zip(batch, result, strict=True):
            expected = self.model.take(record, action, lookup, item.get("id"))
            detail = item["id"] if "id" in item else item["reasons"][0]["code"]
            assert (item["status"], detail) == expected, (record, action, lookup, item)

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        known = st.sampled_from([*self.model.leads, *self.gone, 2**50])
        doomed = data.draw(st.lists(known, min_size=1, max_size=3))
        body = {"input": [{"id": lead_id} for lead_id in doomed]}
        for item in self.server.post("/rest/v1/leads/delete.json", body).result:
            was_there = self.model.leads.pop(item["id"], None) is not None
            assert item["status"] == ("deleted" if was_there else "skipped")
            self.gone += [item["id"]] * was_there

    @rule(name=st.sampled_from(KEYS), data=st.data())
    def find(self, name: str, data: st.DataObject) -> None:
        value = data.draw(values_of(name))
        key = self.marked({name: value})[name]
        if not normal(key):
            return
        query = {"filterType": name, "filterValues": key, "fields": "id"}
        found = [lead["id"] for lead in self.server.get(LEADS, query).result]
        assert found == [
            each for each, lead in self.model.leads.items() if normal(lead[name]) == normal(key)
        ]

    @invariant()
    def all_leads_are_as_the_model_says(self) -> None:
        lead_ids = [*self.model.leads, *self.gone]
        if lead_ids:
            form = {
                "filterType": "id",
                "filterValues": ",".join(map(str, lead_ids)),
                "fields": ",".join(FIELDS),
                "_method": "GET",
            }
            found = self.server.request("POST", LEADS, form=form).result
            assert {lead.pop("id"): lead for lead in found} == self.model.leads


def agree(server: Rehearsal, examples: int, steps: int) -> None:
    machine = type("UpsertsOnOneServer", (Upserts,), {"server": server})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_upserts_agree_with_a_dictionary(server: Rehearsal) -> None:
    agree(server, examples=10, steps=12)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_many_upserts_agree_with_a_dictionary(server: Rehearsal) -> None:
    agree(server, examples=EXAMPLES, steps=30)
