"""Filter sources: where filters find members and segments (docs/decisions/0113).

Rules stand below smart lists, campaigns and segmentations, whose members they ask for. So the
table of all sources is made above them, and a store is given it where it is assembled.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.store import Slot, Transaction


@dataclass(frozen=True, slots=True)
class MemberSource:
    """Where a kind of membership filter finds its members."""

    named: Callable[[Transaction, str], Sequence[Any]]
    """Returns what has a name, such as the ids of lists."""
    members: Callable[[Transaction, Sequence[Any], Collection[int]], set[int]]
    """Returns those of these leads that are members of anything that ``named`` returned."""


@dataclass(frozen=True, slots=True)
class SegmentField:
    """The field that has the segment of each lead, and the names of the segments."""

    segmentation: str
    name: str
    segments: Collection[str]


@dataclass(frozen=True, slots=True)
class FilterSources:
    """The sources of all filters that need one."""

    members: Mapping[str, MemberSource]
    """By kind of filter."""
    segment_field: Callable[[Transaction, str], SegmentField | None]
    """Returns the field of the approved segmentation of a name; None when there is none."""


FILTER_SOURCES: Slot[FilterSources] = Slot("filter sources")
