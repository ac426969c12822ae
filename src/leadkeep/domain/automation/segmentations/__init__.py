"""Segmentations: orders of segments, of which each lead is in exactly one, always.

Entry points: :func:`put_segmentation` makes one; :func:`all_segmentations` reads them;
:func:`keep_segments` lets what happens to leads move them, and :func:`segmentation_handlers` runs
the job that moves all leads for a segmentation that is new. The segment of a lead is a field of it.
"""

from leadkeep.domain.automation.segmentations.assign import keep_segments, segmentation_handlers
from leadkeep.domain.automation.segmentations.save import put_segmentation
from leadkeep.domain.automation.segmentations.segmentation import (
    DEFAULT,
    NewSegment,
    Segment,
    Segmentation,
    SegmentationStatus,
    all_segmentations,
    load_segmentations,
    segment_field,
)

__all__ = [
    "DEFAULT",
    "NewSegment",
    "Segment",
    "Segmentation",
    "SegmentationStatus",
    "all_segmentations",
    "keep_segments",
    "load_segmentations",
    "put_segmentation",
    "segment_field",
    "segmentation_handlers",
]
