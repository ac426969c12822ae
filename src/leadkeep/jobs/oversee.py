"""Count jobs, and retry or drop dead ones: for operators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from leadkeep.jobs import queries
from leadkeep.jobs.enqueue import JOBS_SIGNAL
from leadkeep.jobs.job import Arguments
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class JobCount:
    """The number of jobs of one name in one state, and the earliest of their due times."""

    name: str
    state: str
    count: int
    first_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that has failed for the last time and waits for an operator."""

    id: int
    name: str
    attempts: int
    error: str
    enqueued_at: datetime


def count_jobs(tx: Transaction) -> list[JobCount]:
    """Return the number of jobs by name and state."""
    return [JobCount(*row) for row in queries.counts(tx)]


def waiting_jobs(
    tx: Transaction, name: str, number: int, limit: int
) -> list[tuple[datetime, Arguments]]:
    """Return due time and arguments of the next waiting jobs of a name that mention a number.

    All waiting jobs are scanned, and at most ``limit`` are returned: for people, not for handlers.
    """
    rows = queries.mentioning(tx, name, number, limit)
    return [(due_at, msgspec.json.decode(arguments)) for due_at, arguments in rows]


def dead_jobs(tx: Transaction, limit: int) -> list[DeadJob]:
    """Return up to ``limit`` dead jobs, the oldest first."""
    return [DeadJob(*row) for row in queries.dead(tx, limit)]


def retry_dead_jobs(tx: Transaction, ids: Sequence[int] | None, now: datetime) -> list[int]:
    """Set dead jobs back to waiting with zero attempts; return their ids.

    If ``ids`` is None, these are all dead jobs.
    """
    revived = queries.revive(tx, ids, now)
    tx.signal(JOBS_SIGNAL)
    return revived


def drop_dead_jobs(tx: Transaction, ids: Sequence[int] | None) -> list[int]:
    """Delete dead jobs, all if ``ids`` is None; return their ids."""
    return queries.drop(tx, ids)
