"""Model a lead draft: a lead in memory that a command changes, with each change in order."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

NAME_PARTS = ("firstName", "middleName", "lastName")
PARTITION = "leadPartitionId"
"""The field with the id of the lead's partition. Its changes have their own activity type."""


class Step(NamedTuple):
    """One change of one field of a lead: old and new value."""

    name: str
    old: Any
    new: Any


@dataclass(slots=True, eq=False)
class Draft:
    """A lead draft: a lead in memory, which a command creates or changes before writing it."""

    lead_id: int
    """0 until a new lead gets its id from ``write_leads``."""
    values: dict[str, Any]
    """Stored values by field name, as they are now. The draft of a stored lead has at least the
    fields that the command sets."""
    partition_id: int
    is_new: bool = False
    steps: list[Step] = field(default_factory=list)
    """All changes since the draft was made, in order, for the activity log."""

    def assign(self, values: dict[str, Any]) -> None:
        """Set fields, and add a step for each value that differs (behaviour.md 3.4)."""
        present = self.values
        for name, new in values.items():
            old = present.get(name)
            if old != new:
                self.steps.append(Step(name, old, new))
                present[name] = new

    def move_to(self, partition_id: int) -> None:
        """Move the lead to the partition with this id."""
        self.assign({PARTITION: partition_id})
        self.partition_id = partition_id

    def net_changes(self) -> dict[str, Step]:
        """Return, by field name, the stored and the present value of each field that differs."""
        steps = self.steps
        if len(steps) == 1:
            return {steps[0].name: steps[0]}
        net: dict[str, Step] = {}
        for step in steps:
            first = net.get(step.name)
            net[step.name] = Step(step.name, first.old if first else step.old, step.new)
        return {name: step for name, step in net.items() if step.old != step.new}

    @property
    def first_values(self) -> dict[str, Any]:
        """The values before the first step: for a new lead, those with which it was created."""
        undone = {step.name: step.old for step in reversed(self.steps)}
        return self.values | undone


def full_name(values: dict[str, Any]) -> str | None:
    """Return first, middle and last name joined by blanks (mktoName); None if all are empty."""
    return " ".join([part for name in NAME_PARTS if (part := values.get(name))]) or None
