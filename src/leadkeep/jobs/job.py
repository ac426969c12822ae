"""What a job is: before it is enqueued, and while it runs; and what runs it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from leadkeep.store import Transaction

Arguments = dict[str, Any]
"""What a job is told: JSON values, ids rather than data, since it reads fresh state."""

MOST_ATTEMPTS = 10
"""A job that has failed so often is dead until somebody looks at it."""
MOST_AT_ONCE = 100
"""So many jobs of one name run as one call, where a handler says nothing else."""


class Lane(IntEnum):
    """Which jobs go first: all that are due in one lane before those of the next.

    Jobs that call outside services have a lane of their own, so that none waits behind their calls.
    """

    TRIGGER = 10
    """Somebody has just done something and looks for what follows from it."""
    BATCH = 20
    """Much work that takes its time."""
    UPKEEP = 30
    """What may wait for a quiet moment."""
    OUTSIDE = 40
    """Calls of outside services, see :class:`OutsideHandler`."""


class State(StrEnum):
    """How far a job has come; one that is done is gone."""

    WAITING = "waiting"
    RUNNING = "running"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to enqueue: a dotted name and JSON arguments.

    ``run_at`` None means at once. Of jobs with the same ``unique_key`` one waits at most: another
    is not enqueued, but may bring the first one forward. Of jobs with the same ``order_key`` one
    runs at a time, in the order in which they fall due; one that failed and waits for its next try
    lets others pass.
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
    """How often it was taken, this time included."""
    owner: str
    """The claim that it belongs to."""


Verb = Callable[[Transaction, Sequence[Arguments]], None]
"""Does the work of several jobs of one name, set by set, in the transaction that ends them."""


@dataclass(frozen=True, slots=True)
class Handler:
    """Runs jobs whose whole effect is in the store.

    ``run`` gets the arguments of one or more jobs, in the order in which they fell due. Its effect
    and the end of these jobs are one transaction. When it raises, they are undone and run again,
    each alone. ``give_up`` is run with a job that has failed for the last time, in the transaction
    that makes it dead, so that nothing waits for it for ever. After jobs with ``pause_seconds`` a
    worker settles the store and pauses, so that requests have the store to themselves meanwhile.
    """

    run: Verb
    most_at_once: int = MOST_AT_ONCE
    most_attempts: int = MOST_ATTEMPTS
    give_up: Verb | None = None
    pause_seconds: float = 0


@dataclass(frozen=True, slots=True)
class OutsideHandler:
    """Runs jobs that call an outside service, each alone, in three steps.

    1. ``prepare(tx, arguments)`` reads what the call needs. It writes nothing. None means that
       there is nothing to do any more: the job ends.
    2. ``call(request, key)`` calls the service, on a thread and in no transaction. ``key`` is the
       same each time the job runs: the service may know a repeated call by it. What may go wrong in
       ordinary life is an answer; an exception is tried again later.
    3. ``finish(tx, arguments, answer)`` stores what came of it, in the transaction that ends
       the job.

    So the outside call is made at least once, and its outcome is stored exactly once.
    """

    prepare: Callable[[Transaction, Arguments], Any]
    call: Callable[[Any, str], Any]
    finish: Callable[[Transaction, Arguments, Any], None]
    most_attempts: int = MOST_ATTEMPTS
    give_up: Verb | None = None


Handlers = Mapping[str, Handler | OutsideHandler]
"""By name of job: what runs it."""
