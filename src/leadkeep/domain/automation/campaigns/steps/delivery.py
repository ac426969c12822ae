"""What the flow steps with deliveries to external services share (behaviour.md 9.3, 9.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.domain.activities import ActivityType
from leadkeep.domain.automation.campaigns.steps.model import Branch, StepContext, StepResult
from leadkeep.domain.automation.campaigns.steps.text_formats import TextFormat
from leadkeep.domain.automation.services import Mail, MailOutcome, Services


@dataclass(frozen=True, slots=True)
class MailDelivery:
    """The mails that one step sends for one lead."""

    mails: tuple[Mail, ...] = ()

    def send(self, services: Services, key: str) -> list[MailOutcome]:
        """Send the mails; return the outcome of each."""
        return [
            services.mails.send(mail, f"{key}-{number}" if number else key)
            for number, mail in enumerate(self.mails)
        ]


def await_deliveries(context: StepContext, branches: Sequence[Branch[Any]]) -> StepResult:
    """Make each lead wait for its delivery."""
    del context
    choices = {lead_id: branch.choice for branch in branches for lead_id in branch.lead_ids}
    return StepResult(deliveries=choices)


def fill_tokens(
    context: StepContext, lead_id: int, *templates: tuple[str, TextFormat]
) -> list[str]:
    """Return the templates, each with its format, with all tokens replaced for one lead."""
    texts = context.tokens.all_texts(templates, [lead_id])
    return [texts[each][lead_id] for each in templates]


def step_number(context: StepContext) -> int:
    """Return a number that only this step of this campaign has."""
    return context.campaign.flow_id * 1_000 + context.step + 1


def append_mail_activities(
    context: StepContext, lead_id: int, name: str, activities: Sequence[tuple[ActivityType, str]]
) -> None:
    """Append activities about a mail; each is a type, and attributes as JSON items.

    ``name`` is the primary attribute value of all of them; its id is the number of the step that
    has the mail, as there are no email assets (behaviour.md 13).
    """
    program = context.tokens.program
    # As everywhere in the log, the name is shown with that of the program (behaviour.md 5.1).
    full_name = name if program is None else f"{program.name}.{name}"
    context.append(
        *(
            (kind, [(lead_id, step_number(context), full_name, f"[{items}]")])
            for kind, items in activities
        )
    )
