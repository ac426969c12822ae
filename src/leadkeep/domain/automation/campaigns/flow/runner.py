"""Run a flow for a batch of leads, one step at a time.

The effect of a step, the place where its leads continue, and the end of its job are one
transaction: if a process is killed, each step was done once or not yet. A small batch does several
steps in one transaction; a large one gets a new job after each step, so that no transaction takes
long.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from leadkeep.domain.activities import ActivityType, NewActivity, attribute_items
from leadkeep.domain.assets.engine import full_name
from leadkeep.domain.assets.programs import find_program
from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign
from leadkeep.domain.automation.campaigns.assets.stored_flow import StoredStep, stored_flow
from leadkeep.domain.automation.campaigns.assets.stored_rules import stored_rules
from leadkeep.domain.automation.campaigns.entry import members
from leadkeep.domain.automation.campaigns.entry.trigger_chain import set_chain
from leadkeep.domain.automation.campaigns.flow.conditions import condition_rules, matching
from leadkeep.domain.automation.campaigns.flow.step_batch import (
    Enrollment,
    StepBatch,
    enqueue_deliveries,
    enqueue_step_batches,
    merge_step_batches,
    read_step_batch,
)
from leadkeep.domain.automation.campaigns.runs.runs import run_tokens
from leadkeep.domain.automation.campaigns.steps import STEP_KINDS
from leadkeep.domain.automation.campaigns.steps.model import (
    Branch,
    StepArguments,
    StepContext,
    StepKind,
    StepResult,
)
from leadkeep.domain.automation.campaigns.steps.tokens import (
    TokenSource,
    TriggerValues,
    trigger_values,
)
from leadkeep.domain.automation.campaigns.tables import ENROLLMENT_IDS
from leadkeep.domain.instance.access import Work, operator_access, workspace_access
from leadkeep.domain.leads import lock_leads_in_scope
from leadkeep.errors import Refusal
from leadkeep.jobs import Arguments
from leadkeep.store import Transaction

logger = logging.getLogger(__name__)

LEAD_STEPS_PER_TRANSACTION = 1_000
"""Limit: leads times steps of one transaction; a first step with more leads is done alone."""
DEEPEST_EXECUTION = 3
"""Limit: campaigns that execute each other, one inside the other (behaviour.md 9.1)."""
ARGUMENTS_CACHE_SIZE = 5_000
TRIGGER_TOKEN = "{{trigger."  # noqa: S105 -- how tokens of texts begin


def run_step_batches(tx: Transaction, jobs: Sequence[Arguments]) -> None:
    """Continue the flows of the step batches of these jobs."""
    batches = list(merge_step_batches([read_step_batch(each, tx.moment) for each in jobs]))
    if len(batches) > 1:
        # All leads in one order: two transactions wait for each other, never deadlock.
        lead_ids = {lead_id for batch in batches for lead_id in batch.lead_ids}
        lock_leads_in_scope(Work(tx, operator_access(tx)), lead_ids)
    for batch in batches:
        campaign = queries.campaign_by_id(tx, batch.campaign_id)
        if campaign is not None:
            work = campaign_work(tx, campaign)
            run_flow(work, campaign, present_batch(work, batch, lock_leads_in_scope))


def campaign_work(tx: Transaction, campaign: Campaign) -> Work:
    """Return the work for what a campaign does; its scope is the campaign's workspace."""
    return Work(tx, workspace_access(tx, campaign.workspace_id))


def present_batch(
    work: Work, batch: StepBatch, find: Callable[[Work, Collection[int]], set[int]]
) -> StepBatch:
    """Return a batch without leads that do not exist or were removed from the flow.

    ``find`` returns those of the given leads that exist in the campaign's scope; it may lock them.
    """
    removed = members.members_among(work.tx, batch.campaign_id, find(work, batch.lead_ids))
    present = [
        each
        for each in batch.enrollments
        if each.lead_id in removed and each.id > removed[each.lead_id]
    ]
    return replace(batch, enrollments=present)


def run_flow(work: Work, campaign: Campaign, batch: StepBatch) -> None:
    """Do the steps before which a batch waits, as many as fit into one transaction.

    The caller has locked the leads.
    """
    if batch.enrollments:
        _FlowRunner(work, campaign, batch).run()


def step_context(work: Work, campaign: Campaign, batch: StepBatch) -> StepContext:
    """Return the context in which the steps of a campaign's flow run for a batch."""
    overrides = {} if batch.run_id is None else run_tokens(work.tx, batch.run_id)
    trigger: TriggerValues = {}
    if TRIGGER_TOKEN in campaign.flow:
        known = {each.lead_id: each.activity_id for each in batch.enrollments if each.activity_id}
        trigger = trigger_values(work.tx, known)
    return StepContext(
        work=work,
        campaign=campaign,
        campaign_name=full_name(work.tx, campaign),
        tokens=_tokens(work, campaign, overrides, trigger),
        step=batch.step,
        run_id=batch.run_id,
        chain=batch.chain,
        execute=_execute_campaign,
        is_batch=batch.is_batch,
    )


def _tokens(
    work: Work, campaign: Campaign, overrides: Mapping[str, str], trigger: TriggerValues
) -> TokenSource:
    program = None if campaign.program_id is None else find_program(work, campaign.program_id)
    return TokenSource(work.tx, campaign, program, overrides, work.moment, trigger)


class _FlowRunner:
    """Moves one step batch through the flow, as far as fits into one transaction."""

    def __init__(self, work: Work, campaign: Campaign, batch: StepBatch) -> None:
        self._tx, self._campaign, self._batch = work.tx, campaign, batch
        self._flow = stored_flow(campaign.flow)
        self._context = step_context(work, campaign, batch)
        self._present = {each.lead_id: each for each in batch.enrollments}
        """By lead id: the enrollments that are still in the batch."""
        set_chain(work.tx, batch.chain)

    def run(self) -> None:
        step, done = self._batch.step, 0
        waiting: list[tuple[StepBatch, datetime | None]] = []
        while step < len(self._flow) and self._present:
            if done and done + len(self._present) > LEAD_STEPS_PER_TRANSACTION:
                waiting.append((self._batch_at(step, self._present.values()), None))
                break
            done += len(self._present)
            result = run_step(self._context, step, self._flow[step], sorted(self._present))
            waiting += self._remove_leaving(result, step)
            step += 1
        else:
            self._set_position(sorted(self._present), None)
        for batch, _ in waiting:
            self._set_position(batch.lead_ids, batch.step)
        enqueue_step_batches(self._tx, waiting)

    def _remove_leaving(
        self, result: StepResult, step: int
    ) -> list[tuple[StepBatch, datetime | None]]:
        """Take leads that do not continue at once out of the batch; enqueue their deliveries.

        Returns:
            The batches of the leads that wait, each with the moment at which it continues.
        """
        for lead_id in result.removed:
            self._present.pop(lead_id, None)
        waiting: dict[datetime, list[Enrollment]] = {}
        for lead_id, until in result.waiting.items():
            enrollment = self._present.pop(lead_id, None)
            if enrollment is not None:
                waiting.setdefault(until, []).append(enrollment)
        deliveries = [
            (self._batch_at(step, [self._present.pop(lead_id)]), choice)
            for lead_id, choice in sorted(result.deliveries.items())
            if lead_id in self._present
        ]
        if deliveries:
            enqueue_deliveries(self._tx, self._flow[step].kind, deliveries)
            self._set_position([batch.lead_ids[0] for batch, _ in deliveries], step)
        return [(self._batch_at(step + 1, each), until) for until, each in sorted(waiting.items())]

    def _batch_at(self, step: int, enrollments: Iterable[Enrollment]) -> StepBatch:
        return replace(self._batch, step=step, enrollments=list(enrollments))

    def _set_position(self, lead_ids: Sequence[int], step: int | None) -> None:
        members.set_position(self._tx, self._campaign.id, lead_ids, step)


def run_step(
    context: StepContext, number: int, step: StoredStep, lead_ids: Sequence[int]
) -> StepResult:
    """Do one step for leads, each by the first choice that it matches, else by the default."""
    kind = STEP_KINDS[step.kind]
    branches = [
        Branch(chosen, read_arguments(kind, arguments), choice)
        for choice, arguments, chosen in chosen_leads(context.work.tx, step, lead_ids)
        if arguments is not None and chosen
    ]
    if not branches:
        return StepResult()
    context.step = number
    try:
        return kind.execute(context, branches) or StepResult()
    except (LookupError, Refusal) as refused:
        if isinstance(refused, KeyError | IndexError):
            raise
        # A list or program that the step names was deleted. The leads continue without it.
        text = "step %s of campaign %s names an asset that was deleted: %s"
        logger.warning(text, number + 1, context.campaign.id, step.kind)
        return StepResult()


def chosen_leads(
    tx: Transaction, step: StoredStep, lead_ids: Sequence[int]
) -> list[tuple[int, Mapping[str, Any] | None, list[int]]]:
    """Return (choice number, arguments, lead ids) of each choice; the default is the last, as 0."""
    rest, chosen = set(lead_ids), []
    for number, choice in enumerate(step.choices, 1):
        met = matching(tx, condition_rules(choice.condition), rest) & rest
        chosen.append((number, choice.arguments, sorted(met)))
        rest -= met
    return [*chosen, (0, step.arguments, sorted(rest))]


def read_arguments(kind: StepKind, stored: Mapping[str, Any]) -> StepArguments:
    """Return the arguments of a step from their stored form."""
    return _decoded(kind.arguments, msgspec.json.encode(stored))


@lru_cache(ARGUMENTS_CACHE_SIZE)
def _decoded(kind: type[StepArguments], encoded: bytes) -> StepArguments:
    return msgspec.json.decode(encoded, type=kind)


def _log_execution(
    context: StepContext,
    campaign_id: int,
    name: str,
    lead_ids: Sequence[int],
    qualified: Collection[int],
) -> None:
    """Append an Execute Campaign activity for each lead (behaviour.md 13)."""
    activities: list[NewActivity] = []
    for lead_id in lead_ids:
        items = attribute_items(
            [("Qualified", lead_id in qualified), ("Used Parent Campaign Token Context", False)]
        )
        activities.append((lead_id, campaign_id, name, f"[{items}]"))
    context.append((ActivityType.EXECUTE_CAMPAIGN, activities))


def _execute_campaign(context: StepContext, campaign_id: int, lead_ids: Sequence[int]) -> None:
    """Run all steps of another, executable campaign for leads, in this transaction."""
    work = context.work
    campaign = queries.campaign_by_id(work.tx, campaign_id)
    if campaign is None or not campaign.is_executable or context.depth >= DEEPEST_EXECUTION:
        return
    met = matching(work.tx, stored_rules(campaign.rules), lead_ids)
    (enrollment_id,) = work.tx.allocate(ENROLLMENT_IDS, 1)
    present = members.enroll(work.tx, campaign, met, enrollment_id)
    name = full_name(work.tx, campaign)
    _log_execution(context, campaign.id, name, lead_ids, frozenset(present))
    if not present:
        return
    inner = replace(
        context,
        campaign=campaign,
        campaign_name=name,
        tokens=_tokens(work, campaign, context.tokens.overrides, context.tokens.trigger),
        depth=context.depth + 1,
    )
    for number, step in enumerate(stored_flow(campaign.flow)):
        if STEP_KINDS[step.kind].may_be_executed and present:
            result = run_step(inner, number, step, present)
            present = [each for each in present if each not in result.removed]
    members.set_position(work.tx, campaign.id, present, None)
