"""Convert rules to the form in which the smart list API shows them (behaviour.md 4.4)."""

from leadkeep.domain.automation.rules.model import Filter, RuleDescription, Rules
from leadkeep.store import Transaction

GONE = (0, "Invalid")
"""The ruleTypeId and ruleType of a filter whose field, list or segmentation was deleted."""


def describe_filters(tx: Transaction, rules: Rules) -> list[RuleDescription]:
    """Return the filters of rules as the smart list API shows them."""
    return [_describe(tx, each) for each in rules.filters]


def _describe(tx: Transaction, rule: Filter) -> RuleDescription:
    try:
        return rule.describe(tx)
    except (LookupError, ValueError):
        return RuleDescription(subject_of(rule), *GONE, "is")


def subject_of(rule: Filter) -> str:
    """Return the name that a filter begins with, such as that of a field or of a list."""
    return next(str(value) for value in rule.spelled().values())
