"""Model rules: triggers, filters, and how the filters combine (behaviour.md 9.1)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from leadkeep.domain.automation.rules.expression import ALL, Node
from leadkeep.domain.automation.rules.operators import Now, Value
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class Condition:
    """A name (of a field, attribute or constraint), an operator and values."""

    name: str
    operator: str
    values: tuple[Value, ...] = ()

    def spelled(self, member: str) -> dict[str, Any]:
        """Return the condition as a mapping for blueprints, with its name under ``member``."""
        values = {"values": list(self.values)} if self.values else {}
        return {member: self.name, "operator": self.operator, **values}


@dataclass(frozen=True, slots=True)
class ConditionDescription:
    """A condition as the smart list API shows it (behaviour.md 4.4)."""

    attribute_id: int | None
    name: str
    operator: str
    values: tuple[Value, ...]
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class RuleDescription:
    """A trigger or filter as the smart list API shows it (behaviour.md 4.4)."""

    name: str
    type_id: int
    type: str
    operator: str
    conditions: tuple[ConditionDescription, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a filter sees of one lead."""

    value: Any
    """The value that it tests: a field's, a number of activities, names of statuses, or whether the
    lead is a member."""
    since: datetime | None = None
    """When it last happened, or last changed; None if nobody knows."""


class Filter(Protocol):
    """A filter of any of the kinds in :data:`FILTER_KINDS`."""

    @property
    def kind(self) -> str:
        """The filter's key in :data:`FILTER_KINDS`."""
        ...

    def spelled(self) -> dict[str, Any]:
        """Return the filter as a mapping, as blueprints have it."""
        ...

    def check(self, tx: Transaction) -> "Filter":
        """Check that what the filter names exists and that its values are valid.

        Returns the filter with the full names of what it names.

        Raises:
            LookupError: something does not exist.
            ValueError: a value or an operator is not valid.
        """
        ...

    def describe(self, tx: Transaction) -> RuleDescription:
        """Return the filter as the smart list API shows it."""
        ...

    def leads(self, tx: Transaction, lead_ids: Collection[int], now: Now) -> set[int]:
        """Return the ids of these leads that match, with a fixed number of statements.

        No lead is a member of an asset that was deleted.
        """
        ...

    def seen(self, tx: Transaction, lead_id: int, now: Now) -> Seen:
        """Return what the filter sees of a lead that exists, with a fixed number of statements.

        Raises:
            LookupError: what the filter names was deleted.
        """
        ...


@dataclass(frozen=True, slots=True)
class Trigger:
    """An activity that lets a lead enter, with the conditions that it must meet."""

    type: str
    """The trigger's name, such as ``Fills Out Form``."""
    where: tuple[Condition, ...] = ()
    """The constraints that an activity must meet, all of them."""

    def spelled(self) -> dict[str, Any]:
        """Return the trigger as a mapping, as blueprints have it."""
        where = [each.spelled("attribute") for each in self.where]
        return {"type": self.type} | ({"where": where} if where else {})


@dataclass(frozen=True, slots=True)
class Rules:
    """Triggers (one is enough), and filters that a lead must match besides."""

    triggers: tuple[Trigger, ...] = ()
    match: str = ALL
    """How the filters combine, as the user wrote it: ``all``, ``any`` or an expression."""
    filters: tuple[Filter, ...] = ()
    node: Node | None = None
    """How the filters combine, as a tree; None for no filters."""

    def spelled(self) -> Mapping[str, Any]:
        """Return the rules as a mapping for blueprints, without empty and default members."""
        spelled: dict[str, Any] = {}
        if self.triggers:
            spelled["triggers"] = [each.spelled() for each in self.triggers]
        if self.match != ALL:
            spelled["match"] = self.match
        if self.filters:
            spelled["filters"] = [each.spelled() for each in self.filters]
        return spelled


NO_RULES = Rules()
