"""Declare the table of smart lists."""

from sqlalchemy import Column, Index, Table

from leadkeep.domain.assets.engine import NO_FOLDER_KEY, asset_columns, asset_indexes
from leadkeep.store import IdSequence, JsonText, Scale, metadata

SMART_LIST_IDS = IdSequence("smart_list", first=1001)

smart_list = Table(
    "smart_list",
    metadata,
    *asset_columns(
        Column("rules", JsonText, nullable=False, comment="Filters and how they combine.")
    ),
    *asset_indexes(),
    Index(None, "program_id"),
    info={"scale": Scale.REFERENCE, "in_folder": True},
    comment=NO_FOLDER_KEY,
)
