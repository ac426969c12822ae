"""Read smart campaigns, and the campaigns of a lead (behaviour.md 3.11, 4.4, 4.5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from leadkeep.domain.assets.engine import AssetFilter, get_asset, page_after, program_names
from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign, CampaignType
from leadkeep.domain.automation.campaigns.assets.stored_rules import (
    API_SOURCE,
    accepts_request,
    stored_rules,
)
from leadkeep.domain.automation.rules import Now
from leadkeep.domain.instance.access import Work, workspace_names
from leadkeep.domain.leads import MembershipFilter, MembershipPage
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

CAMPAIGN = "Campaign"
BATCH_RUN = "batch"

CampaignStatus = Literal["Inactive", "Active", "Never Run", "Single Run", "Invalid"]


@dataclass(frozen=True, slots=True)
class CampaignFilter:
    """The conditions that campaigns must all meet; None for no condition."""

    asset: AssetFilter
    is_requested: bool | None = None
    """Only campaigns with (True) or without (False) the trigger Campaign is Requested."""


@dataclass(frozen=True, slots=True)
class CampaignDetails:
    """A campaign with the names of its program and workspace, and its status."""

    campaign: Campaign
    program_name: str | None
    workspace_name: str
    status: CampaignStatus
    """The status as the asset API shows it (behaviour.md 4.4)."""
    is_requestable: bool
    """Is the campaign active, and does it accept requests of the API?"""


def present_campaign(work: Work, campaign_id: int) -> Campaign:
    """Return the campaign with this id.

    Raises:
        Refusal: 1013, there is no such campaign within scope.
    """
    found = get_asset(work, queries.CAMPAIGNS, campaign_id)
    if found is None:
        raise Refusal(Reason.OBJECT_NOT_FOUND, CAMPAIGN)
    return found


def with_campaign_details(tx: Transaction, campaigns: Sequence[Campaign]) -> list[CampaignDetails]:
    """Return campaigns with their details, in a fixed number of statements."""
    programs = program_names(tx, campaigns)
    workspaces = workspace_names(tx)
    now = Now(tx.moment, tx.zone)
    has_run = queries.with_runs(tx, [each.id for each in campaigns], BATCH_RUN)
    return [
        CampaignDetails(
            each,
            programs.get(each.program_id or 0),
            workspaces[each.workspace_id],
            _status(each, has_run=each.id in has_run),
            each.is_active and accepts_request(stored_rules(each.rules), API_SOURCE, now),
        )
        for each in campaigns
    ]


def _status(campaign: Campaign, *, has_run: bool) -> CampaignStatus:
    if campaign.stopped_at is not None:
        return "Invalid"
    if campaign.type is CampaignType.TRIGGER:
        return "Active" if campaign.is_active else "Inactive"
    return "Single Run" if has_run else "Never Run"


def campaigns_after(
    work: Work, wanted: CampaignFilter, after: int, size: int
) -> tuple[list[Campaign], int | None]:
    """Return a page of matching campaigns with ids above ``after``, ascending by id.

    Also returns the last id of the page; None on the last page.
    """
    own = {"is_requested": wanted.is_requested}
    return page_after(work, queries.CAMPAIGNS, replace(wanted.asset, own=own), after, size)


def campaigns_of_lead(work: Work, lead_id: int, wanted: MembershipFilter) -> MembershipPage:
    """Return a page of the campaigns of which a lead is a member.

    Raises:
        Refusal: 1004, no such lead within scope.
    """
    return queries.MEMBERSHIPS.page(work, lead_id, wanted)
