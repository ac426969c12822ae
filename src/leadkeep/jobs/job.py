"""Data classes of jobs, before they are enqueued and while they run, and of their handlers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from leadkeep.store import Transaction

Arguments = dict[str, Any]
"""A job's arguments: JSON values, ids rather than data, because the job reads current state."""

ATTEMPT_LIMIT = 10
"""Default limit of attempts: a job that has failed this often is dead until an operator acts."""
BATCH_SIZE = 100
"""Default batch size: jobs of one name that a handler gets in one run."""


class Lane(IntEnum):
    """A priority class: due jobs of one lane run before those of the next.

    Jobs that call external services have a lane of their own, so that no other job waits for them.
    """

    TRIGGER = 10
    """Check triggers after a change."""
    BATCH = 20
    """Long-running work."""
    UPKEEP = 30
    """Maintenance that can wait until the server is idle."""
    EXTERNAL = 40
    """Requests to external services, see :class:`ExternalHandler`."""


class State(StrEnum):
    """The state of a job in the queue; a job that has ended is deleted."""

    WAITING = "waiting"
    RUNNING = "running"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to enqueue: a dotted name and JSON arguments.

    ``run_at`` None means now. At most one job with the same ``unique_key`` waits: another one is
    not enqueued, but may move the due time of the first one forward. Jobs with the same
    ``order_key`` run one at a time, in the order of their due times; a failed job that waits for
    its retry does not block the others.
    """

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    run_at: datetime | None = None
    lane: Lane = Lane.BATCH
    unique_key: str | None = None
    order_key: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job that a worker has claimed."""

    id: int
    name: str
    arguments: Arguments
    attempts: int
    """Number of times the job was claimed, including this one."""
    owner: str
    """The claim that owns the job."""


Verb = Callable[[Transaction, Sequence[Arguments]], None]
"""Runs several jobs of one name, given their arguments, in the transaction that ends the jobs."""


@dataclass(frozen=True, slots=True)
class Handler:
    """Runs jobs whose whole effect is in the store.

    ``run`` gets the arguments of up to ``batch_size`` jobs, in the order of their due times. Its
    effect and the end of these jobs are one transaction. If it raises an error, the transaction is
    rolled back and each job runs again alone. ``give_up`` runs with a job that has failed for the
    last time, in the transaction that marks it as dead, so that nothing waits for it for ever.
    After jobs with ``pause_seconds`` a worker settles the store and pauses, so that requests come
    first.
    """

    run: Verb
    batch_size: int = BATCH_SIZE
    attempt_limit: int = ATTEMPT_LIMIT
    give_up: Verb | None = None
    pause_seconds: float = 0


@dataclass(frozen=True, slots=True)
class ExternalHandler:
    """Runs jobs that send a request to an external service, one at a time, in three steps.

    1. ``build_request(tx, arguments)`` returns the request and writes nothing. If it returns None,
       the job has nothing to do and ends.
    2. ``send(request, key)`` sends the request, on a thread and outside any transaction. ``key`` is
       the same for each attempt of the job, so that the service can recognize a repeated request.
       Expected failures are returned as a response; an exception leads to a retry.
    3. ``finish(tx, arguments, response)`` stores the response, in the transaction that ends the
       job.

    So the request is sent at least once, and its response is stored exactly once.
    """

    build_request: Callable[[Transaction, Arguments], Any]
    send: Callable[[Any, str], Any]
    finish: Callable[[Transaction, Arguments, Any], None]
    attempt_limit: int = ATTEMPT_LIMIT
    give_up: Verb | None = None


Handlers = Mapping[str, Handler | ExternalHandler]
"""The handler of each job name."""
