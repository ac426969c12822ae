"""Leads that blueprints name by their email."""

from collections.abc import Sequence
from typing import Any

from leadkeep.blueprint.file import Item
from leadkeep.blueprint.sections.section import Run
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.leads import LeadFilter, find_leads


def leads_of(run: Run, key: str, item: Item[Any], emails: Sequence[str], start: int) -> list[int]:
    """Return the lead of each email under ``members``, from ``start`` on; of one email the first.

    Raises:
        BlueprintError: no lead has one of the emails.
    """
    named = f"{key}: {item.value.name}"
    found: dict[str, int] = {}
    with run.blaming(item.line, named):
        # One value at a time would cost a statement each; many leads of one email are rare.
        page = find_leads(run.work, LeadFilter("email", emails, ["email"], page_size=1_000))
    for lead_id, email in page.rows:
        found.setdefault(normalised_key(email), lead_id)
    for index, email in enumerate(emails, start):
        if normalised_key(email) not in found:
            line = run.blueprint.lines[f"{item.path}.members[{index}]"]
            raise run.blueprint.error(line, named, f"no lead has the email {email}")
    return [found[normalised_key(email)] for email in emails]
