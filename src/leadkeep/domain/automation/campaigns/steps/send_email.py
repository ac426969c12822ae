"""The flow step Send Email (behaviour.md 9.3)."""

from collections.abc import Sequence

from leadkeep.domain.activities import ActivityType, attribute_items
from leadkeep.domain.automation.campaigns.steps.delivery import (
    MailDelivery,
    append_mail_activities,
    await_deliveries,
    fill_tokens,
    step_number,
)
from leadkeep.domain.automation.campaigns.steps.model import (
    Branch,
    StepArguments,
    StepContext,
    StepKind,
)
from leadkeep.domain.automation.campaigns.steps.text_formats import (
    HTML,
    ONE_LINE,
    PLAIN,
    one_line,
)
from leadkeep.domain.automation.services import Mail, MailOutcome, MailStatus
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.leads import stored_values


class EmailArguments(StepArguments, frozen=True):
    """A mail to the lead."""

    name: str
    subject: str
    text: str = ""
    html: str = ""
    from_address: str | None = None
    from_name: str | None = None
    reply_to: str | None = None


def _build_delivery(context: StepContext, branch: Branch[EmailArguments]) -> MailDelivery:
    """Return the mail to a lead; no mail if the lead has no email address or has unsubscribed."""
    arguments, (lead_id,) = branch.arguments, branch.lead_ids
    catalog = lead_catalog(context.work.tx)
    names = ("email", "unsubscribed", "emailInvalid")
    fields = [catalog.by_name[name] for name in names if name in catalog.by_name]
    values = stored_values(context.work.tx, [lead_id], fields).get(lead_id, {})
    if not values.get("email") or values.get("unsubscribed") or values.get("emailInvalid"):
        return MailDelivery()
    templates = ((arguments.subject, ONE_LINE), (arguments.text, PLAIN), (arguments.html, HTML))
    subject, text, html = fill_tokens(context, lead_id, *templates)
    mail = Mail(
        values["email"],
        one_line(subject),
        text or None,
        html or None,
        arguments.from_address,
        arguments.from_name,
        arguments.reply_to,
    )
    return MailDelivery((mail,))


def _finish(
    context: StepContext, branch: Branch[EmailArguments], outcomes: Sequence[MailOutcome]
) -> None:
    (lead_id,), (outcome,) = branch.lead_ids, outcomes
    items: list[tuple[str, object]] = [
        ("Campaign Run ID", context.run_id or context.campaign.id),
        ("Choice Number", branch.choice),
        ("Step ID", step_number(context)),
    ]
    common = attribute_items(items)
    activities = [(ActivityType.SEND_EMAIL, common)]
    if outcome.status is MailStatus.ACCEPTED:
        activities.append((ActivityType.EMAIL_DELIVERED, common))
    elif outcome.status is MailStatus.REFUSED:
        details = f"{outcome.code or ''} {outcome.reason}".strip()
        bounced = attribute_items(sorted([*items, ("Details", details)]))
        activities.append((ActivityType.EMAIL_BOUNCED, bounced))
    append_mail_activities(context, lead_id, branch.arguments.name, activities)


SEND_EMAIL = StepKind(
    "sendEmail",
    "Send Email",
    EmailArguments,
    await_deliveries,
    "Sends a mail with `subject`, `text` and `html` to leads that have an address and have not"
    " unsubscribed. Leaves 6, then 7 when a mail server has taken it, or 8 when it refuses.",
    may_be_executed=False,
    build_delivery=_build_delivery,
    finish=_finish,
)
