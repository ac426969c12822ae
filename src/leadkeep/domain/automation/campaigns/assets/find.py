"""Read smart campaigns, and which a lead is in (behaviour.md 3.11, 4.4, 4.5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadkeep.domain.assets.folders import AssetFilter, FolderRef, FolderType, folders_by_refs
from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign, CampaignType
from leadkeep.domain.automation.campaigns.assets.stored_rules import (
    API_SOURCE,
    accepts_request,
    stored_rules,
)
from leadkeep.domain.automation.rules import Now
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work, workspace_names
from leadkeep.domain.leads import MembershipFilter, MembershipPage
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

CAMPAIGN = "Campaign"
BATCH_RUN = "batch"


@dataclass(frozen=True, slots=True)
class CampaignFilter:
    """Which campaigns to return: those that meet every condition; None for no condition."""

    asset: AssetFilter
    is_requested: bool | None = None
    """With or without the trigger Campaign is Requested."""
    is_active: bool | None = None


@dataclass(frozen=True, slots=True)
class CampaignDetails:
    """A campaign with the names of what it belongs to."""

    campaign: Campaign
    program_name: str | None
    workspace_name: str
    status: str
    """As assets show it (behaviour.md 4.4)."""
    is_requestable: bool
    """Is it active, and may the API request it?"""


def get_campaign(work: Work, campaign_id: int) -> Campaign | None:
    """Return a campaign; None when there is none within reach."""
    found = queries.campaign_by_id(work.tx, campaign_id)
    return found if found is not None and found.workspace_id in work.access.workspace_ids else None


def present_campaign(work: Work, campaign_id: int) -> Campaign:
    """Return a campaign.

    Raises:
        Refusal: 1013, there is none within reach.
    """
    found = get_campaign(work, campaign_id)
    if found is None:
        raise Refusal(Reason.OBJECT_NOT_FOUND, CAMPAIGN)
    return found


def campaigns_named(work: Work, name: str) -> list[Campaign]:
    """Return the campaigns of this name within reach, whatever the letter case, by id."""
    found = queries.campaigns_by_name(work.tx, normalised_key(name)) if "\0" not in name else []
    return [each for each in found if each.workspace_id in work.access.workspace_ids]


def with_campaign_details(tx: Transaction, campaigns: Sequence[Campaign]) -> list[CampaignDetails]:
    """Return campaigns with what assets tell of them: the same few statements for any number."""
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


def program_names(tx: Transaction, campaigns: Sequence[Campaign]) -> dict[int, str]:
    """Return the names of the programs that campaigns stand in."""
    wanted = {each.program_id for each in campaigns if each.program_id is not None}
    refs = [FolderRef(number, FolderType.PROGRAM) for number in sorted(wanted)]
    return {ref.id: each.name for ref, each in folders_by_refs(tx, refs).items()}


def full_campaign_name(tx: Transaction, of: Campaign) -> str:
    """Return the name that activities show: with that of its program (behaviour.md 5.1)."""
    program = program_names(tx, [of]).get(of.program_id or 0)
    return of.name if program is None else f"{program}.{of.name}"


def _status(of: Campaign, *, has_run: bool) -> str:
    if of.stopped_at is not None:
        return "Invalid"
    if of.type is CampaignType.TRIGGER:
        return "Active" if of.is_active else "Inactive"
    return "Single Run" if has_run else "Never Run"


def campaigns_after(
    work: Work, wanted: CampaignFilter, after: int, size: int
) -> tuple[list[Campaign], int | None]:
    """Return a page of the campaigns that match, ascending by id from behind ``after``.

    The last id of a page that others follow comes with it; None with the last one.
    """
    conditions = _conditions(work, wanted)
    if conditions is None:
        return [], None
    found = queries.campaigns_where(work.tx, conditions | {"after": after}, size + 1)
    return found[:size], found[size - 1].id if len(found) > size else None


def campaigns_from(work: Work, wanted: CampaignFilter, offset: int, size: int) -> list[Campaign]:
    """Return a page of the campaigns that match, ascending by id, without the first ones."""
    conditions = _conditions(work, wanted)
    return [] if conditions is None else queries.campaigns_where(work.tx, conditions, size, offset)


def _conditions(work: Work, wanted: CampaignFilter) -> dict[str, object] | None:
    found = wanted.asset.values(work)
    if found is None:
        return None
    if wanted.is_requested is not None:
        found["requested"] = wanted.is_requested
    if wanted.is_active is not None:
        found["active"] = wanted.is_active
    return found


def campaigns_of_lead(work: Work, lead_id: int, wanted: MembershipFilter) -> MembershipPage:
    """Return a page of the campaigns that a lead is in.

    Raises:
        Refusal: 1004, no such lead within reach.
    """
    return queries.MEMBERSHIPS.page(work, lead_id, wanted)
