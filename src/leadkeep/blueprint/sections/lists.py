"""``lists``: static lists, and the leads on them by email."""

from collections.abc import Iterator, Sequence

import msgspec

from leadkeep.blueprint.file import Item
from leadkeep.blueprint.sections.leads import LEADS_AT_ONCE
from leadkeep.blueprint.sections.placed import (
    PlacedKind,
    folder_to_be,
    name_and_place,
    present_at,
)
from leadkeep.blueprint.sections.places import Places
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.assets.folders import Folder, FolderKind
from leadkeep.domain.assets.lists import (
    ListChange,
    NewList,
    StaticList,
    add_to_list,
    all_lists,
    are_members,
    change_list,
    create_list,
    list_members,
    lists_named,
)
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.leads import LeadFilter, find_leads
from leadkeep.store import Transaction

KEY = "lists"
KIND = PlacedKind(KEY, "a list", FolderKind.LIST, "Group Lists")


class ListItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A static list, in a folder for lists or in a program. Members are added, never removed."""

    name: str
    folder: str | None = None
    program: str | None = None
    workspace: str | None = None
    description: str | None = None
    members: list[str] = []


def _apply(run: Run) -> Iterator[Change]:
    for item, place in KIND.items(run, ListItem):
        with run.blaming(item.line, f"{KEY}: {item.value.name}"):
            found, status = _put(run, item.value, place)
        has_added = _add_members(run, item, found)
        is_same = status == "unchanged" and not has_added
        yield Change(KEY, found.name, status if is_same or status == "created" else "updated")


def _put(run: Run, wanted: ListItem, place: Folder) -> tuple[StaticList, str]:
    tx, access = run.tx, operator_access(run.tx)
    present = present_at(place, lists_named(Work(tx, access), wanted.name))
    if present is not None:
        change = ListChange(wanted.name, wanted.description, folder_to_be(wanted, place))
        changed = change_list(Work(tx, access), present.id, change)
        return changed, "unchanged" if changed == present else "updated"
    new = NewList(wanted.name, place.ref, wanted.description)
    return create_list(Work(tx, access), new), "created"


def _add_members(run: Run, item: Item[ListItem], to: StaticList) -> bool:
    """Put the named leads on the list; return whether any was not on it yet."""
    has_added = False
    for start in range(0, len(item.value.members), LEADS_AT_ONCE):
        emails = item.value.members[start : start + LEADS_AT_ONCE]
        lead_ids = _leads_of(run, item, emails, start)
        before = are_members(run.work, to.id, lead_ids)
        new = [each.lead_id for each in before if each.status == "notmemberof" and each.lead_id]
        if new:
            add_to_list(run.work, to.id, new)
            has_added = True
    return has_added


def _leads_of(run: Run, item: Item[ListItem], emails: Sequence[str], start: int) -> list[int]:
    """Return the lead of each email; of one email the first lead."""
    keys = [normalised_key(email) for email in emails]
    found: dict[str, int] = {}
    with run.blaming(item.line, f"{KEY}: {item.value.name}"):
        # One value at a time would cost a statement each; many leads of one email are rare.
        page = find_leads(run.work, LeadFilter("email", emails, ["email"], page_size=1_000))
    for lead_id, email in page.rows:
        found.setdefault(normalised_key(email), lead_id)
    for index, key in enumerate(keys):
        if key not in found:
            line = run.blueprint.lines[f"{item.path}.members[{start + index}]"]
            text = f"no lead has the email {emails[index]}"
            raise run.blueprint.error(line, f"{KEY}: {item.value.name}", text)
    return [found[key] for key in keys]


def _present(tx: Transaction) -> Iterator[dict[str, object]]:
    places = Places(tx)
    for each in all_lists(tx):
        yield _item(places, each)


def _item(places: Places, of: StaticList) -> dict[str, object]:
    item = name_and_place(places, of)
    return item | ({"description": of.description} if of.description else {})


def _present_with_members(tx: Transaction) -> Iterator[dict[str, object]]:
    """Yield all lists with the emails of those on them; who has none cannot be named."""
    places, access = Places(tx), operator_access(tx)
    for each in all_lists(tx):
        emails: dict[str, str] = {}
        after: int | None = 0
        while after is not None:
            page = list_members(Work(tx, access), each.id, ["email"], after, LEADS_AT_ONCE)
            emails |= {
                normalised_key(row[1]): row[1]
                for row in page.rows
                if row[1] and normalised_key(row[1]) not in emails
            }
            after = page.next_after
        item = _item(places, each)
        yield item | {"members": list(emails.values())} if emails else item


SECTION = Section(KEY, _apply, _present, _present_with_members)
