"""Jobs: work that is done later, from a queue in the same database.

A feature calls :func:`enqueue` in its own transaction with :class:`NewJob` values: a dotted name
and JSON arguments. ``assembly.py`` maps each name to a :class:`Handler`, or to an
:class:`ExternalHandler` if the job calls an external service, or a :class:`LongHandler` if it takes
minutes. A :class:`Worker` runs due jobs. A
job's changes of the store and its end (its row is deleted) are one transaction, so they happen
exactly once, even if a process is killed (docs/explanation/jobs.md).
"""

from leadkeep.jobs.enqueue import enqueue
from leadkeep.jobs.job import (
    Arguments,
    ExternalHandler,
    Handler,
    Handlers,
    Lane,
    LongHandler,
    LongRun,
    NewJob,
    State,
)
from leadkeep.jobs.oversee import (
    DeadJob,
    JobCount,
    count_jobs,
    dead_jobs,
    drop_dead_jobs,
    retry_dead_jobs,
    waiting_jobs,
)
from leadkeep.jobs.schedule import Schedule
from leadkeep.jobs.worker import ALL_LANES, Worker

__all__ = [
    "ALL_LANES",
    "Arguments",
    "DeadJob",
    "ExternalHandler",
    "Handler",
    "Handlers",
    "JobCount",
    "Lane",
    "LongHandler",
    "LongRun",
    "NewJob",
    "Schedule",
    "State",
    "Worker",
    "count_jobs",
    "dead_jobs",
    "drop_dead_jobs",
    "enqueue",
    "retry_dead_jobs",
    "waiting_jobs",
]
