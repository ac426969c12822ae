"""Interesting Moment, Delete Person, Remove from Flow (behaviour.md 9.3)."""

from collections.abc import Sequence

from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityType,
    append_activities,
    attribute_items,
)
from leadkeep.domain.automation.campaigns.assets.names import Reference
from leadkeep.domain.automation.campaigns.entry import members
from leadkeep.domain.automation.campaigns.steps.model import (
    Arguments,
    Departures,
    Group,
    Situation,
    StepKind,
    all_leads_of,
)
from leadkeep.domain.leads import delete_leads
from leadkeep.store import wire_timestamp


class MomentArguments(Arguments, frozen=True):
    """What is interesting."""

    type: str = "Milestone"
    """Email, Milestone, Web or another word."""
    description: str = ""


class NoArguments(Arguments, frozen=True):
    """Nothing is told."""


class FlowArguments(Arguments, frozen=True):
    """The campaign whose flow is left: this one, unless another is named."""

    campaign: int | None = None


def note_moments(at: Situation, groups: Sequence[Group[MomentArguments]]) -> None:
    """Note an interesting moment of each lead."""
    told = []
    for group in groups:
        texts = at.tokens.texts(group.arguments.description, group.lead_ids)
        for lead_id in group.lead_ids:
            items = [
                ("Date", wire_timestamp(at.work.moment)),
                ("Description", texts[lead_id]),
                ("Source", at.name),
            ]
            told.append((lead_id, None, group.arguments.type, f"[{attribute_items(items)}]"))
    kind = ActivityType.INTERESTING_MOMENT
    append_activities(
        at.work.tx, [ActivityBatch(kind, at.work.moment, at.campaign.id, sorted(told))]
    )


def delete(at: Situation, groups: Sequence[Group[NoArguments]]) -> Departures:
    """Delete the leads."""
    lead_ids = sorted(all_leads_of(groups))
    delete_leads(at.work.because(at.cause("Delete Lead")), lead_ids)
    return Departures(gone=set(lead_ids))


def remove(at: Situation, groups: Sequence[Group[FlowArguments]]) -> Departures:
    """End all that the leads still have before them in a campaign's flow."""
    gone: set[int] = set()
    for group in groups:
        campaign_id = group.arguments.campaign or at.campaign.id
        members.end_passages(at.work.tx, campaign_id, group.lead_ids)
        if campaign_id == at.campaign.id:
            gone |= set(group.lead_ids)
    return Departures(gone=gone)


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
    "Ends all passages of leads through the flow of this `campaign` or another. Leaves nothing.",
    {"campaign": Reference.CAMPAIGN},
)
