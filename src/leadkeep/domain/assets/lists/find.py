"""Read static lists and their members (behaviour.md 3.4, 3.11, 4.1, 4.2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from leadkeep.domain.assets.engine import AssetFilter, get_asset, page_after, program_names
from leadkeep.domain.assets.lists import queries
from leadkeep.domain.assets.lists.static_list import StaticList
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work, workspace_names
from leadkeep.domain.leads import (
    LeadPage,
    MembershipFilter,
    MembershipPage,
    existing_leads,
    read_leads,
)
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

MEMBER_BATCH_SIZE = 1_000
"""Batch size: members read at a time from a list that may have leads out of scope."""

NAMESAKE_LIMIT = 1_000
"""Limit: lists with the same name that are checked."""
NAME_PART_LIMIT = 20
"""Limit: dots in the names of programs and lists."""

LIST = "List"


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of lists, with the names of their programs and workspaces."""

    lists: list[StaticList]
    program_names: dict[int, str]
    workspace_names: dict[int, str]
    next_after: int | None = None
    """The last list id of the page; None on the last page."""


def present_list(work: Work, list_id: int) -> StaticList:
    """Return a list by id.

    Raises:
        Refusal: 1013, there is no such list within scope.
    """
    found = get_asset(work, queries.LISTS, list_id)
    if found is None:
        raise Refusal(Reason.OBJECT_NOT_FOUND, LIST)
    return found


def list_ids_named(tx: Transaction, full_name: str) -> list[int]:
    """Return the ids of the lists whose name in activities is this: ``List`` or ``Program.List``.

    A list in a program is also found by its own name if no list outside programs has that name.
    """
    if "\0" in full_name:
        return []
    parts = full_name.split(".")[:NAME_PART_LIMIT]
    own = sorted({normalised_key(".".join(parts[index:])) for index in range(len(parts))})
    found = queries.LISTS.where(tx, {"names": own, "after": 0}, NAMESAKE_LIMIT)
    programs = program_names(tx, found)
    key = normalised_key(full_name)

    def full_key(static_list: StaticList) -> str:
        program, name = programs.get(static_list.program_id or 0), static_list.name
        return normalised_key(name if program is None else f"{program}.{name}")

    exact = [each.id for each in found if full_key(each) == key]
    return exact or [each.id for each in found if normalised_key(each.name) == key]


def with_names(tx: Transaction, lists: list[StaticList]) -> ListPage:
    """Return lists, each with the name of its program and of its workspace."""
    return ListPage(lists, program_names(tx, lists), workspace_names(tx))


def lists_after(work: Work, wanted: AssetFilter, after: int, size: int) -> ListPage:
    """Return a page of matching lists with ids above ``after``, ascending by id."""
    found, next_after = page_after(work, queries.LISTS, wanted, after, size)
    return replace(with_names(work.tx, found), next_after=next_after)


def list_members(
    work: Work,
    list_id: int,
    names: Sequence[str] | None,
    after: int,
    size: int,
) -> LeadPage:
    """Return a page of the leads on a list with ids above ``after``, ascending by id.

    A full page has a last id even when nothing follows: then the next request gets an empty page.

    Raises:
        Refusal: 1013, no such list; 1006, a field is unknown.
    """
    present_list(work, list_id)
    lead_ids = _member_ids(work, list_id, after, size)
    page = read_leads(work, lead_ids, names)
    return replace(page, next_after=lead_ids[-1]) if len(lead_ids) == size else page


def _member_ids(work: Work, list_id: int, after: int, size: int) -> list[int]:
    if work.access.partition_ids is None:
        return queries.member_ids_after(work.tx, list_id, after, size)
    found: list[int] = []
    while len(found) < size:
        step = queries.member_ids_after(work.tx, list_id, after, MEMBER_BATCH_SIZE)
        found += sorted(existing_leads(work, step))
        if len(step) < MEMBER_BATCH_SIZE:
            break
        after = step[-1]
    return found[:size]


def lists_of_lead(work: Work, lead_id: int, wanted: MembershipFilter) -> MembershipPage:
    """Return a page of the lists that contain a lead.

    Raises:
        Refusal: 1004, no such lead within scope.
    """
    return queries.MEMBERSHIPS.page(work, lead_id, wanted)
