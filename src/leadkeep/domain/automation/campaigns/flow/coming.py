"""Tell what is coming for a lead: waits in flows, and runs that would take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from leadkeep.domain.assets.engine import full_name
from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign
from leadkeep.domain.automation.campaigns.assets.find import BATCH_RUN
from leadkeep.domain.automation.campaigns.assets.stored_flow import stored_flow
from leadkeep.domain.automation.campaigns.assets.stored_rules import stored_rules
from leadkeep.domain.automation.campaigns.entry.members import (
    WaitingMember,
    membership_of,
    waiting_memberships,
)
from leadkeep.domain.automation.campaigns.flow.conditions import matching
from leadkeep.domain.automation.campaigns.flow.runner import campaign_work
from leadkeep.domain.automation.campaigns.flow.step_batch import (
    DELIVER,
    RUN_STEPS,
    read_step_batch,
)
from leadkeep.domain.automation.campaigns.runs.runs import coming_runs
from leadkeep.domain.automation.campaigns.steps import STEP_KINDS
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import check_lead, existing_leads
from leadkeep.jobs import waiting_jobs
from leadkeep.store import Transaction

WAIT_LIMIT = 50
"""Limit: campaigns in whose flow a lead waits that are returned, the newest movement first."""
JOB_LIMIT = 500
"""Limit: waiting jobs whose leads are looked at."""
RUN_LIMIT = 25
"""Limit: coming runs that are compared with a lead."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A lead that waits before a step of a flow."""

    campaign_id: int
    campaign_name: str
    step: int
    """The number of the step, from 1."""
    title: str | None
    """The kind of the step; None if the flow has no such step by now."""
    since: datetime
    until: datetime | None
    """When the lead continues; None if its job runs now, or is not among the next ones."""
    is_delivery: bool
    """Does the lead wait for a webhook or a mail?"""


@dataclass(frozen=True, slots=True)
class ComingRun:
    """A run of a batch campaign that has not looked at all leads yet."""

    campaign_id: int
    campaign_name: str
    run_at: datetime
    would_enter: bool
    """Would the lead enter, if the run looked at it now?"""


@dataclass(frozen=True, slots=True)
class Coming:
    """What is coming for a lead."""

    waits: list[Wait]
    runs: list[ComingRun]


def coming_for_lead(work: Work, lead_id: int) -> Coming:
    """Return where a lead waits in the flows within scope, and the runs that are coming.

    Raises:
        Refusal: 1004, no such lead within scope.
    """
    check_lead(work, lead_id)
    tx = work.tx
    waiting = waiting_memberships(tx, lead_id, WAIT_LIMIT)
    runs = coming_runs(tx, BATCH_RUN, RUN_LIMIT)
    campaigns = _within(
        work, [*(each.campaign_id for each in waiting), *(each.campaign_id for each in runs)]
    )
    until = _continuations(tx, lead_id) if waiting else {}
    waits = [
        _wait(tx, campaigns[each.campaign_id], each, until)
        for each in waiting
        if each.campaign_id in campaigns
    ]
    coming = [
        ComingRun(
            each.campaign_id,
            full_name(tx, campaigns[each.campaign_id]),
            each.run_at,
            _would_enter(tx, campaigns[each.campaign_id], lead_id),
        )
        for each in runs
        if each.campaign_id in campaigns
    ]
    return Coming(waits, coming)


def _within(work: Work, campaign_ids: Sequence[int]) -> dict[int, Campaign]:
    """Return those of the campaigns that are within scope, by id."""
    found = (queries.campaign_by_id(work.tx, each) for each in dict.fromkeys(campaign_ids))
    return {
        each.id: each
        for each in found
        if each is not None and each.workspace_id in work.access.workspace_ids
    }


def _continuations(tx: Transaction, lead_id: int) -> dict[tuple[int, int], tuple[datetime, bool]]:
    """Return, by campaign and step, when a lead continues and whether after a delivery."""
    found: dict[tuple[int, int], tuple[datetime, bool]] = {}
    for name in (RUN_STEPS, DELIVER):
        for due_at, arguments in waiting_jobs(tx, name, lead_id, JOB_LIMIT):
            batch = read_step_batch(arguments, tx.moment)
            if lead_id in batch.lead_ids:
                found.setdefault((batch.campaign_id, batch.step), (due_at, name == DELIVER))
    return found


def _wait(
    tx: Transaction,
    campaign: Campaign,
    member: WaitingMember,
    until: dict[tuple[int, int], tuple[datetime, bool]],
) -> Wait:
    flow = stored_flow(campaign.flow)
    step = flow[member.position] if member.position < len(flow) else None
    continues = until.get((campaign.id, member.position))
    return Wait(
        campaign.id,
        full_name(tx, campaign),
        member.position + 1,
        None if step is None else STEP_KINDS[step.kind].title,
        member.since,
        None if continues is None else continues[0],
        is_delivery=continues is not None and continues[1],
    )


def _would_enter(tx: Transaction, campaign: Campaign, lead_id: int) -> bool:
    if not existing_leads(campaign_work(tx, campaign), [lead_id]):
        return False
    if lead_id not in matching(tx, stored_rules(campaign.rules), [lead_id]):
        return False
    member = membership_of(tx, campaign.id, lead_id)
    rule = campaign.qualification
    return member is None or rule.accepts_again(member.entered_at, tx.moment)
