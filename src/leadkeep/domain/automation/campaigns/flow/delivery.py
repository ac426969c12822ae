"""Deliver to external services: the webhooks and mails of flow steps (behaviour.md 9.3, 9.4).

Each lead has a delivery of its own: a job that prepares the delivery, sends it outside of any
transaction, and stores the outcome in the transaction that lets the lead continue. So a delivery
may be sent twice if a process is killed, but its outcome is stored once.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign
from leadkeep.domain.automation.campaigns.assets.stored_flow import StoredStep, stored_flow
from leadkeep.domain.automation.campaigns.flow.runner import (
    campaign_work,
    present_batch,
    read_arguments,
    step_context,
)
from leadkeep.domain.automation.campaigns.flow.step_batch import (
    StepBatch,
    enqueue_step_batches,
    read_step_batch,
)
from leadkeep.domain.automation.campaigns.steps import STEP_KINDS
from leadkeep.domain.automation.campaigns.steps.delivery import MailDelivery
from leadkeep.domain.automation.campaigns.steps.model import Branch, Delivery, StepContext, StepKind
from leadkeep.domain.automation.services import Services
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import existing_leads, lock_leads_in_scope
from leadkeep.jobs import Arguments, ExternalHandler
from leadkeep.store import Transaction

NOTHING = MailDelivery()


def delivery_handler(services: Services) -> ExternalHandler:
    """Return the job handler that sends deliveries to these services."""

    def send(delivery: Delivery, key: str) -> Any:  # noqa: ANN401 -- each kind of step has its own
        return delivery.send(services, key)

    return ExternalHandler(_read_delivery, send, _finish, give_up=_give_up)


@dataclass(frozen=True, slots=True)
class _DeliveryStep:
    """The flow step to which a delivery for one lead belongs."""

    work: Work
    campaign: Campaign
    batch: StepBatch
    chosen: tuple[StepKind, Branch[Any]] | None
    """The kind of the step and the branch of the lead; None if the flow has another step here by
    now."""

    def context(self) -> StepContext:
        return step_context(self.work, self.campaign, self.batch)


def _read_step(
    tx: Transaction, arguments: Arguments, find: Callable[[Work, Collection[int]], set[int]]
) -> _DeliveryStep | None:
    """Return the step to which a job's delivery belongs; None if campaign or lead were deleted.

    None also if the lead was removed from the flow. ``find`` returns those of the given leads that
    exist in the campaign's scope; it may lock them.
    """
    batch = read_step_batch(arguments, tx.moment)
    campaign = queries.campaign_by_id(tx, batch.campaign_id)
    if campaign is None:
        return None
    work = campaign_work(tx, campaign)
    batch = present_batch(work, batch, find)
    if not batch.enrollments:
        return None
    flow = stored_flow(campaign.flow)
    step = flow[batch.step] if batch.step < len(flow) else None
    chosen = None
    if step is not None and step.kind == arguments["kind"]:
        chosen = _chosen(step, batch.lead_ids, arguments.get("choice", 0))
    return _DeliveryStep(work, campaign, batch, chosen)


def _chosen(
    step: StoredStep, lead_ids: Sequence[int], choice: int
) -> tuple[StepKind, Branch[Any]] | None:
    kind, stored = STEP_KINDS[step.kind], step.arguments if not choice else None
    if 0 < choice <= len(step.choices):
        stored = step.choices[choice - 1].arguments
    return (
        None if stored is None else (kind, Branch(lead_ids, read_arguments(kind, stored), choice))
    )


def _read_delivery(tx: Transaction, arguments: Arguments) -> Delivery | None:
    step = _read_step(tx, arguments, existing_leads)
    if step is None:
        return None
    kind, branch = step.chosen or (None, None)
    if kind is None or branch is None or kind.build_delivery is None:
        return NOTHING
    return kind.build_delivery(step.context(), branch)


def _finish(tx: Transaction, arguments: Arguments, outcome: Any) -> None:  # noqa: ANN401
    step = _read_step(tx, arguments, lock_leads_in_scope)
    if step is None:
        return
    kind, branch = step.chosen or (None, None)
    if kind is not None and branch is not None and kind.finish is not None and outcome:
        kind.finish(step.context(), branch, outcome)
    following = replace(step.batch, step=step.batch.step + 1)
    enqueue_step_batches(tx, [(following, None)])


def _give_up(tx: Transaction, jobs: Sequence[Arguments]) -> None:
    """Let leads continue the flow whose delivery has failed for the last time."""
    for arguments in jobs:
        _finish(tx, arguments, None)
