"""Filter sources: functions that find members and segments for filters (decision 0113).

Filters need the members of smart lists, campaigns and segmentations, but rules may not import
these. So the table of all sources is declared in ``domain.automation.filters`` and provided to each
store when it is assembled.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.domain.automation.rules.sql_condition import LeadCondition
from leadkeep.store import KeySpan, Slot, Transaction


@dataclass(frozen=True, slots=True)
class MemberSource:
    """The functions with which one kind of membership filter finds members."""

    named: Callable[[Transaction, str], Sequence[Any]]
    """Returns the ids of the assets with this name."""
    members: Callable[[Transaction, Sequence[Any], Collection[int]], set[int]]
    """Returns the ids of those of the given leads that are members of any of the assets which
    ``named`` returned."""
    in_sql: Callable[[Transaction, Sequence[Any], KeySpan], LeadCondition]
    """Returns the condition that a lead of a span is such a member."""


@dataclass(frozen=True, slots=True)
class SegmentField:
    """The lead field that stores the segments of one segmentation, and the segments' names."""

    segmentation: str
    name: str
    segments: Collection[str]


@dataclass(frozen=True, slots=True)
class FilterSources:
    """The sources of all filters that need one."""

    members: Mapping[str, MemberSource]
    """The sources of members, by kind of filter."""
    segment_field: Callable[[Transaction, str], SegmentField | None]
    """Returns the segment field of the approved segmentation with this name; None if there is
    none."""


FILTER_SOURCES: Slot[FilterSources] = Slot("filter sources")
