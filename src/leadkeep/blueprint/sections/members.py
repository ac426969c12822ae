"""Find the leads whose emails a blueprint lists under ``members``."""

from collections.abc import Sequence
from typing import Any

from leadkeep.blueprint.file import Item
from leadkeep.blueprint.sections.section import Run
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.leads import LeadFilter, find_leads


def leads_of(run: Run, key: str, item: Item[Any], emails: Sequence[str], start: int) -> list[int]:
    """Return the id of the lead with each email; of leads with the same email, the first.

    ``emails`` are the part of the item's ``members`` that begins at index ``start``.

    Raises:
        BlueprintError: no lead has one of the emails.
    """
    named = f"{key}: {item.value.name}"
    found: dict[str, int] = {}
    with run.errors_at(item.line, named):
        # One query for all emails: a query for each would be slow, and shared emails are rare.
        page = find_leads(run.work, LeadFilter("email", emails, ["email"], page_size=1_000))
    for lead_id, email in page.rows:
        found.setdefault(normalised_key(email), lead_id)
    for index, email in enumerate(emails, start):
        if normalised_key(email) not in found:
            line = run.blueprint.lines[f"{item.path}.members[{index}]"]
            raise run.blueprint.error(line, named, f"no lead has the email {email}")
    return [found[normalised_key(email)] for email in emails]
