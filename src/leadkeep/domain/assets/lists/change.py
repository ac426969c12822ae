"""Static lists as a kind of assets (behaviour.md 4.2)."""

from leadkeep.domain.assets.engine import AssetKind, AssetValues
from leadkeep.domain.assets.folders import FolderKind
from leadkeep.domain.assets.lists import queries
from leadkeep.domain.assets.lists.static_list import StaticList
from leadkeep.domain.assets.lists.tables import LIST_IDS
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

ASSET = "Static List"


def _check_delete(tx: Transaction, static_list: StaticList) -> None:
    if queries.is_used(tx, static_list.id):
        raise Refusal(Reason.ASSET_IN_USE, ASSET)


STATIC_LIST: AssetKind[StaticList, AssetValues] = AssetKind(
    name=ASSET,
    noun="a list",
    rows=queries.LISTS,
    ids=LIST_IDS,
    folder_kind=FolderKind.LIST,
    missing=Reason.ASSET_GONE,
    check_delete=_check_delete,
)
"""Deleting a list deletes its memberships, but not its leads."""
