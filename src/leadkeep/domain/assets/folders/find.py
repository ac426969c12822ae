"""Read folders, including programs: by reference, by name, as a tree (behaviour.md 4.4)."""

from collections.abc import Iterable, Sequence

from leadkeep.domain.assets.folders import queries
from leadkeep.domain.assets.folders.folder import Folder, FolderRef, FolderType
from leadkeep.domain.assets.folders.tree import takes
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Access, Work, workspace_names
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction


def get_folder(work: Work, ref: FolderRef) -> Folder | None:
    """Return a folder or program; None when there is none within scope."""
    found = queries.folders_by_refs(work.tx, [ref]).get(ref)
    return found if found is not None and is_within(work.access, found) else None


def is_within(access: Access, found: Folder) -> bool:
    """Return whether a folder is within the scope of ``access``.

    The root folder of an area, such as Marketing Activities, is within every scope.
    """
    return found.parent is None or found.workspace_id in access.workspace_ids


def place_for(work: Work, ref: FolderRef, kind: str) -> Folder:
    """Return the folder or program in which an asset of this kind is to be placed.

    Raises:
        Refusal: 710, there is no such folder within scope; 711, it does not accept that kind.
    """
    found = get_folder(work, ref)
    if found is None:
        raise Refusal(Reason.PARENT_FOLDER_NOT_FOUND)
    if not takes(found, kind):
        raise Refusal(Reason.INCOMPATIBLE_FOLDER)
    return found


def folders_named(work: Work, name: str, kind: FolderType | None = None) -> list[Folder]:
    """Return the folders and programs with this name within scope, ignoring letter case."""
    found = queries.folders_by_name(work.tx, normalised_key(name)) if "\0" not in name else []
    return [
        each for each in found if is_within(work.access, each) and kind in (None, each.ref.type)
    ]


def list_folders(work: Work, root: FolderRef | None, depth: int) -> list[Folder]:
    """Return a folder and ``depth`` levels of its contents; without ``root``, those of all areas.

    The order is level by level, folders before programs, ascending by id: new folders come at the
    end of their level.
    """
    if root is None:
        level = queries.roots(work.tx)
    else:
        found = get_folder(work, root)
        level = [] if found is None else [found]
    listed = list(level)
    for _ in range(depth):
        below = queries.children_of(work.tx, [each.ref for each in level])
        level = [each for each in below if is_within(work.access, each)]
        if not level:
            break
        listed += level
    return listed


def is_below(tx: Transaction, folder: Folder, root: FolderRef) -> bool:
    """Return whether a folder is the root or is somewhere below it."""
    return any(root in chain for chain in _chains(tx, [folder]).values())


def folders_above(tx: Transaction, ref: FolderRef) -> list[FolderRef]:
    """Return a folder or program and its ancestors up to the root; empty if it was deleted."""
    found = queries.folders_by_refs(tx, [ref]).get(ref)
    return [] if found is None else _chains(tx, [found])[ref]


def folder_paths(tx: Transaction, folders: Sequence[Folder]) -> dict[FolderRef, str]:
    """Return the path of each folder, such as ``/Lead Database/Default/Group Lists``.

    It costs one statement for each level, however many folders are given.
    """
    known = _ancestors(tx, folders)
    return {
        each.ref: "".join(f"/{known[ref].name}" for ref in reversed(_chain(each, known)))
        for each in folders
    }


def _chains(tx: Transaction, folders: Sequence[Folder]) -> dict[FolderRef, list[FolderRef]]:
    known = _ancestors(tx, folders)
    return {each.ref: _chain(each, known) for each in folders}


def _chain(folder: Folder, known: dict[FolderRef, Folder]) -> list[FolderRef]:
    """Return the folder, its parent, and so on up to the root."""
    chain = [folder.ref]
    while (parent := known[chain[-1]].parent) is not None:
        chain.append(parent)
    return chain


def _ancestors(tx: Transaction, folders: Iterable[Folder]) -> dict[FolderRef, Folder]:
    """Return the folders and all their ancestors."""
    known = {each.ref: each for each in folders}
    while missing := {each.parent for each in known.values() if each.parent} - known.keys():
        known |= queries.folders_by_refs(tx, sorted(missing))
    return known


def workspace_of(tx: Transaction, folder: Folder) -> str:
    """Return the name of a folder's workspace."""
    return workspace_names(tx)[folder.workspace_id]
