"""Count the leads that match rules, and find many of them, as long as there is time."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import and_, not_, true

from leadkeep.domain.automation.rules.evaluate import LEAD_BATCH_SIZE, matching
from leadkeep.domain.automation.rules.in_sql import lead_condition, lead_span
from leadkeep.domain.automation.rules.model import Rules
from leadkeep.domain.automation.rules.pages import (
    READ_SPAN,
    MatchingPage,
    last_before_next,
    matching_page,
)
from leadkeep.domain.automation.rules.sql_condition import LeadCondition
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import count_leads_where, leads_where
from leadkeep.store import LARGEST_ID


@dataclass(frozen=True, slots=True)
class MatchCount:
    """How many leads match rules."""

    count: int
    is_complete: bool
    """Were all leads looked at? If not, there may be more than ``count``."""


def count_matching(work: Work, rules: Rules, goes_on: Callable[[], bool]) -> MatchCount:
    """Return how many leads within scope match rules.

    ``goes_on`` is asked between statements whether there is time for another one.

    Raises:
        LookupError: a filter names a field or an activity that does not exist.
    """
    count, after = 0, last_before_next(work, 0)
    while after is not None:
        if not goes_on():
            return MatchCount(count, is_complete=False)
        end = min(after + READ_SPAN, LARGEST_ID)
        condition = lead_condition(work.tx, rules, lead_span(work.tx, after, end))
        certain = true() if condition.is_exact else condition.certain
        found, decided = count_leads_where(work, (after, end), condition.possible, certain)
        count += decided
        if found > decided:
            count += _count_undecided(work, rules, condition, (after, end))
        after = last_before_next(work, end)
    return MatchCount(count, is_complete=True)


def matching_page_within(
    work: Work, rules: Rules, after: int, size: int, goes_on: Callable[[], bool]
) -> MatchingPage:
    """Return what :func:`matching_page` does, of all leads.

    The page is short, although more leads follow, only where ``goes_on`` ended the search.

    Raises:
        LookupError: a filter names a field or an activity that does not exist.
    """
    found = list[int]()
    while True:
        page = matching_page(work, rules, after, size - len(found), READ_SPAN)
        found += page.lead_ids
        if page.next_after is None or len(found) == size or not goes_on():
            return MatchingPage(found, page.next_after)
        after = page.next_after


def _count_undecided(
    work: Work, rules: Rules, condition: LeadCondition, span: tuple[int, int]
) -> int:
    """Return how many leads match for which SQL cannot say it."""
    count, (after, end) = 0, span
    undecided = and_(condition.possible, not_(condition.certain))
    while True:
        rows = leads_where(work, (after, end), LEAD_BATCH_SIZE, undecided, true())
        count += len(matching(work.tx, rules, [number for number, _ in rows]))
        if len(rows) < LEAD_BATCH_SIZE:
            return count
        after = rows[-1][0]
