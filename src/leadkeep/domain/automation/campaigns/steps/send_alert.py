"""The flow step Send Alert (behaviour.md 9.3)."""

from collections.abc import Sequence

from leadkeep.domain.activities import ActivityType, attribute_items
from leadkeep.domain.automation.campaigns.assets.names import Names
from leadkeep.domain.automation.campaigns.steps.delivery import (
    MailDelivery,
    append_mail_activities,
    await_deliveries,
    fill_tokens,
)
from leadkeep.domain.automation.campaigns.steps.model import (
    Branch,
    StepArguments,
    StepContext,
    StepKind,
)
from leadkeep.domain.automation.campaigns.steps.text_formats import ONE_LINE, PLAIN, one_line
from leadkeep.domain.automation.services import Mail, MailOutcome

ADDRESS_LIMIT = 20


class AlertArguments(StepArguments, frozen=True):
    """A mail to colleagues about the lead."""

    name: str
    to: list[str]
    subject: str
    text: str = ""


def _check(names: Names, arguments: AlertArguments) -> None:
    del names
    if not 1 <= len(arguments.to) <= ADDRESS_LIMIT:
        raise ValueError(f"an alert goes to 1 to {ADDRESS_LIMIT} addresses")


def _build_delivery(context: StepContext, branch: Branch[AlertArguments]) -> MailDelivery:
    arguments, (lead_id,) = branch.arguments, branch.lead_ids
    templates = ((arguments.subject, ONE_LINE), (arguments.text, PLAIN))
    subject, text = fill_tokens(context, lead_id, *templates)
    return MailDelivery(tuple(Mail(address, one_line(subject), text) for address in arguments.to))


def _finish(
    context: StepContext, branch: Branch[AlertArguments], outcomes: Sequence[MailOutcome]
) -> None:
    del outcomes
    items = attribute_items([("Send To List", ", ".join(branch.arguments.to))])
    (lead_id,) = branch.lead_ids
    activities = [(ActivityType.SEND_ALERT, items)]
    append_mail_activities(context, lead_id, branch.arguments.name, activities)


SEND_ALERT = StepKind(
    "sendAlert",
    "Send Alert",
    AlertArguments,
    await_deliveries,
    "Sends a mail with `subject` and `text` `to` addresses. Leaves 38.",
    check=_check,
    may_be_executed=False,
    build_delivery=_build_delivery,
    finish=_finish,
)
