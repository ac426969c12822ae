"""Segmentations and segments: what the operations answer."""

from typing import Any

from leadkeep.api.answers.model import ASSET_MOMENT, ID, STRING, Answers, object_of
from leadkeep.errors import Reason

ANSWERS: dict[str, Answers] = {
    "getSegmentationUsingGET": Answers("Segmentation", (Reason.WRONG_TYPE, Reason.INVALID_DATA)),
    "getSegmentsForSegmentationUsingGET": Answers(
        "Segment", (Reason.NOT_A_NUMBER, Reason.WRONG_TYPE, Reason.INVALID_DATA)
    ),
}

_STATUS: dict[str, Any] = {"type": "string", "enum": ["draft", "approved"]}

ITEMS: dict[str, dict[str, Any]] = {
    "Segmentation": object_of(
        "id name createdAt updatedAt url status workspace",
        id=ID,
        name=STRING,
        createdAt=ASSET_MOMENT,
        updatedAt=ASSET_MOMENT,
        url=STRING,
        status=_STATUS,
        workspace=STRING,
    ),
    "Segment": object_of(
        "id name createdAt updatedAt url segmentationId status",
        id=ID,
        name=STRING,
        createdAt=ASSET_MOMENT,
        updatedAt=ASSET_MOMENT,
        url=STRING,
        segmentationId=ID,
        status=_STATUS,
    ),
}
