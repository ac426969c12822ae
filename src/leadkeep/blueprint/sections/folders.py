"""``folders``: the folders that users created, except those inside programs."""

from collections.abc import Iterator

import msgspec

from leadkeep.blueprint.sections.places import Places
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.assets.folders import (
    Folder,
    FolderChange,
    NewFolder,
    change_folder,
    checked_name,
    create_folder,
)
from leadkeep.domain.fields import normalised_key
from leadkeep.store import Transaction

KEY = "folders"


class FolderItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A folder. Its parent folder is given by name or by path."""

    name: str
    parent: str
    workspace: str | None = None
    description: str | None = None
    is_archive: bool | None = None


def _apply(run: Run) -> Iterator[Change]:
    places, seen = Places(run.tx), dict[object, int]()
    for item in run.blueprint.items(KEY, FolderItem):
        wanted = item.value
        named = f"{KEY}: {wanted.name}"
        with run.errors_at(item.line, named):
            parent = places.folder(wanted.parent, places.workspace_id(wanted.workspace))
            name = checked_name(wanted.name)
        first = seen.setdefault((parent.ref, normalised_key(name)), item.line)
        if first != item.line:
            raise run.blueprint.error(item.line, named, f"is in line {first} already")
        with run.errors_at(item.line, named):
            yield Change(KEY, name, _save(run, places, wanted, parent))


def _save(run: Run, places: Places, wanted: FolderItem, parent: Folder) -> str:
    key, status = normalised_key(wanted.name), "unchanged"
    present = next(
        (
            each
            for each in places.inside(parent.ref)
            if not each.is_program and normalised_key(each.name) == key
        ),
        None,
    )
    if present is None:
        new = NewFolder(wanted.name, parent.ref, wanted.description)
        present, status = create_folder(run.work, new), "created"
    change = FolderChange(wanted.name, wanted.description, wanted.is_archive)
    changed = change_folder(run.work, present.ref, change)
    places.add(changed)
    return "updated" if changed != present and status == "unchanged" else status


def _present(tx: Transaction) -> list[dict[str, object]]:
    places = Places(tx)
    items = []
    for each in places.folders():
        if each.is_system or each.program_id is not None or each.parent is None:
            continue
        item: dict[str, object] = {
            "name": each.name,
            "parent": places.name_of(places.at(each.parent)),
        }
        item |= places.workspace(each)
        if each.description:
            item["description"] = each.description
        if each.is_archive:
            item["isArchive"] = True
        items.append(item)
    return items


SECTION = Section(KEY, _apply, _present)
