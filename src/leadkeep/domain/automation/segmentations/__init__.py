"""Segmentations: ordered segments, of which each lead is always in exactly one.

Entry points: :func:`save_segmentation` creates or changes a segmentation; :func:`all_segmentations`
reads them; :func:`subscribe_segmentations` subscribes to changes of leads, which may change their
segments, and :func:`segmentation_handlers` runs the job that assigns all leads to the segments of a
new segmentation. The segment of a lead is one of its fields.
"""

from leadkeep.domain.automation.segmentations.assign import (
    segmentation_handlers,
    subscribe_segmentations,
)
from leadkeep.domain.automation.segmentations.save import (
    change_rules_of_segments,
    save_segmentation,
)
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
    "change_rules_of_segments",
    "load_segmentations",
    "save_segmentation",
    "segment_field",
    "segmentation_handlers",
    "subscribe_segmentations",
]
