"""List the operators of filters, constraints and flow choices in one table (behaviour.md 9.1).

Texts are compared ignoring letter case. An operator such as ``is not`` matches exactly the values
that ``is`` does not match, so it also matches empty values. Operators that match dates before a day
also match empty dates. For some operators, the number 0 counts as empty.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from leadkeep.domain.automation.rules.periods import Period, duration_before, frame, period
from leadkeep.domain.fields import BOOLEAN_WORDS, FieldType, Unacceptable, moment
from leadkeep.errors import nearest

Value = str | int | float | bool
"""A value in a condition, as a blueprint has it."""
Test = Callable[[Any], bool]
"""A function that returns whether a stored value (None for empty) meets a condition."""

VALUE_LIMIT = 1_000
LONGEST_VALUE_CHARACTERS = 2_000
TEST_CACHE_SIZE = 4_096

_NUMBER = re.compile(
    r"[+-]?([0-9]{1,20}\.?[0-9]{0,19}|\.[0-9]{1,19})([eE][+-]?[0-9]{1,2})?"
).fullmatch
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


class Kind(StrEnum):
    """The kind of values that an operator compares."""

    TEXT = "text"
    NUMBER = "number"
    AMOUNT = "amount"
    """A decimal number, compared with all of its digits."""
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"


_KINDS = {
    "integer": Kind.NUMBER,
    "score": Kind.NUMBER,
    "float": Kind.NUMBER,
    "currency": Kind.AMOUNT,
    "percent": Kind.NUMBER,
    "reference": Kind.NUMBER,
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
    "datetime": Kind.DATETIME,
}
_TIMES = frozenset({Kind.DATE, Kind.DATETIME})
_SIZES = frozenset({Kind.NUMBER, Kind.AMOUNT})
_TEXTS = frozenset({Kind.TEXT})
_ALL = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Now:
    """The present moment for operators such as ``in past``, and the time zone that defines days."""

    moment: datetime
    zone: tzinfo = UTC

    @property
    def today(self) -> date:
        """The current day in the time zone ``zone``."""
        return self.moment.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator: its name, the kinds and number of values that it accepts."""

    name: str
    kinds: frozenset[Kind]
    min_values: int
    max_values: int
    takes: str
    """Which values the operator accepts, in words for the docs."""
    matches_empty: str
    """When an empty value matches, in words for the docs."""
    is_relative: bool = False
    """Does the operator depend on the present moment?"""

    def check_count(self, count: int) -> None:
        """Check that the operator takes ``count`` values.

        Raises:
            ValueError: it takes fewer or more.
        """
        if not self.min_values <= count <= self.max_values:
            is_fixed = self.min_values == self.max_values
            wanted = str(self.min_values) if is_fixed else f"{self.min_values} or more"
            raise ValueError(f"{self.name} takes {wanted} values, not {count}")


def _table(*rows: Operator) -> dict[str, Operator]:
    return {each.name: each for each in rows}


_ONE, _SEVERAL, _DAYS = "one value", "one or more, of which one counts", "a date or a moment"
_SPAN = "a length such as `7 days`"
_YES, _NO = "yes", "no"

OPERATORS: dict[str, Operator] = _table(
    Operator("is", _ALL, 1, VALUE_LIMIT, _SEVERAL, "a number that is 0, a boolean that is false"),
    Operator(
        "is not", _ALL, 1, VALUE_LIMIT, "one or more, none of which may be", "where `is` does not"
    ),
    Operator("starts with", _TEXTS, 1, VALUE_LIMIT, _SEVERAL, _NO),
    Operator("not starts with", _TEXTS, 1, VALUE_LIMIT, "one or more", _YES),
    Operator("contains", _TEXTS, 1, VALUE_LIMIT, _SEVERAL, _NO),
    Operator("not contains", _TEXTS, 1, VALUE_LIMIT, "one or more", _YES),
    Operator("is empty", _ALL, 0, 0, "none", _YES),
    Operator("is not empty", _ALL, 0, 0, "none", _NO),
    Operator("between", _SIZES | _TIMES, 2, 2, "two, both included", _NO),
    Operator("greater than", _SIZES, 1, 1, _ONE, _NO),
    Operator("less than", _SIZES, 1, 1, _ONE, _NO),
    Operator("at least", _SIZES, 1, 1, _ONE, _NO),
    Operator("at most", _SIZES, 1, 1, _ONE, _NO),
    Operator("before", _TIMES, 1, 1, _DAYS, _YES),
    Operator("after", _TIMES, 1, 1, _DAYS, _NO),
    Operator("on or before", _TIMES, 1, 1, _DAYS, _YES),
    Operator("on or after", _TIMES, 1, 1, _DAYS, _NO),
    Operator("in past", _TIMES, 1, 1, _SPAN, _NO, is_relative=True),
    Operator("in past before", _TIMES, 1, 1, _SPAN, _YES, is_relative=True),
    Operator("in future", _TIMES, 1, 1, _SPAN, _NO, is_relative=True),
    Operator("in future after", _TIMES, 1, 1, _SPAN, _NO, is_relative=True),
    Operator("in time frame", _TIMES, 1, 1, "a name such as `last month`", _NO, is_relative=True),
)

NEGATED = {
    "is not": "is",
    "not starts with": "starts with",
    "not contains": "contains",
    "is not empty": "is empty",
}
"""By operator: the operator whose result it negates."""


def kind_of(field_type: FieldType) -> Kind:
    """Return the kind of comparison for values of a field type."""
    return _KINDS.get(field_type.name, Kind.TEXT)


def kind_named(data_type: str) -> Kind:
    """Return the kind of comparison for attributes of a data type."""
    return _KINDS.get(data_type, Kind.TEXT)


def operator_named(name: str) -> Operator:
    """Return the operator with this name, ignoring letter case.

    Raises:
        ValueError: there is no such operator.
    """
    found = OPERATORS.get(name.strip().lower())
    if found is None:
        known = f"no operator is named {name}; there are {', '.join(OPERATORS)}"
        raise ValueError(f"{known}{nearest(name, OPERATORS)}")
    return found


def check_condition(kind: Kind, operator: str, values: Sequence[Value]) -> None:
    """Check that an operator and its values are valid for a kind of comparison.

    Raises:
        ValueError: the operator or a value is not valid.
    """
    condition_test(kind, operator, tuple(values), Now(datetime(2000, 1, 1, tzinfo=UTC)))


def condition_test(kind: Kind, operator: str, values: Sequence[Value], now: Now) -> Test:
    """Return the function that tests whether a stored value meets a condition.

    Raises:
        ValueError: the operator or a value is not valid for this kind.
    """
    known = operator_named(operator)
    if kind not in known.kinds:
        raise ValueError(f"{known.name} does not apply to a {kind.value}")
    known.check_count(len(values))
    if known.is_relative:
        return _relative_test(kind, known.name, str(values[0]), now)
    # True equals 1 and 1.0, so the cache must not return the test of another spelling.
    spelled = tuple((type(each).__name__, each) for each in values)
    return _cached_test(kind, known.name, spelled, now.zone)


@lru_cache(TEST_CACHE_SIZE)
def _cached_test(
    kind: Kind, operator: str, spelled: tuple[tuple[str, Value], ...], zone: tzinfo
) -> Test:
    values = [each for _, each in spelled]
    positive = NEGATED.get(operator)
    if positive is not None:
        test = _absolute_test(kind, positive, values, zone)
        return lambda value: not test(value)
    return _absolute_test(kind, operator, values, zone)


def _absolute_test(kind: Kind, operator: str, values: Sequence[Value], zone: tzinfo) -> Test:
    if operator == "is empty":
        return _is_empty
    if kind is Kind.TEXT:
        return _text_test(operator, [text(each) for each in values])
    if kind is Kind.NUMBER:
        return _number_test(operator, [number(each) for each in values])
    if kind is Kind.AMOUNT:
        return _number_test(operator, [amount(each) for each in values])
    if kind is Kind.BOOLEAN:
        wanted = {boolean(each) for each in values}
        return lambda value: bool(value) in wanted
    return _time_test(operator, [_time(kind, each, zone) for each in values])


def _is_empty(value: Any) -> bool:  # noqa: ANN401
    return value is None or value == ""


def _text_test(operator: str, wanted: list[str]) -> Test:
    if operator == "is":
        several = frozenset(wanted)
        return lambda value: (value or "").casefold() in several
    if operator == "starts with":
        starts = tuple(wanted)
        return lambda value: bool(value) and value.casefold().startswith(starts)
    return lambda value: bool(value) and any(each in value.casefold() for each in wanted)


def _number_test(operator: str, wanted: Sequence[float | Decimal]) -> Test:
    first, last = wanted[0], wanted[-1]
    tests: dict[str, Test] = {
        "is": lambda value: (0 if value is None else value) in several,
        "between": lambda value: value is not None and first <= value <= last,
        "greater than": lambda value: value is not None and value > first,
        "less than": lambda value: value is not None and value < first,
        "at least": lambda value: value is not None and value >= first,
        "at most": lambda value: value is not None and value <= first,
    }
    several = frozenset(wanted)
    return tests[operator]


def _time_test(operator: str, wanted: list[Period]) -> Test:
    first, last = wanted[0], wanted[-1]
    tests: dict[str, Test] = {
        "is": lambda value: value is not None and any(e.start <= value < e.end for e in wanted),
        "between": lambda value: value is not None and first.start <= value < last.end,
        "before": lambda value: value is None or value < first.start,
        "after": lambda value: value is not None and value >= first.end,
        "on or before": lambda value: value is None or value < first.end,
        "on or after": lambda value: value is not None and value >= first.start,
    }
    return tests[operator]


def _relative_test(kind: Kind, operator: str, wanted: str, now: Now) -> Test:
    if operator == "in time frame":
        days = frame(wanted, now.today)
        span = days if kind is Kind.DATE else period(days.start, days.end, now.zone)
        return lambda value: value is not None and span.start <= value < span.end
    here: Any = now.today if kind is Kind.DATE else now.moment
    is_past = operator.startswith("in past")
    edge: Any = duration_before(wanted, here, forward=not is_past)
    tests: dict[str, Test] = {
        "in past": lambda value: value is not None and edge <= value <= here,
        "in past before": lambda value: value is None or value < edge,
        "in future": lambda value: value is not None and here < value <= edge,
        "in future after": lambda value: value is not None and value > edge,
    }
    return tests[operator]


Bounds = tuple[Any, Any]
"""The first day or moment that matches, and the first that does not; None is without a bound."""

_TICKS = {Kind.DATE: timedelta(days=1), Kind.DATETIME: timedelta(microseconds=1)}


def time_bounds(
    kind: Kind, operator: str, values: Sequence[Value], now: Now
) -> list[Bounds] | None:
    """Return the ranges in which a stored day or moment meets a condition, whatever empty does.

    None if a range ends with the calendar.

    Raises:
        ValueError: a value is not valid.
    """
    if operator_named(operator).is_relative:
        return _relative_bounds(kind, operator, str(values[0]), now)
    wanted = [_time(kind, each, now.zone) for each in values]
    first, last = wanted[0], wanted[-1]
    bounds: dict[str, list[Bounds]] = {
        "is": [(each.start, each.end) for each in wanted],
        "between": [(first.start, last.end)],
        "before": [(None, first.start)],
        "after": [(first.end, None)],
        "on or before": [(None, first.end)],
        "on or after": [(first.start, None)],
    }
    return bounds[operator]


def _relative_bounds(kind: Kind, operator: str, wanted: str, now: Now) -> list[Bounds] | None:
    if operator == "in time frame":
        days = frame(wanted, now.today)
        span = days if kind is Kind.DATE else period(days.start, days.end, now.zone)
        return [(span.start, span.end)]
    here: Any = now.today if kind is Kind.DATE else now.moment
    edge: Any = duration_before(wanted, here, forward=not operator.startswith("in past"))
    tick = _TICKS[kind]
    try:
        bounds: dict[str, Bounds] = {
            "in past": (edge, here + tick),
            "in past before": (None, edge),
            "in future": (here + tick, edge + tick),
            "in future after": (edge + tick, None),
        }
    except OverflowError:
        return None
    return [bounds[operator]]


def text(value: Value) -> str:
    """Return a value of a rule as texts are compared with it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).casefold()


def number(value: Value) -> int | float:
    """Return a value of a rule as a number.

    Raises:
        ValueError: the value is no number.
    """
    digits = _digits(value)
    return int(digits) if digits.lstrip("+-").isdigit() else float(digits)


def amount(value: Value) -> Decimal:
    """Return a value of a rule as a decimal number.

    Raises:
        ValueError: the value is no number.
    """
    return Decimal(_digits(value))


def _digits(value: Value) -> str:
    digits = str(value).strip()
    if isinstance(value, bool) or not _NUMBER(digits):
        raise ValueError(f"{value} is not a number")
    return digits


def boolean(value: Value) -> bool:
    """Return a value of a rule as a boolean.

    Raises:
        ValueError: the value is no boolean.
    """
    found = BOOLEAN_WORDS.get(str(value).strip().lower())
    if found is None:
        raise ValueError(f"{value} is not true or false")
    return found


def _time(kind: Kind, value: Value, zone: tzinfo) -> Period:
    """Return the day or the second that a value of a rule names, as a period."""
    sent = str(value).strip()
    try:
        if _DAY(sent):
            day = date.fromisoformat(sent)
            following = day + timedelta(days=1)
            return Period(day, following) if kind is Kind.DATE else period(day, following, zone)
        when = moment(sent)
        if kind is Kind.DATE:
            day = when.astimezone(zone).date()
            return Period(day, day + timedelta(days=1))
        return Period(when, when + timedelta(seconds=1))
    except (Unacceptable, ValueError, OverflowError):
        raise ValueError(f"{value} is not a date such as 2026-01-31") from None


_READ: dict[Kind, Callable[[Value], Any]] = {
    Kind.NUMBER: number,
    Kind.AMOUNT: amount,
    Kind.BOOLEAN: boolean,
}


def observed(kind: Kind, value: Any) -> Any:  # noqa: ANN401
    """Return a value from an activity's JSON in the form that tests expect.

    None if it cannot be compared.
    """
    if value is None or value == "":
        return None
    try:
        if kind is Kind.TEXT:
            return value if isinstance(value, str) else text(value)
        if kind in _READ:
            return _READ[kind](value)
        when = moment(value)
    except (Unacceptable, ValueError, TypeError):
        return None
    return when.date() if kind is Kind.DATE else when
