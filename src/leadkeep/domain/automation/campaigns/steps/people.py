"""The flow steps Interesting Moment, Delete Person and Remove from Flow (behaviour.md 9.3)."""

from collections.abc import Sequence

from leadkeep.domain.activities import (
    ActivityType,
    attribute_items,
)
from leadkeep.domain.automation.campaigns.assets.names import Reference
from leadkeep.domain.automation.campaigns.entry.members import end_enrollments
from leadkeep.domain.automation.campaigns.steps.model import (
    Branch,
    StepArguments,
    StepContext,
    StepKind,
    StepResult,
    all_lead_ids,
)
from leadkeep.domain.leads import delete_leads
from leadkeep.store import wire_timestamp


class MomentArguments(StepArguments, frozen=True):
    """The type and the description of an interesting moment."""

    type: str = "Milestone"
    """Email, Milestone, Web or another word."""
    description: str = ""


class NoArguments(StepArguments, frozen=True):
    """The arguments of a step that takes none."""


class FlowArguments(StepArguments, frozen=True):
    """The campaign from whose flow to remove the leads; None for the campaign of the step."""

    campaign: int | None = None


def note_moments(context: StepContext, branches: Sequence[Branch[MomentArguments]]) -> None:
    """Append an Interesting Moment activity for each lead."""
    activities = []
    for branch in branches:
        texts = context.tokens.texts(branch.arguments.description, branch.lead_ids)
        for lead_id in branch.lead_ids:
            items = [
                ("Date", wire_timestamp(context.work.moment)),
                ("Description", texts[lead_id]),
                ("Source", context.campaign_name),
            ]
            activities.append((lead_id, None, branch.arguments.type, f"[{attribute_items(items)}]"))
    context.append((ActivityType.INTERESTING_MOMENT, sorted(activities)))


def delete(context: StepContext, branches: Sequence[Branch[NoArguments]]) -> StepResult:
    """Delete the leads of a step; none of them continues."""
    lead_ids = sorted(all_lead_ids(branches))
    delete_leads(context.work.because(context.cause("Delete Lead")), lead_ids)
    return StepResult(removed=set(lead_ids))


def remove(context: StepContext, branches: Sequence[Branch[FlowArguments]]) -> StepResult:
    """End all enrollments of the leads in the campaign that the arguments name."""
    removed: set[int] = set()
    for branch in branches:
        campaign_id = branch.arguments.campaign or context.campaign.id
        end_enrollments(context.work.tx, campaign_id, branch.lead_ids)
        if campaign_id == context.campaign.id:
            removed |= set(branch.lead_ids)
    return StepResult(removed=removed)


INTERESTING_MOMENT = StepKind(
    "interestingMoment",
    "Interesting Moment",
    MomentArguments,
    note_moments,
    "Notes a moment with its `type` and `description`. Leaves 46.",
)
DELETE_PERSON = StepKind(
    "deletePerson",
    "Delete Person",
    NoArguments,
    delete,
    "Deletes leads: the steps behind it are done for none. Leaves 37.",
)
REMOVE_FROM_FLOW = StepKind(
    "removeFromFlow",
    "Remove from Flow",
    FlowArguments,
    remove,
    "Ends all enrollments of leads in this `campaign` or another. Leaves nothing.",
    {"campaign": Reference.CAMPAIGN},
)
