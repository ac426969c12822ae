"""Recurring jobs, each enqueued once for all processes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from leadkeep.jobs import queries
from leadkeep.jobs.enqueue import enqueue
from leadkeep.jobs.job import NewJob
from leadkeep.store import Transaction

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A recurring job: at an interval (``every``) or each day at a UTC time (``daily_at``).

    ``name`` must never change: the store has the next due time under this name. If due times passed
    while no process ran, the job is enqueued once, however many were missed. No job is enqueued
    while another with the same unique key waits, such as the schedule's own last one.
    """

    name: str
    job: NewJob
    every: timedelta | None = None
    daily_at: time | None = None

    def __post_init__(self) -> None:
        """Check that exactly one of ``every`` and ``daily_at`` is given.

        Raises:
            ValueError: both or neither are given, or the interval is not positive.
        """
        if (self.every is None) == (self.daily_at is None):
            raise ValueError(f"the schedule {self.name} wants either every or daily_at")
        if self.every is not None and self.every <= timedelta(0):
            raise ValueError(f"the schedule {self.name} has no pause")

    def next_after(self, moment: datetime) -> datetime:
        """Return the first moment after ``moment`` at which this schedule is due."""
        if self.every is not None:
            return moment + self.every
        assert self.daily_at is not None  # noqa: S101 -- one of the two is there
        today = datetime.combine(moment.date(), self.daily_at, moment.tzinfo)
        return today if today > moment else today + ONE_DAY


def enqueue_scheduled(tx: Transaction, schedules: Sequence[Schedule], now: datetime) -> datetime:
    """Enqueue the jobs of due schedules; return the earliest next due time of all schedules.

    A new schedule is not due now but at ``next_after(now)``.
    """
    tx.lock_keys(["job schedules"])
    known = queries.scheduled(tx, [each.name for each in schedules])
    following: dict[str, datetime] = {}
    new: list[tuple[str, datetime]] = []
    moved: list[tuple[str, datetime]] = []
    due: list[NewJob] = []
    for each in schedules:
        after_now = each.next_after(now)
        planned = known.get(each.name)
        if planned is None:
            new.append((each.name, after_now))
        elif planned <= now:
            key = each.job.unique_key or f"schedule:{each.name}"
            due.append(replace(each.job, unique_key=key, run_at=None))
            moved.append((each.name, after_now))
        elif planned > after_now:
            moved.append((each.name, after_now))  # its interval has become shorter
        else:
            after_now = planned
        following[each.name] = after_now
    queries.plan(tx, new, moved)
    enqueue(tx, due)
    return min(following.values())
