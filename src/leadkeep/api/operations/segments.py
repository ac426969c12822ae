"""Tag Segments: segmentations and their segments (request_forms.md, Assets)."""

from collections.abc import Sequence
from typing import Any, Literal

from leadkeep.api import assets, params
from leadkeep.api.asset_family import PAGE
from leadkeep.api.declarations import Declarations
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
from leadkeep.api.structs import AssetMoment, Id, ReplyItem
from leadkeep.domain.assets.folders import lead_database_zones
from leadkeep.domain.automation import segmentations
from leadkeep.domain.automation.segmentations import SegmentationStatus, all_segmentations
from leadkeep.domain.instance.access import Work, workspace_names
from leadkeep.errors import Reason, Refusal

serves = Declarations()

DEFAULT_PAGE = 200


class SegmentationFolder(ReplyItem):
    """The workspace's folder in Lead Database, in the words of recorded responses."""

    type: Literal["Program"]
    value: Id
    folder_name: None


class Segmentation(ReplyItem):
    """A segmentation: each lead is in exactly one of its segments."""

    id: Id
    name: str
    description: str
    created_at: AssetMoment
    updated_at: AssetMoment
    url: str
    folder: SegmentationFolder
    status: SegmentationStatus
    workspace: str


class Segment(ReplyItem):
    """One segment of a segmentation."""

    id: Id
    name: str
    description: str
    """Always empty."""
    created_at: AssetMoment
    updated_at: AssetMoment
    url: str
    segmentation_id: Id
    status: SegmentationStatus
    """The status of the segmentation."""


@serves(
    "getSegmentationUsingGET",
    item=Segmentation,
    refuses=PAGE,
    parameters={"status": SegmentationStatus},
)
async def browse(request: Request) -> AssetReply:
    """Get Segmentations: return a page of segmentations by status.

    The page size is ``batchSize`` or ``maxReturn``.
    """
    status = _status(request)
    page = assets.page(request, "batchSize", DEFAULT_PAGE)

    def verb(work: Work) -> list[Segmentation]:
        workspaces, folders = workspace_names(work.tx), lead_database_zones(work.tx)
        found = [
            _item(each, workspaces, folders)
            for each in all_segmentations(work.tx)
            if each.workspace_id in work.access.workspace_ids and status in (None, each.status)
        ]
        return found[page.offset : page.offset + page.size]

    return AssetReply(await request.read(verb))


@serves(
    "getSegmentsForSegmentationUsingGET",
    item=Segment,
    refuses=(*PAGE, Reason.NOT_A_NUMBER),
    parameters={"status": SegmentationStatus},
)
async def get_segments(request: Request) -> AssetReply:
    """Get Segments for Segmentation: return segments in the order of evaluation, Default last."""
    number, status = params.path_number(request, "id"), _status(request)
    page = assets.page(request)

    def verb(work: Work) -> list[Segment]:
        found = [
            _segments(each)
            for each in all_segmentations(work.tx)
            if each.id == number
            and each.workspace_id in work.access.workspace_ids
            and status in (None, each.status)
        ]
        return [item for items in found for item in items][page.offset : page.offset + page.size]

    return AssetReply(await request.read(verb))


def _status(request: Request) -> SegmentationStatus | None:
    sent = params.text(request, "status")
    if sent is None:
        return None
    found = SegmentationStatus.__members__.get(sent.upper())
    if found is None:
        raise Refusal(Reason.INVALID_ARGUMENT, "status")
    return found


def _shared(
    asset: segmentations.Segmentation | segmentations.Segment, prefix: str
) -> dict[str, Any]:
    return {
        "id": asset.id,
        "name": asset.name,
        "created_at": assets.asset_moment(asset.created_at),
        "updated_at": assets.asset_moment(asset.updated_at),
        "url": assets.asset_url(prefix, asset.id),
    }


def _item(
    segmentation: segmentations.Segmentation, workspaces: dict[int, str], folders: dict[int, int]
) -> Segmentation:
    return Segmentation(
        **_shared(segmentation, "SG"),
        description=segmentation.description or "",
        folder=SegmentationFolder("Program", folders[segmentation.workspace_id], None),
        status=segmentation.status,
        workspace=workspaces[segmentation.workspace_id],
    )


def _segments(segmentation: segmentations.Segmentation) -> Sequence[Segment]:
    status = segmentation.status
    return [
        Segment(
            **_shared(each, "SGS"), description="", segmentation_id=segmentation.id, status=status
        )
        for each in segmentation.segments
    ]
