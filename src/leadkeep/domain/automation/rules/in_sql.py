"""Express filters as a condition in SQL, so that leads that cannot match are never read.

A condition is true for every lead that matches. For what SQL cannot decide as :data:`OPERATORS` do,
it is true for more leads, and :func:`matching` decides: texts with characters beyond ASCII, whose
letter case differs between engines, and filters of other kinds than fields and lists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, false, literal, not_, or_, true

from leadkeep.domain.assets.lists import is_member, list_ids_named
from leadkeep.domain.automation.rules.expression import Node
from leadkeep.domain.automation.rules.filters import FieldFilter
from leadkeep.domain.automation.rules.member_filter import MEMBER_OF_LIST, MemberFilter
from leadkeep.domain.automation.rules.model import Filter, Rules
from leadkeep.domain.automation.rules.operators import (
    NEGATED,
    Kind,
    Now,
    Value,
    boolean,
    kind_of,
    number,
    operator_named,
    text,
    time_bounds,
)
from leadkeep.domain.fields import Field, lead_catalog
from leadkeep.store import Number, Transaction, ascii_lower, is_ascii

Clause = ColumnElement[bool]

COMPARED_VALUES_LIMIT = 100
"""Limit: values of a condition that need an expression each, of which engines nest only so many."""
EXACT_NUMBER_LIMIT = 2**53
"""Up to this number, an engine's and Python's comparison of numbers of two types agree."""


@dataclass(frozen=True, slots=True)
class LeadCondition:
    """A condition on the row of a lead."""

    clause: Clause
    is_exact: bool
    """Do all leads match for which the condition is true?"""


_UNDECIDED = LeadCondition(true(), is_exact=False)


def lead_condition(tx: Transaction, rules: Rules) -> LeadCondition:
    """Return the condition of rules' filters in the table of leads.

    Raises:
        LookupError: a filter names a field that does not exist.
    """
    if rules.node is None:
        return LeadCondition(true(), is_exact=True)
    now = Now(tx.moment, tx.zone)
    return _combined(rules.node, [_of_filter(tx, each, now) for each in rules.filters])


def _combined(node: Node, conditions: Sequence[LeadCondition]) -> LeadCondition:
    if isinstance(node, int):
        return conditions[node - 1]
    parts = [_combined(part, conditions) for part in node.parts]
    join = and_ if node.word == "and" else or_
    return LeadCondition(join(*(each.clause for each in parts)), all(e.is_exact for e in parts))


def _of_filter(tx: Transaction, one: Filter, now: Now) -> LeadCondition:
    table = lead_catalog(tx).table
    if isinstance(one, MemberFilter) and one.kind == MEMBER_OF_LIST:
        lists = list_ids_named(tx, one.name)
        clause = is_member(table.c.id, lists)
        return LeadCondition(clause if one.is_in else not_(clause), is_exact=True)
    if not isinstance(one, FieldFilter):
        return _UNDECIDED
    field = one.field(tx)
    return _field_condition(table.c[field.column], field, one, now)


def _field_condition(
    column: ColumnElement[Any], field: Field, one: FieldFilter, now: Now
) -> LeadCondition:
    """Return the condition of a field filter on its column."""
    name, values = operator_named(one.condition.operator).name, one.condition.values
    kind = kind_of(field.type)
    positive = NEGATED.get(name, name)
    if positive == "is empty":
        clause: Clause | None = column.is_(None)
        if kind is Kind.TEXT:
            clause = or_(column.is_(None), column == "")
    elif kind is Kind.AMOUNT:
        return _UNDECIDED  # not every engine compares all digits
    elif kind is Kind.TEXT:
        return _of_text(column, positive, values, is_negated=positive != name)
    elif kind is Kind.BOOLEAN:
        clause = _of_boolean(column, {boolean(each) for each in values})
    elif kind is Kind.NUMBER:
        clause = _of_number(column, positive, [number(each) for each in values])
    else:
        clause = _of_time(column, kind, positive, values, now)
    if clause is None:
        return _UNDECIDED
    return LeadCondition(not_(clause) if positive != name else clause, is_exact=True)


def _of_text(
    column: ColumnElement[Any], operator: str, values: Sequence[Value], *, is_negated: bool
) -> LeadCondition:
    texts = [text(each) for each in values]
    # A value beyond ASCII equals, begins or is in no text of ASCII characters.
    wanted = sorted({each for each in texts if each.isascii()})
    if any("\0" in each for each in wanted):
        return _UNDECIDED
    lower, has_text = ascii_lower(column), and_(column.is_not(None), column != "")
    if operator == "is":
        clause = and_(has_text, lower.in_(wanted)) if wanted else false()
        if "" in wanted:
            clause = or_(clause, not_(has_text))
    elif len(wanted) > COMPARED_VALUES_LIMIT:
        return _UNDECIDED
    else:
        find = lower.startswith if operator == "starts with" else lower.contains
        clause = and_(has_text, or_(false(), *(find(each, autoescape=True) for each in wanted)))
    decided = not_(clause) if is_negated else clause
    return LeadCondition(or_(decided, and_(column.is_not(None), not_(is_ascii(column)))), False)  # noqa: FBT003


def _of_boolean(column: ColumnElement[Any], wanted: set[bool]) -> Clause:
    is_true = and_(column.is_not(None), column.is_(True))
    return or_(false(), *(is_true if each else not_(is_true) for each in sorted(wanted)))


def _of_number(
    column: ColumnElement[Any], operator: str, wanted: Sequence[int | float]
) -> Clause | None:
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
        found = and_(has_value, column.in_(bound))
        return or_(found, not_(has_value)) if 0 in wanted else found
    compared = {
        "between": and_(column >= first, column <= last),
        "greater than": column > first,
        "less than": column < first,
        "at least": column >= first,
        "at most": column <= first,
    }
    return and_(has_value, compared[operator])


def _of_time(
    column: ColumnElement[Any], kind: Kind, operator: str, values: Sequence[Value], now: Now
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
