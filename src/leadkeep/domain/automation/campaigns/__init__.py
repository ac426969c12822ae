"""Smart campaigns: what makes leads enter, the flow that they pass through, who is in it.

Entry points: :data:`CAMPAIGN`, campaigns as a kind of assets, :func:`campaigns_of_lead` for who is
in which.

May import the faces of access, activities, the asset engine, fields, folders, leads, lists,
programs and rules, and jobs.
"""

from leadkeep.domain.automation.campaigns.call import (
    Schedule,
    request_campaign,
    schedule_campaign,
    start_run,
)
from leadkeep.domain.automation.campaigns.campaign import (
    ANY,
    NO_RULES,
    NO_STEPS,
    ONCE,
    Campaign,
    CampaignType,
    CampaignValues,
    Qualification,
    Unit,
)
from leadkeep.domain.automation.campaigns.change import (
    CAMPAIGN,
    activate_campaign,
    deactivate_campaign,
)
from leadkeep.domain.automation.campaigns.find import (
    FIRST_PAGE,
    CampaignDetails,
    CampaignFilter,
    CampaignMembership,
    CampaignStatus,
    campaigns_after,
    campaigns_of_lead,
    present_campaign,
    with_campaign_details,
)
from leadkeep.domain.automation.campaigns.member_filter import CampaignMemberFilter
from leadkeep.domain.automation.campaigns.merge_members import move_campaign_memberships
from leadkeep.domain.automation.campaigns.names import Names
from leadkeep.domain.automation.campaigns.notation import (
    parse_campaign_rules,
    parse_flow,
    render_campaign_rules,
    render_flow,
)
from leadkeep.domain.automation.campaigns.queries import all_campaigns
from leadkeep.domain.automation.campaigns.steps import STEP_KINDS
from leadkeep.domain.automation.campaigns.steps.model import StepKind
from leadkeep.domain.automation.campaigns.triggers import watch_for_triggers
from leadkeep.domain.automation.campaigns.work import campaign_handlers

__all__ = [
    "ANY",
    "CAMPAIGN",
    "FIRST_PAGE",
    "NO_RULES",
    "NO_STEPS",
    "ONCE",
    "STEP_KINDS",
    "Campaign",
    "CampaignDetails",
    "CampaignFilter",
    "CampaignMemberFilter",
    "CampaignMembership",
    "CampaignStatus",
    "CampaignType",
    "CampaignValues",
    "Names",
    "Qualification",
    "Schedule",
    "StepKind",
    "Unit",
    "activate_campaign",
    "all_campaigns",
    "campaign_handlers",
    "campaigns_after",
    "campaigns_of_lead",
    "deactivate_campaign",
    "move_campaign_memberships",
    "parse_campaign_rules",
    "parse_flow",
    "present_campaign",
    "render_campaign_rules",
    "render_flow",
    "request_campaign",
    "schedule_campaign",
    "start_run",
    "watch_for_triggers",
    "with_campaign_details",
]
