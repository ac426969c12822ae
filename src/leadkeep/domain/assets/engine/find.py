"""Read assets of any kind: by id, by name, page by page (behaviour.md 4.2, 4.4)."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from leadkeep.domain.assets.engine.asset import Asset
from leadkeep.domain.assets.engine.queries import AssetTable
from leadkeep.domain.assets.engine.search import AssetFilter
from leadkeep.domain.assets.folders import FolderRef, FolderType, folders_by_refs
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work
from leadkeep.store import Transaction

A = TypeVar("A", bound=Asset)


def get_asset(work: Work, rows: AssetTable[A], number: int) -> A | None:
    """Return an asset by id; None when there is none within scope."""
    found = rows.by_id(work.tx, number)
    return found if found is not None and found.workspace_id in work.access.workspace_ids else None


def assets_named(work: Work, rows: AssetTable[A], name: str) -> list[A]:
    """Return the assets with this name within scope, ignoring letter case, ascending by id."""
    found = rows.by_name(work.tx, normalised_key(name)) if "\0" not in name else []
    return [each for each in found if each.workspace_id in work.access.workspace_ids]


def browse_assets(
    work: Work, rows: AssetTable[A], wanted: AssetFilter, offset: int, size: int
) -> list[A]:
    """Return a page of ``size`` matching assets, ascending by id, after the first ``offset``."""
    conditions = wanted.values(work)
    return [] if conditions is None else rows.where(work.tx, conditions, size, offset)


def page_after(
    work: Work, rows: AssetTable[A], wanted: AssetFilter, after: int, size: int
) -> tuple[list[A], int | None]:
    """Return ``size`` matching assets with ids above ``after``, ascending by id.

    Also returns the last id of the page; None on the last page.
    """
    conditions = wanted.values(work)
    if conditions is None:
        return [], None
    found = rows.where(work.tx, conditions | {"after": after}, size + 1)
    return found[:size], found[size - 1].id if len(found) > size else None


def folder_names(tx: Transaction, assets: Iterable[Asset]) -> dict[FolderRef, str]:
    """Return the names of the folders and programs that contain these assets."""
    folders = folders_by_refs(tx, {each.folder for each in assets})
    return {ref: each.name for ref, each in folders.items()}


def program_names(tx: Transaction, assets: Sequence[Asset]) -> dict[int, str]:
    """Return the names of the programs that contain these assets, by program id."""
    wanted = {each.program_id for each in assets if each.program_id is not None}
    refs = [FolderRef(number, FolderType.PROGRAM) for number in sorted(wanted)]
    return {ref.id: each.name for ref, each in folders_by_refs(tx, refs).items()}


def full_name(tx: Transaction, asset: Asset) -> str:
    """Return an asset's name as activities show it (behaviour.md 5.1).

    In a program it is ``Program.Asset``.
    """
    program = program_names(tx, [asset]).get(asset.program_id or 0)
    return asset.name if program is None else f"{program}.{asset.name}"
