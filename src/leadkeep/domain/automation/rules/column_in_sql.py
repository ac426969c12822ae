"""Express the operators of filters as conditions on a column in SQL (docs/decisions/0163).

Python's :data:`OPERATORS` are the measure. Left to them are texts with characters beyond ASCII,
whose letter case differs between engines, and numbers so close to each other that an engine may
not tell them apart.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, false, literal, not_, or_

from leadkeep.domain.automation.rules.operators import (
    NEGATED,
    Kind,
    Now,
    Value,
    amount,
    boolean,
    number,
    operator_named,
    text,
    time_bounds,
)
from leadkeep.domain.automation.rules.sql_condition import (
    UNDECIDED,
    Clause,
    LeadCondition,
    exactly,
    joined,
    negated,
)
from leadkeep.store import Amount, Number, ascii_lower, equals_any, is_ascii, number_of

Column = ColumnElement[Any]

COMPARED_VALUES_LIMIT = 100
"""Limit: values of a condition that need an expression each, of which engines nest only so many."""
EXACT_NUMBER_LIMIT = 2**53
"""Up to this number, an engine's and Python's comparison of numbers of two types agree."""
SAFE_DIGITS = 13
"""Digits of amounts that every engine compares; a difference below them is left to Python."""


def column_condition(
    column: Column, kind: Kind, operator: str, values: Sequence[Value], now: Now
) -> LeadCondition:
    """Return the condition that the value of a column meets an operator with values."""
    name = operator_named(operator).name
    positive = NEGATED.get(name, name)
    condition = _positive(column, kind, positive, values, now)
    return negated(condition) if positive != name else condition


def _positive(
    column: Column, kind: Kind, operator: str, values: Sequence[Value], now: Now
) -> LeadCondition:
    if operator == "is empty":
        is_empty: Clause = column.is_(None)
        return exactly(or_(is_empty, column == "") if kind is Kind.TEXT else is_empty)
    if kind is Kind.TEXT:
        return _of_text(column, operator, [text(each) for each in values])
    if kind is Kind.AMOUNT:
        return _of_amount(column, operator, [amount(each) for each in values])
    if kind is Kind.BOOLEAN:
        return exactly(_of_boolean(column, {boolean(each) for each in values}))
    if kind is Kind.NUMBER:
        return _or_undecided(_of_number(column, operator, [number(each) for each in values]))
    return _or_undecided(_of_time(column, kind, operator, values, now))


def _or_undecided(clause: Clause | None) -> LeadCondition:
    return UNDECIDED if clause is None else exactly(clause)


def _of_text(column: Column, operator: str, texts: Sequence[str]) -> LeadCondition:
    # A value beyond ASCII equals, begins or is in no text of ASCII characters.
    wanted = sorted({each for each in texts if each.isascii()})
    if any("\0" in each for each in wanted):
        return UNDECIDED
    lower, has_text = ascii_lower(column), and_(column.is_not(None), column != "")
    if operator == "is":
        clause = and_(has_text, equals_any(lower, wanted)) if wanted else false()
        if "" in wanted:
            clause = or_(clause, not_(has_text))
    elif len(wanted) > COMPARED_VALUES_LIMIT:
        return UNDECIDED
    else:
        find = lower.startswith if operator == "starts with" else lower.contains
        clause = and_(has_text, or_(false(), *(find(each, autoescape=True) for each in wanted)))
    is_beyond = and_(column.is_not(None), not_(is_ascii(column)))
    return LeadCondition(or_(clause, is_beyond), and_(clause, not_(is_beyond)))


def _of_boolean(column: Column, wanted: set[bool]) -> Clause:
    is_true = and_(column.is_not(None), column.is_(True))
    return or_(false(), *(is_true if each else not_(is_true) for each in sorted(wanted)))


def _of_number(column: Column, operator: str, wanted: Sequence[int | float]) -> Clause | None:
    if any(abs(each) > EXACT_NUMBER_LIMIT for each in wanted):
        return None
    if isinstance(column.type, BigInteger):
        if any(each != int(each) for each in wanted):
            return None
        bound = [literal(int(each), column.type) for each in wanted]
    elif column.type is Number:
        bound = [literal(float(each), column.type) for each in wanted]
    else:
        return None
    first, last, has_value = bound[0], bound[-1], column.is_not(None)
    if operator == "is":
        found = and_(has_value, equals_any(column, [each.value for each in bound]))
        return or_(found, not_(has_value)) if 0 in wanted else found
    compared = {
        "between": and_(column >= first, column <= last),
        "greater than": column > first,
        "less than": column < first,
        "at least": column >= first,
        "at most": column <= first,
    }
    return and_(has_value, compared[operator])


def _of_amount(column: Column, operator: str, wanted: Sequence[Decimal]) -> LeadCondition:
    if column.type is not Amount or len(wanted) > COMPARED_VALUES_LIMIT:
        return UNDECIDED
    has_value, first, last = exactly(column.is_not(None)), wanted[0], wanted[-1]
    if operator == "is":
        equal = [joined("and", (_from(column, each), _up_to(column, each))) for each in wanted]
        found = joined("or", equal)
        return joined("or", (found, negated(has_value))) if 0 in wanted else found
    if operator == "between":
        return joined("and", (_from(column, first), _up_to(column, last)))
    if operator == "at least":
        return _from(column, first)
    if operator == "at most":
        return _up_to(column, first)
    bound = _up_to if operator == "greater than" else _from
    return joined("and", (has_value, negated(bound(column, first))))


def _from(column: Column, least: Decimal) -> LeadCondition:
    value, margin = number_of(column), _margin(least)
    is_possible = value >= literal(least - margin, Amount)
    is_above = value > literal(least + margin, Amount)
    return _compared(column, least, is_possible, is_above)


def _up_to(column: Column, largest: Decimal) -> LeadCondition:
    value, margin = number_of(column), _margin(largest)
    is_possible = value <= literal(largest + margin, Amount)
    is_below = value < literal(largest - margin, Amount)
    return _compared(column, largest, is_possible, is_below)


def _compared(
    column: Column, bound: Decimal, is_possible: Clause, is_beyond: Clause
) -> LeadCondition:
    has_value, has_digits = column.is_not(None), column == literal(_shortest(bound), Amount)
    return LeadCondition(and_(has_value, is_possible), and_(has_value, or_(is_beyond, has_digits)))


def _shortest(value: Decimal) -> Decimal:
    """Return an amount as it is stored: without zeros at the end, and without a sign of zero."""
    digits = format(value, "f")
    return Decimal(digits.rstrip("0") if "." in digits else digits) if value else Decimal(0)


def _margin(value: Decimal) -> Decimal:
    """Return how far from a number others are that an engine may take for it."""
    return abs(value).scaleb(-SAFE_DIGITS)


def _of_time(
    column: Column, kind: Kind, operator: str, values: Sequence[Value], now: Now
) -> Clause | None:
    bounds = time_bounds(kind, operator, values, now)
    if bounds is None or len(bounds) > COMPARED_VALUES_LIMIT:
        return None
    ranges: list[Clause] = []
    for start, end in bounds:
        limits: list[Clause] = [column.is_not(None)]
        limits += [] if start is None else [column >= literal(start, column.type)]
        limits += [] if end is None else [column < literal(end, column.type)]
        ranges.append(and_(*limits))
    is_open = operator in {"before", "on or before", "in past before"}
    return or_(column.is_(None), *ranges) if is_open else or_(*ranges)
