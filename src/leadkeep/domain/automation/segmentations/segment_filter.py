"""The filter by which rules ask for the segment of a lead."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from leadkeep.domain.automation.rules import (
    Condition,
    FieldFilter,
    Filter,
    Now,
    ShownCondition,
    ShownRule,
    add_filter_kind,
    check_members,
    read_condition,
)
from leadkeep.domain.automation.segmentations.segmentation import Segmentation, all_segmentations
from leadkeep.domain.fields import normalised_key
from leadkeep.store import Transaction

MEMBER = "segment"
RULE = (4, "Segmentation")
"""How smart lists class this filter: ruleTypeId and ruleType."""
WORDS = frozenset({"is", "is not"})


@dataclass(frozen=True, slots=True)
class SegmentFilter:
    """Leads whose segment in a segmentation is one of some, or none of them."""

    condition: Condition
    """Its name is that of the segmentation."""

    def spelled(self) -> dict[str, Any]:
        """Return the filter as files spell it."""
        return self.condition.spelled(MEMBER)

    def check(self, tx: Transaction) -> None:
        """Check segmentation and segments.

        Raises:
            LookupError: there is no such approved segmentation, or it has no such segment.
        """
        of = self._segmentation(tx)
        names = {normalised_key(each.name) for each in of.segments}
        for value in self.condition.values:
            if normalised_key(value) not in names:
                raise LookupError(f"the segmentation {of.name} has no segment {value}")

    def shown(self, tx: Transaction) -> ShownRule:
        """Return the filter as smart lists show it."""
        del tx
        told = self.condition
        shown = ShownCondition(None, "Segment", told.operator, told.values, is_primary=True)
        return ShownRule(told.name, *RULE, told.operator, (shown,))

    def leads(self, tx: Transaction, lead_ids: Collection[int], now: Now) -> set[int]:
        """Return those of these leads that pass."""
        try:
            field = self._segmentation(tx).field_name or ""
        except LookupError:
            return set()
        told = self.condition
        own = FieldFilter(Condition(field, told.operator, told.values))
        return own.leads(tx, lead_ids, now)

    def _segmentation(self, tx: Transaction) -> Segmentation:
        key = normalised_key(self.condition.name)
        for each in all_segmentations(tx):
            if each.is_approved and normalised_key(each.name) == key:
                return each
        raise LookupError(f"no approved segmentation is named {self.condition.name}")


def _parse(sent: Mapping[str, Any]) -> Filter:
    check_members(sent, (MEMBER, "operator", "values"))
    told = read_condition(sent, MEMBER)
    if told.operator not in WORDS:
        raise ValueError(f"{told.operator} does not apply to a segment")
    return SegmentFilter(told)


add_filter_kind(MEMBER, _parse)
