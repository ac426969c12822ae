"""Find jobs that a process whose clock is ahead of this one has put off, and make them due.

Due times are moments of the clocks of those who wrote them. A process whose clock is an hour ahead
writes due times and leases that others would wait for; and so does this one, before its clock is
set back (docs/decisions/0134).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from leadkeep.jobs import queries
from leadkeep.jobs.end import pause_after
from leadkeep.jobs.job import State
from leadkeep.jobs.queries import LaterJob
from leadkeep.store import Transaction
from leadkeep.store.engine import CLOCK_STEP_LIMIT_SECONDS

TOLERANCE = timedelta(seconds=CLOCK_STEP_LIMIT_SECONDS)
"""Clocks that are nearer to each other than this count as equal."""
LATER_LIMIT = 1_000
"""Limit of jobs that one look returns: those that are due last."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease that ends later than any that began by this process's clock."""

    owner: str | None
    due_at: datetime
    seen_at: datetime
    """When this process saw it first."""


Leases = Mapping[int, Lease]
"""Leases by the id of the job."""


def later_jobs(tx: Transaction, now: datetime) -> list[LaterJob]:
    """Return jobs that are due later and may have been put off by a clock that is ahead.

    A job whose own ``run_at`` lies ahead is none of them.
    """
    return queries.later_jobs(tx, now + TOLERANCE, LATER_LIMIT)


def note_leases(
    found: Sequence[LaterJob], before: Leases, now: datetime, lease: timedelta
) -> dict[int, Lease]:
    """Return the leases that are too long, with the moments at which they were seen first.

    A running worker extends its lease again and again, whatever its clock says. So a lease that
    stays as it is for the time of a lease belongs to a worker that is gone.
    """
    noted = {}
    for each in found:
        if each.state == State.RUNNING.value and each.due_at > now + lease + TOLERANCE:
            seen = before.get(each.id)
            is_same = seen is not None and (seen.owner, seen.due_at) == (each.owner, each.due_at)
            first = seen.seen_at if seen is not None and is_same and seen.seen_at <= now else now
            noted[each.id] = Lease(each.owner, each.due_at, first)
    return noted


def put_off_jobs(
    found: Sequence[LaterJob], leases: Leases, now: datetime, lease: timedelta
) -> list[int]:
    """Return the ids of jobs that would be due by now if their writer's clock were right.

    They are jobs that were due when they were enqueued, retries that wait longer than any does, and
    running jobs whose worker is gone.
    """
    ids = []
    for each in found:
        if each.state == State.RUNNING.value:
            seen = leases.get(each.id)
            is_put_off = seen is not None and now - seen.seen_at >= lease
        elif each.attempts:
            is_put_off = each.due_at > now + pause_after(each.attempts) + TOLERANCE
        else:
            is_put_off = each.due_at <= each.enqueued_at
        if is_put_off:
            ids.append(each.id)
    return ids


def make_due(tx: Transaction, ids: Sequence[int], found: Sequence[LaterJob], now: datetime) -> int:
    """Make jobs due now, unless they have changed since they were found; return their number."""
    before = set(found)
    present = queries.locked_later_jobs(tx, now + TOLERANCE, ids)
    same = [each.id for each in present if each in before]
    queries.bring_forward(tx, [(number, now) for number in same])
    return len(same)
