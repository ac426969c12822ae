"""The API's Request Campaign (behaviour.md 4.5)."""

from collections.abc import Sequence

from leadkeep.domain.assets.folders import FolderType, folders_above
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign, CampaignType
from leadkeep.domain.automation.campaigns.assets.find import present_campaign
from leadkeep.domain.automation.campaigns.assets.stored_rules import API_SOURCE
from leadkeep.domain.automation.campaigns.entry.request import may_be_requested, request_entries
from leadkeep.domain.automation.campaigns.entry.trigger_chain import TriggerChain
from leadkeep.domain.automation.campaigns.runs.runs import add_run
from leadkeep.domain.automation.campaigns.runs.token_overrides import Tokens, checked_tokens
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import existing_leads
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

LEAD_LIMIT = 100
"""Limit: leads of one request (behaviour.md 4.5)."""
REQUEST_RUN = "request"


def request_campaign(work: Work, campaign_id: int, lead_ids: Sequence[int], tokens: Tokens) -> None:
    """Request a campaign for leads; they enter soon after this transaction is committed.

    Raises:
        Refusal: 1013, no such campaign; 1003, it cannot be requested, or the number of leads or the
            tokens are wrong; 1004, a lead does not exist; 611, there are tokens and the campaign's
            program is inside another program.
    """
    campaign = present_campaign(work, campaign_id)
    if campaign.type is not CampaignType.TRIGGER or not campaign.is_requested:
        raise Refusal(Reason.CAMPAIGN_NOT_TRIGGER)
    if not campaign.is_active:
        raise Refusal(Reason.CAMPAIGN_NOT_ACTIVE)
    if not may_be_requested(work.tx, campaign, API_SOURCE):
        raise Refusal(Reason.CAMPAIGN_NOT_TRIGGER)
    if not lead_ids:
        raise Refusal(Reason.NOT_SPECIFIED, "Leads")
    if len(lead_ids) > LEAD_LIMIT:
        raise Refusal(Reason.TOO_MANY, "leads", LEAD_LIMIT)
    values = checked_tokens(work.tx, campaign, tokens)
    if tokens and _is_nested(work.tx, campaign):
        raise Refusal(Reason.SYSTEM_ERROR)
    wanted = list(dict.fromkeys(lead_ids))
    known = existing_leads(work, wanted)
    unknown = [str(each) for each in wanted if each not in known]
    if unknown:
        raise Refusal(Reason.LEADS_NOT_FOUND, ", ".join(unknown))
    run_id = add_run(work.tx, campaign.id, REQUEST_RUN, work.moment, values) if values else None
    chain = TriggerChain(0, work.moment)
    request_entries(work.tx, campaign, wanted, work.cause.source, None, chain, run_id)


def _is_nested(tx: Transaction, campaign: Campaign) -> bool:
    """Return whether a campaign's program is inside another program."""
    above = folders_above(tx, campaign.folder)
    return sum(each.type is FolderType.PROGRAM for each in above) > 1
