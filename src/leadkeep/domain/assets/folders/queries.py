"""Query the folder table."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, select

from leadkeep.domain.assets.folders.folder import Folder, FolderRef, FolderType
from leadkeep.domain.assets.folders.tables import folder
from leadkeep.store import Statement, Transaction, any_of, metadata

IN_FOLDER = "in_folder"
"""The key in a table's ``info`` that marks a table of assets in folders, with the columns
``folder_type`` and ``folder_id``."""

_c = folder.c
_FOLDERS: Select[Any] = select(
    _c.type,
    _c.id,
    _c.name,
    _c.description,
    _c.parent_type,
    _c.parent_id,
    _c.workspace_id,
    _c.program_id,
    _c.kind,
    _c.is_archive,
    _c.is_system,
    _c.created_at,
    _c.updated_at,
)
_BY_IDS = Statement(
    _FOLDERS.where(_c.type == bindparam("wanted_type"), any_of(_c.id, "wanted_ids")).order_by(_c.id)
)
_BY_NAME = Statement(_FOLDERS.where(_c.name_key == bindparam("name")).order_by(_c.type, _c.id))
_PROGRAMS_BY_NAMES = Statement(
    _FOLDERS.where(
        any_of(_c.name_key, "names"), _c.type == literal(FolderType.PROGRAM.value)
    ).order_by(_c.id)
)
_ROOTS = Statement(_FOLDERS.where(_c.parent_id.is_(None)).order_by(_c.type, _c.id))
_CHILDREN = Statement(
    _FOLDERS.where(
        _c.parent_type == bindparam("wanted_type"), any_of(_c.parent_id, "wanted_ids")
    ).order_by(_c.type, _c.id)
)
_ALL = Statement(_FOLDERS.order_by(_c.type, _c.id))


def _read(row: Sequence[Any]) -> Folder:
    kind, number, name, description, parent_type, parent_id, *rest = row
    parent = None if parent_id is None else FolderRef(parent_id, FolderType(parent_type))
    return Folder(FolderRef(number, FolderType(kind)), name, description, parent, *rest)


def folders_by_refs(tx: Transaction, refs: Iterable[FolderRef]) -> dict[FolderRef, Folder]:
    """Return these folders, leaving out those that do not exist."""
    found: dict[FolderRef, Folder] = {}
    for kind, ids in _by_type(refs).items():
        rows = tx.rows(_BY_IDS, wanted_type=kind.value, wanted_ids=ids)
        found |= {each.ref: each for each in map(_read, rows)}
    return found


def children_of(tx: Transaction, refs: Iterable[FolderRef]) -> list[Folder]:
    """Return the direct subfolders of these folders: folders, then programs, ascending by id."""
    found: list[Folder] = []
    for kind, ids in _by_type(refs).items():
        rows = tx.rows(_CHILDREN, wanted_type=kind.value, wanted_ids=ids)
        found += map(_read, rows)
    return sorted(found, key=lambda folder: (folder.ref.type, folder.ref.id))


def roots(tx: Transaction) -> list[Folder]:
    """Return the root folders of the areas."""
    return [_read(row) for row in tx.rows(_ROOTS)]


def folders_by_name(tx: Transaction, name_key: str) -> list[Folder]:
    """Return the folders, then programs, with this normalised name, ascending by id."""
    return [_read(row) for row in tx.rows(_BY_NAME, name=name_key)]


def programs_named(tx: Transaction, name_keys: Collection[str]) -> list[Folder]:
    """Return the programs with these normalised names, ascending by id."""
    if not name_keys:
        return []
    return [_read(row) for row in tx.rows(_PROGRAMS_BY_NAMES, names=list(name_keys))]


def all_folders(tx: Transaction) -> list[Folder]:
    """Return all folders, then all programs, ascending by id."""
    return [_read(row) for row in tx.rows(_ALL)]


def has_contents(tx: Transaction, ref: FolderRef) -> bool:
    """Return whether a folder contains anything: a folder, a program or another asset."""
    if children_of(tx, [ref]):
        return True
    for table in metadata.sorted_tables:
        if table.info.get(IN_FOLDER):
            inside = (table.c.folder_type == ref.type.value) & (table.c.folder_id == ref.id)
            query = select(func.count()).select_from(
                select(literal(1)).where(inside).limit(1).subquery()
            )
            if tx.execute(query).scalar():
                return True
    return False


def _by_type(refs: Iterable[FolderRef]) -> dict[FolderType, Collection[int]]:
    found: dict[FolderType, list[int]] = {}
    for ref in dict.fromkeys(refs):
        found.setdefault(ref.type, []).append(ref.id)
    return {kind: found[kind] for kind in sorted(found)}
