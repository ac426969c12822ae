"""Let leads enter a campaign that asks to be requested (behaviour.md 4.5, 9.1, 9.2)."""

from collections.abc import Sequence

from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityType,
    append_activities,
    attribute_items,
)
from leadkeep.domain.assets.engine import full_name
from leadkeep.domain.automation.campaigns.campaign import Campaign, CampaignType
from leadkeep.domain.automation.campaigns.enrollment import Chain
from leadkeep.domain.automation.campaigns.entries import Entry, enqueue_entries
from leadkeep.domain.automation.campaigns.rules import lets_request, stored_rules
from leadkeep.domain.automation.campaigns.trigger_chain import is_endless, stop_endless
from leadkeep.domain.automation.rules import Now
from leadkeep.store import Transaction


def may_be_requested(tx: Transaction, of: Campaign, source: str) -> bool:
    """Return whether leads may enter a campaign by a request from this source."""
    is_trigger = of.type is CampaignType.TRIGGER and of.is_active
    return is_trigger and lets_request(stored_rules(of.rules), source, Now(tx.moment, tx.zone))


def request_entries(
    tx: Transaction,
    of: Campaign,
    lead_ids: Sequence[int],
    source: str,
    caused_by: int | None,
    chain: Chain,
    run_id: int | None = None,
) -> None:
    """Record a request for each lead, and let the leads enter as jobs do it.

    ``source`` is what the record shows, ``caused_by`` the campaign that asks, ``run_id`` a run
    whose tokens hold. The leads exist, and the campaign may be requested.
    """
    text = f"[{attribute_items([('Source', source)])}]"
    name = full_name(tx, of)
    told = [(lead_id, of.id, name, text) for lead_id in sorted(lead_ids)]
    kind = ActivityType.REQUEST_CAMPAIGN
    append_activities(tx, [ActivityBatch(kind, tx.moment, caused_by, told)])
    if is_endless(chain):
        stop_endless(tx, of.id)
        return
    enqueue_entries(tx, [Entry(of.id, lead_ids, chain, run_id=run_id)])
