"""Find the leads that match rules among all leads, in parts that a statement looks at quickly."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import true

from leadkeep.domain.automation.rules.evaluate import LEAD_BATCH_SIZE, matching
from leadkeep.domain.automation.rules.in_sql import lead_condition, lead_span
from leadkeep.domain.automation.rules.model import Rules
from leadkeep.domain.automation.rules.sql_condition import LeadCondition
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import leads_after, leads_where
from leadkeep.store import LARGEST_ID

SCAN_LIMIT = 20_000
"""Limit: ids of leads that one page looks at, so that a write does not keep others waiting."""
READ_SPAN = 100_000
"""Ids of leads that one statement of a read looks at."""


@dataclass(frozen=True, slots=True)
class MatchingPage:
    """The leads that match rules, of a part of all leads."""

    lead_ids: list[int]
    next_after: int | None
    """The last lead id that was looked at; None if no lead is left."""


def matching_page(
    work: Work, rules: Rules, after: int, size: int, scan_limit: int = SCAN_LIMIT
) -> MatchingPage:
    """Return the first leads within scope that match rules, with ids above ``after``, ascending.

    The page ends after ``size`` leads, or when ``scan_limit`` ids were looked at, so it may be
    short, or empty, although more follow.

    Raises:
        LookupError: a filter names a field or an activity that does not exist.
    """
    end = min(after + scan_limit, LARGEST_ID)
    condition = lead_condition(work.tx, rules, lead_span(work.tx, after, end))
    certain = true() if condition.is_exact else condition.certain
    found: list[int] = []
    batch_size = max(size + 1, LEAD_BATCH_SIZE)
    while True:
        rows = leads_where(work, (after, end), batch_size, condition.possible, certain)
        found += _decided(work, rules, rows)
        if len(found) > size:
            return MatchingPage(found[:size], found[size - 1])
        if len(rows) < batch_size:
            return MatchingPage(found, last_before_next(work, end))
        after = rows[-1][0]


def candidate_page(
    work: Work, condition: Callable[[int, int], LeadCondition], after: int, size: int
) -> MatchingPage:
    """Return the first leads within scope that may meet a condition, with ids above ``after``.

    ``condition`` returns it for a span of ids. The page ends as that of :func:`matching_page` does.
    """
    end = min(after + SCAN_LIMIT, LARGEST_ID)
    possible = condition(after, end).possible
    found = [number for number, _ in leads_where(work, (after, end), size, possible, true())]
    if len(found) == size:
        return MatchingPage(found, found[-1])
    return MatchingPage(found, last_before_next(work, end))


def matching_batches(work: Work, rules: Rules) -> Iterator[list[int]]:
    """Yield the ids of all leads within scope that match rules, ascending, in batches.

    Raises:
        LookupError: a filter names a field or an activity that does not exist.
    """
    after: int | None = 0
    while after is not None:
        page = matching_page(work, rules, after, LEAD_BATCH_SIZE, READ_SPAN)
        if page.lead_ids:
            yield page.lead_ids
        after = page.next_after


def _decided(work: Work, rules: Rules, rows: Sequence[tuple[int, bool]]) -> list[int]:
    """Return the ids of the leads that match, of leads that may."""
    undecided = [number for number, is_certain in rows if not is_certain]
    found = matching(work.tx, rules, undecided) if undecided else set()
    return [number for number, is_certain in rows if is_certain or number in found]


def last_before_next(work: Work, after: int) -> int | None:
    """Return the id before the next lead within scope above ``after``; None if there is none."""
    following = leads_after(work, after, 1)
    return following[0] - 1 if following else None
