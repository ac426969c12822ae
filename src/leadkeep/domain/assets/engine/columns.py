"""Define the columns and indexes that all asset tables share."""

from collections.abc import Iterator

from sqlalchemy import Column, Index, String, Text

from leadkeep.store import Id, Timestamp

NO_FOLDER_KEY = "No foreign key to its folder: that is kept in one place, this everywhere."


def asset_columns(
    *own: Column[object], described_by: tuple[Column[object], ...] = ()
) -> Iterator[Column[object]]:
    """Yield the columns of an asset table; ``own`` are the columns that only one kind of asset has.

    ``described_by`` are such columns too, but come before those of the folder.
    """
    yield Column("id", Id, primary_key=True, autoincrement=False)
    yield Column("name", String(255), nullable=False)
    yield Column("name_key", String(300), nullable=False, comment="Trimmed, letter case folded.")
    yield Column("description", Text)
    yield from described_by
    yield Column("folder_type", String(10), nullable=False)
    yield Column("folder_id", Id, nullable=False)
    yield Column("program_id", Id, comment="The innermost program that contains it.")
    yield Column("workspace_id", Id, nullable=False)
    yield from own
    yield Column("created_at", Timestamp, nullable=False)
    yield Column("updated_at", Timestamp, nullable=False)


def asset_indexes() -> tuple[Index, ...]:
    """Return the indexes by which assets are found."""
    return Index(None, "name_key"), Index(None, "folder_type", "folder_id")
