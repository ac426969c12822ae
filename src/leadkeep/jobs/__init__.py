"""Jobs: work that is done later, from a queue in the same database.

A feature calls :func:`enqueue` in its own transaction with :class:`NewJob` values: dotted names and
JSON arguments. Where the parts are put together each name gets a :class:`Handler`, or an
:class:`OutsideHandler` if it calls an outside service, and a :class:`Worker` runs what is due. The
effect of a job and its end are one transaction, so it happens once, whenever a process is killed
(docs/explanation/jobs.md).
"""

from leadkeep.jobs.enqueue import enqueue
from leadkeep.jobs.job import (
    Arguments,
    Handler,
    Handlers,
    Lane,
    NewJob,
    OutsideHandler,
    State,
)
from leadkeep.jobs.oversee import (
    DeadJob,
    JobCount,
    cancel_jobs,
    count_jobs,
    dead_jobs,
    drop_dead_jobs,
    retry_dead_jobs,
)
from leadkeep.jobs.schedule import Schedule
from leadkeep.jobs.worker import ALL_LANES, Worker

__all__ = [
    "ALL_LANES",
    "Arguments",
    "DeadJob",
    "Handler",
    "Handlers",
    "JobCount",
    "Lane",
    "NewJob",
    "OutsideHandler",
    "Schedule",
    "State",
    "Worker",
    "cancel_jobs",
    "count_jobs",
    "dead_jobs",
    "drop_dead_jobs",
    "enqueue",
    "retry_dead_jobs",
]
