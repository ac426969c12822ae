"""The flow steps Request Campaign and Execute Campaign (behaviour.md 9.1, 9.3)."""

from collections.abc import Sequence

from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.names import Names, Reference
from leadkeep.domain.automation.campaigns.assets.stored_rules import FLOW_SOURCE
from leadkeep.domain.automation.campaigns.entry.request import may_be_requested, request_entries
from leadkeep.domain.automation.campaigns.steps.model import (
    FLOW_ACTION,
    Branch,
    StepArguments,
    StepContext,
    StepKind,
)


class CampaignArguments(StepArguments, frozen=True):
    """The campaign to request or to execute."""

    campaign: int


def request(context: StepContext, branches: Sequence[Branch[CampaignArguments]]) -> None:
    """Request another campaign for leads; do nothing if it cannot be requested now."""
    for branch in branches:
        target = queries.campaign_by_id(context.work.tx, branch.arguments.campaign)
        if target is not None and may_be_requested(context.work.tx, target, FLOW_SOURCE):
            chain = context.chain.extended(context.work.moment)
            requested_by = context.campaign.id
            request_entries(
                context.work.tx, target, branch.lead_ids, FLOW_ACTION, requested_by, chain
            )


def execute(context: StepContext, branches: Sequence[Branch[CampaignArguments]]) -> None:
    """Run the flow of another campaign for leads before they continue with this one."""
    for branch in branches:
        context.execute(context, branch.arguments.campaign, branch.lead_ids)


def _check_executable(names: Names, arguments: CampaignArguments) -> None:
    found = queries.campaign_by_id(names.work.tx, arguments.campaign)
    if found is not None and not found.is_executable:
        raise ValueError(f"the campaign {found.name} is not executable")


REQUEST_CAMPAIGN = StepKind(
    "requestCampaign",
    "Request Campaign",
    CampaignArguments,
    request,
    "Lets leads enter another `campaign` too, which is active and has the trigger Campaign is"
    " Requested; they go on here meanwhile. Leaves 47.",
    {"campaign": Reference.CAMPAIGN},
)
EXECUTE_CAMPAIGN = StepKind(
    "executeCampaign",
    "Execute Campaign",
    CampaignArguments,
    execute,
    "Lets leads pass through an executable `campaign` first, up to three inside each other. Leaves"
    " 155.",
    {"campaign": Reference.CAMPAIGN},
    check=_check_executable,
)
