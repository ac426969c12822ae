"""Create, change, clone and delete assets of any kind (behaviour.md 4.2, 4.4)."""

from dataclasses import fields, replace
from typing import Any, TypeVar

from leadkeep.domain.assets.engine.asset import Asset, AssetValues, required
from leadkeep.domain.assets.engine.find import full_name, get_asset
from leadkeep.domain.assets.engine.kind import AssetKind
from leadkeep.domain.assets.folders import (
    Folder,
    FolderRef,
    checked_description,
    checked_name,
    lock_tree,
    place_for,
)
from leadkeep.domain.fields import RENAMES, Renamed, normalised_key, renamed
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

A = TypeVar("A", bound=Asset)
V = TypeVar("V", bound=AssetValues)


def create_asset(work: Work, kind: AssetKind[A, V], values: V) -> A:
    """Create an asset in a program, or in a folder that accepts its kind.

    Raises:
        Refusal: 701, a value is missing; 709, the name is taken, or a rule of the kind forbids the
            asset; 710, no such folder within scope; 711, the folder does not accept the kind.
    """
    tx = work.tx
    lock_tree(tx)
    name, folder = required(values.name, "name"), required(values.folder, "folder")
    place = place_for(work, folder, kind.folder_kind)
    wanted = kind.rows.asset_type(
        id=0,
        name=checked_name(name),
        description=checked_description(values.description) or None,
        folder=place.ref,
        program_id=place.program_id,
        workspace_id=place.workspace_id,
        created_at=tx.moment,
        updated_at=tx.moment,
        **kind.own_members(tx, values, None),
    )
    _check(tx, kind, wanted, None)
    created = replace(wanted, id=tx.allocate(kind.ids, 1)[0])
    kind.rows.insert(tx, created)
    kind.saved(tx, None, created)
    return created


def change_asset(work: Work, kind: AssetKind[A, V], number: int, values: V) -> A:
    """Change an asset within its workspace; return the changed asset.

    Raises:
        Refusal: 702, no such asset within scope; 709, the new folder is in another workspace; and
            the refusals of :func:`create_asset`.
    """
    lock_tree(work.tx)
    present = present_asset(work, kind, number)
    wanted: dict[str, Any] = {}
    if values.name is not None:
        wanted["name"] = checked_name(values.name)
    if values.description is not None:
        wanted["description"] = checked_description(values.description) or None
    if values.folder is not None and values.folder != present.folder:
        place = _place(work, kind, present, values.folder, kind.not_moved)
        wanted |= {"folder": place.ref, "program_id": place.program_id}
    changed = replace(present, **wanted, **kind.own_members(work.tx, values, present))
    if changed == present:
        return present
    _check(work.tx, kind, changed, present)
    return save_asset(work.tx, kind, present, changed)


def clone_asset(work: Work, kind: AssetKind[A, V], number: int, values: V) -> A:
    """Create a copy of an asset; ``values`` that are not None replace the copied values.

    ``AssetKind.copy`` says which values are copied.

    Raises:
        Refusal: 702, no such asset within scope; 709, the new folder is in another workspace; and
            the refusals of :func:`create_asset`.
    """
    lock_tree(work.tx)
    source = present_asset(work, kind, number)
    if kind.copy is None:
        raise TypeError(f"{kind.noun} has no clones")
    if values.folder is not None:
        _place(work, kind, source, values.folder, kind.not_cloned)
    wanted = {each.name: getattr(values, each.name) for each in fields(values)}
    present = {name: value for name, value in wanted.items() if value is not None}
    return create_asset(work, kind, replace(kind.copy(source), **present))


def delete_asset(work: Work, kind: AssetKind[A, V], number: int) -> None:
    """Delete the asset with the id ``number``.

    Raises:
        Refusal: 702, no such asset within scope; 709, a rule of the kind forbids it.
    """
    lock_tree(work.tx)
    present = present_asset(work, kind, number)
    kind.check_delete(work.tx, present)
    kind.saved(work.tx, present, None)
    kind.rows.delete(work.tx, number)


def save_asset(tx: Transaction, kind: AssetKind[A, V], present: A, changed: A) -> A:
    """Store an asset that was checked, with the date of change; return the stored asset."""
    changed = replace(changed, updated_at=tx.moment_after(present.updated_at))
    kind.rows.update(tx, changed)
    kind.saved(tx, present, changed)
    if (changed.name, changed.program_id) != (present.name, present.program_id):
        tx.emit(RENAMES, lambda: _renamed(tx, kind, present, changed))
    return changed


def _renamed(tx: Transaction, kind: AssetKind[A, V], before: A, after: A) -> list[Renamed]:
    names = {full_name(tx, before): full_name(tx, after), before.name: after.name}
    return renamed(kind.noun.removeprefix("a "), names)


def present_asset(work: Work, kind: AssetKind[A, V], number: int) -> A:
    """Return the asset with the id ``number``.

    Raises:
        Refusal: 702, there is no such asset within scope.
    """
    found = get_asset(work, kind.rows, number)
    if found is None:
        raise Refusal(kind.missing, kind.name)
    return found


def _place(
    work: Work, kind: AssetKind[A, V], asset: A, ref: FolderRef, other_workspace: Reason
) -> Folder:
    place = place_for(work, ref, kind.folder_kind)
    if place.workspace_id != asset.workspace_id:
        raise Refusal(other_workspace, kind.noun)
    return place


def _check(tx: Transaction, kind: AssetKind[A, V], wanted: A, present: A | None) -> None:
    """Refuse an asset that breaks a rule of its kind, or whose name is taken where it is."""
    kind.check(tx, wanted, present)
    place = (wanted.workspace_id, wanted.program_id)
    for other in kind.rows.by_name(tx, normalised_key(wanted.name)):
        if (other.workspace_id, other.program_id) == place and other.id != wanted.id:
            raise Refusal(Reason.NAME_TAKEN, kind.name)
