"""Create, update and delete opportunity roles, with activities in the log of their leads."""

from collections.abc import Collection, Mapping, Sequence

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
    foreign_records,
    read_records,
    record_ids_by_dedupe,
    records_referring,
    remove_records,
    sync_records,
)
from leadkeep.domain.objects.standard.opportunities import EXTERNAL_ID, LEAD_ID, OPPORTUNITY, ROLE
from leadkeep.errors import Problem, Reason
from leadkeep.store import Transaction


def sync_roles(work: Work, command: RecordSync) -> Synced:
    """Create and update opportunity roles; append Add to Opportunity for each new one."""
    synced = sync_records(work, ROLE, command)
    new = [draft for draft in synced.drafts if draft.is_new]
    _log_roles(work, ActivityType.ADD_TO_OPPORTUNITY, new)
    return synced


def delete_roles(work: Work, records: Sequence[Record], *, by_id: bool) -> Synced:
    """Delete opportunity roles; append Remove from Opportunity for each."""
    deleted = delete_records(work, ROLE, records, by_id=by_id)
    _log_roles(work, ActivityType.REMOVE_FROM_OPPORTUNITY, deleted.drafts)
    return deleted


def delete_opportunities(work: Work, records: Sequence[Record], *, by_id: bool) -> Synced:
    """Delete opportunities and their roles; append an activity for the lead of each role."""

    def in_use(tx: Transaction, drafts: Collection[RecordDraft]) -> Mapping[int, Problem]:
        """Return the opportunities that have roles of leads out of the caller's reach."""
        links = {key_of(each.values[EXTERNAL_ID]): each.record_id for each in drafts}
        roles = records_referring(tx, ROLE, EXTERNAL_ID, links) if work.is_guarded else []
        foreign = foreign_records(work, ROLE, roles)
        problem = Problem(Reason.LEAD_NOT_FOUND)
        return {
            links[key_of(each.values[EXTERNAL_ID])]: problem
            for each in roles
            if each.record_id in foreign
        }

    deleted = delete_records(work, OPPORTUNITY, records, by_id=by_id, refused=in_use)
    links = [draft.values[EXTERNAL_ID] for draft in deleted.drafts]
    roles = records_referring(work.tx, ROLE, EXTERNAL_ID, links)
    remove_records(work.tx, ROLE, roles)
    ids = {key_of(each.values[EXTERNAL_ID]): each.record_id for each in deleted.drafts}
    _append(work, ActivityType.REMOVE_FROM_OPPORTUNITY, roles, ids, {})
    return deleted


def _log_roles(work: Work, kind: ActivityType, roles: Sequence[RecordDraft]) -> None:
    if not roles:
        return
    ids = record_ids_by_dedupe(work.tx, OPPORTUNITY, {each.values[EXTERNAL_ID] for each in roles})
    opportunities = read_records(work.tx, OPPORTUNITY, ids.values(), ("name",))
    names = {record_id: values["name"] for record_id, values in opportunities.items()}
    _append(work, kind, roles, ids, names)


def _append(
    work: Work,
    kind: ActivityType,
    roles: Sequence[RecordDraft],
    opportunity_ids: Mapping[str, int],
    names: Mapping[int, str],
) -> None:
    activities: list[NewActivity] = []
    for draft in roles:
        opportunity_id = opportunity_ids.get(key_of(draft.values[EXTERNAL_ID]))
        own = [("Is Primary", draft.values.get("isPrimary")), ("Role", draft.values["role"])]
        items = attribute_items(own if kind is ActivityType.ADD_TO_OPPORTUNITY else [])
        attributes = ",".join(filter(None, (items, signature(work.cause))))
        name = None if opportunity_id is None else names.get(opportunity_id)
        activities.append((draft.values[LEAD_ID], opportunity_id, name, f"[{attributes}]"))
    append_activities(
        work.tx, [ActivityBatch(kind, work.moment, work.cause.campaign_id, activities)]
    )
