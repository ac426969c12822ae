"""Write the roles of leads in opportunities, and tell of them in the leads' log."""

from collections.abc import Sequence
from datetime import datetime

from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityType,
    NewActivity,
    append_activities,
    attribute_items,
)
from leadkeep.domain.fields import Record, key_of
from leadkeep.domain.instance.access import Access
from leadkeep.domain.leads.change_log import Cause
from leadkeep.domain.objects.engine import (
    RecordDraft,
    RecordSync,
    Synced,
    delete_records,
    read_records,
    record_ids_by_dedupe,
    sync_records,
)
from leadkeep.domain.objects.standard import OPPORTUNITY, ROLE, remove_opportunities
from leadkeep.store import Transaction

OPPORTUNITY_LINK = "externalOpportunityId"


def sync_roles(
    tx: Transaction, access: Access, call: RecordSync, cause: Cause, now: datetime
) -> Synced:
    """Create and update roles; a lead with a new role gets an Add to Opportunity activity."""
    synced = sync_records(tx, access, ROLE, call, now)
    new = [draft for draft in synced.drafts if draft.is_new]
    _narrate(tx, ActivityType.ADD_TO_OPPORTUNITY, new, cause, now)
    return synced


def delete_roles(
    tx: Transaction, records: Sequence[Record], cause: Cause, now: datetime, *, by_id: bool
) -> Synced:
    """Delete roles; each lead gets a Remove from Opportunity activity."""
    deleted = delete_records(tx, ROLE, records, by_id=by_id)
    _narrate(tx, ActivityType.REMOVE_FROM_OPPORTUNITY, deleted.drafts, cause, now)
    return deleted


def delete_opportunities(
    tx: Transaction, records: Sequence[Record], cause: Cause, now: datetime, *, by_id: bool
) -> Synced:
    """Delete opportunities with their roles; each lead in them gets an activity."""
    deleted, roles = remove_opportunities(tx, records, by_id=by_id)
    gone = {key_of(each.values[OPPORTUNITY_LINK]): each.record_id for each in deleted.drafts}
    _append(tx, ActivityType.REMOVE_FROM_OPPORTUNITY, roles, gone, {}, cause, now)
    return deleted


def _narrate(
    tx: Transaction, kind: ActivityType, roles: Sequence[RecordDraft], cause: Cause, now: datetime
) -> None:
    if not roles:
        return
    links = {draft.values[OPPORTUNITY_LINK] for draft in roles}
    numbers = record_ids_by_dedupe(tx, OPPORTUNITY, links)
    found = read_records(tx, OPPORTUNITY, numbers.values(), ("name",))
    names = {number: values["name"] for number, values in found.items()}
    _append(tx, kind, roles, numbers, names, cause, now)


def _append(
    tx: Transaction,
    kind: ActivityType,
    roles: Sequence[RecordDraft],
    numbers: dict[str, int],
    names: dict[int, str],
    cause: Cause,
    now: datetime,
) -> None:
    activities: list[NewActivity] = []
    for draft in roles:
        number = numbers.get(key_of(draft.values[OPPORTUNITY_LINK]))
        own = [("Is Primary", draft.values.get("isPrimary")), ("Role", draft.values["role"])]
        told = attribute_items(own if kind is ActivityType.ADD_TO_OPPORTUNITY else [])
        attributes = ",".join(filter(None, (told, cause.signature)))
        name = None if number is None else names.get(number)
        activities.append((draft.values["leadId"], number, name, f"[{attributes}]"))
    append_activities(tx, [ActivityBatch(kind, now, cause.campaign_id, activities)])
