"""Smart campaigns: the triggers and filters for entry, the flow, and the members.

Five packages, each of which imports only those before it: ``assets`` (campaigns, their stored rules
and flows), ``entry`` (triggers, requests, qualification, members), ``runs`` (schedules and requests
of the API), ``steps`` (the kinds of steps) and ``flow`` (runs the steps).

Entry points: :data:`CAMPAIGN`, campaigns as a kind of assets; :func:`campaigns_after` to read them,
:func:`campaigns_of_lead` for a lead's memberships.
"""

from leadkeep.domain.automation.campaigns.assets.campaign import (
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
from leadkeep.domain.automation.campaigns.assets.change import (
    CAMPAIGN,
    activate_campaign,
    deactivate_campaign,
)
from leadkeep.domain.automation.campaigns.assets.change_rules import (
    change_rules_of_campaigns,
    rules_of_campaign,
)
from leadkeep.domain.automation.campaigns.assets.find import (
    CampaignDetails,
    CampaignFilter,
    CampaignStatus,
    campaigns_after,
    campaigns_of_lead,
    present_campaign,
    with_campaign_details,
)
from leadkeep.domain.automation.campaigns.assets.names import Names
from leadkeep.domain.automation.campaigns.assets.queries import all_campaigns, stopped_campaigns
from leadkeep.domain.automation.campaigns.assets.step_names import (
    NamedStep,
    named_steps,
    names_of_steps,
)
from leadkeep.domain.automation.campaigns.assets.stored_rules import stored_rules
from leadkeep.domain.automation.campaigns.entry.members import CAMPAIGN_MEMBERS
from leadkeep.domain.automation.campaigns.entry.merge_members import move_campaign_memberships
from leadkeep.domain.automation.campaigns.entry.triggers import watch_for_triggers
from leadkeep.domain.automation.campaigns.flow.coming import Coming, coming_for_lead
from leadkeep.domain.automation.campaigns.flow.progress import (
    COUNT_LIMIT,
    CampaignProgress,
    campaign_progress,
)
from leadkeep.domain.automation.campaigns.flow.why import (
    Why,
    explain_campaign,
    qualification_in_words,
)
from leadkeep.domain.automation.campaigns.flow.why_item import why_item
from leadkeep.domain.automation.campaigns.handlers import campaign_handlers
from leadkeep.domain.automation.campaigns.runs.request import request_campaign
from leadkeep.domain.automation.campaigns.runs.schedule import (
    Schedule,
    schedule_campaign,
    start_run,
)
from leadkeep.domain.automation.campaigns.steps import STEP_KINDS
from leadkeep.domain.automation.campaigns.steps.failed_requests import (
    masked_headers,
    masked_url,
    prune_failed_requests,
)
from leadkeep.domain.automation.campaigns.steps.model import StepKind
from leadkeep.domain.automation.campaigns.steps.notation import (
    parse_campaign_rules,
    parse_flow,
    render_campaign_rules,
    render_flow,
)

__all__ = [
    "ANY",
    "CAMPAIGN",
    "CAMPAIGN_MEMBERS",
    "COUNT_LIMIT",
    "NO_RULES",
    "NO_STEPS",
    "ONCE",
    "STEP_KINDS",
    "Campaign",
    "CampaignDetails",
    "CampaignFilter",
    "CampaignProgress",
    "CampaignStatus",
    "CampaignType",
    "CampaignValues",
    "Coming",
    "NamedStep",
    "Names",
    "Qualification",
    "Schedule",
    "StepKind",
    "Unit",
    "Why",
    "activate_campaign",
    "all_campaigns",
    "campaign_handlers",
    "campaign_progress",
    "campaigns_after",
    "campaigns_of_lead",
    "change_rules_of_campaigns",
    "coming_for_lead",
    "deactivate_campaign",
    "explain_campaign",
    "masked_headers",
    "masked_url",
    "move_campaign_memberships",
    "named_steps",
    "names_of_steps",
    "parse_campaign_rules",
    "parse_flow",
    "present_campaign",
    "prune_failed_requests",
    "qualification_in_words",
    "render_campaign_rules",
    "render_flow",
    "request_campaign",
    "rules_of_campaign",
    "schedule_campaign",
    "start_run",
    "stopped_campaigns",
    "stored_rules",
    "watch_for_triggers",
    "why_item",
    "with_campaign_details",
]
