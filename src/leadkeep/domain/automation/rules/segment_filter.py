"""Filter leads by their segment."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from leadkeep.domain.automation.rules.filters import FieldFilter
from leadkeep.domain.automation.rules.model import (
    Condition,
    ConditionDescription,
    Filter,
    RuleDescription,
    Seen,
)
from leadkeep.domain.automation.rules.named import Named, nearest_name
from leadkeep.domain.automation.rules.operators import Now
from leadkeep.domain.automation.rules.read_members import Members, check_members, condition
from leadkeep.domain.automation.rules.sources import FILTER_SOURCES
from leadkeep.domain.fields import normalised_key
from leadkeep.errors import nearest
from leadkeep.store import Transaction

RULE = (4, "Segmentation")
"""The ruleTypeId and ruleType of segment filters in smart lists."""
OPERATOR_NAMES = frozenset({"is", "is not"})


@dataclass(frozen=True, slots=True)
class SegmentFilter:
    """Matches leads whose segment in a segmentation is, or is not, one of the given segments."""

    condition: Condition
    """The name is that of the segmentation, the values are names of segments."""
    kind: ClassVar[str] = "segment"

    def spelled(self) -> dict[str, Any]:
        """Return the filter as a mapping, as blueprints have it."""
        return self.condition.spelled(self.kind)

    def check(self, tx: Transaction) -> Filter:
        """Check that the segmentation and its segments exist; return the filter.

        Raises:
            LookupError: there is no such approved segmentation, or it has no such segment.
        """
        field = tx.provided(FILTER_SOURCES).segment_field(tx, self.condition.name)
        if field is None:
            hint = nearest_name(tx, Named.SEGMENTATION, self.condition.name)
            raise LookupError(f"no approved segmentation is named {self.condition.name}{hint}")
        names = {normalised_key(each) for each in field.segments}
        for value in self.condition.values:
            if normalised_key(value) not in names:
                hint = nearest(str(value), field.segments)
                text = f"the segmentation {field.segmentation} has no segment {value}{hint}"
                raise LookupError(text)
        return self

    def describe(self, tx: Transaction) -> RuleDescription:
        """Return the filter as the smart list API shows it."""
        del tx
        own = self.condition
        condition = ConditionDescription(None, "Segment", own.operator, own.values, is_primary=True)
        return RuleDescription(own.name, *RULE, own.operator, (condition,))

    def leads(self, tx: Transaction, lead_ids: Collection[int], now: Now) -> set[int]:
        """Return the ids of these leads that match; none if the segmentation was deleted."""
        own = self.field_filter(tx)
        return set() if own is None else own.leads(tx, lead_ids, now)

    def seen(self, tx: Transaction, lead_id: int, now: Now) -> Seen:
        """Return the lead's segment, and when it last changed.

        Raises:
            LookupError: the segmentation was deleted.
        """
        own = self.field_filter(tx)
        if own is None:
            raise LookupError(f"no approved segmentation is named {self.condition.name}")
        return own.seen(tx, lead_id, now)

    def field_filter(self, tx: Transaction) -> FieldFilter | None:
        """Return the filter on the lead field of the segmentation; None if it was deleted."""
        own = self.condition
        field = tx.provided(FILTER_SOURCES).segment_field(tx, own.name)
        if field is None:
            return None
        return FieldFilter(Condition(field.name, own.operator, own.values))


def parse_segment(sent: Members) -> Filter:
    """Return the segment filter that a mapping of a blueprint describes.

    Raises:
        ValueError: the mapping is not valid.
    """
    check_members(sent, (SegmentFilter.kind, "operator", "values"))
    own = condition(sent, SegmentFilter.kind)
    if own.operator not in OPERATOR_NAMES:
        raise ValueError(f"{own.operator} does not apply to a segment")
    return SegmentFilter(own)
