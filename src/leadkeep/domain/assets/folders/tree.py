"""Set up the folders of every instance: three areas, each with one zone per workspace.

An area is a root folder such as Marketing Activities, a zone a workspace's folder in it. Ids,
names, kinds and descriptions are those that instances have shown (behaviour.md 4.2, 4.4): folder 12
is Group Lists, 14 Marketing Activities, 11 Emails.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert

from leadkeep.domain.assets.folders import queries
from leadkeep.domain.assets.folders.folder import Folder, FolderKind, FolderRef, FolderType
from leadkeep.domain.assets.folders.tables import FOLDER_IDS, folder
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import workspace_names
from leadkeep.store import Transaction

TREE_LOCK = "folders"

SYSTEM_FOLDER_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""The date of all system folders: a constant, so that their set-up needs no clock."""


@dataclass(frozen=True, slots=True)
class _Area:
    """An area: its root folder, its zone in the first workspace, and the folders of each zone."""

    root_id: int
    zone_id: int
    name: str
    inside: tuple[tuple[int, str, FolderKind], ...] = ()
    """The folders of each zone: id in the first workspace, name, kind."""


_MARKETING = _Area(14, 15, "Marketing Activities")
_LEAD_DATABASE_ID = 8
_AREAS = (
    _Area(
        1,
        2,
        "Design Studio",
        (
            (3, "Landing Pages", FolderKind.LANDING_PAGE),
            (4, "Forms", FolderKind.FORM),
            (5, "Images and Files", FolderKind.IMAGE),
            (6, "Snippets", FolderKind.SNIPPET),
            (11, "Emails", FolderKind.EMAIL),
        ),
    ),
    _Area(
        _LEAD_DATABASE_ID,
        9,
        "Lead Database",
        (
            (12, "Group Lists", FolderKind.LIST),
            (13, "Group Smart Lists", FolderKind.SMART_LIST),
        ),
    ),
    _MARKETING,
)

MARKETING_ACTIVITIES = FolderRef(_MARKETING.root_id)
"""The root whose zones contain folders and programs."""


def lead_database_zones(tx: Transaction) -> dict[int, int]:
    """Return for each workspace the id of its folder in Lead Database."""
    zones = queries.children_of(tx, [FolderRef(_LEAD_DATABASE_ID)])
    return {each.workspace_id: each.ref.id for each in zones}


def lock_tree(tx: Transaction) -> None:
    """Lock the folder tree until the transaction ends, so that others place and name nothing.

    A verb that places or names an asset takes this lock first, so that its checks stay true.
    """
    tx.lock_keys([TREE_LOCK])


def kind_inside(parent: Folder) -> str | None:
    """Return the kind of folders that a folder may contain; None when it may contain none."""
    if parent.kind == FolderKind.ZONE:
        return FolderKind.MARKETING if parent.parent == MARKETING_ACTIVITIES else None
    return FolderKind.MARKETING if parent.is_program else parent.kind


def takes(parent: Folder, kind: str) -> bool:
    """Return whether a folder accepts assets of a kind; programs accept all kinds of assets."""
    return parent.program_id is not None or kind_inside(parent) == kind


def set_up_folders(tx: Transaction) -> None:
    """Create the missing folders of the tree, and the missing zones of each workspace."""
    lock_tree(tx)
    names = workspace_names(tx)
    roots = queries.roots(tx)
    first = min(names)
    has_zones = {each.workspace_id for each in queries.children_of(tx, [r.ref for r in roots])}
    rows = [] if roots else [_root(area, first) for area in _AREAS]
    for workspace_id in sorted(names.keys() - has_zones):
        for area in _AREAS:
            is_first = workspace_id == first
            rows += _zone(tx, area, workspace_id, names[workspace_id], is_first=is_first)
    for row in rows:  # Each folder after its parent.
        tx.execute(insert(folder).values(**row))


def _root(area: _Area, workspace_id: int) -> dict[str, Any]:
    description = f"Root node for the {area.name} app area"
    return _row(area.root_id, area.name, FolderKind.ZONE, None, workspace_id, description)


def _zone(
    tx: Transaction, area: _Area, workspace_id: int, name: str, *, is_first: bool
) -> Iterator[dict[str, Any]]:
    def number(fixed: int) -> int:
        return fixed if is_first else tx.allocate(FOLDER_IDS, 1)[0]

    zone_id = number(area.zone_id)
    # The letter case is Marketo's.
    description = f"Root node of the {area.name.capitalize()} {name}"
    yield _row(zone_id, name, FolderKind.ZONE, area.root_id, workspace_id, description)
    for fixed, folder_name, kind in area.inside:
        yield _row(number(fixed), folder_name, kind, zone_id, workspace_id, None)


def _row(
    number: int,
    name: str,
    kind: FolderKind,
    parent_id: int | None,
    workspace_id: int,
    description: str | None,
) -> dict[str, Any]:
    return {
        "type": FolderType.FOLDER.value,
        "id": number,
        "name": name,
        "name_key": normalised_key(name),
        "description": description,
        "parent_type": None if parent_id is None else FolderType.FOLDER.value,
        "parent_id": parent_id,
        "workspace_id": workspace_id,
        "kind": kind.value,
        "is_archive": False,
        "is_system": True,
        "created_at": SYSTEM_FOLDER_DATE,
        "updated_at": SYSTEM_FOLDER_DATE,
    }
