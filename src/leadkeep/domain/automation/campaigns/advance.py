"""Lead leads through a flow, step by step, all that stand before one step together.

What steps do, where their leads go on, and the end of the job that told so are one transaction: a
process that is killed anywhere leaves each step done once or not yet. Small groups pass through
several steps in one transaction; a large one makes a new job after each, so that none takes long.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from leadkeep.domain.assets.engine import full_name
from leadkeep.domain.assets.programs import find_program
from leadkeep.domain.automation.campaigns import members, queries
from leadkeep.domain.automation.campaigns.campaign import Campaign
from leadkeep.domain.automation.campaigns.conditions import condition, leads_meeting
from leadkeep.domain.automation.campaigns.enrollment import Traveller
from leadkeep.domain.automation.campaigns.entries import (
    Stage,
    enqueue_questions,
    enqueue_stage,
    in_rounds,
    read_stage,
)
from leadkeep.domain.automation.campaigns.flow import StoredStep, stored_flow
from leadkeep.domain.automation.campaigns.rules import stored_rules
from leadkeep.domain.automation.campaigns.runs import run_tokens
from leadkeep.domain.automation.campaigns.steps import STEP_KINDS
from leadkeep.domain.automation.campaigns.steps.model import (
    Arguments as StepArguments,
)
from leadkeep.domain.automation.campaigns.steps.model import (
    Departures,
    Group,
    Situation,
    StepKind,
)
from leadkeep.domain.automation.campaigns.tables import PASSAGE_IDS
from leadkeep.domain.automation.campaigns.tokens import TokenSource, TriggerValues, trigger_values
from leadkeep.domain.automation.campaigns.trigger_chain import hold_chain
from leadkeep.domain.instance.access import Work, operator_access, workspace_access
from leadkeep.domain.leads import hold_leads, known_leads
from leadkeep.errors import Refusal
from leadkeep.jobs import Arguments
from leadkeep.store import Transaction

logger = logging.getLogger(__name__)

LEAD_STEPS_AT_ONCE = 1_000
"""Steps of single leads that one transaction does, but for its first step: it is a short one."""
DEEPEST_EXECUTION = 3
"""Campaigns that execute each other, one inside the other (behaviour.md 9.1)."""
ARGUMENTS_KEPT = 5_000
TRIGGER_TOKEN = "{{trigger."  # noqa: S105 -- how tokens of texts begin


def advance_leads(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    """Lead leads on from where they stand: the work of jobs."""
    stages = list(in_rounds([read_stage(each, tx.moment) for each in arguments]))
    _hold_all(tx, stages)
    for stage in stages:
        campaign = queries.campaign_by_id(tx, stage.campaign_id)
        if campaign is not None:
            advance(tx, campaign, still_there(tx, campaign, stage))


def _hold_all(tx: Transaction, stages: Sequence[Stage]) -> None:
    """Hold all leads of a transaction in one order: two of them wait, never deadlock."""
    if len(stages) > 1:
        everybody = {each.lead_id for stage in stages for each in stage.travellers}
        hold_leads(Work(tx, operator_access(tx)), everybody)


def still_there(tx: Transaction, of: Campaign, stage: Stage, *, holds: bool = True) -> Stage:
    """Return a stage with those leads only that exist and were not taken out of the flow."""
    lead_ids = [each.lead_id for each in stage.travellers]
    look = hold_leads if holds else known_leads
    within = look(Work(tx, workspace_access(tx, of.workspace_id)), lead_ids)
    over = members.passages_over(tx, of.id, within)
    travellers = [
        each
        for each in stage.travellers
        if each.lead_id in over and each.passage_id > over[each.lead_id]
    ]
    return replace(stage, travellers=travellers)


def advance(
    tx: Transaction,
    of: Campaign,
    stage: Stage,
) -> None:
    """Do what stands before these leads, as far as one transaction goes; they are held."""
    travellers = {each.lead_id: each for each in stage.travellers}
    if not travellers:
        return
    _Walk(tx, of, stage).go(travellers)


def situation(tx: Transaction, of: Campaign, stage: Stage) -> Situation:
    """Return where the steps of a campaign run that stand before these leads."""
    work = Work(tx, workspace_access(tx, of.workspace_id))
    program = None if of.program_id is None else find_program(work, of.program_id)
    overrides = {} if stage.run_id is None else run_tokens(tx, stage.run_id)
    trigger: TriggerValues = {}
    if TRIGGER_TOKEN in of.flow:
        known = {each.lead_id: each.activity_id for each in stage.travellers if each.activity_id}
        trigger = trigger_values(tx, known)
    return Situation(
        work=work,
        campaign=of,
        name=full_name(tx, of),
        tokens=TokenSource(tx, of, program, overrides, tx.moment, trigger),
        step=stage.step,
        run_id=stage.run_id,
        chain=stage.chain,
        execute=_execute,
        is_batch=stage.is_batch,
    )


class _Walk:
    """One group's way through a flow, as far as one transaction goes."""

    def __init__(self, tx: Transaction, of: Campaign, stage: Stage) -> None:
        self._tx, self._of, self._stage, self._now = tx, of, stage, tx.moment
        self._flow = stored_flow(of.flow)
        self._at = situation(tx, of, stage)
        hold_chain(tx, stage.chain)

    def go(self, travellers: dict[int, Traveller]) -> None:
        step, spent = self._stage.step, 0
        later: list[tuple[Stage, datetime | None]] = []
        while step < len(self._flow) and travellers:
            if spent and spent + len(travellers) > LEAD_STEPS_AT_ONCE:
                later.append((self._at_step(step, travellers.values()), None))
                break
            spent += len(travellers)
            left = do_step(self._at, step, self._flow[step], sorted(travellers))
            step += 1
            later += self._leave(left, step, travellers)
        else:
            members.move_to(self._tx, self._of.id, sorted(travellers), None)
        for stage, _ in later:
            at_step = [each.lead_id for each in stage.travellers]
            members.move_to(self._tx, self._of.id, at_step, stage.step)
        enqueue_stage(self._tx, later)

    def _leave(
        self, left: Departures, step: int, travellers: dict[int, Traveller]
    ) -> list[tuple[Stage, datetime | None]]:
        """Take out of the group who does not go on now; return where those go on that wait."""
        for lead_id in left.gone:
            travellers.pop(lead_id, None)
        waiting: dict[datetime, list[Traveller]] = {}
        for lead_id, until in left.until.items():
            traveller = travellers.pop(lead_id, None)
            if traveller is not None:
                waiting.setdefault(until, []).append(traveller)
        asking = [
            (choice, travellers.pop(lead_id))
            for lead_id, choice in sorted(left.calls.items())
            if lead_id in travellers
        ]
        if asking:
            kind, at_step = self._flow[step - 1].kind, step - 1
            stages = [(self._at_step(at_step, [each]), choice) for choice, each in asking]
            enqueue_questions(self._tx, kind, stages)
            lead_ids = [each.lead_id for _, each in asking]
            members.move_to(self._tx, self._of.id, lead_ids, at_step)
        return [(self._at_step(step, some), until) for until, some in sorted(waiting.items())]

    def _at_step(self, step: int, some: Any) -> Stage:  # noqa: ANN401
        return replace(self._stage, step=step, travellers=list(some))


def do_step(at: Situation, number: int, step: StoredStep, lead_ids: Sequence[int]) -> Departures:
    """Do one step for leads: each by the first choice that it meets, else by the default."""
    kind = STEP_KINDS[step.kind]
    groups = [
        Group(some, arguments_of(kind, told), choice)
        for choice, told, some in _chosen(at, step, lead_ids)
        if told is not None and some
    ]
    if not groups:
        return Departures()
    at.step = number
    try:
        return kind.execute(at, groups) or Departures()
    except (LookupError, Refusal) as refused:
        if isinstance(refused, KeyError | IndexError):
            raise
        # What it names is gone: a list, a program. The leads go on without it.
        text = "step %s of campaign %s names what is gone: %s"
        logger.warning(text, number + 1, at.campaign.id, step.kind)
        return Departures()


def _chosen(
    at: Situation, step: StoredStep, lead_ids: Sequence[int]
) -> list[tuple[int, Mapping[str, Any] | None, list[int]]]:
    """Return for each choice, and for the default at last, its leads."""
    rest, chosen = set(lead_ids), []
    for number, choice in enumerate(step.choices, 1):
        met = leads_meeting(at.work, condition(choice.condition), rest) & rest
        chosen.append((number, choice.arguments, sorted(met)))
        rest -= met
    return [*chosen, (0, step.arguments, sorted(rest))]


def arguments_of(kind: StepKind, stored: Mapping[str, Any]) -> StepArguments:
    """Return what a step is told from the form in which it is stored."""
    return _arguments(kind.arguments, msgspec.json.encode(stored))


@lru_cache(ARGUMENTS_KEPT)
def _arguments(kind: type[StepArguments], encoded: bytes) -> StepArguments:
    return msgspec.json.decode(encoded, type=kind)


def _execute(at: Situation, campaign_id: int, lead_ids: Sequence[int]) -> None:
    """Let leads pass through an executable campaign, all of it, in this transaction."""
    of = queries.campaign_by_id(at.work.tx, campaign_id)
    if of is None or not of.is_executable or at.level >= DEEPEST_EXECUTION:
        return
    met = leads_meeting(at.work, stored_rules(of.rules), lead_ids)
    (passage_id,) = at.work.tx.allocate(PASSAGE_IDS, 1)
    inside = members.admit(at.work.tx, of, met, passage_id)
    if not inside:
        return
    program = None if of.program_id is None else find_program(at.work, of.program_id)
    inner = replace(
        at,
        campaign=of,
        name=full_name(at.work.tx, of),
        tokens=TokenSource(
            at.work.tx, of, program, at.tokens.overrides, at.work.moment, at.tokens.trigger
        ),
        level=at.level + 1,
    )
    going = list(inside)
    for number, step in enumerate(stored_flow(of.flow)):
        if STEP_KINDS[step.kind].may_be_executed and going:
            left = do_step(inner, number, step, going)
            going = [each for each in going if each not in left.gone]
    members.move_to(at.work.tx, of.id, going, None)
