"""Find the triggers that match appended activities, through an index by activity type."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from leadkeep.domain.activities import AppendedActivities
from leadkeep.domain.automation.rules.activity_filters import BoundTrigger

H = TypeVar("H", bound=Hashable)


class TriggerIndex(Generic[H]):
    """An index of triggers by activity type; an entry names what has the trigger (a campaign).

    An appended activity whose type no trigger has costs only a dictionary look-up.
    """

    def __init__(self, triggers: Iterable[tuple[H, BoundTrigger]]) -> None:
        """Index triggers, given as (owner, trigger), by activity type."""
        self._by_type: dict[int, list[tuple[H, BoundTrigger]]] = {}
        for owner, trigger in triggers:
            for type_id in trigger.type_ids:
                self._by_type.setdefault(type_id, []).append((owner, trigger))

    def matches(
        self, appended: Sequence[AppendedActivities]
    ) -> Iterator[tuple[H, AppendedActivities, list[int]]]:
        """Yield (owner, activities, lead ids) for each trigger that matches appended activities."""
        for batch in appended:
            for owner, trigger in self._by_type.get(batch.type_id, ()):
                if lead_ids := trigger.leads(batch):
                    yield owner, batch, lead_ids
