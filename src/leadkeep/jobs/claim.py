"""Take due jobs for a while, so that no other worker runs them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from leadkeep.jobs import queries
from leadkeep.jobs.job import Job, Lane, State
from leadkeep.jobs.queries import DueJob
from leadkeep.store import Transaction

LEASE = timedelta(seconds=60)
"""A claim whose worker was killed ends after this; a worker that lives asks for more in time."""
SUSPECT_ATTEMPTS = 3
"""A job under which so many leases ran out may be what kills workers: it is taken alone."""


def claim(
    tx: Transaction,
    lanes: Sequence[Lane],
    names: Sequence[str],
    owner: str,
    now: datetime,
    most: int,
    lease: timedelta = LEASE,
) -> list[Job]:
    """Take up to ``most`` jobs of these names that are due, the first lanes first.

    Jobs whose lease has run out are due again. ``owner`` is the claim's own name: nobody who holds
    jobs under another one can end these.
    """
    found: list[DueJob] = []
    for lane in lanes:
        if len(found) < most:
            found += queries.due_jobs(tx, lane, names, now, most - len(found))
    chosen = _without_suspects(_one_per_key(tx, found))
    if chosen:
        queries.take(tx, [row.id for row in chosen], owner, now + lease)
    return [
        Job(row.id, row.name, msgspec.json.decode(row.arguments), row.attempts + 1, owner)
        for row in chosen
    ]


def _one_per_key(tx: Transaction, found: list[DueJob]) -> list[DueJob]:
    """Return the jobs whose order key no other running or chosen job has."""
    keys = sorted({row.order_key for row in found if row.order_key is not None})
    if not keys:
        return found
    # Two processes may have found different jobs of one key at the same moment.
    tx.lock_keys([f"job order:{key}" for key in keys])
    holders = dict(queries.running_of_keys(tx, keys))
    return [
        row
        for row in found
        if row.order_key is None or holders.setdefault(row.order_key, row.id) == row.id
    ]


def _without_suspects(found: list[DueJob]) -> list[DueJob]:
    """Return all jobs but those that may kill workers; or the first of these, if it is first."""
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
    """Hold jobs for longer: the heartbeat of a worker."""
    queries.extend(tx, [each.id for each in jobs], owner, now + lease)


def release_claim(tx: Transaction, jobs: Sequence[Job], owner: str, now: datetime) -> None:
    """Give jobs back that were not begun, as if they had never been taken."""
    queries.release(tx, [each.id for each in jobs], owner, now)
