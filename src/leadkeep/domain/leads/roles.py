"""Write the roles of leads in opportunities, and tell of them in the leads' log."""

from collections.abc import Sequence

from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityType,
    NewActivity,
    append_activities,
    attribute_items,
    signature,
)
from leadkeep.domain.fields import Record, key_of
from leadkeep.domain.instance.access import Work
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

OPPORTUNITY_LINK = "externalOpportunityId"


def sync_roles(work: Work, call: RecordSync) -> Synced:
    """Create and update roles; a lead with a new role gets an Add to Opportunity activity."""
    synced = sync_records(work, ROLE, call)
    new = [draft for draft in synced.drafts if draft.is_new]
    _narrate(work, ActivityType.ADD_TO_OPPORTUNITY, new)
    return synced


def delete_roles(work: Work, records: Sequence[Record], *, by_id: bool) -> Synced:
    """Delete roles; each lead gets a Remove from Opportunity activity."""
    deleted = delete_records(work.tx, ROLE, records, by_id=by_id)
    _narrate(work, ActivityType.REMOVE_FROM_OPPORTUNITY, deleted.drafts)
    return deleted


def delete_opportunities(work: Work, records: Sequence[Record], *, by_id: bool) -> Synced:
    """Delete opportunities with their roles; each lead in them gets an activity."""
    deleted, roles = remove_opportunities(work.tx, records, by_id=by_id)
    gone = {key_of(each.values[OPPORTUNITY_LINK]): each.record_id for each in deleted.drafts}
    _append(work, ActivityType.REMOVE_FROM_OPPORTUNITY, roles, gone, {})
    return deleted


def _narrate(work: Work, kind: ActivityType, roles: Sequence[RecordDraft]) -> None:
    if not roles:
        return
    links = {draft.values[OPPORTUNITY_LINK] for draft in roles}
    numbers = record_ids_by_dedupe(work.tx, OPPORTUNITY, links)
    found = read_records(work.tx, OPPORTUNITY, numbers.values(), ("name",))
    names = {number: values["name"] for number, values in found.items()}
    _append(work, kind, roles, numbers, names)


def _append(
    work: Work,
    kind: ActivityType,
    roles: Sequence[RecordDraft],
    numbers: dict[str, int],
    names: dict[int, str],
) -> None:
    activities: list[NewActivity] = []
    for draft in roles:
        number = numbers.get(key_of(draft.values[OPPORTUNITY_LINK]))
        own = [("Is Primary", draft.values.get("isPrimary")), ("Role", draft.values["role"])]
        told = attribute_items(own if kind is ActivityType.ADD_TO_OPPORTUNITY else [])
        attributes = ",".join(filter(None, (told, signature(work.cause))))
        name = None if number is None else names.get(number)
        activities.append((draft.values["leadId"], number, name, f"[{attributes}]"))
    append_activities(
        work.tx, [ActivityBatch(kind, work.moment, work.cause.campaign_id, activities)]
    )
