"""What a set of rules is: triggers, filters, and how the filters combine (behaviour.md 9.1)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from leadkeep.domain.automation.rules.expression import ALL, Node
from leadkeep.domain.automation.rules.operators import Now, Value
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class Condition:
    """What a field, an attribute or a constraint must be."""

    name: str
    operator: str
    values: tuple[Value, ...] = ()

    def spelled(self, member: str) -> dict[str, Any]:
        """Return the condition as files spell it, its name under ``member``."""
        values = {"values": list(self.values)} if self.values else {}
        return {member: self.name, "operator": self.operator, **values}


@dataclass(frozen=True, slots=True)
class ShownCondition:
    """A condition as smart lists show it (behaviour.md 4.4)."""

    attribute_id: int | None
    name: str
    operator: str
    values: tuple[Value, ...]
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A trigger or filter as smart lists show it (behaviour.md 4.4)."""

    name: str
    type_id: int
    type: str
    operator: str
    conditions: tuple[ShownCondition, ...] = ()


class Filter(Protocol):
    """One filter; all kinds are in :data:`FILTER_KINDS`."""

    @property
    def kind(self) -> str:
        """The key of its kind in :data:`FILTER_KINDS`."""
        ...

    def spelled(self) -> dict[str, Any]:
        """Return the filter as files spell it."""
        ...

    def check(self, tx: Transaction) -> None:
        """Check that what the filter names exists and that its values fit.

        Raises:
            LookupError: something does not exist.
            ValueError: a value or an operator does not fit.
        """
        ...

    def shown(self, tx: Transaction) -> ShownRule:
        """Return the filter as smart lists show it."""
        ...

    def leads(self, tx: Transaction, lead_ids: Collection[int], now: Now) -> set[int]:
        """Return those of these leads that pass, with a fixed number of statements.

        What does not exist any more has no members.
        """
        ...


@dataclass(frozen=True, slots=True)
class Trigger:
    """What must happen to a lead."""

    type: str
    """The trigger's name."""
    where: tuple[Condition, ...] = ()
    """Constraints, all of which what happens must meet."""

    def spelled(self) -> dict[str, Any]:
        """Return the trigger as files spell it."""
        where = [each.spelled("attribute") for each in self.where]
        return {"type": self.type} | ({"where": where} if where else {})


@dataclass(frozen=True, slots=True)
class Rules:
    """Triggers, of which one is enough, and filters, which then decide."""

    triggers: tuple[Trigger, ...] = ()
    match: str = ALL
    """How the filters combine, as it was written."""
    filters: tuple[Filter, ...] = ()
    node: Node | None = None
    """The same as a tree; None where there are no filters."""

    def spelled(self) -> Mapping[str, Any]:
        """Return the rules as files spell them; what is empty or as by default is left out."""
        spelled: dict[str, Any] = {}
        if self.triggers:
            spelled["triggers"] = [each.spelled() for each in self.triggers]
        if self.match != ALL:
            spelled["match"] = self.match
        if self.filters:
            spelled["filters"] = [each.spelled() for each in self.filters]
        return spelled


NO_RULES = Rules()
