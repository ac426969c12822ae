"""List the flow steps that have names: webhooks, mails and alerts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadkeep.domain.assets.engine import program_names
from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.campaign import Campaign
from leadkeep.domain.automation.campaigns.assets.stored_flow import StoredStep, stored_flow
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class NamedStep:
    """What a flow step with a name does for the leads of one choice."""

    campaign: Campaign
    step: int
    """The number of the step, from 1."""
    choice: int
    """The number of the choice, from 1; 0 for the default."""
    full_name: str
    """The name with the campaign's program before it, as the log has those of mails and alerts."""
    arguments: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name that the step itself has."""
        return str(self.arguments["name"])


def named_steps(
    tx: Transaction, campaigns: Sequence[Campaign], step_kind: str
) -> Iterator[NamedStep]:
    """Yield the steps of a kind in flows of these campaigns, one for each choice that acts."""
    programs = program_names(tx, campaigns)
    for campaign in campaigns:
        program = programs.get(campaign.program_id or 0)
        for number, step in enumerate(stored_flow(campaign.flow), start=1):
            for choice, arguments in _choices(step) if step.kind == step_kind else ():
                name = arguments["name"]
                full_name = name if program is None else f"{program}.{name}"
                yield NamedStep(campaign, number, choice, full_name, arguments)


def _choices(step: StoredStep) -> Iterator[tuple[int, dict[str, Any]]]:
    every = (step.arguments, *(choice.arguments for choice in step.choices))
    yield from ((number, each) for number, each in enumerate(every) if each is not None)


def names_of_steps(
    tx: Transaction, step_kind: str, *, is_in_program: bool
) -> Iterator[tuple[str, str]]:
    """Yield the full and the short name in each step of a kind, of all campaigns.

    With ``is_in_program``, the log has the campaign's program before the name.
    """
    for each in named_steps(tx, queries.all_campaigns(tx), step_kind):
        yield (each.full_name if is_in_program else each.name), each.name
