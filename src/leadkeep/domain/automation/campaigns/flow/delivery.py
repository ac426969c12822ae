"""Call Webhook, Send Alert, Send Email: steps that ask services outside (behaviour.md 9.3, 9.4).

Each lead has a call of its own: a job that reads what to ask, asks without a transaction, and
stores what came of it together with where the lead goes on. So a call may be made twice when a
process is killed, and its record is there once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

import msgspec

from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityType,
    NewActivity,
    append_activities,
    attribute_items,
)
from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign
from leadkeep.domain.automation.campaigns.assets.stored_flow import stored_flow
from leadkeep.domain.automation.campaigns.flow.runner import arguments_of, situation, still_there
from leadkeep.domain.automation.campaigns.flow.step_batch import Stage, enqueue_stage, read_stage
from leadkeep.domain.automation.campaigns.steps import STEP_KINDS
from leadkeep.domain.automation.campaigns.steps.model import Arguments as StepArguments
from leadkeep.domain.automation.campaigns.steps.model import Situation
from leadkeep.domain.automation.campaigns.steps.outside import (
    AlertArguments,
    EmailArguments,
    WebhookArguments,
    webhook_record,
)
from leadkeep.domain.automation.campaigns.steps.values import assign_text
from leadkeep.domain.automation.campaigns.steps.webhook_reply import read_reply, value_at
from leadkeep.domain.automation.services import (
    Mail,
    MailOutcome,
    MailStatus,
    Services,
    Webhook,
    WebhookAnswer,
)
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.leads import lock_leads, stored_values, write_leads
from leadkeep.jobs import Arguments, OutsideHandler
from leadkeep.store import Transaction

EMPTY_REPLY = 1001
"""The error of a webhook that answers nothing (behaviour.md 9.4)."""
LONGEST_RESPONSE_CHARACTERS = 10_000


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask outside for one lead."""

    webhook: Webhook | None = None
    mails: tuple[Mail, ...] = ()


Reply = WebhookAnswer | list[MailOutcome] | None


def outside_handler(services: Services) -> OutsideHandler:
    """Return what runs the jobs that ask services outside."""

    def call(question: Question, key: str) -> Reply:
        if question.webhook is not None:
            return services.webhooks.call(question.webhook, key)
        return [
            services.mails.send(mail, f"{key}-{number}" if number else key)
            for number, mail in enumerate(question.mails)
        ]

    return OutsideHandler(_prepare, call, _finish, give_up=_give_up)


def _stand(
    tx: Transaction, told: Arguments, *, holds: bool
) -> tuple[Campaign, Stage, StepArguments | None] | None:
    """Return where the lead of a job stands and what its step was told; None if it is gone.

    Of a flow that was changed meanwhile the step may be another one: then it was told nothing.
    """
    stage = read_stage(told, tx.moment)
    of = queries.campaign_by_id(tx, stage.campaign_id)
    if of is None:
        return None
    stage = still_there(tx, of, stage, holds=holds)
    if not stage.travellers:
        return None
    flow = stored_flow(of.flow)
    step = flow[stage.step] if stage.step < len(flow) else None
    if step is None or step.kind != told["kind"]:
        return of, stage, None
    choice = told.get("choice", 0)
    found = step.arguments if not choice else None
    if 0 < choice <= len(step.choices):
        found = step.choices[choice - 1].arguments
    if found is None:
        return of, stage, None
    return of, stage, arguments_of(STEP_KINDS[step.kind], found)


def _prepare(tx: Transaction, told: Arguments) -> Question | None:
    stand = _stand(tx, told, holds=False)
    if stand is None:
        return None
    of, stage, arguments = stand
    at = situation(tx, of, stage)
    lead_id = stage.travellers[0].lead_id
    if isinstance(arguments, WebhookArguments):
        return Question(_webhook(at, arguments, lead_id))
    if isinstance(arguments, AlertArguments):
        subject, text = _filled(at, lead_id, arguments.subject, arguments.text)
        return Question(mails=tuple(Mail(to, subject, text) for to in arguments.to))
    if isinstance(arguments, EmailArguments):
        mail = _email(at, arguments, lead_id)
        return Question(mails=() if mail is None else (mail,))
    return Question()


def _filled(at: Situation, lead_id: int, *templates: str) -> list[str]:
    texts = at.tokens.all_texts(templates, [lead_id])
    return [texts[each][lead_id] for each in templates]


def _json_text(value: str) -> str:
    return msgspec.json.encode(value).decode()[1:-1]


def _form_text(value: str) -> str:
    return quote(value, safe="")


_ENCODINGS: Mapping[str, tuple[Callable[[str], str], str]] = {
    "json": (_json_text, "application/json"),
    "form": (_form_text, "application/x-www-form-urlencoded"),
    "text": (str, "text/plain; charset=utf-8"),
}
"""By format of a template: how values go into it, and what it is called on the way."""


def _webhook(at: Situation, told: WebhookArguments, lead_id: int) -> Webhook:
    plain = at.tokens

    def filled(template: str, encode: Callable[[str], str]) -> str:
        return replace(plain, encode=encode).texts(template, [lead_id])[lead_id]

    encode, content_type = _ENCODINGS[told.format]
    headers = {name: filled(value, str) for name, value in told.headers.items()}
    if told.method == "POST":
        headers = {"Content-Type": content_type} | headers
    return Webhook(
        filled(told.url, _form_text),
        told.method,
        headers,
        filled(told.template, encode).encode() if told.method == "POST" else b"",
    )


def _email(at: Situation, told: EmailArguments, lead_id: int) -> Mail | None:
    """Return the mail to a lead; None where it has no address or wants none."""
    catalog = lead_catalog(at.work.tx)
    names = ("email", "unsubscribed", "emailInvalid")
    fields = [catalog.by_name[name] for name in names if name in catalog.by_name]
    held = stored_values(at.work.tx, [lead_id], fields).get(lead_id, {})
    if not held.get("email") or held.get("unsubscribed") or held.get("emailInvalid"):
        return None
    subject, text, html = _filled(at, lead_id, told.subject, told.text, told.html)
    return Mail(
        held["email"],
        subject,
        text or None,
        html or None,
        told.from_address,
        told.from_name,
        told.reply_to,
    )


def _finish(tx: Transaction, told: Arguments, answer: Reply) -> None:
    stand = _stand(tx, told, holds=True)
    if stand is None:
        return
    of, stage, arguments = stand
    at = situation(tx, of, stage)
    lead_id = stage.travellers[0].lead_id
    if isinstance(arguments, WebhookArguments) and isinstance(answer, WebhookAnswer):
        _store_answer(at, arguments, lead_id, answer)
    elif isinstance(answer, list) and answer:
        append_activities(tx, list(_mail_records(at, arguments, lead_id, answer, told)))
    enqueue_stage(tx, [(replace(stage, step=stage.step + 1), None)])


def _give_up(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    """Let leads go on whose call has failed for good: nobody waits for it for ever."""
    for told in arguments:
        _finish(tx, told, None)


def _store_answer(
    at: Situation, told: WebhookArguments, lead_id: int, answer: WebhookAnswer
) -> None:
    text = answer.body.decode("utf-8", "replace").replace("\0", "")
    error = None
    if answer.failure is not None:
        error = answer.failure.value
    elif not answer.is_success:
        error = str(answer.status)
    elif not text.strip():
        error = str(EMPTY_REPLY)
    record = webhook_record(lead_id, told.name, error, text[:LONGEST_RESPONSE_CHARACTERS])
    kind = ActivityType.CALL_WEBHOOK
    append_activities(at.work.tx, [ActivityBatch(kind, at.work.moment, at.campaign.id, [record])])
    if error is None and told.response:
        _store_values(at, told, lead_id, answer.body)


def _store_values(at: Situation, told: WebhookArguments, lead_id: int, body: bytes) -> None:
    """Put what a reply holds into the fields that it is for; what does not fit is left out."""
    reply = read_reply(body)
    catalog = lead_catalog(at.work.tx)
    wanted = {name: path for name, path in told.response.items() if name in catalog.by_name}
    drafts = lock_leads(at.work.tx, catalog, {lead_id}, wanted)
    draft = drafts.get(lead_id)
    if draft is None:
        return
    for name, path in wanted.items():
        found, value = value_at(reply, path)
        if found:
            assign_text(draft, catalog.by_name[name], value)
    write_leads(at.work.because(at.cause("Call Webhook")), [draft] if draft.steps else [])


def _mail_records(
    at: Situation,
    arguments: StepArguments | None,
    lead_id: int,
    outcomes: Sequence[MailOutcome],
    told: Arguments,
) -> list[ActivityBatch]:
    if isinstance(arguments, AlertArguments):
        items = attribute_items([("Send To List", ", ".join(arguments.to))])
        row: NewActivity = (lead_id, None, _asset_name(at, arguments.name), f"[{items}]")
        return [ActivityBatch(ActivityType.SEND_ALERT, at.work.moment, at.campaign.id, [row])]
    if not isinstance(arguments, EmailArguments):
        return []
    common: list[tuple[str, object]] = [
        ("Campaign Run ID", at.run_id or at.campaign.id),
        ("Choice Number", told.get("choice", 0)),
        ("Step ID", at.campaign.flow_id * 1_000 + at.step + 1),
    ]
    (outcome,) = outcomes
    kinds: list[tuple[ActivityType, list[tuple[str, object]]]] = [(ActivityType.SEND_EMAIL, common)]
    if outcome.status is MailStatus.ACCEPTED:
        kinds.append((ActivityType.EMAIL_DELIVERED, common))
    elif outcome.status is MailStatus.REFUSED:
        why = f"{outcome.code or ''} {outcome.reason}".strip()
        kinds.append((ActivityType.EMAIL_BOUNCED, sorted([*common, ("Details", why)])))
    name = _asset_name(at, arguments.name)
    return [
        ActivityBatch(
            kind,
            at.work.moment,
            at.campaign.id,
            [(lead_id, None, name, f"[{attribute_items(items)}]")],
        )
        for kind, items in kinds
    ]


def _asset_name(at: Situation, name: str) -> str:
    """Return the name that activities show: with that of the program (behaviour.md 5.1)."""
    program = at.tokens.program
    return name if program is None else f"{program.name}.{name}"
