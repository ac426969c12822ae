"""The questions that are asked of the queue."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    bindparam,
    delete,
    exists,
    func,
    null,
    or_,
    select,
    update,
)

from leadkeep.jobs.job import Lane, State
from leadkeep.jobs.tables import job, job_schedule
from leadkeep.store import Insert, Statement, Transaction, UpdateById, any_of

_j = job.c
_other = job.alias("other")

_INSERT = Insert(
    job,
    ["id", "name", "arguments", "lane", "due_at", "unique_key", "order_key"],
    same=["state", "attempts", "enqueued_at"],
)
_BRING_FORWARD = UpdateById(job, ["id", "due_at"])
_WAITING_OF_KEYS = Statement(
    select(_j.unique_key, _j.id, _j.due_at)
    .where(any_of(_j.unique_key, "keys"), _j.state == State.WAITING.value)
    .order_by(_j.id)
)
_DUE = Statement(
    select(_j.id, _j.name, _j.arguments, _j.attempts, _j.state, _j.order_key)
    .where(
        _j.lane == bindparam("wanted_lane"),
        _j.due_at <= bindparam("now"),
        any_of(_j.name, "names"),
        or_(
            _j.order_key.is_(None),
            ~exists().where(
                _other.c.order_key == _j.order_key,
                _other.c.state == State.RUNNING.value,
                _other.c.id != _j.id,
            ),
        ),
    )
    .order_by(_j.due_at, _j.id)
    .limit(bindparam("most"))
    # Rows that another process is about to take are passed over, where several can write at once.
    .with_for_update(skip_locked=True)
)
_FIRST_DUE = Statement(
    # Lane by lane: over several at once each engine would sort all that is due.
    select(_j.id)
    .where(
        _j.lane == bindparam("wanted_lane"),
        _j.due_at <= bindparam("now"),
        any_of(_j.name, "names"),
    )
    .order_by(_j.due_at, _j.id)
    .limit(1)
)
_RUNNING_OF_KEYS = Statement(
    select(_j.order_key, _j.id)
    .where(any_of(_j.order_key, "keys"), _j.state == State.RUNNING.value)
    .order_by(_j.id)
)
_TAKE = Statement(
    update(job)
    .where(any_of(_j.id, "ids"))
    .values(
        state=State.RUNNING.value,
        attempts=_j.attempts + 1,
        owner=bindparam("claim"),
        due_at=bindparam("lease_until"),
    )
)
_held = (_j.owner == bindparam("claim"), _j.state == State.RUNNING.value)
_HELD_ROWS = Statement(
    select(_j.id)
    .where(any_of(_j.id, "ids"), *_held)
    .order_by(_j.id)
    .with_for_update(skip_locked=True)
)
_EXTEND = Statement(
    update(job).where(any_of(_j.id, "ids"), *_held).values(due_at=bindparam("lease_until"))
)
_END = Statement(delete(job).where(any_of(_j.id, "ids"), *_held).returning(_j.id))
_RETRY = Statement(
    update(job)
    .where(_j.id == bindparam("wanted_id"), *_held)
    .values(
        state=State.WAITING.value,
        owner=null(),
        due_at=bindparam("retry_at"),
        error=bindparam("failure"),
    )
)
_BURY = Statement(
    update(job)
    .where(_j.id == bindparam("wanted_id"), *_held)
    .values(state=State.DEAD.value, owner=null(), due_at=null(), error=bindparam("failure"))
)
_RELEASE = Statement(
    update(job)
    .where(any_of(_j.id, "ids"), *_held)
    .values(
        state=State.WAITING.value,
        owner=null(),
        due_at=bindparam("now"),
        attempts=_j.attempts - 1,
    )
)


_dead = _j.state == State.DEAD.value
_COUNTS = Statement(
    select(_j.name, _j.state, func.count(type_=Integer()), func.min(_j.due_at))
    .group_by(_j.name, _j.state)
    .order_by(_j.name, _j.state)
)
_DEAD = Statement(
    select(_j.id, _j.name, _j.attempts, _j.error, _j.enqueued_at)
    .where(_dead)
    .order_by(_j.id)
    .limit(bindparam("most"))
)
_CANCEL = Statement(
    delete(job).where(any_of(_j.unique_key, "keys"), _j.state == State.WAITING.value)
)
_SCHEDULED = Statement(
    select(job_schedule.c.name, job_schedule.c.next_at)
    .where(any_of(job_schedule.c.name, "names"))
    .order_by(job_schedule.c.name)
)
_PLAN_NEW = Insert(job_schedule, ["name", "next_at"])
_PLAN_ANEW = UpdateById(job_schedule, ["name", "next_at"])


class DueJob(NamedTuple):
    """A job that may be taken."""

    id: int
    name: str
    arguments: str
    attempts: int
    state: str
    order_key: str | None


def insert_jobs(tx: Transaction, rows: list[tuple[Any, ...]], now: datetime) -> None:
    """Insert rows of id, name, arguments, lane, due time, unique key, order key."""
    tx.insert(_INSERT, rows, State.WAITING.value, 0, now)


def bring_forward(tx: Transaction, rows: list[tuple[int, datetime]]) -> None:
    """Give waiting jobs, by id, another time at which they are due."""
    tx.update(_BRING_FORWARD, rows)


def waiting_of_keys(tx: Transaction, keys: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    """Return by unique key the id and due time of the job that waits."""
    rows = tx.rows(_WAITING_OF_KEYS, keys=list(keys))
    return {key: (number, due_at) for key, number, due_at in rows}


def due_jobs(
    tx: Transaction, lane: Lane, names: Sequence[str], now: datetime, most: int
) -> list[DueJob]:
    """Return jobs that are due, the oldest first.

    None is among them whose order key another running job has. They stay locked until the end of
    the transaction; those that others have locked are left out.
    """
    rows = tx.rows(_DUE, wanted_lane=lane.value, names=list(names), now=now, most=most)
    return [DueJob(*row) for row in rows]


def has_due(tx: Transaction, lanes: Sequence[Lane], names: Sequence[str], now: datetime) -> bool:
    """Return whether any of these jobs may be taken: a look that takes no lock."""
    values = {"names": list(names), "now": now}
    return any(tx.row(_FIRST_DUE, wanted_lane=lane.value, **values) for lane in lanes)


def running_of_keys(tx: Transaction, keys: Sequence[str]) -> list[tuple[str, int]]:
    """Return order key and id of the jobs that run under these order keys."""
    return [(row[0], row[1]) for row in tx.rows(_RUNNING_OF_KEYS, keys=list(keys))]


def take(tx: Transaction, ids: Sequence[int], owner: str, lease_until: datetime) -> None:
    """Let a claim have these jobs until the lease ends."""
    tx.run(_TAKE, ids=list(ids), claim=owner, lease_until=lease_until)


def extend(tx: Transaction, ids: Sequence[int], owner: str, lease_until: datetime) -> None:
    """Let the lease of a claim's jobs end later, passing over those that are being ended."""
    held = [row[0] for row in tx.rows(_HELD_ROWS, ids=list(ids), claim=owner)]
    if held:
        tx.run(_EXTEND, ids=held, claim=owner, lease_until=lease_until)


def end(tx: Transaction, ids: Sequence[int], owner: str) -> set[int]:
    """Delete those of these jobs that the claim still holds, and return their ids."""
    return {row[0] for row in tx.rows(_END, ids=list(ids), claim=owner)}


def retry(tx: Transaction, job_id: int, owner: str, retry_at: datetime, failure: str) -> bool:
    """Let a job wait for its next try; return whether the claim still held it."""
    values: dict[str, Any] = {"retry_at": retry_at, "failure": failure}
    return tx.run(_RETRY, wanted_id=job_id, claim=owner, **values) == 1


def bury(tx: Transaction, job_id: int, owner: str, failure: str) -> bool:
    """Make a job dead; return whether the claim still held it."""
    return tx.run(_BURY, wanted_id=job_id, claim=owner, failure=failure) == 1


def release(tx: Transaction, ids: Sequence[int], owner: str, now: datetime) -> None:
    """Give jobs back that were not begun."""
    tx.run(_RELEASE, ids=list(ids), claim=owner, now=now)


# -- for operators ------------------------------------------------------------------------------


def counts(tx: Transaction) -> list[Any]:
    """Return name, state, count and the first due time."""
    return list(tx.rows(_COUNTS))


def dead(tx: Transaction, most: int) -> list[Any]:
    """Return id, name, attempts, error and enqueueing time of dead jobs, the oldest first."""
    return list(tx.rows(_DEAD, most=most))


def revive(tx: Transaction, ids: Sequence[int] | None, now: datetime) -> list[int]:
    """Let dead jobs (None: all) wait as if they were new; return their ids."""
    change = update(job).where(_dead, *_among(ids))
    values = {"state": State.WAITING.value, "due_at": now, "attempts": 0, "owner": None}
    return sorted(tx.execute(change.values(values).returning(_j.id)).scalars())


def drop(tx: Transaction, ids: Sequence[int] | None) -> list[int]:
    """Delete dead jobs (None: all); return their ids."""
    return sorted(tx.execute(delete(job).where(_dead, *_among(ids)).returning(_j.id)).scalars())


def _among(ids: Sequence[int] | None) -> list[ColumnElement[bool]]:
    return [] if ids is None else [_j.id.in_(ids)]


def cancel(tx: Transaction, unique_keys: Sequence[str]) -> int:
    """Delete the waiting jobs of these unique keys; return how many there were."""
    return tx.run(_CANCEL, keys=list(unique_keys))


# -- schedules ----------------------------------------------------------------------------------


def scheduled(tx: Transaction, names: Sequence[str]) -> dict[str, datetime]:
    """Return by name when these schedules come next, of those that are known."""
    return {row[0]: row[1] for row in tx.rows(_SCHEDULED, names=list(names))}


def plan(
    tx: Transaction, new: list[tuple[str, datetime]], moved: list[tuple[str, datetime]]
) -> None:
    """Store when new and known schedules come next."""
    tx.insert(_PLAN_NEW, new)
    tx.update(_PLAN_ANEW, moved)
