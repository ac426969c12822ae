"""Tag Segments: segmentations and their segments (request_forms.md, Assets)."""

from collections.abc import Sequence
from typing import Any

from leadkeep.api import assets, params
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
from leadkeep.domain.automation.segmentations import Segmentation, Status, all_segmentations
from leadkeep.domain.instance.access import Work, workspace_names
from leadkeep.errors import Reason, Refusal

Item = dict[str, Any]

DEFAULT_PAGE = 200


async def browse(request: Request) -> AssetReply:
    """Get Segmentations: a page is as long as ``batchSize`` or ``maxReturn`` says."""
    status, access = _status(request), request.caller
    page = assets.page(request, "batchSize", DEFAULT_PAGE)

    def verb(work: Work) -> list[Item]:
        workspaces = workspace_names(work.tx)
        found = [
            _item(each, workspaces)
            for each in all_segmentations(work.tx)
            if each.workspace_id in access.workspace_ids and status in (None, each.status)
        ]
        return found[page.offset : page.offset + page.size]

    return AssetReply(await request.read(verb))


async def get_segments(request: Request) -> AssetReply:
    """Get Segments for Segmentation: in the order in which they are tried, Default last."""
    number, status, access = params.path_number(request, "id"), _status(request), request.caller
    page = assets.page(request)

    def verb(work: Work) -> list[Item]:
        found = [
            _segments(each)
            for each in all_segmentations(work.tx)
            if each.id == number
            and each.workspace_id in access.workspace_ids
            and status in (None, each.status)
        ]
        return [item for items in found for item in items][page.offset : page.offset + page.size]

    return AssetReply(await request.read(verb))


def _status(request: Request) -> Status | None:
    sent = params.text(request, "status")
    if sent is None:
        return None
    found = Status.__members__.get(sent.upper())
    if found is None:
        raise Refusal(Reason.INVALID_DATA, "Invalid status")
    return found


def _item(of: Segmentation, workspaces: dict[int, str]) -> Item:
    return {
        "id": of.id,
        "name": of.name,
        "createdAt": assets.asset_moment(of.created_at),
        "updatedAt": assets.asset_moment(of.updated_at),
        "url": assets.asset_url("SG", of.id),
        "status": of.status.value,
        "workspace": workspaces[of.workspace_id],
    }


def _segments(of: Segmentation) -> Sequence[Item]:
    return [
        {
            "id": each.id,
            "name": each.name,
            "createdAt": assets.asset_moment(each.created_at),
            "updatedAt": assets.asset_moment(each.updated_at),
            "url": assets.asset_url("SGS", each.id),
            "segmentationId": of.id,
            "status": of.status.value,
        }
        for each in of.segments
    ]
