"""Members of smart lists: how filters combine, lists in lists, circles (behaviour.md 9.1)."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadkeep.domain.assets.engine import change_asset, create_asset, delete_asset
from leadkeep.domain.assets.folders import FolderRef, FolderType
from leadkeep.domain.automation.rules import check_rules, matching, parse_rules
from leadkeep.domain.automation.smart_lists import (
    SMART_LIST,
    SmartList,
    SmartListValues,
    clone_smart_list,
    names_in,
)
from leadkeep.errors import Reason, Refusal
from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, create, module_server, sync
from tests.support.programs import new_program
from tests.support.work import operator_work

FOLDER = FolderRef(13)
"""The folder for smart lists of the first workspace."""
FILTERS: list[dict[str, Any]] = [
    {"field": "city", "operator": "is", "values": ["Paris"]},
    {"field": "country", "operator": "is", "values": ["France"]},
    {"field": "numberOfEmployees", "operator": "at least", "values": [100]},
]
VALUES: list[dict[str, Any]] = [
    {"city": "Paris"},
    {"country": "France"},
    {"numberOfEmployees": 100},
]
_numbers = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


@pytest.fixture(scope="module")
def leads(server: Rehearsal) -> dict[int, tuple[bool, ...]]:
    """By lead: which of the filters it meets; a lead for each combination."""
    found = {}
    for number in range(8):
        meets = tuple(bool(number >> place & 1) for place in range(3))
        values = [VALUES[place] for place in range(3) if meets[place]]
        found[create(server, **{k: v for each in values for k, v in each.items()})] = meets
    return found


def save(
    server: Rehearsal, rules: dict[str, Any], name: str | None = None, folder: FolderRef = FOLDER
) -> SmartList:
    """Create a smart list with these rules."""
    new = SmartListValues(name or f"Smart {next(_numbers)}", folder, rules=parse_rules(rules))
    return server.store.write_now(lambda tx: create_asset(operator_work(tx), SMART_LIST, new))


def change(server: Rehearsal, number: int, rules: dict[str, Any]) -> SmartList:
    """Give a smart list other rules."""
    values = SmartListValues(rules=parse_rules(rules))
    return server.store.write_now(
        lambda tx: change_asset(operator_work(tx), SMART_LIST, number, values)
    )


def inside(name: str, *, is_in: bool = True) -> dict[str, Any]:
    """Return rules that ask for the members of a smart list."""
    return {"filters": [{"memberOfSmartList": name, "in": is_in}]}


def members(server: Rehearsal, lead_ids: Any, rules: dict[str, Any]) -> set[int]:  # noqa: ANN401
    """Return the leads that match rules which name smart lists."""
    parsed = parse_rules(rules)

    def ask(tx: Any) -> set[int]:  # noqa: ANN401
        check_rules(tx, parsed)
        return matching(tx, parsed, lead_ids)

    return server.store.read_now(ask)


Expression = tuple[str, Any]
"""The text of an expression of three filters, and what it makes of which ones are met."""

NUMBERS: st.SearchStrategy[Expression] = st.integers(1, 3).map(
    lambda number: (str(number), lambda meets: meets[number - 1])
)


def _joined(parts: list[Expression], word: str) -> Expression:
    combine = all if word == "and" else any
    return (
        f"({f' {word} '.join(text for text, _ in parts)})",
        lambda meets: combine(test(meets) for _, test in parts),
    )


EXPRESSIONS = st.recursive(
    NUMBERS,
    lambda inner: st.builds(
        _joined, st.lists(inner, min_size=2, max_size=3), st.sampled_from(["and", "or"])
    ),
    max_leaves=6,
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(expression=EXPRESSIONS)
def test_an_expression_combines_filters_as_logic_does(
    server: Rehearsal, leads: dict[int, tuple[bool, ...]], expression: Expression
) -> None:
    text, test = expression
    full = f"({text}) or (1 and 2 and 3 and 1)"  # an expression names every filter
    made = save(server, {"match": full, "filters": FILTERS})
    wanted = {each for each, meets in leads.items() if test(meets) or all(meets)}
    assert members(server, leads, inside(made.name)) == wanted
    assert members(server, leads, inside(made.name, is_in=False)) == set(leads) - wanted


@pytest.mark.parametrize(("match", "combine"), [("all", all), ("any", any)])
def test_all_and_any(
    server: Rehearsal, leads: dict[int, tuple[bool, ...]], match: str, combine: Callable[..., bool]
) -> None:
    made = save(server, {"match": match, "filters": FILTERS})
    wanted = {each for each, meets in leads.items() if combine(meets)}
    assert members(server, leads, inside(made.name)) == wanted


def test_a_list_without_filters_has_every_lead(
    server: Rehearsal, leads: dict[int, tuple[bool, ...]]
) -> None:
    made = save(server, {})
    assert members(server, leads, inside(made.name)) == set(leads)
    assert members(server, leads, inside(made.name, is_in=False)) == set()


def test_members_follow_values_and_rules_without_delay(server: Rehearsal) -> None:
    lead_id = create(server, city="Paris")
    made = save(server, {"filters": FILTERS[:1]})
    assert members(server, [lead_id], inside(made.name)) == {lead_id}
    sync(server, {"id": lead_id, "city": "Oslo"}, lookupField="id")
    assert members(server, [lead_id], inside(made.name)) == set()
    change(server, made.id, {"filters": [FILTERS[0] | {"values": ["Oslo"]}]})
    assert members(server, [lead_id], inside(made.name.upper())) == {lead_id}


def test_a_name_that_came_to_mean_two_lists_means_both(
    server: Rehearsal, leads: dict[int, tuple[bool, ...]]
) -> None:
    """Names are unique in a program only, and rules name lists by their names."""
    name = f"Twin {next(_numbers)}"
    save(server, {"filters": FILTERS[:1]}, name)
    user = save(server, inside(name))
    program = FolderRef(new_program(server), FolderType.PROGRAM)
    save(server, {"filters": FILTERS[1:2]}, name, program)
    wanted = {each for each, meets in leads.items() if meets[0] or meets[1]}
    assert members(server, leads, inside(user.name)) == wanted
    with pytest.raises(ValueError, match=f"several smart lists are named {name}"):
        save(server, inside(name))
    with pytest.raises(Refusal) as refused:
        save(server, {}, name.upper(), program)
    assert refused.value.problem.reason is Reason.NAME_TAKEN


def test_a_circle_of_any_length_is_refused_and_a_chain_is_not(
    server: Rehearsal, leads: dict[int, tuple[bool, ...]]
) -> None:
    chain = [save(server, {"filters": FILTERS[:1]})]
    for _ in range(3):
        chain.append(save(server, inside(chain[-1].name)))
    wanted = {each for each, meets in leads.items() if meets[0]}
    assert members(server, leads, inside(chain[-1].name)) == wanted
    for each in chain:
        with pytest.raises(ValueError, match="lead back to itself"):
            change(server, chain[0].id, inside(each.name))
    assert members(server, leads, inside(chain[-1].name)) == wanted
    assert list(names_in(chain[1].rules)) == [chain[0].name.lower()]


def test_a_list_that_rules_use_is_kept_until_they_do_not(server: Rehearsal) -> None:
    used = save(server, {"filters": FILTERS[:1]})
    user = save(server, inside(used.name))

    def delete(number: int) -> None:
        server.store.write_now(lambda tx: delete_asset(operator_work(tx), SMART_LIST, number))

    with pytest.raises(Refusal) as refused:
        delete(used.id)
    assert refused.value.problem.reason is Reason.ASSET_IN_USE
    delete(user.id)
    delete(used.id)
    with pytest.raises(ValueError, match=used.name):
        save(server, inside(used.name))


def test_triggers_and_unknown_names_are_refused(server: Rehearsal) -> None:
    with pytest.raises(ValueError, match="filters and no triggers"):
        save(server, {"triggers": [{"type": "Person is Created"}], "filters": FILTERS})
    with pytest.raises(ValueError, match=r"filter 2: .*moon"):
        save(server, {"filters": [FILTERS[0], {"field": "moon", "operator": "is empty"}]})
    assert save(server, {"filters": FILTERS}).rules.filters


def test_a_clone_has_the_rules_of_its_source(
    server: Rehearsal, leads: dict[int, tuple[bool, ...]]
) -> None:
    source = save(server, {"match": "any", "filters": FILTERS})
    values = SmartListValues(f"Clone {next(_numbers)}", FOLDER)
    clone = server.store.write_now(
        lambda tx: clone_smart_list(operator_work(tx), source.id, values)
    )
    assert clone.rules == source.rules
    change(server, source.id, {"filters": FILTERS[:1]})
    wanted = {each for each, meets in leads.items() if any(meets)}
    assert members(server, leads, inside(clone.name)) == wanted
