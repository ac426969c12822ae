"""``smartLists``: rules that have a name and a place."""

from collections.abc import Iterator
from typing import Any

import msgspec

from leadkeep.blueprint.sections.placed import (
    PlacedKind,
    folder_to_be,
    name_and_place,
    present_at,
)
from leadkeep.blueprint.sections.places import Places
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.assets.folders import Folder, FolderKind
from leadkeep.domain.automation.rules import Rules, parse_rules
from leadkeep.domain.automation.smart_lists import (
    NewSmartList,
    SmartList,
    SmartListChange,
    all_smart_lists,
    change_smart_list,
    create_smart_list,
    names_in,
    smart_lists_named,
)
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.store import Transaction

KEY = "smartLists"
KIND = PlacedKind(KEY, "a smart list", FolderKind.SMART_LIST, "Group Smart Lists")


class SmartListItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A smart list, in a folder for smart lists or in a program."""

    name: str
    folder: str | None = None
    program: str | None = None
    workspace: str | None = None
    description: str | None = None
    match: str | int | None = None
    filters: list[Any] | None = None

    def rules(self) -> Rules:
        """Return its rules."""
        match = {} if self.match is None else {"match": self.match}
        return parse_rules({"filters": self.filters, **match})


def _apply(run: Run) -> Iterator[Change]:
    for item, place in KIND.items(run, SmartListItem):
        with run.blaming(item.line, f"{KEY}: {item.value.name}"):
            found, status = _put(run, item.value, place)
        yield Change(KEY, found.name, status)


def _put(run: Run, wanted: SmartListItem, place: Folder) -> tuple[SmartList, str]:
    tx, access, rules = run.tx, operator_access(run.tx), wanted.rules()
    present = present_at(place, smart_lists_named(Work(tx, access), wanted.name))
    if present is not None:
        is_silent = wanted.filters is None and wanted.match is None
        change = SmartListChange(
            wanted.name,
            wanted.description,
            folder_to_be(wanted, place),
            None if is_silent else rules,
        )
        changed = change_smart_list(Work(tx, access), present.id, change)
        return changed, "unchanged" if changed == present else "updated"
    new = NewSmartList(wanted.name, place.ref, wanted.description, rules)
    return create_smart_list(Work(tx, access), new), "created"


def _present(tx: Transaction) -> Iterator[dict[str, object]]:
    """Yield all smart lists, each behind those that it uses."""
    places, ahead = Places(tx), all_smart_lists(tx)
    while ahead:
        names = {normalised_key(each.name) for each in ahead}
        ready = [each for each in ahead if names.isdisjoint(names_in(each.rules))]
        yield from (_item(places, each) for each in ready)
        ahead = [each for each in ahead if each not in ready]


def _item(places: Places, of: SmartList) -> dict[str, object]:
    item = name_and_place(places, of)
    described = {"description": of.description} if of.description else {}
    return {**item, **described, **of.rules.spelled()}


SECTION = Section(KEY, _apply, _present)
