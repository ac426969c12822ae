"""Who is in a smart list: the filter by which rules use the rules of another one."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from leadkeep.domain.automation.rules import (
    Filter,
    Now,
    Rules,
    ShownRule,
    add_filter_kind,
    check_members,
    matching,
    member_flag,
    member_name,
    shown_member,
)
from leadkeep.domain.automation.smart_lists.queries import SMART_LISTS
from leadkeep.domain.fields import normalised_key
from leadkeep.store import Transaction

MEMBER = "memberOfSmartList"


@dataclass(frozen=True, slots=True)
class SmartListFilter:
    """Leads that are in a smart list, or are not."""

    name: str
    is_in: bool = True

    def spelled(self) -> dict[str, Any]:
        """Return the filter as files spell it."""
        return {MEMBER: self.name} | ({} if self.is_in else {"in": False})

    def check(self, tx: Transaction) -> None:
        """Check that there is one such smart list.

        Raises:
            LookupError: there is none.
            ValueError: there are several.
        """
        found = rules_by_name(tx).get(normalised_key(self.name), [])
        if not found:
            raise LookupError(f"no smart list is named {self.name}")
        if len(found) > 1:
            raise ValueError(f"several smart lists are named {self.name}")

    def shown(self, tx: Transaction) -> ShownRule:
        """Return the filter as smart lists show it."""
        del tx
        return shown_member("Smart List", self.name, is_in=self.is_in)

    def leads(self, tx: Transaction, lead_ids: Collection[int], now: Now) -> set[int]:
        """Return those of these leads that pass."""
        del now
        members: set[int] = set()
        for rules in rules_by_name(tx).get(normalised_key(self.name), []):
            members |= matching(tx, rules, lead_ids)
        return members if self.is_in else set(lead_ids) - members


def _parse(sent: Mapping[str, Any]) -> Filter:
    check_members(sent, (MEMBER, "in"))
    return SmartListFilter(member_name(sent, MEMBER), member_flag(sent, "in", default=True))


add_filter_kind(MEMBER, _parse)


def rules_by_name(tx: Transaction) -> dict[str, list[Rules]]:
    """Return the rules of all smart lists by normalised name."""
    return tx.cached(load_rules_by_name)


def load_rules_by_name(tx: Transaction) -> dict[str, list[Rules]]:
    """Read the rules of all smart lists."""
    found: dict[str, list[Rules]] = {}
    for each in SMART_LISTS.all(tx):
        found.setdefault(normalised_key(each.name), []).append(each.rules)
    return found


def names_in(rules: Rules) -> Iterator[str]:
    """Yield the normalised names of the smart lists that rules use."""
    for each in rules.filters:
        if isinstance(each, SmartListFilter):
            yield normalised_key(each.name)


def leads_to(tx: Transaction, start: Rules, goal: str) -> bool:
    """Return whether rules use the smart lists of a normalised name, straight or through others."""
    known, seen, ahead = load_rules_by_name(tx), set[str](), list(names_in(start))
    while ahead:
        name = ahead.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            ahead += [below for rules in known.get(name, []) for below in names_in(rules)]
    return False
