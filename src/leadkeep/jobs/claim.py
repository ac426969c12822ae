"""Claim due jobs for the time of a lease, so that no other worker runs them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from leadkeep.jobs import queries
from leadkeep.jobs.job import Job, Lane, State
from leadkeep.jobs.queries import DueJob
from leadkeep.store import Transaction

LEASE = timedelta(seconds=60)
"""How long a claim lasts. A running worker extends it earlier; the claim of a killed worker
expires."""
SUSPECT_ATTEMPTS = 3
"""A running job whose lease expired at this or a later attempt may kill workers: it is claimed
alone."""


def claim(
    tx: Transaction,
    lanes: Sequence[Lane],
    names: Sequence[str],
    owner: str,
    now: datetime,
    limit: int,
    lease: timedelta = LEASE,
) -> list[Job]:
    """Claim up to ``limit`` due jobs with these names, lane by lane in the order of ``lanes``.

    Running jobs whose lease has expired are due again. ``owner`` is a new random id of this claim:
    only with this id can the jobs be ended, extended or released.
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
    """Keep at most one job of each order key, and none if a job with the key is running.

    Jobs without an order key are all kept.
    """
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
    """Remove jobs that may have killed their workers; if the first job is one, return it alone."""
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
    """Extend the lease of the jobs of a claim until ``now + lease``: a worker's heartbeat."""
    queries.extend(tx, [each.id for each in jobs], owner, now + lease)


def release_claim(tx: Transaction, jobs: Sequence[Job], owner: str) -> None:
    """Set jobs of a claim that have not started back to waiting, as if they were never claimed."""
    queries.release(tx, [each.id for each in jobs], owner)
