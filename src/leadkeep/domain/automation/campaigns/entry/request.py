"""Make leads enter a campaign by a request of the API or of a flow step.

Behaviour.md 4.5, 9.1, 9.2.
"""

from collections.abc import Sequence

from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityType,
    append_activities,
    attribute_items,
)
from leadkeep.domain.assets.engine import full_name
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign, CampaignType
from leadkeep.domain.automation.campaigns.assets.stored_rules import accepts_request, stored_rules
from leadkeep.domain.automation.campaigns.entry.entries import Entry, enqueue_entries
from leadkeep.domain.automation.campaigns.entry.trigger_chain import TriggerChain, stop_endless
from leadkeep.domain.automation.rules import Now
from leadkeep.store import Transaction


def may_be_requested(tx: Transaction, campaign: Campaign, source: str) -> bool:
    """Return whether a campaign is active and accepts requests from this source."""
    is_trigger = campaign.type is CampaignType.TRIGGER and campaign.is_active
    now = Now(tx.moment, tx.zone)
    return is_trigger and accepts_request(stored_rules(campaign.rules), source, now)


def request_entries(
    tx: Transaction,
    campaign: Campaign,
    lead_ids: Sequence[int],
    source: str,
    requested_by: int | None,
    chain: TriggerChain,
    run_id: int | None = None,
) -> None:
    """Append a Request Campaign activity for each lead, and enqueue the leads' entries.

    The activities show ``source``, and ``requested_by`` as the campaign that caused them. The
    entries use the tokens of the run ``run_id``. The caller has checked that the leads exist and
    that the campaign may be requested.
    """
    text = f"[{attribute_items([('Source', source)])}]"
    name = full_name(tx, campaign)
    activities = [(lead_id, campaign.id, name, text) for lead_id in sorted(lead_ids)]
    kind = ActivityType.REQUEST_CAMPAIGN
    append_activities(tx, [ActivityBatch(kind, tx.moment, requested_by, activities)])
    if chain.is_endless:
        stop_endless(tx, campaign.id)
    else:
        enqueue_entries(tx, [Entry(campaign.id, lead_ids, chain, run_id=run_id)])
