"""Let leads enter a campaign: filters, qualification, membership, then its first steps."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import zip_longest

from leadkeep.domain.activities import winners_of
from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign
from leadkeep.domain.automation.campaigns.assets.stored_rules import stored_rules
from leadkeep.domain.automation.campaigns.entry import members
from leadkeep.domain.automation.campaigns.flow.conditions import leads_meeting
from leadkeep.domain.automation.campaigns.flow.enrollment import Chain, Traveller
from leadkeep.domain.automation.campaigns.flow.runner import advance
from leadkeep.domain.automation.campaigns.flow.step_batch import (
    LEADS_OF_A_JOB,
    SWEEP,
    Stage,
    enqueue_stage,
    in_rounds,
    read_entry,
)
from leadkeep.domain.automation.campaigns.runs.runs import find_run, note_sweep
from leadkeep.domain.automation.campaigns.tables import PASSAGE_IDS
from leadkeep.domain.instance.access import Work, operator_access, workspace_access
from leadkeep.domain.leads import hold_leads, leads_after
from leadkeep.jobs import Arguments, NewJob, enqueue
from leadkeep.store import Transaction


def enter_leads(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    """Let leads enter campaigns because of what happened to them: the work of jobs."""
    entries = [read_entry(each, tx.moment) for each in arguments]
    winners = _hold(tx, {lead_id for entry in entries for lead_id in entry.lead_ids})
    asking = [
        Stage(
            entry.campaign_id,
            0,
            entry.chain,
            entry.run_id,
            [
                Traveller(winners.get(lead_id, lead_id), 0, activity_id)
                for lead_id, activity_id in zip_longest(entry.lead_ids, entry.activities)
            ],
        )
        for entry in entries
    ]
    for stage in in_rounds(asking):
        campaign = queries.campaign_by_id(tx, stage.campaign_id)
        if campaign is not None:
            advance(tx, campaign, _admitted(tx, campaign, stage))


def _hold(tx: Transaction, lead_ids: set[int]) -> dict[int, int]:
    """Hold leads; return the winner of each that was merged away before it could enter."""
    access = operator_access(tx)
    winners = winners_of(tx, lead_ids - hold_leads(Work(tx, access), lead_ids))
    if winners:
        hold_leads(Work(tx, access), winners.values())
    return winners


def _admitted(tx: Transaction, of: Campaign, stage: Stage) -> Stage:
    """Return a stage with those leads only that may enter, each a member from now on."""
    access = workspace_access(tx, of.workspace_id)
    lead_ids = [each.lead_id for each in stage.travellers]
    within = hold_leads(Work(tx, access), lead_ids)
    met = leads_meeting(Work(tx, access), stored_rules(of.rules), within) if within else within
    if not met:
        return replace(stage, travellers=[])
    (passage_id,) = tx.allocate(PASSAGE_IDS, 1)
    inside = set(members.admit(tx, of, met, passage_id))
    return replace(
        stage,
        travellers=[
            replace(each, passage_id=passage_id)
            for each in stage.travellers
            if each.lead_id in inside
        ],
    )


def sweep_leads(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    """Let all leads that meet a batch campaign's filters enter, some at a time: work of jobs."""
    for told in arguments:
        run = find_run(tx, told["run"])
        campaign = None if run is None else queries.campaign_by_id(tx, run.campaign_id)
        if run is None or campaign is None:
            continue
        access = workspace_access(tx, campaign.workspace_id)
        some = leads_after(Work(tx, access), run.swept_through, LEADS_OF_A_JOB)
        travellers = [Traveller(each, 0) for each in some]
        asking = Stage(campaign.id, 0, Chain(0, tx.moment), run.id, travellers, is_batch=True)
        stage = _admitted(tx, campaign, asking)
        if stage.travellers:
            enqueue_stage(tx, [(stage, None)])
        is_last = len(some) < LEADS_OF_A_JOB
        through = some[-1] if some else run.swept_through
        note_sweep(tx, run.id, through, len(stage.travellers), is_last=is_last)
        if not is_last:
            enqueue(tx, [sweep_job(run.id)])


def sweep_job(run_id: int, run_at: datetime | None = None) -> NewJob:
    """Return the job that looks at the next leads of a run."""
    return NewJob(SWEEP, {"run": run_id}, run_at)
