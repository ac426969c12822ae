"""Model what SQL can say of filters: two conditions, between which lie the leads that match."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

Clause = ColumnElement[bool]
"""A condition that is true or false for each row, never null, so that it can be negated."""


@dataclass(frozen=True, slots=True)
class LeadCondition:
    """Two conditions on a row: what meets ``possible`` alone is for Python to decide."""

    possible: Clause
    """True for each row that matches."""
    certain: Clause
    """True for rows that match only."""
    is_exact: bool = False
    """Are the two the same?"""


UNDECIDED = LeadCondition(true(), false())


def exactly(clause: Clause) -> LeadCondition:
    """Return the condition that decides each row."""
    return LeadCondition(clause, clause, is_exact=True)


NOBODY = exactly(false())


def negated(condition: LeadCondition) -> LeadCondition:
    """Return the condition of the rows that do not match."""
    possible, certain = not_(condition.certain), not_(condition.possible)
    return LeadCondition(possible, possible if condition.is_exact else certain, condition.is_exact)


def joined(word: Literal["and", "or"], parts: Sequence[LeadCondition]) -> LeadCondition:
    """Return the condition of the rows that match all of the parts, or with ``or`` any of them."""
    join, start = (and_, true()) if word == "and" else (or_, false())
    possible = join(start, *(each.possible for each in parts))
    if all(each.is_exact for each in parts):
        return exactly(possible)
    return LeadCondition(possible, join(start, *(each.certain for each in parts)))
