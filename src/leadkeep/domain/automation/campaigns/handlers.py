"""Map the names of the campaigns' jobs to their handlers."""

from leadkeep.domain.automation.campaigns.entry.entries import ENTER
from leadkeep.domain.automation.campaigns.flow.delivery import delivery_handler
from leadkeep.domain.automation.campaigns.flow.enter import enter_leads, sweep_leads
from leadkeep.domain.automation.campaigns.flow.runner import run_step_batches
from leadkeep.domain.automation.campaigns.flow.step_batch import DELIVER, RUN_STEPS
from leadkeep.domain.automation.campaigns.runs.runs import SWEEP
from leadkeep.domain.automation.services import Services
from leadkeep.jobs import Handler, Handlers

JOB_BATCH_SIZE = 100
"""Batch size: jobs that run together. Jobs of single leads are many, and cost less together; jobs
of batch runs run alone."""


def campaign_handlers(services: Services) -> Handlers:
    """Return the handlers of the campaigns' jobs, by job name."""
    return {
        ENTER: Handler(enter_leads, JOB_BATCH_SIZE),
        RUN_STEPS: Handler(run_step_batches, JOB_BATCH_SIZE),
        SWEEP: Handler(sweep_leads, 1),
        DELIVER: delivery_handler(services),
    }
