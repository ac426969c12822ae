"""Match activities: filters that search the activity log, and triggers (behaviour.md 9.2)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

import msgspec

from leadkeep.domain.activities import AppendedActivities, activity_counts, past_activities
from leadkeep.domain.assets.programs import all_channels
from leadkeep.domain.automation.rules.definitions import (
    DATE_OF_ACTIVITY,
    Constraint,
    Happening,
    happening_named,
)
from leadkeep.domain.automation.rules.model import (
    Condition,
    ConditionDescription,
    Filter,
    RuleDescription,
    Seen,
    Trigger,
)
from leadkeep.domain.automation.rules.named import (
    LOGGED_ONLY,
    NAME_SOURCES,
    Named,
    resolve_name,
)
from leadkeep.domain.automation.rules.occurrences import (
    describe_occurrences,
    leads_by_times,
    min_times,
    spelled_filter,
)
from leadkeep.domain.automation.rules.operators import (
    OPERATORS,
    Kind,
    Now,
    Test,
    Value,
    check_condition,
    condition_test,
    observed,
)
from leadkeep.domain.automation.rules.read_members import (
    Members,
    check_members,
    condition,
    conditions,
    flag,
    name,
)
from leadkeep.domain.fields import lead_catalog
from leadkeep.store import Transaction

ACTIVITY_RULE = (1, "Activity")
"""The ruleTypeId and ruleType of activity filters in smart lists."""
BEGINNING = datetime(1, 1, 1, tzinfo=UTC)

FULL_NAMES = frozenset({"is", "is not"})
"""Operators whose values are names as they are; others take pieces of names."""

_STATUS_ID = {"New Status": "New Status ID", "Old Status": "Old Status ID"}


@dataclass(frozen=True, slots=True)
class Probe:
    """A condition of a rule on one value of an activity, ready to be tested."""

    constraint: Constraint
    kind: Kind
    test: Test
    condition: Condition
    """What the test tests, with the names that the log has."""
    ids: frozenset[int] = frozenset()
    """Ids of what the condition names. The log has the name of the day, but the id stays."""
    is_negated: bool = False
    """Does the condition match what is none of ``ids``?"""

    def passes(
        self, date: datetime, value_id: int | None, value: str | None, attributes: Mapping[str, Any]
    ) -> bool:
        """Return whether an activity meets the condition; ``value`` is the primary attribute's."""
        if self.constraint.place in {"primary", "field"} and value_id in self.ids:
            return not self.is_negated
        return self.test(self.seen(date, value_id, value, attributes))

    def seen(
        self, date: datetime, value_id: int | None, value: str | None, attributes: Mapping[str, Any]
    ) -> Any:  # noqa: ANN401
        """Return the value of an activity that the condition tests."""
        place = self.constraint.place
        found: Any
        if place == "date":
            return date
        if place == "primary id":
            found = value_id
        elif place in {"primary", "field"}:
            found = value
        else:
            found = attributes.get(self.constraint.attribute)
        return observed(self.kind, found)


def probes_of(
    tx: Transaction, happening: Happening, where: Iterable[Condition], now: Now
) -> list[Probe]:
    """Return conditions as probes, ready to be tested on activities.

    Raises:
        ValueError: a constraint does not exist, or an operator or value is not valid.
    """
    return [_probe(tx, happening, each, now) for each in where]


def _probe(tx: Transaction, happening: Happening, condition: Condition, now: Now) -> Probe:
    constraint, values = happening.constraint(condition.name), condition.values
    if constraint.place == "field":
        values = tuple(_display_name(tx, each) for each in values)
    if constraint.place == "status":
        return _status_probe(tx, constraint, condition, now)
    kind = _kind(constraint, condition.operator)
    test = condition_test(kind, condition.operator, values, now)
    return Probe(constraint, kind, test, replace(condition, values=values))


def _kind(constraint: Constraint, operator: str) -> Kind:
    """Return how an operator compares a constraint's values, such as by text.

    An operator that only compares numbers or dates does so even with a constraint that is a text.
    """
    kinds = OPERATORS[operator].kinds
    if constraint.kind is Kind.TEXT and Kind.TEXT not in kinds:
        return Kind.NUMBER if Kind.NUMBER in kinds else Kind.DATETIME
    return constraint.kind


def _display_name(tx: Transaction, value: Value) -> Value:
    """Return the display name of the field that a rule names, because the log has display names."""
    field = lead_catalog(tx).by_name.get(str(value))
    return value if field is None else field.display_name


def _status_probe(tx: Transaction, constraint: Constraint, condition: Condition, now: Now) -> Probe:
    """Return the probe of a condition on a program status: ``Status`` or ``Channel > Status``."""
    if condition.operator not in {"is", "is not"} or not any(
        " > " in str(e) for e in condition.values
    ):
        test = condition_test(Kind.TEXT, condition.operator, condition.values, now)
        return Probe(constraint, Kind.TEXT, test, condition)
    wanted = {str(each).strip().casefold() for each in condition.values}
    numbers = tuple(
        status.id
        for channel in all_channels(tx).all
        for status in channel.statuses
        if not wanted.isdisjoint(
            {status.name.casefold(), f"{channel.name} > {status.name}".casefold()}
        )
    )
    by_id = Constraint(condition.name, "attribute", _STATUS_ID[constraint.name], Kind.NUMBER)
    test = condition_test(Kind.NUMBER, condition.operator, numbers or (-1,), now)
    return Probe(by_id, Kind.NUMBER, test, replace(condition, values=numbers))


def checked_constraints(
    tx: Transaction, name: str, where: Sequence[Condition], free: Collection[Named] = ()
) -> tuple[Condition, ...]:
    """Check a trigger or activity filter; return its constraints with the names that the log has.

    Names of the kinds in ``free`` need not exist.

    Raises:
        LookupError: no trigger or activity filter has the name, or a constraint names nothing.
        ValueError: a constraint, an operator or a value is not valid.
    """
    happening, checked = happening_named(tx, name), []
    for each in where:
        constraint = happening.constraint(each.name)
        check_condition(_kind(constraint, each.operator), each.operator, each.values)
        named, values = constraint.named, each.values
        if named is not None and named not in free and each.operator in FULL_NAMES:
            values = tuple(resolve_name(tx, named, str(value)) for value in values)
        checked.append(replace(each, values=values))
    return tuple(checked)


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """Matches leads with at least a number of matching activities, or without them."""

    activity: str
    where: tuple[Condition, ...] = ()
    min_times: int = 1
    is_not: bool = False
    kind: ClassVar[str] = "activity"

    def spelled(self) -> dict[str, Any]:
        """Return the filter as a mapping, as blueprints have it."""
        return spelled_filter(self, self.activity)

    def check(self, tx: Transaction) -> Filter:
        """Check the filter's name and its constraints; return it with the names of the log.

        Raises:
            LookupError: no filter has the name, or a constraint names nothing.
            ValueError: a constraint, an operator or a value is not valid.
        """
        where = checked_constraints(tx, self.activity, self.where, LOGGED_ONLY)
        return replace(self, where=where)

    def describe(self, tx: Transaction) -> RuleDescription:
        """Return the filter as the smart list API shows it."""
        conditions = describe_conditions(tx, self.activity, self.where)
        return describe_occurrences(self, self.activity, ACTIVITY_RULE, conditions)

    def leads(self, tx: Transaction, lead_ids: Collection[int], now: Now) -> set[int]:
        """Return the ids of these leads that match."""
        happening = happening_named(tx, self.activity)
        if self.where:
            times = _times(tx, happening, self.where, lead_ids, now)
        else:
            times = activity_counts(tx, lead_ids, happening.type_ids, BEGINNING)
        return leads_by_times(self, lead_ids, times)

    def seen(self, tx: Transaction, lead_id: int, now: Now) -> Seen:
        """Return how many activities of a lead match, and when the last one happened."""
        happening = happening_named(tx, self.activity)
        probes = probes_of(tx, happening, self.where, now)
        rows = past_activities(tx, [lead_id], happening.type_ids, BEGINNING)
        dates = [row[1] for row in rows if _all_pass(probes, *row[1:])]
        return Seen(len(dates), max(dates, default=None))


def _times(
    tx: Transaction,
    happening: Happening,
    where: Sequence[Condition],
    lead_ids: Collection[int],
    now: Now,
) -> Mapping[int, int]:
    probes = search_probes(tx, happening, where, now)
    rows = past_activities(tx, lead_ids, happening.type_ids, BEGINNING)
    return Counter(row[0] for row in rows if _all_pass(probes, *row[1:]))


def search_probes(
    tx: Transaction, happening: Happening, where: Sequence[Condition], now: Now
) -> list[Probe]:
    """Return conditions as probes for a search of the log, in which names may be old ones.

    Raises:
        ValueError: a constraint does not exist, or an operator or value is not valid.
    """
    return [
        replace(probe, ids=_ids(tx, probe.constraint, each), is_negated=each.operator == "is not")
        for probe, each in zip(probes_of(tx, happening, where, now), where, strict=True)
    ]


def _ids(tx: Transaction, constraint: Constraint, condition: Condition) -> frozenset[int]:
    """Return the ids in the log of what a condition names by its full name."""
    if constraint.named is None or condition.operator not in FULL_NAMES:
        return frozenset()
    source = tx.provided(NAME_SOURCES)[constraint.named]
    return frozenset(number for each in condition.values for number in source.ids(tx, str(each)))


def _all_pass(
    probes: Sequence[Probe],
    date: datetime,
    value_id: int | None,
    value: str | None,
    attributes: str,
) -> bool:
    decoded = decoded_attributes(attributes) if probes else {}
    return all(each.passes(date, value_id, value, decoded) for each in probes)


_ATTRIBUTES = msgspec.json.Decoder(list[dict[str, Any]], float_hook=Decimal)


def decoded_attributes(text: str) -> dict[str, Any]:
    """Return the attributes of an activity by name, from their JSON."""
    return {each["name"]: each.get("value") for each in _ATTRIBUTES.decode(text)}


def describe_conditions(
    tx: Transaction, name: str, where: Sequence[Condition]
) -> tuple[ConditionDescription, ...]:
    """Return constraints as the smart list API shows them."""
    happening = happening_named(tx, name)
    names = list(happening.constraints)
    conditions = []
    for each in where:
        constraint = happening.constraint(each.name)
        is_primary = constraint.place in {"primary", "field"}
        number = names.index(each.name.strip().lower()) + 1
        conditions.append(
            ConditionDescription(number, constraint.name, each.operator, each.values, is_primary)
        )
    return tuple(conditions)


def parse_activity(sent: Members) -> Filter:
    """Return the activity filter that a mapping of a blueprint describes.

    Raises:
        ValueError: the mapping is not valid.
    """
    check_members(sent, ("activity", "where", "dateOfActivity", "minTimes", "not"))
    where = conditions(sent.get("where", []))
    if "dateOfActivity" in sent:
        date = sent["dateOfActivity"]
        if not isinstance(date, Mapping):
            raise ValueError("dateOfActivity must be a mapping of operator and values")
        check_members(date, ("operator", "values"))
        where = (*where, condition({"attribute": DATE_OF_ACTIVITY, **date}, "attribute"))
    times = min_times(sent)
    return ActivityFilter(name(sent, "activity"), where, times, flag(sent, "not", default=False))


@dataclass(frozen=True, slots=True)
class BoundTrigger:
    """A trigger with its names resolved, ready to be tested on appended activities."""

    type_ids: tuple[int, ...]
    probes: tuple[Probe, ...]

    def leads(self, appended: AppendedActivities) -> list[int]:
        """Return the ids of the leads whose appended activities match the trigger, in order."""
        if appended.type_id not in self.type_ids:
            return []
        if not self.probes:
            return [row[0] for row in appended.activities]
        return [
            lead_id
            for lead_id, _, value_id, value, attributes in appended.activities
            if _all_pass(self.probes, appended.date, value_id, value, attributes)
        ]


def bind_trigger(tx: Transaction, trigger: Trigger, now: Now) -> BoundTrigger:
    """Return a trigger with its names resolved, ready to be tested on activities.

    It is valid until the catalog version changes; with conditions on dates, until the day changes.

    Raises:
        LookupError: no trigger has the name.
        ValueError: a constraint, an operator or a value is not valid.
    """
    happening = happening_named(tx, trigger.type)
    return BoundTrigger(happening.type_ids, tuple(probes_of(tx, happening, trigger.where, now)))
