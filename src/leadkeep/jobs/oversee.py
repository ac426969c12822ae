"""What operators and features ask of jobs that are in the queue: count, retry, drop, cancel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from leadkeep.jobs import queries
from leadkeep.jobs.enqueue import JOBS_SIGNAL
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class JobCount:
    """How many jobs of a name are in a state, and when the first of them is due."""

    name: str
    state: str
    count: int
    first_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that has failed for the last time."""

    id: int
    name: str
    attempts: int
    error: str
    enqueued_at: datetime


def count_jobs(tx: Transaction) -> list[JobCount]:
    """Return how many jobs there are, by name and state."""
    return [JobCount(*row) for row in queries.counts(tx)]


def dead_jobs(tx: Transaction, most: int) -> list[DeadJob]:
    """Return dead jobs, the oldest first."""
    return [DeadJob(*row) for row in queries.dead(tx, most)]


def retry_dead_jobs(tx: Transaction, ids: Sequence[int] | None, now: datetime) -> list[int]:
    """Let dead jobs, or all of them, start anew; return their ids."""
    revived = queries.revive(tx, ids, now)
    tx.signal(JOBS_SIGNAL)
    return revived


def drop_dead_jobs(tx: Transaction, ids: Sequence[int] | None) -> list[int]:
    """Delete dead jobs, or all of them; return their ids."""
    return queries.drop(tx, ids)


def cancel_jobs(tx: Transaction, unique_keys: Sequence[str]) -> int:
    """Delete the waiting jobs of these unique keys, in the caller's transaction.

    One that runs already comes to its end.

    Returns:
        How many there were.
    """
    return queries.cancel(tx, sorted(set(unique_keys))) if unique_keys else 0
