"""Read static lists, and who is on them (behaviour.md 3.4, 3.11, 4.1, 4.2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from leadkeep.domain.assets.folders import AssetFilter, FolderRef, FolderType, folders_by_refs
from leadkeep.domain.assets.lists import queries
from leadkeep.domain.assets.lists.static_list import StaticList
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work, workspace_names
from leadkeep.domain.leads import (
    LeadPage,
    MembershipFilter,
    MembershipPage,
    known_leads,
    read_leads,
)
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

MEMBERS_READ_AT_ONCE = 1_000
"""Of a list whose leads are not all within reach, so many members are looked at in one step."""

MOST_NAMESAKES = 1_000
"""Lists of one name that are looked at."""
MOST_NAME_PARTS = 20
"""Points in the names of programs and lists."""

LIST = "List"


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of lists, with the names of what they belong to."""

    lists: list[StaticList]
    program_names: dict[int, str]
    workspace_names: dict[int, str]
    next_after: int | None = None
    """The last id of a page that others follow; None on the last one."""


def get_list(work: Work, list_id: int) -> StaticList | None:
    """Return a list; None when there is none within reach."""
    found = queries.list_by_id(work.tx, list_id)
    return found if found is not None and found.workspace_id in work.access.workspace_ids else None


def present_list(work: Work, list_id: int) -> StaticList:
    """Return a list.

    Raises:
        Refusal: 1013, there is none within reach.
    """
    found = get_list(work, list_id)
    if found is None:
        raise Refusal(Reason.OBJECT_NOT_FOUND, LIST)
    return found


def lists_named(work: Work, name: str) -> list[StaticList]:
    """Return the lists of this name within reach, whatever the letter case, ascending by id."""
    found = queries.lists_by_name(work.tx, normalised_key(name)) if "\0" not in name else []
    return [each for each in found if each.workspace_id in work.access.workspace_ids]


def list_ids_named(tx: Transaction, full_name: str) -> list[int]:
    """Return the lists that the log shows under this name: ``List``, or ``Program.List``.

    A list in a program is found by its own name too, where no list outside of programs has it.
    """
    if "\0" in full_name:
        return []
    parts = full_name.split(".")[:MOST_NAME_PARTS]
    own = sorted({normalised_key(".".join(parts[index:])) for index in range(len(parts))})
    found = queries.lists_where(tx, {"names": own, "after": 0}, MOST_NAMESAKES)
    programs = with_names(tx, found).program_names
    key = normalised_key(full_name)

    def shown(each: StaticList) -> str:
        program = programs.get(each.program_id or 0)
        return normalised_key(each.name if program is None else f"{program}.{each.name}")

    exact = [each.id for each in found if shown(each) == key]
    return exact or [each.id for each in found if normalised_key(each.name) == key]


def with_names(tx: Transaction, lists: list[StaticList]) -> ListPage:
    """Return lists with the names of their programs and workspaces."""
    wanted = {each.program_id for each in lists if each.program_id is not None}
    refs = [FolderRef(number, FolderType.PROGRAM) for number in sorted(wanted)]
    programs = {ref.id: each.name for ref, each in folders_by_refs(tx, refs).items()}
    return ListPage(lists, programs, workspace_names(tx))


def lists_after(work: Work, wanted: AssetFilter, after: int, size: int) -> ListPage:
    """Return a page of the lists that match, ascending by id from behind ``after``."""
    conditions = wanted.values(work)
    if conditions is None:
        return with_names(work.tx, [])
    found = queries.lists_where(work.tx, conditions | {"after": after}, size + 1)
    page = with_names(work.tx, found[:size])
    return replace(page, next_after=found[size - 1].id) if len(found) > size else page


def lists_from(work: Work, wanted: AssetFilter, offset: int, size: int) -> ListPage:
    """Return a page of the lists that match, ascending by id, without the first ``offset``."""
    conditions = wanted.values(work)
    found = [] if conditions is None else queries.lists_where(work.tx, conditions, size, offset)
    return with_names(work.tx, found)


def list_members(
    work: Work,
    list_id: int,
    names: Sequence[str] | None,
    after: int,
    size: int,
) -> LeadPage:
    """Return a page of the leads on a list, ascending by id from behind ``after``.

    A full page names its last id, even when nothing follows: the call after it is empty.

    Raises:
        Refusal: 1013, no such list; 1006, an unknown field.
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
        step = queries.member_ids_after(work.tx, list_id, after, MEMBERS_READ_AT_ONCE)
        found += sorted(known_leads(work, step))
        if len(step) < MEMBERS_READ_AT_ONCE:
            break
        after = step[-1]
    return found[:size]


def lists_of_lead(work: Work, lead_id: int, wanted: MembershipFilter) -> MembershipPage:
    """Return a page of the lists that a lead is on.

    Raises:
        Refusal: 1004, no such lead within reach.
    """
    return queries.MEMBERSHIPS.page(work, lead_id, wanted)
