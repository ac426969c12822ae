"""Convert rules to the form of the smart list API (behaviour.md 4.4)."""

from leadkeep.domain.automation.rules.model import Filter, Rules, ShownRule
from leadkeep.store import Transaction

GONE = (0, "Invalid")
"""The ruleTypeId and ruleType of a filter whose field, list or segment was deleted."""


def describe_filters(tx: Transaction, rules: Rules) -> list[ShownRule]:
    """Return the filters in the form of the smart list API."""
    return [_describe(tx, each) for each in rules.filters]


def _describe(tx: Transaction, rule: Filter) -> ShownRule:
    try:
        return rule.describe(tx)
    except (LookupError, ValueError):
        named = next(str(value) for value in rule.spelled().values())
        return ShownRule(named, *GONE, "is")
