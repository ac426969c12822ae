"""Random syncs, queries and deletes agree with a dictionary, for every object."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, module_server
from tests.support.records import OBJECTS, Target, by_keys, drop, found, put

KEYS = 4
EXAMPLES = 12
DUPLICATE, EXISTS, MISSING, UNKNOWN = "1036", "1017", "1013", "1006"


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


class Model:
    """What the service promises: records by the number of their key."""

    def __init__(self) -> None:
        self.records: dict[int, tuple[Any, Any]] = {}
        """Id and value."""

    def sync(self, key: int, sent: dict[str, Any], action: str, of: Target, seen: set[int]) -> str:
        if "nonsense" in sent:
            return UNKNOWN
        if key in seen:
            return DUPLICATE
        seen.add(key)
        if key not in self.records:
            return MISSING if action == "updateOnly" else "created"
        if action == "createOnly":
            return EXISTS
        if of.field in sent:
            self.records[key] = (self.records[key][0], sent[of.field])
        return "updated"


steps = st.lists(
    st.tuples(
        st.sampled_from(["createOrUpdate", "createOnly", "updateOnly", "delete", "query", "byId"]),
        st.lists(
            st.tuples(st.integers(0, KEYS - 1), st.sampled_from([None, 0, 1, "nonsense"])),
            min_size=1,
            max_size=5,
        ),
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize("of", OBJECTS, ids=lambda each: each.name)
def test_calls_agree_with_a_dictionary(server: Rehearsal, of: Target) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(steps)
    def run(calls: list[tuple[str, list[tuple[int, Any]]]]) -> None:
        keys, model = [of.new_key(server) for _ in range(KEYS)], Model()
        for verb, items in calls:
            if verb == "query":
                _query(server, of, keys, model, items)
            elif verb == "byId":
                _query_by_id(server, of, keys, model)
            elif verb == "delete":
                _delete(server, of, keys, model, items)
            else:
                _sync(server, of, keys, model, verb, items)
        _query(server, of, keys, model, [(number, None) for number in range(KEYS)])

    run()


def _sync(
    server: Rehearsal,
    of: Target,
    keys: list[dict[str, Any]],
    model: Model,
    action: str,
    items: list[tuple[int, Any]],
) -> None:
    records = []
    for number, choice in items:
        sent = {**keys[number], **of.wanted}
        if choice == "nonsense":
            sent["nonsense"] = 1
        elif choice is not None:
            sent[of.field] = of.values[choice]
        records.append(sent)
    seen: set[int] = set()
    for (number, _), sent, item in zip(
        items, records, put(server, of, *records, action=action), strict=True
    ):
        told = item["reasons"][0]["code"] if "reasons" in item else item["status"]
        assert told == model.sync(number, sent, action, of, seen)
        if told == "created":
            model.records[number] = (item[of.id_name], sent.get(of.field, of.empty))
        elif told == "updated":
            assert item[of.id_name] == model.records[number][0]


def _delete(
    server: Rehearsal,
    of: Target,
    keys: list[dict[str, Any]],
    model: Model,
    items: list[tuple[int, Any]],
) -> None:
    present, gone = set(model.records), set[int]()
    told = drop(server, of, *(keys[number] for number, _ in items))
    for (number, _), item in zip(items, told, strict=True):
        if number not in present:
            assert item["reasons"][0]["code"] == MISSING
        elif number in gone:
            assert item["reasons"][0]["code"] == DUPLICATE
        else:
            assert item == of.deleted(item["seq"], model.records.pop(number)[0])
            gone.add(number)


def _query(
    server: Rehearsal,
    of: Target,
    keys: list[dict[str, Any]],
    model: Model,
    items: list[tuple[int, Any]],
) -> None:
    numbers = {number for number, _ in items}
    result = by_keys(server, of, *(keys[each] for each in numbers), fields=[of.field])["result"]
    told = {each[of.id_name]: each[of.field] for each in result}
    assert len(told) == len(result)
    assert told == dict(each for number, each in model.records.items() if number in numbers)


def _query_by_id(server: Rehearsal, of: Target, keys: list[dict[str, Any]], model: Model) -> None:
    ids = [each[0] for each in model.records.values()]
    if ids:
        result = found(server, of, "idField", *ids)
        told = {each[of.id_name]: {name: each[name] for name in keys[0]} for each in result}
        assert told == {each[0]: keys[number] for number, each in model.records.items()}
