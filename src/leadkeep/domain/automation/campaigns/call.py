"""Request and schedule campaigns, as the API does (behaviour.md 4.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from leadkeep.clock import vendor_day
from leadkeep.domain.assets.engine import AssetValues, clone_asset
from leadkeep.domain.assets.folders import FolderType, folders_above
from leadkeep.domain.assets.programs import (
    clone_program,
    get_program,
    plain_name,
    program_named,
    tokens_in_force,
)
from leadkeep.domain.automation.campaigns import queries
from leadkeep.domain.automation.campaigns.campaign import Campaign, CampaignType, CampaignValues
from leadkeep.domain.automation.campaigns.change import CAMPAIGN
from leadkeep.domain.automation.campaigns.enrollment import Chain
from leadkeep.domain.automation.campaigns.enter import sweep_job
from leadkeep.domain.automation.campaigns.find import BATCH_RUN, present_campaign
from leadkeep.domain.automation.campaigns.flow import with_campaigns
from leadkeep.domain.automation.campaigns.request import may_be_requested, request_entries
from leadkeep.domain.automation.campaigns.rules import API_SOURCE
from leadkeep.domain.automation.campaigns.runs import add_run, clones_on
from leadkeep.domain.automation.campaigns.tables import campaign as campaign_table
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import known_leads
from leadkeep.errors import Reason, Refusal
from leadkeep.jobs import enqueue
from leadkeep.store import Transaction

MOST_LEADS = 100
MOST_TOKENS = 100
"""Of one request (behaviour.md 4.5)."""
SHORTEST_DELAY = timedelta(minutes=5)
LONGEST_DELAY = timedelta(days=730)
"""Between the call and the run that it schedules: five minutes to two years."""
MOST_CLONES_A_DAY = 20
REQUEST_RUN = "request"
MY_TOKEN = "{{my."  # noqa: S105 -- how tokens of texts begin

Tokens = Sequence[tuple[str, str]]
"""Names as sent, and values."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a batch campaign is to run, and with what."""

    run_at: datetime | None = None
    tokens: Tokens = ()
    clone_to: str | None = None
    """The name of a program to make as a copy of the campaign's own, and to run it in."""


def request_campaign(
    work: Work,
    campaign_id: int,
    lead_ids: Sequence[int],
    tokens: Tokens,
) -> None:
    """Let leads enter a campaign; they are on their way when the transaction is committed.

    Raises:
        Refusal: 1013, no such campaign; 1003, it cannot be requested, or what is told of leads or
            tokens is wrong; 1004, a lead does not exist; 611, tokens in a nested program.
    """
    of = present_campaign(work, campaign_id)
    if of.type is not CampaignType.TRIGGER or not of.is_requested:
        raise Refusal(Reason.INVALID_DATA, "Campaign is not a trigger campaign")
    if not of.is_active:
        raise Refusal(Reason.INVALID_DATA, "Campaign is not active")
    if not may_be_requested(work.tx, of, API_SOURCE):
        raise Refusal(Reason.INVALID_DATA, "Campaign is not a trigger campaign")
    if not lead_ids:
        raise Refusal(Reason.INVALID_DATA, "Leads not specified")
    if len(lead_ids) > MOST_LEADS:
        raise Refusal(Reason.INVALID_DATA, f"Too many leads. Maximum allowed is {MOST_LEADS}")
    values = _checked_tokens(work.tx, of, tokens)
    if tokens and _is_nested(work.tx, of):
        raise Refusal(Reason.SYSTEM_ERROR)
    wanted = list(dict.fromkeys(lead_ids))
    known = known_leads(work, wanted)
    unknown = [str(each) for each in wanted if each not in known]
    if unknown:
        raise Refusal(Reason.LEADS_NOT_FOUND, ", ".join(unknown))
    run_id = add_run(work.tx, of.id, REQUEST_RUN, work.moment, values) if values else None
    request_entries(work.tx, of, wanted, work.cause.source, None, Chain(0, work.moment), run_id)


def _checked_tokens(tx: Transaction, of: Campaign, tokens: Tokens) -> dict[str, str]:
    """Return values by plain name.

    Raises:
        Refusal: 1003, too many, or some that the campaign's program does not have.
    """
    if not tokens:
        return {}
    if len(tokens) > MOST_TOKENS:
        raise Refusal(Reason.INVALID_DATA, f"Too many tokens. Maximum allowed is {MOST_TOKENS}")
    held = {normalised_key(name) for name in tokens_in_force(tx, of.folder)}
    wrong = [
        name
        for name, value in tokens
        if not name.strip().startswith(MY_TOKEN)
        or normalised_key(plain_name(name)) not in held
        or "\0" in value
    ]
    if wrong:
        # The blank at the end is the original's.
        told = msgspec.json.encode(wrong).decode()
        raise Refusal(Reason.INVALID_DATA, f"Invalid token value: {told} ")
    return {plain_name(name): value for name, value in tokens}


def _is_nested(tx: Transaction, of: Campaign) -> bool:
    """Return whether a campaign's program stands in another program."""
    above = folders_above(tx, of.folder)
    return sum(each.type is FolderType.PROGRAM for each in above) > 1


def schedule_campaign(work: Work, campaign_id: int, wanted: Schedule) -> Campaign:
    """Let a batch campaign run later; return it, or with ``clone_to`` its copy, which runs.

    Raises:
        Refusal: 1013, no such campaign; 1003, it is no batch campaign, or a token is wrong; 1042,
            too late; 1020, too many clones today; 611, the clone's name is taken.
    """
    of = present_campaign(work, campaign_id)
    if of.type is not CampaignType.BATCH or of.is_executable:
        raise Refusal(Reason.INVALID_DATA, "Campaign is not a batch campaign")
    if wanted.run_at is not None and wanted.run_at > work.moment + LONGEST_DELAY:
        raise Refusal(Reason.INVALID_RUN_DATE, wanted.run_at.isoformat())
    run_at = max(wanted.run_at or work.moment, work.moment + SHORTEST_DELAY)
    tokens = _checked_tokens(work.tx, of, wanted.tokens)
    day = None
    if wanted.clone_to is not None:
        day = vendor_day(work.moment)
        of = _cloned(work, of, wanted.clone_to, day)
    start_run(work.tx, of.id, tokens, run_at, day)
    return of


def start_run(
    tx: Transaction,
    campaign_id: int,
    tokens: Mapping[str, str],
    run_at: datetime | None = None,
    clone_day: str | None = None,
) -> int:
    """Let a batch campaign run at a moment, or at once; return the run's id."""
    run_id = add_run(tx, campaign_id, BATCH_RUN, run_at or tx.moment, tokens, clone_day)
    enqueue(tx, [sweep_job(run_id, run_at)])
    return run_id


def _cloned(work: Work, of: Campaign, name: str, day: str) -> Campaign:
    """Make a copy of a campaign's program with all its campaigns; return the campaign's copy."""
    if of.program_id is None:
        raise Refusal(Reason.INVALID_DATA, "Campaign is not in a program")
    work.tx.lock_keys([f"clones to program:{day}"])
    if clones_on(work.tx, day) >= MOST_CLONES_A_DAY:
        raise Refusal(Reason.CLONE_LIMIT, MOST_CLONES_A_DAY)
    if program_named(work, name) is not None:
        raise Refusal(Reason.SYSTEM_ERROR)
    source = get_program(work, of.program_id)
    made = clone_program(work, source.id, AssetValues(name, source.folder))
    copies = {
        each.id: clone_asset(work, CAMPAIGN, each.id, CampaignValues(each.name, made.ref))
        for each in queries.campaigns_in_program(work.tx, source.id)
    }
    numbers = {number: copy.id for number, copy in copies.items()}
    for copy in copies.values():
        flow = with_campaigns(copy.flow, numbers)
        if flow != copy.flow:
            own = campaign_table.c.id == copy.id
            work.tx.execute(campaign_table.update().where(own).values(flow=flow))
    return copies[of.id]
