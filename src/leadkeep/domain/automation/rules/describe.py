"""Rules as smart lists show them (behaviour.md 4.4)."""

from leadkeep.domain.automation.rules.model import Filter, Rules, ShownRule
from leadkeep.store import Transaction

GONE = (0, "Invalid")
"""How a filter is classed that names something which is no more: ruleTypeId and ruleType."""


def shown_filters(tx: Transaction, rules: Rules) -> list[ShownRule]:
    """Return the filters as smart lists show them."""
    return [_shown(tx, each) for each in rules.filters]


def _shown(tx: Transaction, each: Filter) -> ShownRule:
    try:
        return each.shown(tx)
    except (LookupError, ValueError):
        named = next(str(value) for value in each.spelled().values())
        return ShownRule(named, *GONE, "is")
