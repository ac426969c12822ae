"""Which job is run by what: the one place where names of jobs and their handlers meet."""

from leadkeep.jobs import Handlers
from leadkeep.settings import Settings


def job_handlers(settings: Settings) -> Handlers:
    """Return every handler by the name of its jobs, with the outside services of the settings."""
    del settings  # no job calls an outside service yet
    return {}
