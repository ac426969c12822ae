"""What steps are told that ask services outside; ``campaigns/outside.py`` asks."""

from collections.abc import Sequence
from typing import Any, Literal

from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityType,
    NewActivity,
    append_activities,
    attribute_items,
)
from leadkeep.domain.automation.campaigns.assets.names import Names
from leadkeep.domain.automation.campaigns.steps.model import (
    Arguments,
    Departures,
    Group,
    Situation,
    StepKind,
    all_leads_of,
)
from leadkeep.domain.fields import lead_catalog

IN_BATCH = 1000
"""The error of a webhook in a batch campaign, which calls none (behaviour.md 9.4)."""
MOST_ADDRESSES = 20
MOST_HEADERS = 50


class WebhookArguments(Arguments, frozen=True):
    """A request with tokens, and the fields that the reply's values go to."""

    name: str
    url: str
    method: Literal["GET", "POST"] = "POST"
    headers: dict[str, str] = {}  # noqa: RUF012 -- each gets its own
    template: str = ""
    """The body of a POST."""
    format: Literal["json", "form", "text"] = "json"
    """How values go into the template."""
    response: dict[str, str] = {}  # noqa: RUF012 -- each gets its own
    """By field: where in the JSON or XML of the reply its value is, such as ``company.size``."""


class AlertArguments(Arguments, frozen=True):
    """A mail about the lead to people of the house."""

    name: str
    to: list[str]
    subject: str
    text: str = ""


class EmailArguments(Arguments, frozen=True):
    """A mail to the lead."""

    name: str
    subject: str
    text: str = ""
    html: str = ""
    from_address: str | None = None
    from_name: str | None = None
    reply_to: str | None = None


def _check_webhook(names: Names, told: WebhookArguments) -> None:
    if not told.url.startswith(("http://", "https://")):
        raise ValueError("a webhook's url begins with https:// or http://")
    if len(told.headers) > MOST_HEADERS:
        raise ValueError(f"a webhook has {MOST_HEADERS} headers at most")
    catalog = lead_catalog(names.work.tx)
    for name in told.response:
        field = catalog.by_name.get(name)
        if field is None:
            raise LookupError(f"no field is named {name}")
        if not field.is_settable:
            raise ValueError(f"the field {name} cannot be set")


def _check_alert(names: Names, told: AlertArguments) -> None:
    del names
    if not 1 <= len(told.to) <= MOST_ADDRESSES:
        raise ValueError(f"an alert goes to 1 to {MOST_ADDRESSES} addresses")


def call_webhook(at: Situation, groups: Sequence[Group[WebhookArguments]]) -> Departures:
    """Let each lead wait for its call; a batch campaign calls nobody."""
    if not at.is_batch:
        return ask(at, groups)
    rows = [
        webhook_record(lead_id, group.arguments.name, str(IN_BATCH), "")
        for group in groups
        for lead_id in group.lead_ids
    ]
    kind = ActivityType.CALL_WEBHOOK
    append_activities(
        at.work.tx, [ActivityBatch(kind, at.work.moment, at.campaign.id, sorted(rows))]
    )
    return Departures()


def webhook_record(lead_id: int, name: str, error: str | None, response: str) -> NewActivity:
    """Return what is told of a call."""
    items = attribute_items([("Error Type", error), ("Response", response)])
    return (lead_id, None, name, f"[{items}]")


def ask(at: Situation, groups: Sequence[Group[Any]]) -> Departures:
    """Let each lead wait for what is asked outside."""
    del at
    choices = {lead_id: group.choice for group in groups for lead_id in group.lead_ids}
    return Departures(calls=choices) if all_leads_of(groups) else Departures()


OUTSIDE_STEPS = (
    StepKind(
        "callWebhook",
        "Call Webhook",
        WebhookArguments,
        call_webhook,
        "Sends a request to a `url` with `method`, `headers` and a `template` of a `format`; puts"
        " values of a JSON or XML reply into fields by `response`. Trigger campaigns only."
        " Leaves 110.",
        check=_check_webhook,
        may_be_executed=False,
    ),
    StepKind(
        "sendAlert",
        "Send Alert",
        AlertArguments,
        ask,
        "Sends a mail with `subject` and `text` `to` addresses. Leaves 38.",
        check=_check_alert,
        may_be_executed=False,
    ),
    StepKind(
        "sendEmail",
        "Send Email",
        EmailArguments,
        ask,
        "Sends a mail with `subject`, `text` and `html` to leads that have an address and have not"
        " unsubscribed. Leaves 6, then 7 when a mail server has taken it, or 8 when it refuses.",
        may_be_executed=False,
    ),
)
