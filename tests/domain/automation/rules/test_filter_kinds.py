"""The two tables of filters: all kinds, and where those find members that ask for some."""

import pytest

from leadkeep.domain.automation.filters import SOURCES
from leadkeep.domain.automation.rules import FILTER_KINDS, FILTER_SOURCES, matching, parse_rules
from leadkeep.store import Slot, Store
from leadkeep.testing import Rehearsal

FILTERS = {
    "field": {"field": "country", "values": ["France"]},
    "memberOfList": {"memberOfList": "Nothing"},
    "memberOfProgram": {"memberOfProgram": "Nothing", "status": ["A", "B"], "in": False},
    "memberOfSmartList": {"memberOfSmartList": "Nothing", "in": False},
    "memberOfCampaign": {"memberOfCampaign": "Nothing"},
    "segment": {"segment": "Size", "values": ["Large"]},
    "customObject": {
        "customObject": "car_c",
        "where": [{"attribute": "color", "operator": "is", "values": ["red"]}],
        "minTimes": 2,
        "not": True,
    },
    "activity": {"activity": "Visited Web Page", "minTimes": 2},
}


@pytest.mark.parametrize("kind", FILTER_KINDS)
def test_a_filter_knows_its_kind_and_is_spelled_as_it_was_read(kind: str) -> None:
    rules = parse_rules({"filters": [FILTERS[kind]]})
    assert [each.kind for each in rules.filters] == [kind]
    assert parse_rules(rules.spelled()) == rules


def test_every_kind_of_membership_has_a_source() -> None:
    assert SOURCES.members.keys() == {each for each in FILTER_KINDS if each.startswith("member")}


def test_a_server_gives_its_store_the_sources(store: Store) -> None:
    rules = parse_rules({"filters": [FILTERS["memberOfCampaign"]]})
    with Rehearsal(store) as server:
        assert server.store.read_now(lambda tx: tx.provided(FILTER_SOURCES)) is SOURCES
        assert server.store.read_now(lambda tx: matching(tx, rules, [1])) == set()


def test_a_slot_that_nobody_filled_says_so(store: Store) -> None:
    with pytest.raises(KeyError):
        store.provided(Slot[int]("empty"))
