"""Which job is run by what: the one place where names of jobs and their handlers meet."""

from leadkeep.clock import Clock
from leadkeep.domain.campaigns import campaign_handlers
from leadkeep.jobs import Handlers, Worker
from leadkeep.settings import Settings
from leadkeep.store import Store


def job_handlers(settings: Settings) -> Handlers:
    """Return every handler by the name of its jobs, with the outside services of the settings."""
    del settings  # no job calls an outside service yet
    return campaign_handlers()


def make_worker(store: Store, settings: Settings, clock: Clock) -> Worker:
    """Return a worker for all jobs, with the tasks of the settings."""
    return Worker(
        store,
        job_handlers(settings),
        clock,
        inside_tasks=settings.job_tasks,
        outside_tasks=settings.outside_tasks,
    )
