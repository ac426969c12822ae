"""Import leads, and put them on a list (behaviour.md 6.1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadkeep.domain.assets.lists import add_to_list, lock_list
from leadkeep.domain.instance.access import Cause, Work
from leadkeep.domain.leads import LeadOutcome, ParsedUpsert, Upsert, plan_upsert

SOURCE = "List import"
"""The source type of a lead that an import creates (behaviour.md 6.1)."""


@dataclass(frozen=True, slots=True)
class LeadImport:
    """A command that creates or updates a lead for each row."""

    upsert: Upsert | ParsedUpsert
    list_id: int | None = None
    """The list that each of these leads is added to."""


def import_cause(
    list_name: str | None = None,
    *,
    method: str | None = None,
    user: str | None = None,
    request_id: str | None = None,
) -> Cause:
    """Return the cause of what an import writes; ``list_name`` is the list that it fills."""
    info = None if list_name is None else f"List: {list_name}"
    return Cause(SOURCE, info, info or SOURCE, method, user, request_id)


def import_leads(work: Work, command: LeadImport) -> list[LeadOutcome]:
    """Create or update a lead for each row; return one outcome per row, in order.

    Raises:
        Refusal: 1013, no such list within scope; and the refusals of ``upsert_leads``.
    """
    plan = plan_upsert(work, command.upsert)
    if command.list_id is None:
        return plan.carry_out(work)
    # After the leads and before the activity log, as everywhere; else two commands could deadlock.
    lock_list(work, command.list_id)
    outcomes = plan.carry_out(work)
    add_to_list(work, command.list_id, lead_ids_of(outcomes))
    return outcomes


def lead_ids_of(outcomes: Sequence[LeadOutcome]) -> list[int]:
    """Return, once each, the ids of the leads that were created or updated."""
    return list(
        dict.fromkeys(
            each.lead_id
            for each in outcomes
            if each.lead_id is not None and each.status != "skipped"
        )
    )
