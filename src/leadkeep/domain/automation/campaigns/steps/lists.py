"""The flow steps Add to List and Remove from List (behaviour.md 9.3)."""

from collections import defaultdict
from collections.abc import Sequence

from leadkeep.domain.assets.lists import add_to_list, remove_from_list
from leadkeep.domain.automation.campaigns.assets.names import Reference
from leadkeep.domain.automation.campaigns.steps.model import (
    Branch,
    StepArguments,
    StepContext,
    StepKind,
)


class ListArguments(StepArguments, frozen=True):
    """The static list to add to or to remove from."""

    list: int


def _by_list(branches: Sequence[Branch[ListArguments]]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for branch in branches:
        found[branch.arguments.list] += branch.lead_ids
    return dict(sorted(found.items()))


def add(context: StepContext, branches: Sequence[Branch[ListArguments]]) -> None:
    """Add leads to static lists."""
    cause = context.cause("Add to List")
    for list_id, lead_ids in _by_list(branches).items():
        add_to_list(context.work.because(cause), list_id, lead_ids)


def remove(context: StepContext, branches: Sequence[Branch[ListArguments]]) -> None:
    """Remove leads from static lists."""
    cause = context.cause("Remove from List")
    for list_id, lead_ids in _by_list(branches).items():
        remove_from_list(context.work.because(cause), list_id, lead_ids)


ADD_TO_LIST = StepKind(
    "addToList",
    "Add to List",
    ListArguments,
    add,
    "Puts leads on a static list. Leaves 24; nothing for a lead that is on it.",
    {"list": Reference.LIST},
)
REMOVE_FROM_LIST = StepKind(
    "removeFromList",
    "Remove from List",
    ListArguments,
    remove,
    "Takes leads off a static list. Leaves 25; nothing for a lead that is not on it.",
    {"list": Reference.LIST},
)
