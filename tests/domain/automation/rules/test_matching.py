"""Which leads rules let through, and what waits for what happens (behaviour.md 9.1, 9.2)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadkeep.blueprint.apply import apply_blueprint
from leadkeep.blueprint.file import parse_blueprint
from leadkeep.domain.activities import ACTIVITY_EVENTS, AppendedActivities
from leadkeep.domain.automation.rules import (
    Now,
    TriggerIndex,
    bind_trigger,
    check_rules,
    matching,
    parse_rules,
    parse_trigger,
)
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.costs import assert_cost_is_fixed
from tests.support.leads import ENGINES, LEADS, fresh, module_server, sync
from tests.support.lists import add

MODEL = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
BLUEPRINT = b"""
channels:
  - {name: Talk, appliesTo: Event, statuses: [{name: Invited, step: 10}, {name: Came, step: 20}]}
programs: [{name: Spring, type: Event, channel: Talk, folder: Marketing Activities}]
lists: [{name: News}, {name: Friends, program: Spring}, {name: Twin, program: Spring}, {name: Twin}]
"""
PEOPLE = 12
_numbers = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        apply_blueprint(running.store, parse_blueprint("rules.yaml", BLUEPRINT), b"k" * 32)
        yield running


def found(server: Rehearsal, rules: Mapping[str, Any], lead_ids: Sequence[int]) -> set[int]:
    def ask(tx: Transaction) -> set[int]:
        parsed = parse_rules(rules)
        check_rules(tx, parsed)
        assert parse_rules(parsed.spelled()) == parsed
        return matching(tx, parsed, lead_ids)

    return server.store.read_now(ask)


def list_id(server: Rehearsal, name: str) -> int:
    found: int = server.get("/rest/v1/lists.json", {"name": name}).result[0]["id"]
    return found


def people(server: Rehearsal, size: int) -> list[int]:
    records = [
        {
            "email": fresh("rule"),
            "country": [None, "France", "SPAIN"][number % 3],
            "numberOfEmployees": [None, 0, 1000, 50][number % 4],
            "unsubscribed": number % 2 == 0,
        }
        for number in range(size)
    ]
    return [item["id"] for item in server.post(LEADS, {"input": records}).result]


def join(server: Rehearsal, status: str, lead_ids: Sequence[int]) -> None:
    (program,) = server.get("/rest/asset/v1/program/byName.json", {"name": "Spring"}).result
    body = {"statusName": status, "input": [{"leadId": each} for each in lead_ids]}
    server.post(f"/rest/v1/programs/{program['id']}/members/status.json", body)


class World:
    """People with values, memberships and a past, and which of them meet each filter."""

    def __init__(self, server: Rehearsal, seed: int) -> None:
        random = Random(seed)
        self.ids = people(server, PEOPLE)

        def some() -> list[int]:
            return [each for each in self.ids if random.random() < 0.5]

        news, invited = some(), some()
        came = [each for each in invited if random.random() < 0.5]
        add(server, list_id(server, "News"), *news) if news else None
        for step, group in (("Invited", invited), ("Came", came)):
            if group:
                join(server, step, group)
        french = {each for index, each in enumerate(self.ids) if index % 3 == 1}
        none = {each for index, each in enumerate(self.ids) if index % 3 == 0}
        large = {each for index, each in enumerate(self.ids) if index % 4 == 2}
        small = {each for index, each in enumerate(self.ids) if index % 4 < 2}
        everyone = set(self.ids)
        status: dict[str, Any] = {
            "attribute": "New Status",
            "operator": "is",
            "values": ["Talk > Came"],
        }
        self.filters: list[tuple[dict[str, Any], set[int]]] = [
            ({"field": "country", "operator": "is", "values": ["france"]}, french),
            ({"field": "country", "operator": "is not", "values": ["FRANCE"]}, everyone - french),
            ({"field": "country", "operator": "is empty"}, none),
            ({"field": "numberOfEmployees", "operator": "at least", "values": [1000]}, large),
            ({"field": "numberOfEmployees", "operator": "is", "values": [0]}, small),
            ({"field": "createdAt", "operator": "in past", "values": ["1 day"]}, everyone),
            ({"memberOfList": "news"}, set(news)),
            ({"memberOfList": "News", "in": False}, everyone - set(news)),
            ({"memberOfProgram": "Spring"}, set(invited)),
            ({"memberOfProgram": "Spring", "status": "Came"}, set(came)),
            ({"memberOfProgram": "Spring", "status": ["Talk > Invited"]}, set(invited) - set(came)),
            ({"memberOfProgram": "Spring", "status": "Came", "in": False}, everyone - set(came)),
            ({"activity": "Was Added to List"}, set(news)),
            ({"activity": "Was Added to List", "not": True}, everyone - set(news)),
            ({"activity": "Program Status was Changed", "minTimes": 2}, set(came)),
            ({"activity": "Program Status was Changed", "where": [status]}, set(came)),
            (
                {
                    "activity": "Person was Created",
                    "dateOfActivity": {"operator": "in past", "values": ["1 hour"]},
                },
                everyone,
            ),
        ]


@pytest.fixture(scope="module")
def worlds(server: Rehearsal) -> list[World]:
    return [World(server, seed) for seed in (1, 2)]


def test_each_filter_agrees_with_the_model(server: Rehearsal, worlds: list[World]) -> None:
    for world in worlds:
        for one, expected in world.filters:
            assert found(server, {"filters": [one]}, world.ids) == expected, one


@MODEL
@given(chosen=st.lists(st.integers(0, 16), min_size=1, max_size=4), word=st.integers(0, 3))
def test_filters_combine_as_sets_do(
    server: Rehearsal, worlds: list[World], chosen: list[int], word: int
) -> None:
    for world in worlds:
        filters = [world.filters[number][0] for number in chosen]
        sets = [world.filters[number][1] for number in chosen]
        match: tuple[str, set[int]] = ("all", set.intersection(*sets))
        if word == 1:
            match = ("any", set().union(*sets))
        elif word > 1 and len(sets) == 4:
            match = ("1 and (2 or 3) or 4", sets[0] & (sets[1] | sets[2]) | sets[3])
        assert found(server, {"match": match[0], "filters": filters}, world.ids) == match[1]


def test_only_present_leads_match(server: Rehearsal, worlds: list[World]) -> None:
    ids = worlds[0].ids
    assert found(server, {}, [*ids, 2**60]) == set(ids)
    negated = {"filters": [{"memberOfList": "News", "in": False}]}
    assert 2**60 not in found(server, negated, [*ids, 2**60])
    assert found(server, {}, []) == set()


def test_what_happened_to_a_merged_lead_counts_for_the_winner(server: Rehearsal) -> None:
    winner, loser = people(server, 2)
    add(server, list_id(server, "Friends"), loser)
    where = [{"attribute": "List", "operator": "contains", "values": ["friends"]}]
    rules = ({"activity": "Was Added to List"}, {"activity": "Was Added to List", "where": where})
    assert found(server, {"filters": [rules[0]]}, [winner, loser]) == {loser}
    server.request("POST", f"/rest/v1/leads/{winner}/merge.json", {"leadId": loser})
    for one in rules:
        assert found(server, {"filters": [one]}, [winner, loser]) == {winner}


def test_a_list_in_a_program_is_named_with_it(server: Rehearsal) -> None:
    lead_ids = people(server, 2)
    add(server, list_id(server, "Friends"), *lead_ids)
    for name in ("Spring.Friends", "spring.friends", "Friends"):
        assert found(server, {"filters": [{"memberOfList": name}]}, lead_ids) == set(lead_ids)
    assert found(server, {"filters": [{"memberOfList": "Spring.Twin"}]}, lead_ids) == set()


@pytest.mark.parametrize(
    ("one", "problem"),
    [
        ({"memberOfList": "Nowhere"}, "no list is named Nowhere"),
        ({"memberOfProgram": "Nowhere"}, "no program is named Nowhere"),
        ({"memberOfProgram": "Spring", "status": "Slept"}, "has no status Slept"),
        ({"field": "shoeSize", "operator": "is", "values": [1]}, "no field is named shoeSize"),
        ({"field": "country", "operator": "at least", "values": [1]}, "does not apply to a text"),
        ({"field": "country", "operator": "is"}, "takes 1 or more values"),
        ({"field": "country", "operator": "is", "values": [None]}, "a value must be"),
        ({"field": "country", "operator": 3, "values": ["x"]}, "operator must be a text"),
        ({"field": "country", "like": "x"}, "like has no meaning here"),
        ({"field": "country", "memberOfList": "News"}, "a filter has one of"),
        ({}, "a filter has one of"),
        ("country", "must be a mapping"),
        ({"memberOfList": "News", "in": "no"}, "in must be true or false"),
        ({"memberOfList": ""}, "memberOfList must be a name"),
        ({"memberOfList": "a\0b"}, "memberOfList must be a name"),
        ({"activity": "Sang a Song"}, "no trigger or filter is named Sang a Song"),
        ({"activity": "Added to List", "minTimes": 0}, "minTimes must be a number"),
        (
            {"activity": "Added to List", "where": [{"attribute": "Mood", "values": "x"}]},
            "has no constraint Mood",
        ),
        ({"activity": "Added to List", "where": {}}, "where must be a list"),
        ({"activity": "Added to List", "dateOfActivity": "today"}, "must be a mapping"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(
    server: Rehearsal, one: object, problem: str
) -> None:
    with pytest.raises(ValueError, match=f"filter 1: .*{problem}"):
        found(server, {"filters": [one]}, [])


def test_rules_that_make_no_sense_are_refused() -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"filter": []}, "filter has no meaning"),
        ({"filters": {}}, "filters must be a list"),
        ({"match": None, "filters": []}, "match must be"),
        ({"triggers": [{"where": []}]}, "trigger 1: type must be a name"),
        ({"triggers": [{"type": "x", "source": []}]}, "source has no value"),
        ({"filters": [{"memberOfList": "x"}] * 101}, "more than 100"),
    ]
    for rules, problem in wrong:
        with pytest.raises(ValueError, match=problem):
            parse_rules(rules)


def test_a_call_costs_the_same_statements_for_many_leads(server: Rehearsal) -> None:
    some_source = {"attribute": "Source Type", "operator": "is not empty"}
    rules = parse_rules(
        {
            "match": "((1 or 2) and (3 or 4) or (5 or 6)) and 7",
            "filters": [
                {"field": "country", "operator": "is not empty"},
                {"field": "numberOfEmployees", "operator": "is", "values": [1000]},
                {"memberOfList": "News"},
                {"memberOfProgram": "Spring"},
                {"activity": "Was Added to List"},
                {"activity": "Person was Created", "where": [some_source]},
                {"field": "unsubscribed", "operator": "is", "values": [True, False]},
            ],
        }
    )

    def prepare(running: Rehearsal, size: int) -> Any:  # noqa: ANN401
        ids = people(running, size)
        return lambda: running.store.read_now(lambda tx: matching(tx, rules, ids))

    # The version, values; list and program by name; members of both; twice merges and the log.
    assert_cost_is_fixed(server, prepare, most=11)


@pytest.fixture
def own_server(stores: StoreFactory) -> Iterator[Rehearsal]:
    with closing(stores.make()) as store, Rehearsal(store) as running:
        apply_blueprint(running.store, parse_blueprint("rules.yaml", BLUEPRINT), b"k" * 32)
        yield running


TRIGGERS: dict[str, dict[str, Any]] = {
    "created": {"type": "Person is Created"},
    "sent": {"type": "Lead is Created", "sourceType": "web service api"},
    "country": {"type": "Data Value Changes", "attribute": "country", "newValue": "FRANCE"},
    "grown": {
        "type": "Data Value Changes",
        "where": [
            {"attribute": "Attribute", "values": ["numberOfEmployees"]},
            {"attribute": "New Value", "operator": "at least", "values": [100]},
        ],
    },
    "listed": {"type": "Added to List", "list": "Spring.Friends"},
    "came": {"type": "Program Status is Changed", "newStatus": ["Talk > Came"]},
    "other": {"type": "Program Status is Changed", "newStatus": ["Webinar > Came"]},
    "visited": {"type": "Visits Web Page"},
}


def test_triggers_are_met_by_what_is_appended(own_server: Rehearsal) -> None:
    server, heard = own_server, list[tuple[str, list[int]]]()

    def bound(tx: Transaction) -> TriggerIndex[str]:
        now = Now(server.clock.now(), tx.zone)
        return TriggerIndex(
            (name, bind_trigger(tx, parse_trigger(each), now)) for name, each in TRIGGERS.items()
        )

    index = server.store.read_now(bound)

    def follow(_: Transaction, events: Sequence[AppendedActivities]) -> None:
        heard.extend((name, lead_ids) for name, _, lead_ids in index.matches(events))

    server.store.subscribe(ACTIVITY_EVENTS, follow)
    email = fresh()
    (item,) = sync(server, {"email": email})
    own = [item["id"]]
    assert heard == [("created", own), ("sent", own)]
    heard.clear()
    sync(server, {"email": email, "country": "France", "numberOfEmployees": 99})
    assert heard == [("country", own)]
    heard.clear()
    sync(server, {"email": email, "country": "Spain", "numberOfEmployees": 100})
    assert heard == [("grown", own)]
    heard.clear()
    add(server, list_id(server, "Friends"), *own)
    join(server, "Invited", own)
    join(server, "Came", own)
    assert heard == [("listed", own), ("came", own)]
