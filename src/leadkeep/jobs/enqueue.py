"""Add jobs to the queue, in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from leadkeep.jobs import queries
from leadkeep.jobs.job import NewJob
from leadkeep.jobs.tables import JOB_IDS, LONGEST_KEY, LONGEST_NAME, job
from leadkeep.store import Transaction

LARGEST_ARGUMENTS_BYTES = 65_536
"""Limit of a job's arguments as JSON: they are ids, by which the job reads everything else."""
JOBS_SIGNAL = "jobs"
"""Name of the signal that is sent after the commit of a transaction that enqueued a due job.

See ``Transaction.signal``."""


def enqueue(tx: Transaction, jobs: Sequence[NewJob]) -> None:
    """Enqueue jobs, which workers run after this transaction's commit.

    While a job with the same unique key waits, a job is not enqueued: the waiting job gets the
    earlier of the two due times. It cannot start before this transaction ends, so it sees this
    transaction's changes. The number of statements is fixed.

    Raises:
        ValueError: a name, a key or the arguments are too long.
    """
    now = tx.moment
    for each in jobs:
        _check_lengths(each)
    fresh = _without_waiting(tx, jobs) if any(each.unique_key for each in jobs) else list(jobs)
    if not fresh:
        return
    numbers = tx.allocate(JOB_IDS, len(fresh))
    rows = [
        (
            number,
            each.name,
            _encoded(each),
            each.lane.value,
            each.run_at or now,
            each.unique_key,
            each.order_key,
        )
        for number, each in zip(numbers, fresh, strict=True)
    ]
    queries.insert_jobs(tx, rows, now)
    if any(each.run_at is None or each.run_at <= now for each in fresh):
        tx.signal(JOBS_SIGNAL)


def _check_lengths(new: NewJob) -> None:
    keys = (new.unique_key or "", new.order_key or "")
    if len(new.name) > LONGEST_NAME or any(len(key) > LONGEST_KEY for key in keys):
        raise ValueError(f"the name or a key of a job {new.name[:LONGEST_NAME]} is too long")


def _encoded(new: NewJob) -> str:
    text = msgspec.json.encode(new.arguments)
    if len(text) > LARGEST_ARGUMENTS_BYTES:
        raise ValueError(
            f"the arguments of a job {new.name} have more than {LARGEST_ARGUMENTS_BYTES} bytes"
        )
    return text.decode()


def _without_waiting(tx: Transaction, jobs: Sequence[NewJob]) -> list[NewJob]:
    """Return the jobs to insert: of those with one unique key the first, unless such a job waits.

    Locks the waiting jobs with these keys; if a new job is due earlier, moves them to its time.
    """
    now = tx.moment
    keys = sorted({each.unique_key for each in jobs if each.unique_key})
    tx.lock_keys([f"job:{key}" for key in keys], keep_moment=True)
    found = queries.waiting_of_keys(tx, keys)
    if found:
        # A waiting job may be claimed before its row is locked, so look again for waiting jobs.
        tx.lock_rows(job, [number for number, _ in found.values()])
        found = queries.waiting_of_keys(tx, list(found))
    fresh: dict[str, NewJob] = {}
    earlier: dict[int, datetime] = {}
    others = []
    for each in jobs:
        key = each.unique_key
        due_at = each.run_at or now
        if key is None:
            others.append(each)
        elif key in found:
            number, waits_until = found[key]
            if due_at < min(waits_until, earlier.get(number, waits_until)):
                earlier[number] = due_at
        elif key not in fresh or due_at < (fresh[key].run_at or now):
            fresh[key] = each
    if earlier:
        queries.bring_forward(tx, sorted(earlier.items()))
        if min(earlier.values()) <= now:
            tx.signal(JOBS_SIGNAL)
    return [*others, *fresh.values()]
