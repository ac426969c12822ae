"""``lists``: static lists, with the emails of their members."""

from collections.abc import Iterator

import msgspec

from leadkeep.blueprint.file import Item
from leadkeep.blueprint.sections.leads import LEAD_BATCH_SIZE
from leadkeep.blueprint.sections.members import leads_of
from leadkeep.blueprint.sections.placed import PlacedKind, placed_item
from leadkeep.blueprint.sections.places import Places
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.assets.engine import AssetValues
from leadkeep.domain.assets.lists import (
    LISTS,
    STATIC_LIST,
    StaticList,
    add_to_list,
    are_members,
    list_members,
)
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.store import Transaction

KEY = "lists"
KIND = PlacedKind(KEY, STATIC_LIST, "Group Lists")


class ListItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A static list, in a folder or in a program. Members are added, never removed."""

    name: str
    folder: str | None = None
    program: str | None = None
    workspace: str | None = None
    description: str | None = None
    members: list[str] = []


def _apply(run: Run) -> Iterator[Change]:
    for item, place in KIND.items(run, ListItem):
        with run.errors_at(item.line, f"{KEY}: {item.value.name}"):
            found, status = KIND.save(run, item.value, place, AssetValues())
        has_added = _add_members(run, item, found)
        is_same = status == "unchanged" and not has_added
        yield Change(KEY, found.name, status if is_same or status == "created" else "updated")


def _add_members(run: Run, item: Item[ListItem], to: StaticList) -> bool:
    """Add the leads with the item's emails to a list; return whether any was not a member."""
    has_added = False
    for start in range(0, len(item.value.members), LEAD_BATCH_SIZE):
        emails = item.value.members[start : start + LEAD_BATCH_SIZE]
        lead_ids = leads_of(run, KEY, item, emails, start)
        before = are_members(run.work, to.id, lead_ids)
        new = [each.lead_id for each in before if each.status == "notmemberof" and each.lead_id]
        if new:
            add_to_list(run.work, to.id, new)
            has_added = True
    return has_added


def _present(tx: Transaction) -> Iterator[dict[str, object]]:
    places = Places(tx)
    for each in LISTS.all(tx):
        yield placed_item(places, each)


def _present_with_members(tx: Transaction) -> Iterator[dict[str, object]]:
    """Yield all lists with the emails of their members, without members that have no email."""
    places, access = Places(tx), operator_access(tx)
    for each in LISTS.all(tx):
        emails: dict[str, str] = {}
        after: int | None = 0
        while after is not None:
            page = list_members(Work(tx, access), each.id, ["email"], after, LEAD_BATCH_SIZE)
            emails |= {
                normalised_key(row[1]): row[1]
                for row in page.rows
                if row[1] and normalised_key(row[1]) not in emails
            }
            after = page.next_after
        item = placed_item(places, each)
        yield item | {"members": list(emails.values())} if emails else item


SECTION = Section(KEY, _apply, _present, _present_with_members)
