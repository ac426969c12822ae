"""The API's Schedule Campaign (behaviour.md 4.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from leadkeep.clock import vendor_day
from leadkeep.domain.assets.engine import AssetValues, clone_asset
from leadkeep.domain.assets.programs import clone_program, get_program, program_named
from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.campaign import (
    Campaign,
    CampaignType,
    CampaignValues,
)
from leadkeep.domain.automation.campaigns.assets.change import CAMPAIGN
from leadkeep.domain.automation.campaigns.assets.find import BATCH_RUN, present_campaign
from leadkeep.domain.automation.campaigns.assets.stored_flow import with_campaigns
from leadkeep.domain.automation.campaigns.runs.runs import add_run, clones_on, sweep_job
from leadkeep.domain.automation.campaigns.runs.token_overrides import Tokens, checked_tokens
from leadkeep.domain.automation.campaigns.tables import campaign as campaign_table
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal
from leadkeep.jobs import enqueue
from leadkeep.store import Transaction

SHORTEST_DELAY = timedelta(minutes=5)
LONGEST_DELAY = timedelta(days=730)
"""Limit: time from the request to the scheduled run; the least is five minutes, the most two
years."""
CLONES_A_DAY_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a batch campaign is to run, with which token values, and whether in a cloned program."""

    run_at: datetime | None = None
    tokens: Tokens = ()
    clone_to: str | None = None
    """The name of a clone of the campaign's program; then the clone's campaign runs. None for no
    clone."""


def schedule_campaign(work: Work, campaign_id: int, command: Schedule) -> Campaign:
    """Schedule a run of a batch campaign, or of its clone; return the campaign that will run.

    Raises:
        Refusal: 1013, no such campaign; 1003, it is no batch campaign, or a token is wrong; 1042,
            the moment is too late; 1020, too many clones today; 611, the clone's name is taken.
    """
    campaign = present_campaign(work, campaign_id)
    if campaign.type is not CampaignType.BATCH or campaign.is_executable:
        raise Refusal(Reason.CAMPAIGN_NOT_BATCH)
    if command.run_at is not None and command.run_at > work.moment + LONGEST_DELAY:
        raise Refusal(Reason.INVALID_RUN_DATE, command.run_at.isoformat())
    run_at = max(command.run_at or work.moment, work.moment + SHORTEST_DELAY)
    tokens = checked_tokens(work.tx, campaign, command.tokens)
    day = None
    if command.clone_to is not None:
        day = vendor_day(work.moment)
        campaign = _clone_in_new_program(work, campaign, command.clone_to, day)
    start_run(work.tx, campaign.id, tokens, run_at, day)
    return campaign


def start_run(
    tx: Transaction,
    campaign_id: int,
    tokens: Mapping[str, str],
    run_at: datetime | None = None,
    clone_day: str | None = None,
) -> int:
    """Start a run of a batch campaign at ``run_at`` (None: at once); return the run's id."""
    run_id = add_run(tx, campaign_id, BATCH_RUN, run_at or tx.moment, tokens, clone_day)
    enqueue(tx, [sweep_job(run_id, run_at)])
    return run_id


def _clone_in_new_program(work: Work, campaign: Campaign, name: str, day: str) -> Campaign:
    """Clone the program of a campaign with all its campaigns; return the clone of the campaign."""
    if campaign.program_id is None:
        raise Refusal(Reason.CAMPAIGN_NOT_IN_PROGRAM)
    work.tx.lock_keys([f"clones to program:{day}"])
    if clones_on(work.tx, day) >= CLONES_A_DAY_LIMIT:
        raise Refusal(Reason.CLONE_LIMIT, CLONES_A_DAY_LIMIT)
    if program_named(work, name) is not None:
        raise Refusal(Reason.SYSTEM_ERROR)
    source = get_program(work, campaign.program_id)
    clone = clone_program(work, source.id, AssetValues(name, source.folder))
    copies = {
        each.id: clone_asset(work, CAMPAIGN, each.id, CampaignValues(each.name, clone.ref))
        for each in queries.campaigns_in_program(work.tx, source.id)
    }
    copy_ids = {campaign_id: copy.id for campaign_id, copy in copies.items()}
    for copy in copies.values():
        flow = with_campaigns(copy.flow, copy_ids)
        if flow != copy.flow:
            own = campaign_table.c.id == copy.id
            work.tx.execute(campaign_table.update().where(own).values(flow=flow))
    return copies[campaign.id]
