"""Data classes of jobs, in the queue and while they run, and of their handlers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from leadkeep.store import Transaction

Arguments = dict[str, Any]
"""A job's arguments: JSON values, ids rather than data, because the job reads the present state."""

ATTEMPT_LIMIT = 10
"""Default limit of attempts: a job that has failed this often is dead until an operator retries or
deletes it."""
BATCH_SIZE = 100
"""Default batch size: the most jobs of one name that a handler gets in one run."""


class Lane(IntEnum):
    """A priority class: the due jobs of a lane run before those of lanes with higher numbers.

    Jobs that call external services have a lane of their own, so that no other job waits for them.
    """

    TRIGGER = 10
    """Check triggers of campaigns after a change."""
    BATCH = 20
    """Long-running work."""
    UPKEEP = 30
    """Maintenance that can wait until the server is idle."""
    EXTERNAL = 40
    """Requests to external services and other work outside a transaction, see
    :class:`ExternalHandler` and :class:`LongHandler`."""


class State(StrEnum):
    """The state of a job in the queue; a job that has ended is deleted."""

    WAITING = "waiting"
    RUNNING = "running"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to enqueue: a dotted name and JSON arguments.

    ``run_at`` is the due time; None means now. While a job with a ``unique_key`` waits, no other
    job with this key is enqueued; the waiting job gets the earlier of the two due times. Jobs with
    the same ``order_key`` run one at a time, in the order of their due times; a failed job that
    waits for its retry does not block the others.
    """

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    run_at: datetime | None = None
    lane: Lane = Lane.BATCH
    unique_key: str | None = None
    order_key: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job that a worker has claimed, with what a handler and the end of the job need."""

    id: int
    name: str
    arguments: Arguments
    attempts: int
    """How often the job was claimed since it last noted progress, this time included."""
    owner: str
    """The random id of the claim."""


Verb = Callable[[Transaction, Sequence[Arguments]], None]
"""Runs several jobs of one name, given their arguments, in the transaction that deletes the
jobs."""


@dataclass(frozen=True, slots=True)
class Handler:
    """A handler of jobs that only change the store.

    ``run`` gets the arguments of up to ``batch_size`` jobs in the order of their due times, in the
    transaction that deletes these jobs. If it raises an error, this transaction is rolled back and
    each job is run again alone. A job that has failed ``attempt_limit`` times is marked as dead;
    ``give_up`` runs in the same transaction and updates rows that wait for the job. If
    ``pause_seconds`` is not 0, the worker calls ``Store.settle`` and pauses after these jobs, so
    that requests come first.
    """

    run: Verb
    batch_size: int = BATCH_SIZE
    attempt_limit: int = ATTEMPT_LIMIT
    give_up: Verb | None = None
    pause_seconds: float = 0


@dataclass(frozen=True, slots=True)
class ExternalHandler:
    """A handler of jobs that call an external service, one job at a time, in three steps.

    1. ``prepare(tx, arguments)`` reads what the call needs and writes nothing. If it returns None,
       the job has nothing to do and ends.
    2. ``call(request, key)`` calls the service, on a thread and outside any transaction. ``key`` is
       the same for each attempt of the job, so that the service can recognize a repeated call.
       Expected failures are returned as a response; an exception leads to a retry.
    3. ``finish(tx, arguments, response)`` stores the response, in the transaction that deletes the
       job.

    So the service is called at least once, and its response is stored exactly once.
    """

    build_request: Callable[[Transaction, Arguments], Any]
    send: Callable[[Any, str], Any]
    finish: Callable[[Transaction, Arguments, Any], None]
    attempt_limit: int = ATTEMPT_LIMIT
    give_up: Verb | None = None


@dataclass(frozen=True, slots=True)
class LongRun:
    """One run of a job by a :class:`LongHandler`, as the handler sees it."""

    is_stopping: Callable[[], bool]
    """Returns whether the worker is to stop."""
    note_progress: Callable[[Transaction], bool]
    """Makes this attempt the first one, in a transaction that stores what the next run need not do
    again; returns False if another worker has the job by now. So a job that gets further between
    two kills is never dead, and one that fails at the same place is."""


@dataclass(frozen=True, slots=True)
class LongHandler:
    """A handler of jobs that take minutes and open transactions of their own, one job at a time.

    ``run(arguments, run)`` runs on a thread, in the lane EXTERNAL, where no other job waits for it.
    It returns whether the job is done; if not, because the worker stops, another worker runs the
    job again. So a run must repeat or continue what an earlier one began, and record its end
    itself: the job is deleted after that. ``attempt_limit`` counts the attempts without progress.
    """

    run: Callable[[Arguments, LongRun], bool]
    attempt_limit: int = ATTEMPT_LIMIT
    give_up: Verb | None = None


AnyHandler = Handler | ExternalHandler | LongHandler
Handlers = Mapping[str, AnyHandler]
"""The handler of each job name."""
