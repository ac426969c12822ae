"""Sets of leads by which extracts are filtered: static lists and smart lists."""

from collections.abc import Iterator

import msgspec

from leadkeep.bulk.extracts.kind import ROW_BATCH_SIZE
from leadkeep.bulk.job import ExtractDefinition
from leadkeep.domain.assets.engine import assets_named, get_asset
from leadkeep.domain.assets.lists import LISTS, list_ids_named, member_ids_after, present_list
from leadkeep.domain.automation.rules import matching_batches
from leadkeep.domain.automation.smart_lists import SMART_LIST, SmartList
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import existing_leads
from leadkeep.errors import Reason, Refusal


def with_list_ids(work: Work, wanted: ExtractDefinition) -> ExtractDefinition:
    """Return a definition with the id of the list that its filter names.

    Raises:
        Refusal: 1013, there is no such list or smart list within scope.
    """
    if wanted.list_name is not None:
        number = _list_named(work, wanted.list_name)
        return msgspec.structs.replace(wanted, list_name=None, list_id=number)
    if wanted.smart_list_name is not None:
        number = _smart_list_named(work, wanted.smart_list_name)
        return msgspec.structs.replace(wanted, smart_list_name=None, smart_list_id=number)
    if wanted.list_id is not None:
        present_list(work, wanted.list_id)
    if wanted.smart_list_id is not None:
        _smart_list(work, wanted.smart_list_id)
    return wanted


def _list_named(work: Work, name: str) -> int:
    for number in list_ids_named(work.tx, name):
        if get_asset(work, LISTS, number) is not None:
            return number
    raise Refusal(Reason.OBJECT_NOT_FOUND, "List")


def _smart_list_named(work: Work, name: str) -> int:
    for each in assets_named(work, SMART_LIST.rows, name):
        return each.id
    raise Refusal(Reason.OBJECT_NOT_FOUND, "Smart List")


def _smart_list(work: Work, number: int) -> SmartList:
    found = get_asset(work, SMART_LIST.rows, number)
    if found is None:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Smart List")
    return found


def lead_ids_in_sets(work: Work, wanted: ExtractDefinition) -> Iterator[list[int]]:
    """Yield the ids of the leads within scope that a list filter selects, ascending, in batches."""
    if wanted.list_id is not None:
        yield from _members(work, wanted.list_id)
    else:
        yield from matching_batches(work, _smart_list(work, wanted.smart_list_id or 0).rules)


def _members(work: Work, list_id: int) -> Iterator[list[int]]:
    present_list(work, list_id)
    after = 0
    while step := member_ids_after(work.tx, list_id, after, ROW_BATCH_SIZE):
        yield sorted(existing_leads(work, step))
        after = step[-1]
