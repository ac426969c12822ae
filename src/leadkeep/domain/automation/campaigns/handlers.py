"""The jobs of campaigns, and what runs each."""

from leadkeep.domain.automation.campaigns.flow.delivery import outside_handler
from leadkeep.domain.automation.campaigns.flow.enter import enter_leads, sweep_leads
from leadkeep.domain.automation.campaigns.flow.runner import advance_leads
from leadkeep.domain.automation.campaigns.flow.step_batch import ADVANCE, ASK, ENTER, SWEEP
from leadkeep.domain.automation.services import Services
from leadkeep.jobs import Handler, Handlers

SMALL_JOBS_AT_ONCE = 100
"""Jobs of single leads are many, and cost less together; those of batch runs go alone."""


def campaign_handlers(services: Services) -> Handlers:
    """Return the handlers of campaigns by the names of their jobs."""
    return {
        ENTER: Handler(enter_leads, SMALL_JOBS_AT_ONCE),
        ADVANCE: Handler(advance_leads, SMALL_JOBS_AT_ONCE),
        SWEEP: Handler(sweep_leads, 1),
        ASK: outside_handler(services),
    }
