"""Request Campaign, Execute Campaign (behaviour.md 9.1, 9.3)."""

from collections.abc import Sequence

from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.names import Names, Reference
from leadkeep.domain.automation.campaigns.assets.stored_rules import FLOW_SOURCE
from leadkeep.domain.automation.campaigns.entry.request import may_be_requested, request_entries
from leadkeep.domain.automation.campaigns.entry.trigger_chain import longer
from leadkeep.domain.automation.campaigns.steps.model import (
    FLOW_ACTION,
    Arguments,
    Group,
    Situation,
    StepKind,
)


class CampaignArguments(Arguments, frozen=True):
    """The other campaign."""

    campaign: int


def request(at: Situation, groups: Sequence[Group[CampaignArguments]]) -> None:
    """Let leads enter another campaign at the same time, if it may be requested now."""
    for group in groups:
        target = queries.campaign_by_id(at.work.tx, group.arguments.campaign)
        if target is not None and may_be_requested(at.work.tx, target, FLOW_SOURCE):
            chain = longer(at.chain, at.work.moment)
            caused_by = at.campaign.id
            request_entries(at.work.tx, target, group.lead_ids, FLOW_ACTION, caused_by, chain)


def execute(at: Situation, groups: Sequence[Group[CampaignArguments]]) -> None:
    """Let leads pass through another campaign before they go on."""
    for group in groups:
        at.execute(at, group.arguments.campaign, group.lead_ids)


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
    " nothing of its own.",
    {"campaign": Reference.CAMPAIGN},
    check=_check_executable,
)
