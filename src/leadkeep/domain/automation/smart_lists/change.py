"""Create, change, clone and delete smart lists (behaviour.md 4.4)."""

from dataclasses import replace
from typing import Any

from sqlalchemy import delete, insert, update

from leadkeep.domain.assets.folders import (
    FolderKind,
    FolderRef,
    asset_columns,
    check_name_is_free,
    checked_description,
    checked_name,
    hold_tree,
    place_for,
    place_within,
)
from leadkeep.domain.automation.rules import check_rules
from leadkeep.domain.automation.smart_lists import queries
from leadkeep.domain.automation.smart_lists.find import get_smart_list
from leadkeep.domain.automation.smart_lists.member_filter import leads_to, names_in
from leadkeep.domain.automation.smart_lists.smart_list import (
    NewSmartList,
    SmartList,
    SmartListChange,
    stored,
)
from leadkeep.domain.automation.smart_lists.tables import SMART_LIST_IDS, smart_list
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

ASSET = "Smart List"


def create_smart_list(work: Work, new: NewSmartList) -> SmartList:
    """Create a smart list in a folder for smart lists or in a program.

    Raises:
        Refusal: 701; 709, the name is taken; 710; 711.
        ValueError: its rules name something that is not there, have a trigger, or use the list
            itself.
    """
    hold_tree(work.tx)
    place = place_for(work, new.folder, FolderKind.SMART_LIST)
    created = SmartList(
        id=0,
        name=checked_name(new.name),
        description=checked_description(new.description),
        folder=place.ref,
        program_id=place.program_id,
        workspace_id=place.workspace_id,
        rules=new.rules,
        created_at=work.moment,
        updated_at=work.moment,
    )
    _check(work.tx, created)
    check_rules(work.tx, created.rules)
    created = replace(created, id=work.tx.allocate(SMART_LIST_IDS, 1)[0])
    work.tx.execute(
        insert(smart_list).values(id=created.id, created_at=work.moment, **_changeable(created))
    )
    work.tx.bump_version()  # every process knows the rules of all smart lists
    return created


def change_smart_list(work: Work, number: int, change: SmartListChange) -> SmartList:
    """Rename, describe or move a smart list, or give it other rules; return it as it is then.

    Raises:
        Refusal: 701; 702, no such smart list within reach; 709; 710; 711.
        ValueError: as for a new one.
    """
    hold_tree(work.tx)
    present = changed = _present(work, number)
    if change.name is not None:
        changed = replace(changed, name=checked_name(change.name))
    if change.description is not None:
        changed = replace(changed, description=checked_description(change.description))
    if change.folder is not None and change.folder != present.folder:
        refusal = "a smart list cannot be moved to another workspace"
        place = place_within(
            work, change.folder, FolderKind.SMART_LIST, present.workspace_id, refusal
        )
        changed = replace(changed, folder=place.ref, program_id=place.program_id)
    if change.rules is not None:
        check_rules(work.tx, change.rules)
        changed = replace(changed, rules=change.rules)
    if changed == present:
        return present
    _check(work.tx, changed)
    changed = replace(changed, updated_at=work.moment)
    work.tx.execute(
        update(smart_list).where(smart_list.c.id == number).values(**_changeable(changed))
    )
    work.tx.bump_version()
    return changed


def clone_smart_list(
    work: Work,
    number: int,
    name: str,
    folder: FolderRef,
    description: str | None,
) -> SmartList:
    """Make a smart list with the rules of another one.

    Raises:
        Refusal: 702, no such smart list within reach; 709, the place is in another workspace, or
            as for a new one; 701, 710 or 711.
    """
    hold_tree(work.tx)
    source = _present(work, number)
    refusal = "a smart list cannot be cloned to another workspace"
    place_within(work, folder, FolderKind.SMART_LIST, source.workspace_id, refusal)
    told = source.description if description is None else description
    new = NewSmartList(name, folder, told, source.rules)
    try:
        return create_smart_list(work, new)
    except ValueError as error:
        raise Refusal(Reason.BUSINESS_RULE, str(error)) from None


def delete_smart_list(work: Work, number: int) -> None:
    """Delete a smart list.

    Raises:
        Refusal: 702, no such smart list within reach; 709, another one uses it.
    """
    hold_tree(work.tx)
    gone = _present(work, number)
    key = normalised_key(gone.name)
    if any(key in names_in(each.rules) for each in queries.all_smart_lists(work.tx)):
        raise Refusal(Reason.BUSINESS_RULE, f"{ASSET} is in use")
    work.tx.execute(delete(smart_list).where(smart_list.c.id == number))
    work.tx.bump_version()


def _present(work: Work, number: int) -> SmartList:
    found = get_smart_list(work, number)
    if found is None:
        raise Refusal(Reason.ASSET_GONE, ASSET)
    return found


def _check(tx: Transaction, wanted: SmartList) -> None:
    """Refuse triggers, a circle, and a name that another smart list bears in the same place."""
    if wanted.rules.triggers:
        raise ValueError("a smart list has filters and no triggers")
    key = normalised_key(wanted.name)
    if leads_to(tx, wanted.rules, key):
        raise ValueError(f"the rules of {wanted.name} lead back to itself")
    check_name_is_free(wanted, queries.smart_lists_by_name(tx, key), ASSET)


def _changeable(of: SmartList) -> dict[str, Any]:
    return asset_columns(of) | {"rules": stored(of.rules)}
