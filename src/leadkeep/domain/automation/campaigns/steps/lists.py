"""Add to List, Remove from List (behaviour.md 9.3)."""

from collections import defaultdict
from collections.abc import Sequence

from leadkeep.domain.assets.lists import add_to_list, remove_from_list
from leadkeep.domain.automation.campaigns.assets.names import Reference
from leadkeep.domain.automation.campaigns.steps.model import Arguments, Group, Situation, StepKind


class ListArguments(Arguments, frozen=True):
    """The list."""

    list: int


def _by_list(groups: Sequence[Group[ListArguments]]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for group in groups:
        found[group.arguments.list] += group.lead_ids
    return dict(sorted(found.items()))


def add(at: Situation, groups: Sequence[Group[ListArguments]]) -> None:
    """Put leads on lists."""
    cause = at.cause("Add to List")
    for list_id, lead_ids in _by_list(groups).items():
        add_to_list(at.work.because(cause), list_id, lead_ids)


def remove(at: Situation, groups: Sequence[Group[ListArguments]]) -> None:
    """Take leads off lists."""
    cause = at.cause("Remove from List")
    for list_id, lead_ids in _by_list(groups).items():
        remove_from_list(at.work.because(cause), list_id, lead_ids)


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
