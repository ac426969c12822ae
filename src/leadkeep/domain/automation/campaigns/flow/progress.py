"""Tell how a campaign is doing: leads at each step, runs, failed deliveries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from leadkeep.domain.activities import ActivityType, attributes_object, newest_of_types
from leadkeep.domain.automation.campaigns.assets.find import present_campaign
from leadkeep.domain.automation.campaigns.assets.stored_flow import (
    StoredChoice,
    StoredStep,
    stored_flow,
)
from leadkeep.domain.automation.campaigns.entry.members import entered_counts, waiting_counts
from leadkeep.domain.automation.campaigns.flow.conditions import condition_rules
from leadkeep.domain.automation.campaigns.runs.runs import RunState, runs_of_campaign
from leadkeep.domain.automation.campaigns.steps import STEP_KINDS
from leadkeep.domain.automation.campaigns.steps.call_webhook import CALL_WEBHOOK
from leadkeep.domain.automation.campaigns.steps.failed_requests import (
    FailedRequest,
    failed_requests,
    masked_url,
)
from leadkeep.domain.automation.rules import filters_in_words
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import leads_in_scope
from leadkeep.store import Transaction

PERIOD = timedelta(days=7)
COUNT_LIMIT = 20_000
"""Limit: leads before one step, and entries of the period, that are counted: of entries the newest
ones. A count that reaches it means that many or more."""
RUN_LIMIT = 25
FAILURE_SCAN_LIMIT = 3_000
"""Limit: deliveries of all campaigns that are looked at for those that failed, the newest ones."""
FAILURE_LIMIT = 50
FAILURE_TYPES = (int(ActivityType.CALL_WEBHOOK), int(ActivityType.EMAIL_BOUNCED))


@dataclass(frozen=True, slots=True)
class StepProgress:
    """A step of a flow, in words, with the leads at it."""

    number: int
    kind: str
    title: str
    arguments: dict[str, Any] | None
    """Of the default; None if it does nothing."""
    choices: list[tuple[str, dict[str, Any] | None]]
    """The condition of each choice in words, and its arguments."""
    waiting: int
    """Leads that wait before the step now; at most :data:`COUNT_LIMIT` are counted."""
    reached: int
    """Leads that entered in the last 7 days and are at this step or past it, of the entries that
    are counted."""


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """A webhook or a mail that failed."""

    lead_id: int
    happened_at: datetime
    name: str
    """The name of the webhook or mail."""
    error: str
    response: str | None
    request: dict[str, Any] | None
    """What the step sends, with its tokens as they are written; without headers, which may hold
    secrets. None if the flow has no such step by now."""
    sent: FailedRequest | None
    """The request as it was sent, of the latest webhooks of the campaign that failed."""


@dataclass(frozen=True, slots=True)
class CampaignProgress:
    """How a campaign is doing."""

    steps: list[StepProgress]
    entered: int
    """Leads whose last entry was in the last 7 days; at most :data:`COUNT_LIMIT` are counted."""
    finished: int
    left: int
    """Those of them that left the flow before its end."""
    runs: list[RunState]
    failures: list[FailedDelivery]


def campaign_progress(work: Work, campaign_id: int) -> CampaignProgress:
    """Return leads at each step now and of the last 7 days, runs and failed deliveries.

    Counts include leads of all partitions; failed deliveries only those of leads within scope.

    Raises:
        Refusal: 1013, no such campaign within scope.
    """
    campaign = present_campaign(work, campaign_id)
    tx, flow = work.tx, stored_flow(campaign.flow)
    waiting = waiting_counts(tx, campaign.id, len(flow), COUNT_LIMIT)
    entries = entered_counts(tx, campaign.id, tx.moment - PERIOD, COUNT_LIMIT)
    finished = sum(count for step, is_gone, count in entries if step is None and not is_gone)
    steps = [
        StepProgress(
            number + 1,
            step.kind,
            STEP_KINDS[step.kind].title,
            step.arguments,
            [(_in_words(tx, each), each.arguments) for each in step.choices],
            waiting[number],
            finished
            + sum(count for place, _, count in entries if place is not None and place >= number),
        )
        for number, step in enumerate(flow)
    ]
    return CampaignProgress(
        steps,
        entered=sum(count for *_, count in entries),
        finished=finished,
        left=sum(count for step, is_gone, count in entries if step is None and is_gone),
        runs=runs_of_campaign(tx, campaign.id, RUN_LIMIT),
        failures=_failures(work, campaign.id, flow),
    )


def _in_words(tx: Transaction, choice: StoredChoice) -> str:
    (words,) = filters_in_words(tx, condition_rules(choice.condition))
    return words


def _failures(work: Work, campaign_id: int, flow: tuple[StoredStep, ...]) -> list[FailedDelivery]:
    rows = newest_of_types(work.tx, FAILURE_TYPES, FAILURE_SCAN_LIMIT)
    own = [row for row in rows if row.campaign_id == campaign_id]
    within = leads_in_scope(work, {row.lead_id for row in own})
    sent = failed_requests(work.tx, campaign_id, [row.id for row in own])
    failed = []
    for row in own:
        attributes = msgspec.json.decode(attributes_object(row.attributes))
        is_webhook = row.type_id == ActivityType.CALL_WEBHOOK
        error = attributes.get("Error Type") if is_webhook else attributes.get("Details", "")
        if error is not None and row.lead_id in within:
            failed.append(
                FailedDelivery(
                    row.lead_id,
                    row.date,
                    row.value or "",
                    error,
                    attributes.get("Response"),
                    _request(flow, row.value) if is_webhook else None,
                    sent.get(row.id),
                )
            )
    return failed[:FAILURE_LIMIT]


def _request(flow: tuple[StoredStep, ...], name: str | None) -> dict[str, Any] | None:
    for step in flow:
        for arguments in step.all_arguments():
            if step.kind == CALL_WEBHOOK.name and arguments.get("name") == name:
                shown = {key: value for key, value in arguments.items() if key != "headers"}
                return shown | {"url": masked_url(arguments["url"])}
    return None
