"""The SQL of the job queue."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    bindparam,
    cast,
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
from leadkeep.store import Insert, Statement, Transaction, Update, any_of

_j = job.c
_other = job.alias("other")

_INSERT = Insert(
    job,
    ["id", "name", "arguments", "lane", "due_at", "unique_key", "order_key"],
    same=["state", "attempts", "enqueued_at"],
)
_BRING_FORWARD = Update(job, ["id"], ["due_at"])
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
    .limit(bindparam("limit"))
    # On an engine with several writers, rows that another process is claiming are skipped.
    .with_for_update(skip_locked=True)
)
_FIRST_DUE = Statement(
    # One lane at a time: for several lanes, each engine would sort all due jobs.
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
_owned = (_j.owner == bindparam("claim"), _j.state == State.RUNNING.value)
_OWNED_ROWS = Statement(
    select(_j.id)
    .where(any_of(_j.id, "ids"), *_owned)
    .order_by(_j.id)
    .with_for_update(skip_locked=True)
)
_EXTEND = Statement(
    update(job).where(any_of(_j.id, "ids"), *_owned).values(due_at=bindparam("lease_until"))
)
_END = Statement(delete(job).where(any_of(_j.id, "ids"), *_owned).returning(_j.id))
_ATTEMPTS = Statement(
    select(_j.attempts).where(_j.id == bindparam("wanted_id"), *_owned).order_by(_j.id)
)
_NOTE_PROGRESS = Statement(
    update(job).where(_j.id == bindparam("wanted_id"), *_owned).values(attempts=1)
)
_RETRY = Statement(
    update(job)
    .where(_j.id == bindparam("wanted_id"), *_owned)
    .values(
        state=State.WAITING.value,
        owner=null(),
        due_at=bindparam("retry_at"),
        error=bindparam("failure"),
    )
)
_BURY = Statement(
    update(job)
    .where(_j.id == bindparam("wanted_id"), *_owned)
    .values(state=State.DEAD.value, owner=null(), due_at=null(), error=bindparam("failure"))
)
_RELEASE = Statement(
    update(job)
    .where(any_of(_j.id, "ids"), *_owned)
    .values(
        state=State.WAITING.value,
        owner=null(),
        # It was due already, and the clock of this process may be ahead of that of others.
        due_at=_j.enqueued_at,
        attempts=_j.attempts - 1,
    )
)
_later = select(_j.id, _j.state, _j.owner, _j.attempts, _j.enqueued_at, _j.due_at).where(
    _j.due_at > bindparam("moment"),
    or_(_j.state == State.RUNNING.value, _j.attempts > 0, _j.due_at <= _j.enqueued_at),
)
_LATER = Statement(_later.order_by(_j.due_at.desc(), _j.id).limit(bindparam("limit")))
_LATER_OF_IDS = Statement(
    # A job that its worker is ending is locked: it is left to it.
    _later.where(any_of(_j.id, "ids")).order_by(_j.id).with_for_update(skip_locked=True)
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
    .limit(bindparam("limit"))
)
_MENTIONING = Statement(
    select(_j.due_at, _j.arguments)
    .where(
        _j.name == bindparam("wanted_name"),
        _j.state == State.WAITING.value,
        cast(_j.arguments, Text).like(bindparam("pattern")),
    )
    .order_by(_j.due_at, _j.id)
    .limit(bindparam("limit"))
)
_SCHEDULED = Statement(
    select(job_schedule.c.name, job_schedule.c.next_at)
    .where(any_of(job_schedule.c.name, "names"))
    .order_by(job_schedule.c.name)
)
_PLAN_NEW = Insert(job_schedule, ["name", "next_at"])
_PLAN_ANEW = Update(job_schedule, ["name"], ["next_at"])


class DueJob(NamedTuple):
    """A job that may be claimed."""

    id: int
    name: str
    arguments: str
    attempts: int
    state: str
    order_key: str | None


class LaterJob(NamedTuple):
    """A running job, a job that has failed, or one that was due when it was enqueued."""

    id: int
    state: str
    owner: str | None
    attempts: int
    enqueued_at: datetime
    due_at: datetime


def insert_jobs(tx: Transaction, rows: list[tuple[Any, ...]], now: datetime) -> None:
    """Insert waiting jobs; a row has id, name, arguments, lane, due time, unique key, order key."""
    tx.insert(_INSERT, rows, State.WAITING.value, 0, now)


def bring_forward(tx: Transaction, rows: list[tuple[int, datetime]]) -> None:
    """Set earlier due times of waiting jobs; a row has a job's id and its new due time."""
    tx.update(_BRING_FORWARD, rows)


def waiting_of_keys(tx: Transaction, keys: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    """Return id and due time of the waiting jobs with these unique keys, by unique key."""
    rows = tx.rows(_WAITING_OF_KEYS, keys=list(keys))
    return {key: (number, due_at) for key, number, due_at in rows}


def due_jobs(
    tx: Transaction, lane: Lane, names: Sequence[str], now: datetime, limit: int
) -> list[DueJob]:
    """Lock and return up to ``limit`` due jobs of a lane, the oldest first.

    A job is left out if a job with the same order key is running, or if another transaction has
    locked it.
    """
    rows = tx.rows(_DUE, wanted_lane=lane.value, names=list(names), now=now, limit=limit)
    return [DueJob(*row) for row in rows]


def has_due(tx: Transaction, lanes: Sequence[Lane], names: Sequence[str], now: datetime) -> bool:
    """Return whether any job of these lanes and names is due; lock nothing."""
    values = {"names": list(names), "now": now}
    return any(tx.row(_FIRST_DUE, wanted_lane=lane.value, **values) for lane in lanes)


def running_of_keys(tx: Transaction, keys: Sequence[str]) -> list[tuple[str, int]]:
    """Return order key and id of each running job with one of these order keys."""
    return [(row[0], row[1]) for row in tx.rows(_RUNNING_OF_KEYS, keys=list(keys))]


def take(tx: Transaction, ids: Sequence[int], owner: str, lease_until: datetime) -> None:
    """Mark jobs as running, claimed by ``owner`` until ``lease_until``."""
    tx.run(_TAKE, ids=list(ids), claim=owner, lease_until=lease_until)


def extend(tx: Transaction, ids: Sequence[int], owner: str, lease_until: datetime) -> None:
    """Extend the lease of the claim's jobs, except jobs that another transaction is ending."""
    owned = [row[0] for row in tx.rows(_OWNED_ROWS, ids=list(ids), claim=owner)]
    if owned:
        tx.run(_EXTEND, ids=owned, claim=owner, lease_until=lease_until)


def end(tx: Transaction, ids: Sequence[int], owner: str) -> set[int]:
    """Delete those of the jobs that the claim named ``owner`` still has; return their ids."""
    return {row[0] for row in tx.rows(_END, ids=list(ids), claim=owner)}


def attempts_of(tx: Transaction, job_id: int, owner: str) -> int | None:
    """Return how often a job of a claim was claimed; None if the claim has lost the job."""
    row = tx.row(_ATTEMPTS, wanted_id=job_id, claim=owner)
    return None if row is None else row[0]


def note_progress(tx: Transaction, job_id: int, owner: str) -> bool:
    """Make the present attempt of a job its first; return False if the claim has lost the job."""
    return tx.run(_NOTE_PROGRESS, wanted_id=job_id, claim=owner) == 1


def retry(tx: Transaction, job_id: int, owner: str, retry_at: datetime, failure: str) -> bool:
    """Set a failed job to wait until ``retry_at``; return False if the claim has lost the job."""
    values: dict[str, Any] = {"retry_at": retry_at, "failure": failure}
    return tx.run(_RETRY, wanted_id=job_id, claim=owner, **values) == 1


def bury(tx: Transaction, job_id: int, owner: str, failure: str) -> bool:
    """Mark a job as dead; return False if the claim has lost the job."""
    return tx.run(_BURY, wanted_id=job_id, claim=owner, failure=failure) == 1


def release(tx: Transaction, ids: Sequence[int], owner: str) -> None:
    """Set jobs of a claim that have not started back to waiting, and uncount the attempt."""
    tx.run(_RELEASE, ids=list(ids), claim=owner)


def later_jobs(tx: Transaction, moment: datetime, limit: int) -> list[LaterJob]:
    """Return up to ``limit`` jobs that are due after a moment, but were not enqueued for later.

    They are the running ones, those that failed, and those that were due when they were enqueued;
    those that are due last come first.
    """
    return [LaterJob(*row) for row in tx.rows(_LATER, moment=moment, limit=limit)]


def locked_later_jobs(tx: Transaction, moment: datetime, ids: Sequence[int]) -> list[LaterJob]:
    """Lock and return those of the jobs with these ids that :func:`later_jobs` would return.

    A job that another transaction has locked is left out.
    """
    return [LaterJob(*row) for row in tx.rows(_LATER_OF_IDS, moment=moment, ids=list(ids))]


# -- for operators ------------------------------------------------------------------------------


def counts(tx: Transaction) -> list[Any]:
    """Return rows of name, state, number of jobs and earliest due time."""
    return list(tx.rows(_COUNTS))


def mentioning(tx: Transaction, name: str, number: int, limit: int) -> list[Any]:
    """Return due time and arguments as JSON of waiting jobs whose arguments have these digits."""
    return tx.rows(_MENTIONING, wanted_name=name, pattern=f"%{number}%", limit=limit)


def dead(tx: Transaction, limit: int) -> list[Any]:
    """Return rows of id, name, attempts, error and enqueue time of dead jobs, the oldest first."""
    return list(tx.rows(_DEAD, limit=limit))


def revive(tx: Transaction, ids: Sequence[int] | None, now: datetime) -> list[int]:
    """Set dead jobs back to waiting with zero attempts; return their ids.

    If ``ids`` is None, these are all dead jobs.
    """
    change = update(job).where(_dead, *_among(ids))
    values = {"state": State.WAITING.value, "due_at": now, "attempts": 0, "owner": None}
    return sorted(tx.execute(change.values(values).returning(_j.id)).scalars())


def drop(tx: Transaction, ids: Sequence[int] | None) -> list[int]:
    """Delete dead jobs, all if ``ids`` is None; return their ids."""
    return sorted(tx.execute(delete(job).where(_dead, *_among(ids)).returning(_j.id)).scalars())


def _among(ids: Sequence[int] | None) -> list[ColumnElement[bool]]:
    return [] if ids is None else [_j.id.in_(ids)]


# -- schedules ----------------------------------------------------------------------------------


def scheduled(tx: Transaction, names: Sequence[str]) -> dict[str, datetime]:
    """Return the next due time of the stored schedules with these names, by name."""
    return {row[0]: row[1] for row in tx.rows(_SCHEDULED, names=list(names))}


def plan(
    tx: Transaction, new: list[tuple[str, datetime]], moved: list[tuple[str, datetime]]
) -> None:
    """Store the next due times of schedules: insert ``new`` ones, update ``moved`` ones.

    A row has a schedule's name and its next due time.
    """
    tx.insert(_PLAN_NEW, new)
    tx.update(_PLAN_ANEW, moved)
