"""Find what triggers wait for in what is appended to the log: by the type of activity first."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from leadkeep.domain.activities import AppendedActivities
from leadkeep.domain.automation.rules.activity_filters import BoundTrigger

H = TypeVar("H", bound=Hashable)


class TriggerIndex(Generic[H]):
    """The triggers of many holders, such as campaigns.

    An append that concerns none of them costs a look into a dictionary.
    """

    def __init__(self, triggers: Iterable[tuple[H, BoundTrigger]]) -> None:
        """Sort the triggers of all holders by the types that they wait for."""
        self._by_type: dict[int, list[tuple[H, BoundTrigger]]] = {}
        for holder, trigger in triggers:
            for type_id in trigger.type_ids:
                self._by_type.setdefault(type_id, []).append((holder, trigger))

    def is_waiting_for(self, type_id: int) -> bool:
        """Return whether any trigger waits for activities of a type."""
        return type_id in self._by_type

    def matches(
        self, appended: Sequence[AppendedActivities]
    ) -> Iterator[tuple[H, AppendedActivities, list[int]]]:
        """Yield holder, what was appended, and the leads that met one of the holder's triggers."""
        for batch in appended:
            for holder, trigger in self._by_type.get(batch.type_id, ()):
                if lead_ids := trigger.leads(batch):
                    yield holder, batch, lead_ids
