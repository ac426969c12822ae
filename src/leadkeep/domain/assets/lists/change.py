"""Create, change and delete static lists (behaviour.md 4.2)."""

from dataclasses import replace

from sqlalchemy import delete, insert, update

from leadkeep.domain.assets.folders import (
    FolderKind,
    asset_columns,
    check_name_is_free,
    checked_description,
    checked_name,
    hold_tree,
    place_for,
    place_within,
)
from leadkeep.domain.assets.lists import queries
from leadkeep.domain.assets.lists.find import get_list
from leadkeep.domain.assets.lists.static_list import ListChange, NewList, StaticList
from leadkeep.domain.assets.lists.tables import LIST_IDS, static_list
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

ASSET = "Static List"


def create_list(work: Work, new: NewList) -> StaticList:
    """Create a list in a folder for lists or in a program.

    Raises:
        Refusal: 701; 709, the name is taken; 710; 711.
    """
    hold_tree(work.tx)
    place = place_for(work, new.folder, FolderKind.LIST)
    created = StaticList(
        id=0,
        name=checked_name(new.name),
        description=checked_description(new.description),
        folder=place.ref,
        program_id=place.program_id,
        workspace_id=place.workspace_id,
        created_at=work.moment,
        updated_at=work.moment,
    )
    _check_name_is_free(work.tx, created)
    created = replace(created, id=work.tx.allocate(LIST_IDS, 1)[0])
    work.tx.execute(
        insert(static_list).values(id=created.id, created_at=work.moment, **asset_columns(created))
    )
    return created


def change_list(work: Work, list_id: int, change: ListChange) -> StaticList:
    """Rename, describe or move a list; return it as it is then. It stays in its workspace.

    Raises:
        Refusal: 701; 702, no such list within reach; 709; 710; 711.
    """
    hold_tree(work.tx)
    present = changed = _present(work, list_id)
    if change.name is not None:
        changed = replace(changed, name=checked_name(change.name))
    if change.description is not None:
        changed = replace(changed, description=checked_description(change.description))
    if change.folder is not None and change.folder != present.folder:
        refusal = "a list cannot be moved to another workspace"
        place = place_within(work, change.folder, FolderKind.LIST, present.workspace_id, refusal)
        changed = replace(changed, folder=place.ref, program_id=place.program_id)
    if changed == present:
        return present
    _check_name_is_free(work.tx, changed)
    changed = replace(changed, updated_at=work.moment)
    own = static_list.c.id == list_id
    work.tx.execute(update(static_list).where(own).values(**asset_columns(changed)))
    return changed


def delete_list(work: Work, list_id: int) -> None:
    """Delete a list and its memberships; its leads stay.

    Raises:
        Refusal: 702, no such list within reach; 709, something else uses it.
    """
    hold_tree(work.tx)
    _present(work, list_id)
    if queries.is_used(work.tx, list_id):
        raise Refusal(Reason.BUSINESS_RULE, f"{ASSET} is in use")
    work.tx.execute(delete(static_list).where(static_list.c.id == list_id))


def _present(work: Work, list_id: int) -> StaticList:
    found = get_list(work, list_id)
    if found is None:
        raise Refusal(Reason.ASSET_GONE, ASSET)
    return found


def _check_name_is_free(tx: Transaction, wanted: StaticList) -> None:
    namesakes = queries.lists_by_name(tx, normalised_key(wanted.name))
    check_name_is_free(wanted, namesakes, ASSET)
