"""The asset engine: the code shared by everything that has a name and a folder.

Static lists, smart lists, forms and smart campaigns are kinds: data that the engine reads. A kind
is an :class:`AssetKind` with its rows, an :class:`AssetTable`; an asset is a dataclass derived from
:class:`Asset`, and the values in a command derive from :class:`AssetValues`.

Entry points: :func:`get_asset`, :func:`assets_named`, :func:`browse_assets` and :func:`page_after`
to read; :func:`create_asset`, :func:`change_asset`, :func:`clone_asset` and :func:`delete_asset`;
:func:`asset_columns` and :func:`asset_indexes` for tables.
"""

from leadkeep.domain.assets.engine.asset import Asset, AssetValues, required
from leadkeep.domain.assets.engine.change import (
    change_asset,
    clone_asset,
    create_asset,
    delete_asset,
    present_asset,
    save_asset,
)
from leadkeep.domain.assets.engine.columns import NO_FOLDER_KEY, asset_columns, asset_indexes
from leadkeep.domain.assets.engine.find import (
    assets_named,
    browse_assets,
    folder_names,
    full_name,
    get_asset,
    page_after,
    program_names,
)
from leadkeep.domain.assets.engine.kind import AssetKind, said
from leadkeep.domain.assets.engine.queries import AssetTable
from leadkeep.domain.assets.engine.search import AssetFilter

__all__ = [
    "NO_FOLDER_KEY",
    "Asset",
    "AssetFilter",
    "AssetKind",
    "AssetTable",
    "AssetValues",
    "asset_columns",
    "asset_indexes",
    "assets_named",
    "browse_assets",
    "change_asset",
    "clone_asset",
    "create_asset",
    "delete_asset",
    "folder_names",
    "full_name",
    "get_asset",
    "page_after",
    "present_asset",
    "program_names",
    "required",
    "said",
    "save_asset",
]
