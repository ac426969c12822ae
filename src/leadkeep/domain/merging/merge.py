"""Merge leads into one (behaviour.md 3.9).

A merge is one transaction with a small fixed number of statements, however many activities the
leads have: the activity log is not rewritten (``activities/merged.py``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityType,
    append_activities,
    attribute_items,
)
from leadkeep.domain.fields import Field, lead_catalog
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import (
    Draft,
    full_name,
    lock_leads_with_keys,
    remove_merged_leads,
    stored_values,
    write_leads,
)
from leadkeep.domain.merging.crm import NO_CRM, Crm, by_rank
from leadkeep.domain.merging.linked_rows import move_links
from leadkeep.domain.merging.undo_record import save_undo_record
from leadkeep.domain.merging.values import Choices, may_be_chosen, taken_values
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

LOSER_LIMIT = 25
"""Limit: losers of one merge (behaviour.md 3.9)."""

PARTITION = "leadPartitionId"
MERGE_REASON = "Merge Leads"
"""Reason of the Change Data Value activities for values that the winner takes: our choice."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A command that merges several leads, which are one person, into one of them."""

    winner_id: int
    loser_ids: Sequence[int]
    """The losers in order of precedence: an earlier one's value is preferred. Duplicates are
    ignored."""
    in_crm: bool = False
    """Also merge the leads' records in the CRM, by its rules; without a CRM it has no effect."""
    source: str = "api"
    """The Merge Source attribute of the activity."""
    choices: Choices = field(default_factory=dict)
    """Whose value the winner gets, where it is not what the rules of merges say."""


@dataclass(frozen=True, slots=True)
class FieldPreview:
    """What a merge would make of one field."""

    field: Field
    values: tuple[Any, ...]
    """Stored values: the winner's, then the losers' in their order."""
    result: Any
    """The winner's stored value after the merge."""
    from_lead_id: int
    """The lead whose value it is: the winner's id if it stays."""
    may_be_chosen: bool


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would make of the winner; nothing was changed."""

    lead_ids: tuple[int, ...]
    """The winner, then the losers."""
    fields: tuple[FieldPreview, ...]
    """The fields that are not empty in all of the leads, by id."""


def merge_leads(work: Work, command: Merge, crm: Crm = NO_CRM) -> int:
    """Merge the losers into the winner; return the id of the lead that remains.

    The winner keeps its values, takes the values that it lacks from the losers, and gets everything
    that is linked to them. The losers are deleted. By the rules of a CRM, a loser may become the
    winner.

    Raises:
        Refusal: 1080, too many losers; 1003, none, or the winner among them; 1004, a lead does not
            exist within the caller's scope, the winner being checked first. In each case nothing is
            changed.
    """
    loser_ids = list(dict.fromkeys(command.loser_ids))
    _check(work.tx, command, loser_ids)
    found = lock_leads_with_keys(work.tx, [command.winner_id, *loser_ids])
    winner, losers = _drafts(work, found, command.winner_id, loser_ids)
    if command.in_crm and crm.is_connected:
        winner, *losers = by_rank(crm, [winner, *losers])
        crm.merge(work.tx, winner.lead_id, [each.lead_id for each in losers])
        is_in_sales = True
    else:
        is_in_sales = False
    taken = taken_values(lead_catalog(work.tx), winner, losers, command.choices)
    winner.assign({name: value for name, (value, _) in taken.items()})
    moved = move_links(work.tx, winner, losers)
    save_undo_record(work.tx, winner, losers, taken, moved)
    write_leads(work.because(replace(work.cause, reason=MERGE_REASON)), [winner])
    remove_merged_leads(work, losers, winner)
    _append_activity(work, winner, losers, command.source, is_in_sales=is_in_sales)
    return winner.lead_id


def preview_merge(work: Work, command: Merge) -> MergePreview:
    """Return what a merge would make of the winner, by the rules of :func:`merge_leads`.

    Raises:
        Refusal: as :func:`merge_leads` does.
    """
    loser_ids = list(dict.fromkeys(command.loser_ids))
    _check(work.tx, command, loser_ids)
    catalog = lead_catalog(work.tx)
    lead_ids = (command.winner_id, *loser_ids)
    found = {
        lead_id: Draft(lead_id, values, values[PARTITION])
        for lead_id, values in stored_values(work.tx, lead_ids, catalog.fields).items()
    }
    winner, losers = _drafts(work, found, command.winner_id, loser_ids)
    taken = taken_values(catalog, winner, losers, command.choices)
    fields = []
    for each in catalog.fields:
        values = tuple(draft.values[each.name] for draft in (winner, *losers))
        if any(value is not None for value in values):
            result, source = taken.get(each.name, (values[0], winner.lead_id))
            fields.append(FieldPreview(each, values, result, source, may_be_chosen(each.name)))
    return MergePreview(lead_ids, tuple(fields))


def _check(tx: Transaction, command: Merge, loser_ids: Sequence[int]) -> None:
    if len(loser_ids) > LOSER_LIMIT:
        raise Refusal(Reason.TOO_MANY_LEAD_IDS, LOSER_LIMIT)
    if not loser_ids:
        raise Refusal(Reason.NOT_SPECIFIED, "Lead ids")
    for name, lead_id in command.choices.items():
        chosen = lead_catalog(tx).named(name)
        if chosen.name != name or not may_be_chosen(name):
            raise Refusal(Reason.INVALID_CHOICE, "field", name)
        if lead_id not in {command.winner_id, *loser_ids}:
            raise Refusal(Reason.INVALID_CHOICE, "lead", lead_id)


def _drafts(
    work: Work, found: Mapping[int, Draft], winner_id: int, loser_ids: Sequence[int]
) -> tuple[Draft, list[Draft]]:
    lead_ids = [winner_id, *loser_ids]
    for lead_id in lead_ids:
        if lead_id not in found or not work.access.has_partition(found[lead_id].partition_id):
            raise Refusal(Reason.NAMED_LEAD_NOT_FOUND, lead_id)
    if winner_id in loser_ids:
        raise Refusal(Reason.MERGED_INTO_ITSELF, winner_id)
    return found[winner_id], [found[each] for each in loser_ids]


def _append_activity(
    work: Work,
    winner: Draft,
    losers: Sequence[Draft],
    source: str,
    *,
    is_in_sales: bool,
) -> None:
    """Append a Merge Leads activity for the winner."""
    attributes = attribute_items(
        [
            ("Master Updated", bool(winner.steps)),
            ("Merge IDs", [each.lead_id for each in losers]),
            ("Merge Source", source),
            ("Merged in Sales", is_in_sales),
        ]
    )
    row = (winner.lead_id, winner.lead_id, full_name(winner.values), f"[{attributes}]")
    append_activities(
        work.tx,
        [ActivityBatch(ActivityType.MERGE_LEADS, work.moment, work.cause.campaign_id, [row])],
    )
