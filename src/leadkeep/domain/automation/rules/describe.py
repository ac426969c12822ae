"""Convert rules to the form in which the smart list API shows them (behaviour.md 4.4)."""

from leadkeep.domain.automation.rules.model import Filter, Rules, ShownRule
from leadkeep.store import Transaction

GONE = (0, "Invalid")
"""The ruleTypeId and ruleType of a filter whose field, list or segmentation was deleted."""


def describe_filters(tx: Transaction, rules: Rules) -> list[ShownRule]:
    """Return the filters of rules as the smart list API shows them."""
    return [_describe(tx, each) for each in rules.filters]


def _describe(tx: Transaction, each: Filter) -> ShownRule:
    try:
        return each.describe(tx)
    except (LookupError, ValueError):
        named = next(str(value) for value in each.spelled().values())
        return ShownRule(named, *GONE, "is")
