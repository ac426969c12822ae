"""Explain to people what rules say, and what they see of one lead.

The verdicts are those of the matcher: a filter is met if its own ``leads`` returns the lead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leadkeep.domain.activities import AppendedActivities, recent_activities
from leadkeep.domain.automation.rules.activity_filters import (
    BoundTrigger,
    bind_trigger,
    decoded_attributes,
    describe_conditions,
)
from leadkeep.domain.automation.rules.describe import subject_of
from leadkeep.domain.automation.rules.model import (
    ConditionDescription,
    Filter,
    RuleDescription,
    Rules,
    Seen,
    Trigger,
)
from leadkeep.domain.automation.rules.operators import Now
from leadkeep.errors import Refusal
from leadkeep.store import Transaction

RECENT_LIMIT = 1_000
"""Limit: activities of a lead that are compared with a trigger, the newest ones."""


@dataclass(frozen=True, slots=True)
class FilterVerdict:
    """Whether a lead meets one filter, and what the filter sees."""

    words: str
    is_met: bool
    seen: Seen | None
    """None if what the filter names was deleted."""


@dataclass(frozen=True, slots=True)
class ConstraintVerdict:
    """Whether an activity meets one constraint of a trigger, and the value that it sees."""

    words: str
    is_met: bool
    value: Any


@dataclass(frozen=True, slots=True)
class TriggerVerdict:
    """How a trigger sees the activities of one lead."""

    words: str
    is_met: bool
    """Whether the lead's last activity of the trigger's types meets it."""
    happened_at: datetime | None = None
    """When that activity happened; None if there is none."""
    constraints: tuple[ConstraintVerdict, ...] = ()
    """What the constraints see of that activity."""
    last_met_at: datetime | None = None
    """When an activity last met the trigger, of the last :data:`RECENT_LIMIT`."""


def filters_in_words(tx: Transaction, rules: Rules) -> list[str]:
    """Return each filter of rules as a phrase, such as ``Country is France``.

    The phrase of a filter that names something deleted says that it matches no lead, and why.
    """
    return [_filter_in_words(tx, each) for each in rules.filters]


def _filter_in_words(tx: Transaction, one: Filter) -> str:
    try:
        return _rule_in_words(one.describe(tx))
    except (LookupError, ValueError) as error:
        return f"{subject_of(one)} (matches no lead: {_reason(error)})"


def _reason(error: Exception) -> str:
    """Return why rules cannot be read; raise what is a defect."""
    if isinstance(error, KeyError | IndexError):
        raise error
    return str(error)


def trigger_in_words(tx: Transaction, trigger: Trigger) -> str:
    """Return a trigger as a phrase, such as ``Fills Out Form, Form Name is Contact``.

    That of a trigger that names something deleted says that it never happens, and why.
    """
    try:
        conditions = describe_conditions(tx, trigger.type, trigger.where)
    except (LookupError, ValueError) as error:
        return f"{trigger.type} (never: {_reason(error)})"
    return ", ".join([trigger.type, *map(_condition_in_words, conditions)])


def explain_filters(tx: Transaction, rules: Rules, lead_id: int) -> list[FilterVerdict]:
    """Return the verdict of each filter of rules about a lead that exists."""
    now = Now(tx.moment, tx.zone)
    words = filters_in_words(tx, rules)
    return [
        FilterVerdict(phrase, *_verdict(tx, each, lead_id, now))
        for phrase, each in zip(words, rules.filters, strict=True)
    ]


def _verdict(tx: Transaction, one: Filter, lead_id: int, now: Now) -> tuple[bool, Seen | None]:
    try:
        return lead_id in one.leads(tx, [lead_id], now), one.seen(tx, lead_id, now)
    except (LookupError, ValueError, Refusal) as error:
        _reason(error)
        return False, None


def explain_trigger(tx: Transaction, trigger: Trigger, lead_id: int) -> TriggerVerdict:
    """Return what a trigger sees of a lead: its last activity, and the last one that met it."""
    words = trigger_in_words(tx, trigger)
    try:
        bound = bind_trigger(tx, trigger, Now(tx.moment, tx.zone))
    except (LookupError, ValueError):
        return TriggerVerdict(words, is_met=False)
    rows = recent_activities(tx, lead_id, bound.type_ids, RECENT_LIMIT)
    appended = [
        AppendedActivities(
            type_id, date, campaign_id, [(lead_id, number, value_id, value, attributes)]
        )
        for number, type_id, date, campaign_id, value_id, value, attributes in rows
    ]
    met = next((each.date for each in appended if bound.leads(each)), None)
    if not appended:
        return TriggerVerdict(words, is_met=False)
    newest = appended[0]
    constraints = tuple(_constraints(tx, trigger, bound, newest))
    return TriggerVerdict(
        words,
        is_met=bool(bound.leads(newest)),
        happened_at=newest.date,
        constraints=constraints,
        last_met_at=met,
    )


def _constraints(
    tx: Transaction, trigger: Trigger, bound: BoundTrigger, appended: AppendedActivities
) -> Iterator[ConstraintVerdict]:
    ((_, _, value_id, value, attributes),) = appended.activities
    seen = (appended.date, value_id, value, decoded_attributes(attributes))
    conditions = describe_conditions(tx, trigger.type, trigger.where)
    for described, probe in zip(conditions, bound.probes, strict=True):
        words = _condition_in_words(described)
        yield ConstraintVerdict(words, probe.passes(*seen), probe.seen(*seen))


def _rule_in_words(rule: RuleDescription) -> str:
    primary, *others = rule.conditions or (ConditionDescription(None, "", rule.operator, ()),)
    if rule.conditions and not _is_subject(rule, primary):
        primary, others = ConditionDescription(None, "", rule.operator, ()), list(rule.conditions)
    first = f"{rule.name} {primary.operator} {_values(primary)}".strip()
    return ", ".join([first, *map(_condition_in_words, others)])


def _is_subject(rule: RuleDescription, condition: ConditionDescription) -> bool:
    """Is the condition what the rule itself says, as of a field, a member or a segment?"""
    return condition.is_primary and condition.operator == rule.operator


def _condition_in_words(condition: ConditionDescription) -> str:
    return f"{condition.name} {condition.operator} {_values(condition)}".strip()


def _values(condition: ConditionDescription) -> str:
    return " or ".join(str(each) for each in condition.values)
