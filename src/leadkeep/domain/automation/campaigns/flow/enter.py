"""Make leads enter a campaign: filters, qualification rule, membership, then the first steps."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign
from leadkeep.domain.automation.campaigns.assets.stored_rules import stored_rules
from leadkeep.domain.automation.campaigns.entry import members
from leadkeep.domain.automation.campaigns.entry.entries import BATCH_SIZE, Entry, read_entry
from leadkeep.domain.automation.campaigns.entry.trigger_chain import TriggerChain
from leadkeep.domain.automation.campaigns.flow.conditions import candidate_page, matching
from leadkeep.domain.automation.campaigns.flow.runner import campaign_work, run_flow
from leadkeep.domain.automation.campaigns.flow.step_batch import (
    Enrollment,
    StepBatch,
    enqueue_step_batches,
    merge_step_batches,
)
from leadkeep.domain.automation.campaigns.runs.runs import find_run, note_sweep, sweep_job
from leadkeep.domain.automation.campaigns.tables import ENROLLMENT_IDS
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.leads import lock_leads_in_scope, lock_leads_or_winners
from leadkeep.jobs import Arguments, enqueue
from leadkeep.store import Transaction


def enter_leads(tx: Transaction, jobs: Sequence[Arguments]) -> None:
    """Make the leads of these jobs enter their campaigns, and do the first flow steps."""
    entries = [read_entry(each, tx.moment) for each in jobs]
    lead_ids = {lead_id for entry in entries for lead_id in entry.lead_ids}
    winners = lock_leads_or_winners(Work(tx, operator_access(tx)), lead_ids)
    for batch in merge_step_batches([_first_batch(entry, winners) for entry in entries]):
        campaign = queries.campaign_by_id(tx, batch.campaign_id)
        if campaign is not None:
            work = campaign_work(tx, campaign)
            run_flow(work, campaign, _enrolled(work, campaign, batch))


def _first_batch(entry: Entry, winners: dict[int, int]) -> StepBatch:
    enrollments = [
        Enrollment(winners.get(lead_id, lead_id), 0, activity_id)
        for lead_id, activity_id in zip_longest(entry.lead_ids, entry.activity_ids)
    ]
    return StepBatch(entry.campaign_id, 0, entry.chain, entry.run_id, enrollments)


def _enrolled(work: Work, campaign: Campaign, batch: StepBatch) -> StepBatch:
    """Enroll those leads of a batch that match the filters and qualify; return a batch of these."""
    present = lock_leads_in_scope(work, batch.lead_ids)
    met = matching(work.tx, stored_rules(campaign.rules), present)
    if not met:
        return replace(batch, enrollments=[])
    (enrollment_id,) = work.tx.allocate(ENROLLMENT_IDS, 1)
    enrolled = set(members.enroll(work.tx, campaign, met, enrollment_id))
    return replace(
        batch,
        enrollments=[
            replace(each, id=enrollment_id)
            for each in batch.enrollments
            if each.lead_id in enrolled
        ],
    )


def sweep_leads(tx: Transaction, jobs: Sequence[Arguments]) -> None:
    """For the batch runs of these jobs, make the next leads that match the filters enter.

    Each job tests one batch of the leads that may match, and enqueues the job for the next batch.
    """
    for arguments in jobs:
        run = find_run(tx, arguments["run"])
        campaign = None if run is None else queries.campaign_by_id(tx, run.campaign_id)
        if run is None or campaign is None:
            continue
        work = campaign_work(tx, campaign)
        page = candidate_page(work, stored_rules(campaign.rules), run.swept_through, BATCH_SIZE)
        enrollments = [Enrollment(each, 0) for each in page.lead_ids]
        chain = TriggerChain(0, tx.moment)
        swept = StepBatch(campaign.id, 0, chain, run.id, enrollments, is_batch=True)
        batch = _enrolled(work, campaign, swept)
        if batch.enrollments:
            enqueue_step_batches(tx, [(batch, None)])
        is_last = page.next_after is None
        through = page.next_after or max(page.lead_ids, default=run.swept_through)
        note_sweep(tx, run.id, through, len(batch.enrollments), is_last=is_last)
        if not is_last:
            enqueue(tx, [sweep_job(run.id)])
