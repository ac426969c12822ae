"""Tag Static List Assets: static lists as assets (behaviour.md 4.2)."""

from collections.abc import Sequence

from msgspec import UNSET, UnsetType

from leadkeep.api import assets
from leadkeep.api.asset_family import AssetFamily, verbs_of
from leadkeep.api.declarations import Declarations
from leadkeep.api.structs import AssetMoment, FolderName, Id, ReplyItem
from leadkeep.domain.assets.lists import STATIC_LIST, StaticList
from leadkeep.domain.instance.access import Work, workspace_names
from leadkeep.errors import Reason

serves = Declarations()


class StaticListAsset(ReplyItem, kw_only=True):
    """A static list as an asset."""

    id: Id
    name: str
    description: str | UnsetType = UNSET
    created_at: AssetMoment
    updated_at: AssetMoment
    folder: FolderName
    computed_url: str
    workspace: str


def _view(work: Work, found: Sequence[StaticList]) -> list[StaticListAsset]:
    workspaces = workspace_names(work.tx)
    return [
        StaticListAsset(
            id=each.id,
            name=each.name,
            description=each.description or UNSET,
            created_at=assets.asset_moment(each.created_at),
            updated_at=assets.asset_moment(each.updated_at),
            folder=assets.folder_name(each.folder),
            computed_url=assets.asset_url("ST", each.id),
            workspace=workspaces[each.workspace_id],
        )
        for each in found
    ]


STATIC_LISTS = AssetFamily(
    item=StaticListAsset,
    verbs=verbs_of(STATIC_LIST),
    view=_view,
    missing=STATIC_LIST.missing,
    refuses={"delete": (Reason.ASSET_IN_USE,)},
)
STATIC_LISTS.declare(
    serves,
    get="getStaticListByIdUsingGET",
    get_by_name="getStaticListByNameUsingGET",
    browse="getStaticListsUsingGET",
    create="createStaticListUsingPOST",
    update="updateStaticListUsingPOST",
    delete="deleteStaticListByIdUsingPOST",
)
