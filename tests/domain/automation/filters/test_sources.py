"""A store has a source of members for every kind of filter that asks for members."""

import pytest

from leadkeep.domain.automation.filters import provide_filter_sources
from leadkeep.domain.automation.rules import (
    FILTER_KINDS,
    FILTER_SOURCES,
    asset_names,
    matching,
    parse_rules,
)
from leadkeep.domain.capture.forms import FORM
from leadkeep.domain.leads import Upsert, upsert_leads
from leadkeep.store import Store, Transaction
from tests.support.work import operator_work

RULES = parse_rules({"filters": [{"memberOfList": "News"}]})


def test_rules_ask_the_sources_that_were_provided(store: Store) -> None:
    def match(tx: Transaction) -> set[int]:
        (outcome,) = upsert_leads(operator_work(tx), Upsert([{"email": "a@example.com"}]))
        return matching(tx, RULES, [outcome.lead_id or 0])

    with pytest.raises(KeyError):
        store.write_now(match)
    provide_filter_sources(store, asset_names(FORM.rows))
    assert store.write_now(match) == set(), "no list has this name"


def test_every_kind_of_members_has_a_source(store: Store) -> None:
    provide_filter_sources(store, asset_names(FORM.rows))
    members = {kind for kind in FILTER_KINDS if kind.startswith("memberOf")}
    assert store.provided(FILTER_SOURCES).members.keys() >= members
    assert members
