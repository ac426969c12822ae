"""Filter sources: where filters find members and segments (docs/decisions/0113).

Rules are below smart lists, campaigns and segmentations in the layers, but filters need their
members. So the table of all sources is made above them, and provided to a store where the store is
assembled.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.store import Slot, Transaction


@dataclass(frozen=True, slots=True)
class MemberSource:
    """Where a kind of membership filter finds its members."""

    named: Callable[[Transaction, str], Sequence[Any]]
    """Returns the ids of the assets with a name, such as the ids of lists."""
    members: Callable[[Transaction, Sequence[Any], Collection[int]], set[int]]
    """Returns the ids of these leads that are members of any of the assets that ``named``
    returned.
    """


@dataclass(frozen=True, slots=True)
class SegmentField:
    """The lead field that stores the segment of each lead, and the names of the segments."""

    segmentation: str
    name: str
    segments: Collection[str]


@dataclass(frozen=True, slots=True)
class FilterSources:
    """The sources of all filters that need one."""

    members: Mapping[str, MemberSource]
    """Sources of members by kind of filter."""
    segment_field: Callable[[Transaction, str], SegmentField | None]
    """Returns the segment field of the approved segmentation with a name; None when there is
    none.
    """


FILTER_SOURCES: Slot[FilterSources] = Slot("filter sources")
