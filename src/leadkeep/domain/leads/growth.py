"""Count leads, and how their number grew."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import bindparam, func, select

from leadkeep.domain.activities import first_lead_since
from leadkeep.domain.fields import lead
from leadkeep.domain.instance.access import Work
from leadkeep.store import LARGEST_ID, Statement, any_of

_COUNT = select(func.count()).where(
    lead.c.id >= bindparam("first"), lead.c.id < bindparam("following")
)
_ALL = Statement(_COUNT)
_WITHIN = Statement(_COUNT.where(any_of(lead.c.leadPartitionId, "within")))


@dataclass(frozen=True, slots=True)
class Growth:
    """The leads within scope, and those of them that were created on each of the last days."""

    total: int
    days: list[tuple[date, int]]
    """Each day in the store's time zone, ascending; leads that are gone do not count."""


def lead_growth(work: Work, days: int = 30) -> Growth:
    """Return the number of leads within scope, and how many of them each day brought.

    Ids of leads rise with their creation, so each day is a range of ids: the number of statements
    follows that of the days.
    """
    tx = work.tx
    today = tx.moment.astimezone(tx.zone).date()
    dates = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    starts = [
        first_lead_since(tx, datetime.combine(each, time(), tx.zone)) or LARGEST_ID
        for each in dates
    ]
    ends = [*starts[1:], LARGEST_ID]
    created = [_count(work, *each) for each in zip(starts, ends, strict=True)]
    earlier = _count(work, 0, starts[0])
    return Growth(earlier + sum(created), list(zip(dates, created, strict=True)))


def _count(work: Work, first: int, following: int) -> int:
    if first >= following:
        return 0
    within = work.access.partition_ids
    if within is None:
        found = work.tx.row(_ALL, first=first, following=following)
    else:
        found = work.tx.row(_WITHIN, first=first, following=following, within=sorted(within))
    return 0 if found is None else int(found[0])
