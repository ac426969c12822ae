"""Model rules: triggers, filters, and how the filters combine (behaviour.md 9.1)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from leadkeep.domain.automation.rules.expression import ALL, Node
from leadkeep.domain.automation.rules.operators import Now, Value
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class Condition:
    """An operator and values for a field, an attribute or a constraint."""

    name: str
    operator: str
    values: tuple[Value, ...] = ()

    def spelled(self, member: str) -> dict[str, Any]:
        """Return the condition in the form of files, with its name under ``member``."""
        values = {"values": list(self.values)} if self.values else {}
        return {member: self.name, "operator": self.operator, **values}


@dataclass(frozen=True, slots=True)
class ConditionDescription:
    """A condition in the form of the smart list API (behaviour.md 4.4)."""

    attribute_id: int | None
    name: str
    operator: str
    values: tuple[Value, ...]
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class RuleDescription:
    """A trigger or filter in the form of the smart list API (behaviour.md 4.4)."""

    name: str
    type_id: int
    type: str
    operator: str
    conditions: tuple[ConditionDescription, ...] = ()


class Filter(Protocol):
    """One filter. All kinds are in :data:`FILTER_KINDS`."""

    @property
    def kind(self) -> str:
        """The filter's key in :data:`FILTER_KINDS`."""
        ...

    def spelled(self) -> dict[str, Any]:
        """Return the filter in the form of files."""
        ...

    def check(self, tx: Transaction) -> None:
        """Check that what the filter names exists and that its values are valid.

        Raises:
            LookupError: something does not exist.
            ValueError: a value or an operator is not valid.
        """
        ...

    def describe(self, tx: Transaction) -> RuleDescription:
        """Return the filter in the form of the smart list API."""
        ...

    def leads(self, tx: Transaction, lead_ids: Collection[int], now: Now) -> set[int]:
        """Return the ids of these leads that match, with a fixed number of statements.

        An asset that was deleted has no members.
        """
        ...


@dataclass(frozen=True, slots=True)
class Trigger:
    """An activity that starts something for a lead."""

    type: str
    """The trigger's name."""
    where: tuple[Condition, ...] = ()
    """Constraints that an activity must all meet."""

    def spelled(self) -> dict[str, Any]:
        """Return the trigger in the form of files."""
        where = [each.spelled("attribute") for each in self.where]
        return {"type": self.type} | ({"where": where} if where else {})


@dataclass(frozen=True, slots=True)
class Rules:
    """Triggers, any of which is enough, and filters that a lead must then match."""

    triggers: tuple[Trigger, ...] = ()
    match: str = ALL
    """How the filters combine, as the user wrote it."""
    filters: tuple[Filter, ...] = ()
    node: Node | None = None
    """How the filters combine, as a tree; None for no filters."""

    def spelled(self) -> Mapping[str, Any]:
        """Return the rules in the form of files, without empty and default members."""
        spelled: dict[str, Any] = {}
        if self.triggers:
            spelled["triggers"] = [each.spelled() for each in self.triggers]
        if self.match != ALL:
            spelled["match"] = self.match
        if self.filters:
            spelled["filters"] = [each.spelled() for each in self.filters]
        return spelled


NO_RULES = Rules()
