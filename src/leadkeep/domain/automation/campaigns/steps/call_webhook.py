"""The flow step Call Webhook (behaviour.md 9.3, 9.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from leadkeep.domain.activities import ActivityType, NewActivity, attribute_items
from leadkeep.domain.automation.campaigns.assets.names import Names
from leadkeep.domain.automation.campaigns.steps.delivery import await_deliveries, fill_tokens
from leadkeep.domain.automation.campaigns.steps.failed_requests import store_failed_request
from leadkeep.domain.automation.campaigns.steps.model import (
    Branch,
    StepArguments,
    StepContext,
    StepKind,
    StepResult,
)
from leadkeep.domain.automation.campaigns.steps.text_formats import (
    JSON,
    ONE_LINE,
    PERCENT,
    PLAIN,
    XML,
    TextFormat,
    is_json,
    one_line,
)
from leadkeep.domain.automation.campaigns.steps.values import assign_text
from leadkeep.domain.automation.campaigns.steps.webhook_response import (
    NOT_FOUND,
    body_text,
    decode_content,
    is_path,
    value_at,
)
from leadkeep.domain.automation.services import SentRequest, Services, Webhook, WebhookResponse
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.leads import Draft, lock_leads, write_leads
from leadkeep.errors import nearest

IN_BATCH = 1000
"""The error type of Call Webhook in a batch campaign, where no request is sent (behaviour.md
9.4)."""
EMPTY_RESPONSE = 1001
"""The error of a webhook whose response is empty (behaviour.md 9.4)."""
HEADER_LIMIT = 50
LONGEST_RESPONSE_CHARACTERS = 10_000
UNFILLED_FIELDS = "Unfilled Fields"
"""The attribute of Call Webhook that says which fields got no value, and why. The original has no
such attribute."""


class WebhookArguments(StepArguments, frozen=True):
    """The request to send, with tokens, and the fields that get values from the response."""

    name: str
    url: str
    method: Literal["GET", "POST"] = "POST"
    headers: dict[str, str] = {}  # noqa: RUF012 -- each gets its own
    template: str = ""
    """The body of a POST request, with tokens."""
    format: Literal["json", "form", "xml", "text"] = "json"
    """How the values of tokens are encoded in the template. In JSON, a token outside of strings
    becomes a JSON value."""
    response: dict[str, str] = {}  # noqa: RUF012 -- each gets its own
    """By field name: the path of the field's new value in a JSON or XML response, such as
    ``company.size``."""


@dataclass(frozen=True, slots=True)
class WebhookDelivery:
    """The webhook request for one lead."""

    webhook: Webhook

    def send(self, services: Services, key: str) -> "DeliveredWebhook":
        """Send the request; return it with the response or the failure."""
        return DeliveredWebhook(self.webhook, services.webhooks.send(self.webhook, key))


@dataclass(frozen=True, slots=True)
class DeliveredWebhook:
    """The outcome of a webhook request for one lead."""

    webhook: Webhook
    response: WebhookResponse

    @property
    def sent(self) -> SentRequest:
        """The request as it was sent; as it was to be sent, if it could not be."""
        headers = self.response.request_headers or self.webhook.headers
        return SentRequest(self.webhook.method, self.webhook.url, headers, self.webhook.body)


def _check(names: Names, arguments: WebhookArguments) -> None:
    if not arguments.url.startswith(("http://", "https://")):
        raise ValueError("a webhook's url begins with https:// or http://")
    if len(arguments.headers) > HEADER_LIMIT:
        raise ValueError(f"a webhook has {HEADER_LIMIT} headers at most")
    if arguments.template and arguments.format == "json" and not is_json(arguments.template):
        raise ValueError("the template is not JSON; write format: form, xml or text for another")
    catalog = lead_catalog(names.work.tx)
    for name, path in arguments.response.items():
        if not is_path(path):
            raise ValueError(f"{path} is no path in a response, such as orders[0].date")
        field = catalog.by_name.get(name)
        if field is None:
            raise LookupError(f"no field is named {name}{nearest(name, catalog.by_name)}")
        if not field.is_settable:
            raise ValueError(f"the field {name} cannot be set")


def _execute(context: StepContext, branches: Sequence[Branch[WebhookArguments]]) -> StepResult:
    """Make each lead wait for its delivery; in a batch campaign, log an error for each instead."""
    if not context.is_batch:
        return await_deliveries(context, branches)
    names = {lead_id: each.arguments.name for each in branches for lead_id in each.lead_ids}
    _append_webhook(context, names, [("Error Type", str(IN_BATCH))])
    return StepResult()


def _append_webhook(
    context: StepContext, names: Mapping[int, str], attributes: Sequence[tuple[str, object]]
) -> Sequence[int]:
    """Append a Call Webhook activity for each lead; return their ids, ascending by lead id.

    ``names`` has the webhook's name by lead id.
    """
    items = f"[{attribute_items(attributes)}]"
    rows: list[NewActivity] = [
        (lead_id, None, name, items) for lead_id, name in sorted(names.items())
    ]
    return context.append((ActivityType.CALL_WEBHOOK, rows))


_FORMATS: Mapping[str, TextFormat] = {"json": JSON, "form": PERCENT, "xml": XML, "text": PLAIN}


def _build_delivery(context: StepContext, branch: Branch[WebhookArguments]) -> WebhookDelivery:
    arguments, (lead_id,) = branch.arguments, branch.lead_ids

    text_format = _FORMATS[arguments.format]
    url, body, *values = fill_tokens(
        context,
        lead_id,
        (arguments.url, PERCENT),
        (arguments.template, text_format),
        *((value, ONE_LINE) for value in arguments.headers.values()),
    )
    headers = dict(zip(arguments.headers, map(one_line, values), strict=True))
    if arguments.method != "POST":
        return WebhookDelivery(Webhook(url, arguments.method, headers))
    headers = {"Content-Type": text_format.content_type} | headers
    return WebhookDelivery(Webhook(url, arguments.method, headers, body.encode()))


def _finish(
    context: StepContext, branch: Branch[WebhookArguments], delivered: DeliveredWebhook
) -> None:
    arguments, (lead_id,), response = branch.arguments, branch.lead_ids, delivered.response
    text = body_text(response.body, response.headers).replace("\0", "")
    error = None
    if response.failure is not None:
        error = response.failure.value
    elif not response.is_success:
        error = str(response.status)
    elif not text.strip():
        error = str(EMPTY_RESPONSE)
    unfilled: list[str] = []
    drafts: list[Draft] = []
    if error is None and arguments.response:
        drafts, unfilled = _filled_drafts(context, arguments, lead_id, response)
    attributes = [
        ("Error Type", error),
        ("Response", text[:LONGEST_RESPONSE_CHARACTERS]),
        (UNFILLED_FIELDS, "; ".join(unfilled)[:LONGEST_RESPONSE_CHARACTERS]),
    ]
    (activity_id,) = _append_webhook(context, {lead_id: arguments.name}, attributes)
    if error is not None:
        tx, campaign_id, failed_at = context.work.tx, context.campaign.id, context.work.moment
        store_failed_request(tx, campaign_id, lead_id, activity_id, failed_at, delivered.sent)
    write_leads(context.work.because(context.cause("Call Webhook")), drafts)


def _filled_drafts(
    context: StepContext, arguments: WebhookArguments, lead_id: int, response: WebhookResponse
) -> tuple[list[Draft], list[str]]:
    """Set the fields of the lead to the values of a response.

    Returns:
        The draft of the lead, if anything changes, and why fields did not get a value.
    """
    content = decode_content(response.body, response.headers)
    catalog = lead_catalog(context.work.tx)
    paths = {name: path for name, path in arguments.response.items() if name in catalog.by_name}
    draft = lock_leads(context.work.tx, catalog, {lead_id}, paths).get(lead_id)
    unfilled = [
        f"{name}: there is no such field"
        for name in arguments.response
        if name not in catalog.by_name
    ]
    if draft is None:
        return [], unfilled
    for name, path in paths.items():
        value = value_at(content, path)
        if value is NOT_FOUND:
            unfilled.append(f"{name}: there is no value at {path}")
        elif not assign_text(draft, catalog.by_name[name], value):
            unfilled.append(f"{name}: the value at {path} does not fit the field")
    return [draft] if draft.steps else [], unfilled


CALL_WEBHOOK = StepKind(
    "callWebhook",
    "Call Webhook",
    WebhookArguments,
    _execute,
    "Sends a request to a `url` with `method`, `headers` and a `template` of a `format`; stores"
    " values of a JSON or XML response in fields by `response`. Trigger campaigns only."
    " Leaves 110.",
    check=_check,
    may_be_executed=False,
    build_delivery=_build_delivery,
    finish=_finish,
)
