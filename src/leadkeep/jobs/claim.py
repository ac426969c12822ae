"""Claim due jobs for the time of a lease, so that no other worker runs them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from leadkeep.jobs import queries
from leadkeep.jobs.job import Job, Lane, State
from leadkeep.jobs.queries import DueJob
from leadkeep.store import Transaction

LEASE = timedelta(seconds=60)
"""The claim of a killed worker expires after this time; a running worker extends its lease
earlier."""
SUSPECT_ATTEMPTS = 3
"""A job whose lease expired this often may be the one that kills workers: it is claimed alone."""


def claim(
    tx: Transaction,
    lanes: Sequence[Lane],
    names: Sequence[str],
    owner: str,
    now: datetime,
    limit: int,
    lease: timedelta = LEASE,
) -> list[Job]:
    """Claim up to ``limit`` due jobs with these names, in the order of ``lanes``.

    Jobs whose lease has expired are due again. ``owner`` identifies the claim: only a caller that
    passes the same owner can end, extend or release these jobs.
    """
    found: list[DueJob] = []
    for lane in lanes:
        if len(found) < limit:
            found += queries.due_jobs(tx, lane, names, now, limit - len(found))
    chosen = _without_suspects(_one_per_key(tx, found))
    if chosen:
        queries.take(tx, [row.id for row in chosen], owner, now + lease)
    return [
        Job(row.id, row.name, msgspec.json.decode(row.arguments), row.attempts + 1, owner)
        for row in chosen
    ]


def _one_per_key(tx: Transaction, found: list[DueJob]) -> list[DueJob]:
    """Return the jobs without an order key, and one job for each order key with no running job."""
    keys = sorted({row.order_key for row in found if row.order_key is not None})
    if not keys:
        return found
    # Two processes may have found different jobs with the same order key at the same moment.
    tx.lock_keys([f"job order:{key}" for key in keys])
    holders = dict(queries.running_of_keys(tx, keys))
    return [
        row
        for row in found
        if row.order_key is None or holders.setdefault(row.order_key, row.id) == row.id
    ]


def _without_suspects(found: list[DueJob]) -> list[DueJob]:
    """Return the jobs that have not killed workers; only the suspect if the first job is one."""
    suspects = {
        row.id
        for row in found
        if row.state == State.RUNNING.value and row.attempts >= SUSPECT_ATTEMPTS
    }
    if suspects and found[0].id in suspects:
        return found[:1]
    return [row for row in found if row.id not in suspects]


def extend_claim(
    tx: Transaction, jobs: Sequence[Job], owner: str, now: datetime, lease: timedelta = LEASE
) -> None:
    """Extend the lease of claimed jobs: a worker's heartbeat."""
    queries.extend(tx, [each.id for each in jobs], owner, now + lease)


def release_claim(tx: Transaction, jobs: Sequence[Job], owner: str, now: datetime) -> None:
    """Release claimed jobs that have not started, as if they had never been claimed."""
    queries.release(tx, [each.id for each in jobs], owner, now)
