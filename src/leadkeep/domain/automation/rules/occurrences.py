"""What filters share that count something of a lead, such as its activities or its records."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from leadkeep.domain.automation.rules.model import (
    Condition,
    ConditionDescription,
    RuleDescription,
)
from leadkeep.domain.automation.rules.read_members import Members

OCCURRENCE_LIMIT = 100_000


class CountingFilter(Protocol):
    """A filter that matches leads with at least a number of matching things, or without them."""

    @property
    def kind(self) -> str:
        """The member of a blueprint that names what is counted."""
        ...

    @property
    def where(self) -> tuple[Condition, ...]:
        """What one thing must meet, all of it."""
        ...

    @property
    def min_times(self) -> int:
        """The least number of things."""
        ...

    @property
    def is_not(self) -> bool:
        """Are the leads wanted that have fewer?"""
        ...


def spelled_filter(counting: CountingFilter, subject: str) -> dict[str, Any]:
    """Return a filter that counts ``subject`` as a mapping, as blueprints have it."""
    spelled: dict[str, Any] = {counting.kind: subject}
    if counting.where:
        spelled["where"] = [each.spelled("attribute") for each in counting.where]
    if counting.min_times != 1:
        spelled["minTimes"] = counting.min_times
    return spelled | ({"not": True} if counting.is_not else {})


def describe_occurrences(
    counting: CountingFilter,
    name: str,
    rule: tuple[int, str],
    conditions: Sequence[ConditionDescription],
) -> RuleDescription:
    """Return a filter that counts as the smart list API shows it; ``rule`` is its type."""
    shown = list(conditions)
    if counting.min_times != 1:
        times = (counting.min_times,)
        shown.append(ConditionDescription(None, "Min. Number of Times", "is", times))
    operator = "does not occur" if counting.is_not else "occurs"
    return RuleDescription(name, *rule, operator, tuple(shown))


def leads_by_times(
    counting: CountingFilter, lead_ids: Collection[int], times: Mapping[int, int]
) -> set[int]:
    """Return the leads that match, by how many matching things each has; none if it is left out."""
    often = {lead_id for lead_id, count in times.items() if count >= counting.min_times}
    return set(lead_ids) - often if counting.is_not else often


def min_times(sent: Members) -> int:
    """Return the least number that a mapping of a blueprint asks for.

    Raises:
        ValueError: it is no number within the limit.
    """
    times = sent.get("minTimes", 1)
    if not isinstance(times, int) or isinstance(times, bool) or not 1 <= times <= OCCURRENCE_LIMIT:
        raise ValueError(f"minTimes must be a number from 1 to {OCCURRENCE_LIMIT}")
    return times
