"""Find the members of smart lists: the leads that match the lists' rules."""

from collections.abc import Collection, Iterator, Sequence

from leadkeep.domain.assets.engine import full_name
from leadkeep.domain.automation.rules import (
    MEMBER_OF_SMART_LIST,
    LeadCondition,
    MemberFilter,
    MemberSource,
    Rules,
    joined,
    lead_condition,
    matching,
)
from leadkeep.domain.automation.smart_lists.queries import SMART_LISTS
from leadkeep.domain.automation.smart_lists.smart_list import SmartList
from leadkeep.domain.fields import normalised_key
from leadkeep.store import KeySpan, Transaction


def _rules_named(tx: Transaction, name: str) -> Sequence[Rules]:
    return rules_by_name(tx).get(normalised_key(name), [])


def _members(tx: Transaction, several: Sequence[Rules], lead_ids: Collection[int]) -> set[int]:
    return set[int]().union(*(matching(tx, rules, lead_ids) for rules in several))


def _in_sql(tx: Transaction, several: Sequence[Rules], leads: KeySpan) -> LeadCondition:
    return joined("or", [lead_condition(tx, rules, leads) for rules in several])


SMART_LIST_MEMBERS = MemberSource(_rules_named, _members, _in_sql)


def rules_by_name(tx: Transaction) -> dict[str, list[Rules]]:
    """Return the rules of all smart lists by normalised name, full and short."""
    return tx.cached(load_rules_by_name)


def load_rules_by_name(tx: Transaction) -> dict[str, list[Rules]]:
    """Read the rules of all smart lists from the store."""
    found: dict[str, list[Rules]] = {}
    for each in SMART_LISTS.all(tx):
        for key in keys_of(tx, each):
            found.setdefault(key, []).append(each.rules)
    return found


def keys_of(tx: Transaction, smart_list: SmartList) -> set[str]:
    """Return the normalised names by which rules can name a smart list: full and short."""
    return {normalised_key(full_name(tx, smart_list)), normalised_key(smart_list.name)}


def names_in(rules: Rules) -> Iterator[str]:
    """Yield the normalised names of the smart lists whose members the rules test."""
    for each in rules.filters:
        if isinstance(each, MemberFilter) and each.kind == MEMBER_OF_SMART_LIST:
            yield normalised_key(each.name)


def leads_to(tx: Transaction, start: Rules, goal: Collection[str]) -> bool:
    """Return whether rules test the members of a smart list, directly or indirectly.

    ``goal`` are the normalised names of the smart list.
    """
    known, seen, ahead = load_rules_by_name(tx), set[str](), list(names_in(start))
    while ahead:
        name = ahead.pop()
        if name in goal:
            return True
        if name not in seen:
            seen.add(name)
            ahead += [below for rules in known.get(name, []) for below in names_in(rules)]
    return False
