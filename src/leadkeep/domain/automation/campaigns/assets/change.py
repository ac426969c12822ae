"""Smart campaigns as a kind of assets; activate and deactivate them (behaviour.md 4.4)."""

from dataclasses import replace
from typing import Any

from sqlalchemy import delete

from leadkeep.domain.assets.engine import AssetKind, present_asset, said, save_asset
from leadkeep.domain.assets.folders import FolderKind, lock_tree
from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.campaign import (
    Campaign,
    CampaignType,
    CampaignValues,
)
from leadkeep.domain.automation.campaigns.assets.stored_flow import lists_of_flow
from leadkeep.domain.automation.campaigns.assets.stored_rules import (
    has_request,
    stored_rules,
    type_of,
)
from leadkeep.domain.automation.campaigns.tables import (
    CAMPAIGN_IDS,
    CAMPAIGN_PART_IDS,
    campaign_run,
)
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

ASSET = "Smart Campaign"


def _own_members(
    tx: Transaction, values: CampaignValues, present: Campaign | None
) -> dict[str, Any]:
    own = said(tx, values, present)
    if values.rules is not None:
        rules = stored_rules(values.rules)
        kind, is_active = type_of(rules), present is not None and present.is_active
        own |= {
            "type": kind,
            "is_requested": has_request(rules),
            "is_active": is_active and kind is CampaignType.TRIGGER,
        }
    if present is None:
        own["smart_list_id"], own["flow_id"] = tx.allocate(CAMPAIGN_PART_IDS, 2)
    return own


def _check(tx: Transaction, wanted: Campaign, present: Campaign | None) -> None:
    del tx, present
    if wanted.is_executable and wanted.type is CampaignType.TRIGGER:
        raise Refusal(Reason.EXECUTABLE_WITH_TRIGGERS)


def _check_delete(tx: Transaction, campaign: Campaign) -> None:
    del tx
    if campaign.is_active:
        raise Refusal(Reason.ASSET_ACTIVE, ASSET)


def _saved(tx: Transaction, before: Campaign | None, after: Campaign | None) -> None:
    if after is None and before is not None:
        tx.execute(delete(campaign_run).where(campaign_run.c.campaign_id == before.id))
    if after is not None and (before is None or before.flow != after.flow):
        queries.set_lists(tx, after.id, lists_of_flow(after.flow))
    if any(each is not None and each.is_active for each in (before, after)):
        tx.bump_version()  # every process caches the triggers of active campaigns


CAMPAIGN: AssetKind[Campaign, CampaignValues] = AssetKind(
    name=ASSET,
    noun="a campaign",
    rows=queries.CAMPAIGNS,
    ids=CAMPAIGN_IDS,
    folder_kind=FolderKind.MARKETING,
    copy=lambda campaign: CampaignValues(
        description=campaign.description,
        is_executable=campaign.is_executable,
        qualification=campaign.qualification,
        rules=campaign.rules,
        flow=campaign.flow,
    ),
    own_members=_own_members,
    check=_check,
    check_delete=_check_delete,
    saved=_saved,
)
"""New campaigns and clones are not active, and a campaign that loses its last trigger becomes
inactive. When the flow changes, leads that wait before step N continue with the new step N. When
the campaign is deleted, leads in its flow stop."""


def activate_campaign(work: Work, campaign_id: int) -> Campaign:
    """Activate a trigger campaign, so that activities let leads enter; return the active campaign.

    Raises:
        Refusal: 702, no such campaign within scope; 709, it has no triggers or is executable.
    """
    present = _with_triggers(work, campaign_id)
    if present.is_executable:
        raise Refusal(Reason.NO_TRIGGERS, ASSET)
    active = replace(present, is_active=True, stopped_at=None, stopped_reason=None)
    return present if present.is_active else save_asset(work.tx, CAMPAIGN, present, active)


def deactivate_campaign(work: Work, campaign_id: int) -> Campaign:
    """Deactivate a trigger campaign, so that no more leads enter; return the inactive campaign.

    Leads in its flow continue.

    Raises:
        Refusal: 702, no such campaign within scope; 709, it has no triggers.
    """
    present = _with_triggers(work, campaign_id)
    inactive = replace(present, is_active=False)
    return save_asset(work.tx, CAMPAIGN, present, inactive) if present.is_active else present


def _with_triggers(work: Work, campaign_id: int) -> Campaign:
    lock_tree(work.tx)
    present = present_asset(work, CAMPAIGN, campaign_id)
    if present.type is not CampaignType.TRIGGER:
        raise Refusal(Reason.NO_TRIGGERS, ASSET)
    return present


def stop_campaign(tx: Transaction, campaign_id: int, reason: str) -> bool:
    """Deactivate a campaign that triggers itself and store why; return whether it was active."""
    present = queries.campaign_by_id(tx, campaign_id)
    if present is None or not present.is_active:
        return False
    stopped = replace(present, is_active=False, stopped_at=tx.moment, stopped_reason=reason)
    save_asset(tx, CAMPAIGN, present, stopped)
    return True
