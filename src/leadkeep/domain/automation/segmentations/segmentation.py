"""Model a segmentation: ordered segments, of which each lead is in exactly one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec
from sqlalchemy import select

from leadkeep.domain.automation.rules import NO_RULES, Rules, SegmentField, parse_rules
from leadkeep.domain.automation.segmentations.tables import segment, segmentation
from leadkeep.domain.fields import normalised_key
from leadkeep.store import Transaction

DEFAULT = "Default"
"""The segment of leads that match no rules."""


class SegmentationStatus(StrEnum):
    """The status of a segmentation. Only an approved one assigns leads to segments."""

    DRAFT = "draft"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class NewSegment:
    """A segment to create or change."""

    name: str
    rules: Rules = NO_RULES


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment of a segmentation."""

    id: int
    name: str
    rules: Rules
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A segmentation with its segments in order; Default is the last one."""

    id: int
    name: str
    description: str | None
    workspace_id: int
    status: SegmentationStatus
    field_name: str | None
    created_at: datetime
    updated_at: datetime
    segments: tuple[Segment, ...]

    @property
    def is_approved(self) -> bool:
        """Does the segmentation assign leads to segments?"""
        return self.status is SegmentationStatus.APPROVED


def all_segmentations(tx: Transaction) -> Sequence[Segmentation]:
    """Return all segmentations that this transaction sees, ascending by id."""
    return tx.cached(load_segmentations)


def segment_field(tx: Transaction, name: str) -> SegmentField | None:
    """Return the lead field of the approved segmentation with this name; None if there is none."""
    key = normalised_key(name)
    for each in all_segmentations(tx):
        if each.is_approved and normalised_key(each.name) == key:
            segments = [segment.name for segment in each.segments]
            return SegmentField(each.name, each.field_name or "", segments)
    return None


def load_segmentations(tx: Transaction) -> Sequence[Segmentation]:
    """Read all segmentations from the store."""
    s, g = segment.c, segmentation.c
    segments: dict[int, list[Segment]] = {}
    query = select(s.segmentation_id, s.id, s.name, s.rules, s.created_at, s.updated_at)
    for segmentation_id, number, name, rules, *dates in tx.execute(
        query.order_by(s.segmentation_id, s.position)
    ):
        one = Segment(number, name, parse_rules(msgspec.json.decode(_text(rules))), *dates)
        segments.setdefault(segmentation_id, []).append(one)
    rows = tx.execute(
        select(
            g.id,
            g.name,
            g.description,
            g.workspace_id,
            g.status,
            g.field_name,
            g.created_at,
            g.updated_at,
        ).order_by(g.id)
    )
    return [
        Segmentation(
            id=row[0],
            name=row[1],
            description=row[2],
            workspace_id=row[3],
            status=SegmentationStatus(row[4]),
            field_name=row[5],
            created_at=row[6],
            updated_at=row[7],
            segments=tuple(segments.get(row[0], [])),
        )
        for row in rows
    ]


def _text(stored: object) -> str:
    return stored if isinstance(stored, str) else msgspec.json.encode(stored).decode()
