"""Opportunities, and the roles of leads in them (behaviour.md 7.2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from leadkeep.domain.accounts.sales_persons import EXTERNAL_ID as SALES_PERSON_ID
from leadkeep.domain.accounts.sales_persons import SALES_PERSON
from leadkeep.domain.accounts.tables import (
    OPPORTUNITY_IDS,
    ROLE_IDS,
    opportunity,
    opportunity_role,
)
from leadkeep.domain.fields import ObjectSchema, Record, Values
from leadkeep.domain.records import (
    GUID,
    Kind,
    RecordDraft,
    Relationship,
    Synced,
    catalog_of,
    dedupe_key,
    delete_records,
    hold_records,
    ids_by_field,
    lead_reference,
    reference_to,
    remove_records,
    write_records,
)
from leadkeep.errors import Problem, Reason
from leadkeep.store import Transaction

EXTERNAL_ID = "externalOpportunityId"
LEAD_ID = "leadId"

OPPORTUNITY = Kind(
    schema=ObjectSchema("opportunity", opportunity.name, 0),
    title="Opportunity",
    id_name=GUID,
    dedupe=(EXTERNAL_ID,),
    ids=OPPORTUNITY_IDS,
    missing="Object",
    referring=(SALES_PERSON_ID,),
    required=("name",),
    searches_custom=True,
    references=(
        reference_to(SALES_PERSON, SALES_PERSON_ID, Problem(Reason.SALES_PERSON_NOT_FOUND)),
    ),
)

ROLE = Kind(
    schema=ObjectSchema("opportunityRole", opportunity_role.name, 0),
    title="Opportunity Role",
    id_name=GUID,
    dedupe=(EXTERNAL_ID, LEAD_ID, "role"),
    ids=ROLE_IDS,
    missing="Object",
    searchable=(LEAD_ID, EXTERNAL_ID),
    references=(
        reference_to(OPPORTUNITY, EXTERNAL_ID, Problem(Reason.OBJECT_NOT_FOUND, ("Opportunity",))),
        lead_reference(LEAD_ID),
    ),
    relationships=(
        Relationship(LEAD_ID, "child", "Lead", "Id"),
        Relationship(EXTERNAL_ID, "child", "Opportunity", EXTERNAL_ID),
    ),
)

ROLE_FIELDS = ("role", "isPrimary", "externalCreatedDate")


@dataclass(frozen=True, slots=True)
class MovedRole:
    """What a merge did to one role of a lead that is gone: enough to undo it."""

    role_id: int
    lead_id: int
    """Whose it was."""
    removed: Values | None
    """All its values, where the winner had the very role already; None where it moved."""


def remove_opportunities(
    tx: Transaction, records: Sequence[Record], *, by_id: bool
) -> tuple[Synced, list[RecordDraft]]:
    """Delete opportunities with the roles in them; return those roles too."""
    deleted = delete_records(tx, OPPORTUNITY, records, by_id=by_id)
    names = [draft.values[EXTERNAL_ID] for draft in deleted.drafts]
    roles = _roles(tx, EXTERNAL_ID, names)
    remove_records(tx, ROLE, roles)
    return deleted, roles


def _roles(tx: Transaction, field: str, values: Collection[object]) -> list[RecordDraft]:
    """Hold the roles that have one of these values in a field."""
    if not values:
        return []
    ids = {owner for _, owner in ids_by_field(tx, catalog_of(tx, ROLE), field, values)}
    names = ("role", "isPrimary", "externalCreatedDate", "createdAt", "updatedAt")
    return list(hold_records(tx, ROLE, ids, names).values())


def clear_roles(tx: Transaction, lead_ids: Collection[int]) -> None:
    """Remove the roles of leads that are being deleted; the leads are held."""
    remove_records(tx, ROLE, _roles(tx, LEAD_ID, lead_ids))


def move_roles(
    tx: Transaction, loser_ids: Sequence[int], winner_id: int, now: datetime
) -> list[MovedRole]:
    """Give the roles of merged leads to the winner, each role once; the leads are held.

    A role that the winner has already stays the winner's; of two losers the first one's moves.
    """
    drafts = _roles(tx, LEAD_ID, [winner_id, *loser_ids])
    order = {lead_id: place for place, lead_id in enumerate([winner_id, *loser_ids])}
    drafts.sort(key=lambda each: (order[each.before[LEAD_ID]], each.record_id))
    taken: set[str] = set()
    moved: list[RecordDraft] = []
    doubled: list[RecordDraft] = []
    told = []
    for draft in drafts:
        lead_id = draft.before[LEAD_ID]
        draft.values[LEAD_ID] = winner_id
        key = dedupe_key(ROLE, draft.values)
        if lead_id != winner_id:
            is_double = key in taken
            (doubled if is_double else moved).append(draft)
            removed = draft.before.copy() if is_double else None
            told.append(MovedRole(draft.record_id, lead_id, removed))
        taken.add(key)
    for draft in doubled:
        draft.values = draft.before.copy()
    remove_records(tx, ROLE, doubled)
    write_records(tx, ROLE, moved, now)
    return told
