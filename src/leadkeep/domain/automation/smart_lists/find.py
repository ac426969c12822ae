"""Read smart lists (behaviour.md 4.4)."""

from leadkeep.domain.assets.folders import AssetFilter
from leadkeep.domain.automation.smart_lists import queries
from leadkeep.domain.automation.smart_lists.smart_list import SmartList
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work


def get_smart_list(work: Work, number: int) -> SmartList | None:
    """Return a smart list; None when there is none within reach."""
    found = queries.smart_list_by_id(work.tx, number)
    return found if found is not None and found.workspace_id in work.access.workspace_ids else None


def smart_lists_named(work: Work, name: str) -> list[SmartList]:
    """Return the smart lists of this name within reach, whatever the letter case, by id."""
    found = queries.smart_lists_by_name(work.tx, normalised_key(name)) if "\0" not in name else []
    return [each for each in found if each.workspace_id in work.access.workspace_ids]


def smart_lists_from(work: Work, wanted: AssetFilter, offset: int, size: int) -> list[SmartList]:
    """Return a page of the smart lists that match, ascending by id."""
    conditions = wanted.values(work)
    return (
        [] if conditions is None else queries.smart_lists_where(work.tx, conditions, size, offset)
    )
