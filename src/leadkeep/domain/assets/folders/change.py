"""Create, rename, move and delete folders, and programs as folders (behaviour.md 4.4)."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, insert, update

from leadkeep.domain.assets.folders import queries
from leadkeep.domain.assets.folders.find import get_folder, is_below, is_within, place_for
from leadkeep.domain.assets.folders.folder import (
    Folder,
    FolderKind,
    FolderRef,
    FolderType,
    NewFolder,
)
from leadkeep.domain.assets.folders.tables import FOLDER_IDS, folder
from leadkeep.domain.assets.folders.tree import kind_inside, lock_tree
from leadkeep.domain.fields import RENAMES, normalised_key, renamed
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal, has_control_character
from leadkeep.store import Transaction

LONGEST_NAME_CHARACTERS = 255
LONGEST_DESCRIPTION_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class FolderChange:
    """What to change in a folder; None keeps the present value."""

    name: str | None = None
    description: str | None = None
    is_archive: bool | None = None
    parent: FolderRef | None = None


def checked_name(name: str) -> str:
    """Return an asset's name in stored form: trimmed.

    Raises:
        Refusal: 701, the name is blank; 709, it is too long or cannot be stored.
    """
    name = name.strip()
    if not name:
        raise Refusal(Reason.BLANK, "name")
    check_text("name", name, LONGEST_NAME_CHARACTERS)
    if has_control_character(name):
        raise Refusal(Reason.CONTROL_CHARACTER, "name")
    return name


def checked_description(description: str | None) -> str | None:
    """Return an asset's description in stored form.

    Raises:
        Refusal: 709, it is too long or cannot be stored.
    """
    check_text("description", description, LONGEST_DESCRIPTION_CHARACTERS)
    return description


def check_text(name: str, text: str | None, limit_characters: int) -> None:
    """Refuse a text that is too long or cannot be stored.

    Raises:
        Refusal: 709, the text is too long or cannot be stored.
    """
    if text is not None and len(text) > limit_characters:
        raise Refusal(Reason.TEXT_TOO_LONG, name, limit_characters)
    if text is not None and "\0" in text:
        raise Refusal(Reason.NUL_CHARACTER, name)


def create_folder(work: Work, new: NewFolder) -> Folder:
    """Create a folder of the kind that its parent accepts.

    Raises:
        Refusal: 701, the name is blank; 709, the name is taken or a text cannot be stored; 710, no
            such parent within scope; 711, the parent does not accept folders.
    """
    lock_tree(work.tx)
    parent = get_folder(work, new.parent)
    if parent is None:
        raise Refusal(Reason.PARENT_FOLDER_NOT_FOUND)
    kind = kind_inside(parent)
    if kind is None:
        raise Refusal(Reason.INCOMPATIBLE_FOLDER)
    ref = FolderRef(work.tx.allocate(FOLDER_IDS, 1)[0])
    return _add(work.tx, ref, new, parent, kind)


def add_program_folder(work: Work, program_id: int, new: NewFolder) -> Folder:
    """Create the folder row of a new program, with the program's id.

    Raises:
        Refusal: 709, another program has this name; and the refusals of :func:`create_folder`.
    """
    lock_tree(work.tx)
    parent = place_for(work, new.parent, FolderKind.MARKETING)
    ref = FolderRef(program_id, FolderType.PROGRAM)
    return _add(work.tx, ref, new, parent, FolderKind.PROGRAM)


def _add(tx: Transaction, ref: FolderRef, new: NewFolder, parent: Folder, kind: str) -> Folder:
    name, description = checked_name(new.name), checked_description(new.description)
    _check_name_is_free(tx, ref, name, parent.ref)
    is_program = ref.type is FolderType.PROGRAM
    added = Folder(
        ref=ref,
        name=name,
        description=description,
        parent=parent.ref,
        workspace_id=parent.workspace_id,
        program_id=ref.id if is_program else parent.program_id,
        kind=kind,
        is_archive=False,
        is_system=False,
        created_at=tx.moment,
        updated_at=tx.moment,
    )
    tx.execute(
        insert(folder).values(
            type=ref.type.value,
            id=ref.id,
            workspace_id=added.workspace_id,
            program_id=added.program_id,
            kind=str(kind),
            is_system=False,
            created_at=tx.moment,
            **_changeable(added),
        )
    )
    return added


def _changeable(folder: Folder) -> dict[str, Any]:
    parent = folder.parent
    return {
        "name": folder.name,
        "name_key": normalised_key(folder.name),
        "description": folder.description,
        "parent_type": parent and parent.type.value,
        "parent_id": parent and parent.id,
        "is_archive": folder.is_archive,
        "updated_at": folder.updated_at,
    }


def change_folder(work: Work, ref: FolderRef, change: FolderChange) -> Folder:
    """Rename, describe, archive or move a folder or program; return the changed folder.

    Its contents move with it. A folder cannot leave its workspace nor the program that contains it,
    because its contents belong there.

    Raises:
        Refusal: 702, there is no such folder within scope; 709, it is a system folder or cannot be
            in the new parent; and the refusals of :func:`create_folder`.
    """
    lock_tree(work.tx)
    present = _changeable_folder(work, ref)
    changed = present
    if change.name is not None:
        changed = replace(changed, name=checked_name(change.name))
    if change.description is not None:
        changed = replace(changed, description=checked_description(change.description))
    if change.is_archive is not None:
        changed = replace(changed, is_archive=change.is_archive)
    if change.parent is not None and change.parent != present.parent:
        changed = replace(changed, parent=_new_parent(work, present, change.parent).ref)
    if changed == present:
        return present
    if (changed.name, changed.parent) != (present.name, present.parent) and changed.parent:
        _check_name_is_free(work.tx, ref, changed.name, changed.parent)
    changed = replace(changed, updated_at=work.tx.moment_after(present.updated_at))
    own = (folder.c.type == ref.type.value) & (folder.c.id == ref.id)
    work.tx.execute(update(folder).where(own).values(**_changeable(changed)))
    if changed.is_program:
        work.tx.emit(RENAMES, lambda: renamed("program", {present.name: changed.name}))
    return changed


def _new_parent(work: Work, moved: Folder, ref: FolderRef) -> Folder:
    kind = FolderKind.MARKETING if moved.is_program else moved.kind
    parent = place_for(work, ref, kind)
    if is_below(work.tx, parent, moved.ref):
        raise Refusal(Reason.FOLDER_IN_ITSELF)
    if parent.workspace_id != moved.workspace_id:
        raise Refusal(Reason.ASSET_NOT_MOVED, "a folder")
    if not moved.is_program and parent.program_id != moved.program_id:
        raise Refusal(Reason.FOLDER_BOUND_TO_PROGRAM)
    return parent


def delete_folder(work: Work, ref: FolderRef) -> None:
    """Delete an empty folder, or the folder row of a program that contains nothing.

    Raises:
        Refusal: 702, there is no such folder within scope; 709, it is not empty, or is a system
            folder.
    """
    lock_tree(work.tx)
    _changeable_folder(work, ref)
    if queries.has_contents(work.tx, ref):
        raise Refusal(Reason.FOLDER_NOT_EMPTY, ref.type.value.lower())
    work.tx.execute(delete(folder).where(folder.c.type == ref.type.value, folder.c.id == ref.id))


def _changeable_folder(work: Work, ref: FolderRef) -> Folder:
    found = queries.folders_by_refs(work.tx, [ref]).get(ref)
    if found is None or not is_within(work.access, found):
        raise Refusal(Reason.ASSET_NOT_FOUND, ref.type.value)
    if found.is_system:
        raise Refusal(Reason.SYSTEM_FOLDER)
    return found


def _check_name_is_free(tx: Transaction, ref: FolderRef, name: str, parent: FolderRef) -> None:
    """Refuse a name that another program has, or another folder in the same parent."""
    for other in queries.folders_by_name(tx, normalised_key(name)):
        is_rival = other.ref.type is ref.type and other.ref != ref
        if is_rival and (other.is_program or other.parent == parent):
            raise Refusal(Reason.NAME_TAKEN, ref.type.value)
