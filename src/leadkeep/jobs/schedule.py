"""Jobs that come again and again, each time once for all processes."""

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
    """A job that recurs: every so often, or each day at a time of UTC (one of the two).

    ``name`` is for good: the store knows by it when the job comes next. A time that passed while
    nothing ran is made up for once, however many were missed; while one job of the schedule waits,
    no other is enqueued, nor any other of the job's own unique key, if it has one.
    """

    name: str
    job: NewJob
    every: timedelta | None = None
    daily_at: time | None = None

    def __post_init__(self) -> None:
        """Refuse what says no time, or two.

        Raises:
            ValueError: neither or both are given, or the pause is not above nothing.
        """
        if (self.every is None) == (self.daily_at is None):
            raise ValueError(f"the schedule {self.name} wants either every or daily_at")
        if self.every is not None and self.every <= timedelta(0):
            raise ValueError(f"the schedule {self.name} has no pause")

    def next_after(self, moment: datetime) -> datetime:
        """Return when the job comes next, after a moment."""
        if self.every is not None:
            return moment + self.every
        assert self.daily_at is not None  # noqa: S101 -- one of the two is there
        today = datetime.combine(moment.date(), self.daily_at, moment.tzinfo)
        return today if today > moment else today + ONE_DAY


def enqueue_scheduled(tx: Transaction, schedules: Sequence[Schedule], now: datetime) -> datetime:
    """Enqueue the jobs whose time has come; return when the next one's time comes.

    A schedule that the store does not know yet comes for the first time after one pause.
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
            moved.append((each.name, after_now))  # its pause has become shorter
        else:
            after_now = planned
        following[each.name] = after_now
    queries.plan(tx, new, moved)
    enqueue(tx, due)
    return min(following.values())
