"""How filters combine (behaviour.md 9.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkeep.domain.automation.rules.expression import (
    Both,
    Node,
    decide,
    filters_in,
    parse_match,
    render_match,
)

LEADS = set(range(16))
FILTERS = {number: {lead for lead in LEADS if lead >> (number - 1) & 1} for number in range(1, 5)}


def leads_of(text: str, count: int) -> set[int]:
    node = parse_match(text, count)
    assert node is not None
    return decide(node, FILTERS.__getitem__)


def test_and_binds_more_closely_than_or() -> None:
    one, two, three = (FILTERS[number] for number in (1, 2, 3))
    assert leads_of("1 or 2 and 3", 3) == one | (two & three)
    assert leads_of("(1 or 2) AND 3", 3) == (one | two) & three
    assert leads_of("1 and (2 or 3)", 3) == one & (two | three)
    assert leads_of("all", 3) == one & two & three
    assert leads_of("Any", 3) == one | two | three
    assert leads_of("1and(2or 3)", 3) == one & (two | three)
    assert parse_match("all", 0) is parse_match("any", 0) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "number is missing before the end"),
        ("1 and", "number is missing before the end"),
        ("1 2", "2 makes no sense"),
        ("(1 or 2", "bracket is not closed"),
        ("1 or 2)", r"\) makes no sense"),
        ("1 xor 2", "xor 2 makes no sense"),
        ("1 and not 2", "not 2 makes no sense"),
        ("1 or 3", "there is no filter 3"),
        ("1 or 0", "there is no filter 0"),
        ("1", "filter 2 is not in"),
        ("(" * 50 + "1 or 2" + ")" * 50, "brackets within each other"),
        ("1 or 2 or " * 500 + "1", "longer than"),
    ],
)
def test_what_is_no_expression_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse_match(text, 2)


nodes = st.recursive(
    st.integers(1, 4),
    lambda below: st.builds(
        Both, st.sampled_from(["and", "or"]), st.lists(below, min_size=2, max_size=3).map(tuple)
    ),
    max_leaves=8,
)


def value_for(node: Node, lead: int) -> bool:
    """Decide for one lead alone."""
    if isinstance(node, int):
        return lead in FILTERS[node]
    values = [value_for(part, lead) for part in node.parts]
    return all(values) if node.word == "and" else any(values)


@given(nodes)
def test_an_expression_reads_as_it_was_written(node: Node) -> None:
    missing = set(FILTERS) - set(filters_in(node))
    whole: Node = Both("or", (node, *missing)) if missing else node
    read = parse_match(render_match(whole), 4)
    assert read == whole or isinstance(whole, Both)
    assert read is not None
    assert decide(read, FILTERS.__getitem__) == {each for each in LEADS if value_for(whole, each)}
