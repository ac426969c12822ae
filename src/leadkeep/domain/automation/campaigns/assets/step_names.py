"""List the names that flow steps give to webhooks, mails and alerts."""

from collections.abc import Iterator

from leadkeep.domain.assets.engine import program_names
from leadkeep.domain.automation.campaigns.assets import queries
from leadkeep.domain.automation.campaigns.assets.stored_flow import stored_flow
from leadkeep.store import Transaction


def names_of_steps(
    tx: Transaction, step_kind: str, *, is_in_program: bool
) -> Iterator[tuple[str, str]]:
    """Yield the full and the short name in each step of a kind, of all campaigns.

    With ``is_in_program``, the log has the campaign's program before the name.
    """
    campaigns = queries.all_campaigns(tx)
    programs = program_names(tx, campaigns) if is_in_program else {}
    for campaign in campaigns:
        program = programs.get(campaign.program_id or 0)
        for step in stored_flow(campaign.flow):
            for arguments in step.all_arguments() if step.kind == step_kind else ():
                name = arguments["name"]
                yield (name if program is None else f"{program}.{name}"), name
