"""Membership agrees with sets, whatever is added, removed and deleted; pages tell each once."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, logged, module_server
from tests.support.lists import (
    NOT_FOUND,
    NOT_IN_LIST,
    add,
    leads_path,
    members,
    new_list,
    people,
    remove,
)

MODEL = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PEOPLE, LISTS = 8, 3

leads = st.lists(st.integers(0, PEOPLE - 1), min_size=1, max_size=6)
lists = st.integers(0, LISTS - 1)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), lists, leads),
        st.tuples(st.just("remove"), lists, leads),
        st.tuples(st.just("delete"), st.just(0), leads),
    ),
    max_size=12,
)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


class Model:
    """Sets, and what each call must answer."""

    def __init__(self, lead_ids: list[int], list_ids: list[int]) -> None:
        self.living = set(lead_ids)
        self.on: dict[int, set[int]] = {list_id: set() for list_id in list_ids}
        self.told: dict[int, list[tuple[int, int]]] = {lead_id: [] for lead_id in lead_ids}

    def add(self, list_id: int, lead_ids: list[int]) -> list[dict[str, Any]]:
        result = []
        for lead_id in lead_ids:
            if lead_id not in self.living:
                result.append({"id": lead_id, **NOT_FOUND})
                continue
            if lead_id not in self.on[list_id]:
                self.told[lead_id].append((24, list_id))
            self.on[list_id].add(lead_id)
            result.append({"id": lead_id, "status": "added"})
        return result

    def remove(self, list_id: int, lead_ids: list[int]) -> list[dict[str, Any]]:
        result: list[dict[str, Any]] = []
        for lead_id in lead_ids:
            if lead_id not in self.living:
                result.append({"id": lead_id, **NOT_FOUND})
            elif lead_id not in self.on[list_id]:
                result.append({"id": lead_id, **NOT_IN_LIST})
            else:
                self.on[list_id].remove(lead_id)
                self.told[lead_id].append((25, list_id))
                result.append({"id": lead_id, "status": "removed"})
        return result

    def delete(self, lead_ids: list[int]) -> None:
        self.living -= set(lead_ids)
        for on in self.on.values():
            on -= set(lead_ids)


def test_membership_agrees_with_sets(server: Rehearsal) -> None:
    @MODEL
    @given(steps=steps)
    def agree(steps: list[tuple[str, int, list[int]]]) -> None:
        lead_ids = people(server, PEOPLE)
        list_ids = [new_list(server) for _ in range(LISTS)]
        model = Model(lead_ids, list_ids)
        for kind, index, picked in steps:
            list_id, chosen = list_ids[index], [lead_ids[each] for each in picked]
            if kind == "add":
                assert add(server, list_id, *chosen) == model.add(list_id, chosen)
            elif kind == "remove":
                assert remove(server, list_id, *chosen) == model.remove(list_id, chosen)
            else:
                body = {"input": [{"id": lead_id} for lead_id in chosen]}
                server.post("/rest/v1/leads/delete.json", body)
                model.delete(chosen)
        assert_same(server, model)

    agree()


def assert_same(server: Rehearsal, model: Model) -> None:
    for list_id, on in model.on.items():
        assert members(server, list_id) == sorted(on)
    for lead_id in model.living:
        path = f"/rest/v1/leads/{lead_id}/listMembership.json"
        shown = {item["listId"] for item in server.get(path).result}
        assert shown == {list_id for list_id, on in model.on.items() if lead_id in on}
    for lead_id, told in model.told.items():
        kinds = [(each.type_id, each.primary_id) for each in logged(server, lead_id)]
        assert [each for each in kinds if each[0] in {24, 25}] == told


@pytest.mark.parametrize("seed", range(4))
def test_paging_tells_each_member_that_stays_once(server: Rehearsal, seed: int) -> None:
    random = Random(seed)
    list_id, everybody = new_list(server), people(server, 60)
    staying = set(random.sample(everybody, 30))
    moving = [lead_id for lead_id in everybody if lead_id not in staying]
    add(server, list_id, *staying, *random.sample(moving, 15))
    seen: list[int] = []
    query: dict[str, Any] = {"fields": "id", "batchSize": random.choice((1, 3, 7))}
    while True:
        body = server.get(leads_path(list_id), query).body
        seen += [lead["id"] for lead in body["result"]]
        if "nextPageToken" not in body:
            break
        query["nextPageToken"] = body["nextPageToken"]
        add(server, list_id, *random.sample(moving, 3))
        remove(server, list_id, *random.sample(moving, 3))
    assert seen == sorted(set(seen))
    assert staying <= set(seen) <= set(everybody)
