"""Declare the table of forms."""

from sqlalchemy import Column, String, Table, Text

from leadkeep.domain.assets.engine import asset_columns, asset_indexes
from leadkeep.store import IdSequence, Scale, metadata

FORM_IDS = IdSequence("form", first=1001)

form = Table(
    "form",
    metadata,
    *asset_columns(
        described_by=(
            Column("status", String(20), nullable=False),
            Column("look", Text, nullable=False, comment="How it is shown, as JSON."),
            Column("fields", Text, nullable=False, comment="What it asks for, in order, as JSON."),
        )
    ),
    *asset_indexes(),
    info={"scale": Scale.LOCAL, "in_folder": True},
)
