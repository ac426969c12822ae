"""Count leads, and how their number grew."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from sqlalchemy import bindparam, func, select, true

from leadkeep.domain.activities import first_leads_since
from leadkeep.domain.fields import lead
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads.queries import scope_values
from leadkeep.store import LARGEST_ID, Id, Statement, any_of


@cache
def _counts(days: int, *, is_limited: bool) -> Statement:
    """Return the statement that counts all leads, and those of each range of ids."""
    own = any_of(lead.c.leadPartitionId, "within") if is_limited else true()
    counted = select(func.count()).select_from(lead).where(own)
    columns = [counted.scalar_subquery().label("total")]
    for index in range(days):
        first, following = (bindparam(f"first_{at}", type_=Id) for at in (index, index + 1))
        of_day = counted.where(lead.c.id >= first, lead.c.id < following)
        columns.append(of_day.scalar_subquery().label(f"day_{index}"))
    return Statement(select(*columns))


@dataclass(frozen=True, slots=True)
class Growth:
    """The leads within scope, and those of them that were created on each of the last days."""

    total: int
    days: list[tuple[date, int]]
    """Each day in the store's time zone, ascending; leads that are gone do not count."""


def lead_growth(work: Work, days: int = 30) -> Growth:
    """Return the number of leads within scope, and how many of them each day brought.

    Ids of leads rise with their creation, so each day is a range of ids. Two statements, however
    many days.
    """
    tx, within = work.tx, work.access.partition_ids
    today = tx.moment.astimezone(tx.zone).date()
    dates = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    starts = first_leads_since(tx, [datetime.combine(each, time(), tx.zone) for each in dates])
    places = {f"first_{index}": each or LARGEST_ID for index, each in enumerate(starts)}
    row = tx.row(
        _counts(days, is_limited=within is not None),
        **places,
        **{f"first_{days}": LARGEST_ID},
        **scope_values(within),
    )
    total, *created = row or ()
    return Growth(total, list(zip(dates, created, strict=True)))
