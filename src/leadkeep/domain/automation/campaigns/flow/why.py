"""Tell why a campaign takes a lead or not: the verdict of each of its rules.

Every verdict is made by the function that runs use: nothing is evaluated a second time here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from leadkeep.domain.automation.campaigns.assets.campaign import Campaign, Qualification
from leadkeep.domain.automation.campaigns.assets.find import present_campaign
from leadkeep.domain.automation.campaigns.assets.stored_flow import StoredStep, stored_flow
from leadkeep.domain.automation.campaigns.assets.stored_rules import stored_rules
from leadkeep.domain.automation.campaigns.entry.members import Membership, membership_of
from leadkeep.domain.automation.campaigns.flow.conditions import condition_rules, matching
from leadkeep.domain.automation.campaigns.flow.runner import campaign_work, chosen_leads
from leadkeep.domain.automation.campaigns.steps import STEP_KINDS
from leadkeep.domain.automation.rules import (
    FilterVerdict,
    Rules,
    TriggerVerdict,
    explain_filters,
    explain_trigger,
)
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import check_lead, existing_leads
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class QualificationVerdict:
    """Whether the qualification rule accepts a lead now."""

    words: str
    is_met: bool
    entered_at: datetime | None
    """When the lead last entered; None if it never did."""


@dataclass(frozen=True, slots=True)
class ChoiceVerdict:
    """Whether a lead meets the condition of one choice of a step."""

    condition: FilterVerdict
    is_chosen: bool
    """Would the step take this choice for the lead, being the first that is met?"""


@dataclass(frozen=True, slots=True)
class StepVerdict:
    """One step of the flow, as it would run for a lead now."""

    number: int
    title: str
    choices: tuple[ChoiceVerdict, ...]
    takes_default: bool
    """Does no choice match, so that the step's default applies?"""
    does_nothing: bool
    """Does the choice or the default say that nothing is done?"""
    is_next: bool
    """Does the lead wait before this step?"""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a campaign would take a lead now, or would not."""

    campaign: Campaign
    lead_id: int
    reasons: tuple[str, ...]
    """What keeps the lead out, in words; empty if the lead would enter when a trigger fires or the
    campaign runs."""
    is_in_scope: bool
    """Is the lead in a partition of the campaign's workspace?"""
    triggers: tuple[TriggerVerdict, ...]
    match: str
    """How the filters combine."""
    filters: tuple[FilterVerdict, ...]
    are_filters_met: bool
    qualification: QualificationVerdict
    steps: tuple[StepVerdict, ...]


def explain_campaign(work: Work, campaign_id: int, lead_id: int) -> Why:
    """Return the verdict of each trigger, filter, qualification rule and choice about a lead.

    Raises:
        Refusal: 1013, no such campaign within scope; 1004, no such lead within scope.
    """
    campaign = present_campaign(work, campaign_id)
    check_lead(work, lead_id)
    tx, rules = work.tx, stored_rules(campaign.rules)
    is_in_scope = bool(existing_leads(campaign_work(tx, campaign), [lead_id]))
    triggers = tuple(explain_trigger(tx, each, lead_id) for each in rules.triggers)
    filters = tuple(explain_filters(tx, rules, lead_id))
    are_filters_met = lead_id in matching(tx, rules, [lead_id])
    member = membership_of(tx, campaign.id, lead_id)
    qualification = _qualification(tx, campaign, member)
    reasons = _reasons(campaign, rules, triggers, filters, are_filters_met=are_filters_met)
    if not is_in_scope:
        reasons.insert(0, "the lead is in no partition of the campaign's workspace")
    if not qualification.is_met:
        reasons.append(f"the lead entered before: {qualification.words}")
    return Why(
        campaign,
        lead_id,
        tuple(reasons),
        is_in_scope,
        triggers,
        rules.match,
        filters,
        are_filters_met,
        qualification,
        tuple(
            _step(tx, number, step, lead_id, member)
            for number, step in enumerate(stored_flow(campaign.flow))
        ),
    )


def _reasons(
    campaign: Campaign,
    rules: Rules,
    triggers: Sequence[TriggerVerdict],
    filters: Sequence[FilterVerdict],
    *,
    are_filters_met: bool,
) -> list[str]:
    reasons = []
    if campaign.stopped_at is not None:
        reasons.append(f"the campaign was stopped: {campaign.stopped_reason}")
    elif rules.triggers and not campaign.is_active:
        reasons.append("the campaign is not active")
    if rules.triggers and not any(each.last_met_at for each in triggers):
        reasons.append("no activity of the lead meets a trigger")
    if not are_filters_met:
        wrong = [f"not met: {each.words}" for each in filters if not each.is_met]
        reasons += wrong or [f"the filters do not match: {rules.match}"]
    return reasons


def _qualification(
    tx: Transaction, campaign: Campaign, member: Membership | None
) -> QualificationVerdict:
    rule = campaign.qualification
    is_met = member is None or rule.accepts_again(member.entered_at, tx.moment)
    entered_at = None if member is None else member.entered_at
    return QualificationVerdict(qualification_in_words(rule), is_met, entered_at)


def qualification_in_words(rule: Qualification) -> str:
    """Return how often one lead may enter, in words."""
    if rule.rule == "any":
        return "each lead may enter every time"
    if rule.length is None or rule.unit is None:
        return "each lead may enter once"
    unit = rule.unit if rule.length == 1 else f"{rule.length} {rule.unit}s"
    return f"each lead may enter once every {unit}"


def _step(
    tx: Transaction, number: int, step: StoredStep, lead_id: int, member: Membership | None
) -> StepVerdict:
    taken = next(
        (choice, arguments)
        for choice, arguments, lead_ids in chosen_leads(tx, step, [lead_id])
        if lead_ids
    )
    choices = []
    for place, each in enumerate(step.choices, 1):
        (condition,) = explain_filters(tx, condition_rules(each.condition), lead_id)
        choices.append(ChoiceVerdict(condition, is_chosen=taken[0] == place))
    return StepVerdict(
        number + 1,
        STEP_KINDS[step.kind].title,
        tuple(choices),
        takes_default=taken[0] == 0,
        does_nothing=taken[1] is None,
        is_next=member is not None and member.position == number,
    )
