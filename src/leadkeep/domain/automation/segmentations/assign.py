"""Assign leads to segments: after each change, and in batches for a new segmentation.

The rules of segments test fields and memberships, so a lead's segment changes only together with an
activity: one subscriber to the activity log sees all changes, in the same transaction. The segment
is a column of the lead's row, which the caller has already locked. A request costs the same number
of statements for one lead and for 300; without segmentations, or when no change affects one, it
costs none.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from sqlalchemy import and_

from leadkeep.domain.activities import (
    ACTIVITY_EVENTS,
    ActivityBatch,
    ActivityType,
    AppendedActivities,
    NewActivity,
    append_activities,
    attribute_items,
)
from leadkeep.domain.automation.rules import (
    MEMBER_OF_LIST,
    MEMBER_OF_PROGRAM,
    FieldFilter,
    LeadCondition,
    candidate_page,
    exactly,
    joined,
    lead_condition,
    lead_span,
    matching,
    negated,
)
from leadkeep.domain.automation.segmentations.segmentation import (
    DEFAULT,
    Segmentation,
    all_segmentations,
    load_segmentations,
)
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.leads import lock_leads_in_scope, set_derived, values_of_leads
from leadkeep.jobs import Arguments, Handler, Handlers, NewJob, enqueue
from leadkeep.store import Store, Transaction

COMPUTE = "segmentations.compute"
LEAD_BATCH_SIZE = 1_000

_FILTERS: Mapping[int, str | None] = {
    ActivityType.NEW_LEAD: None,
    ActivityType.CHANGE_DATA_VALUE: FieldFilter.kind,
    ActivityType.ADD_TO_LIST: MEMBER_OF_LIST,
    ActivityType.REMOVE_FROM_LIST: MEMBER_OF_LIST,
    ActivityType.CHANGE_STATUS_IN_PROGRESSION: MEMBER_OF_PROGRAM,
    ActivityType.MERGE_LEADS: None,
    ActivityType.CHANGE_LEAD_PARTITION: None,
}
"""By type of the activities after which a lead's segment may change: the kind of filters concerned;
None for all kinds."""


def subscribe_segmentations(store: Store) -> None:
    """Subscribe to a store's activity log, to update the segments of leads after each activity."""
    if assign_after_activities not in store.subscribers(ACTIVITY_EVENTS):
        store.subscribe(ACTIVITY_EVENTS, assign_after_activities)


def assign_after_activities(tx: Transaction, appended: Sequence[AppendedActivities]) -> None:
    """Update the segments of the leads that the appended activities concern."""
    batches = [each for each in appended if each.type_id in _FILTERS]
    if not batches:
        return
    for each in all_segmentations(tx):
        if each.is_approved and (lead_ids := _affected_leads(tx, each, batches)):
            _assign(tx, each, lead_ids, batches[0].campaign_id, is_logged=True)


def _affected_leads(
    tx: Transaction, segmentation: Segmentation, batches: Sequence[AppendedActivities]
) -> set[int]:
    """Return the ids of the leads whose segment these activities may have changed."""
    filters = [each for one in segmentation.segments for each in one.rules.filters]
    kinds = {each.kind for each in filters}
    fields = {each.field(tx).id for each in filters if isinstance(each, FieldFilter)}
    found: set[int] = set()
    for batch in batches:
        kind = _FILTERS[batch.type_id]
        if kind == FieldFilter.kind:
            found |= {row[0] for row in batch.activities if row[2] in fields}
        elif kind is None or kind in kinds:
            found |= {row[0] for row in batch.activities}
    return found


def _assign(
    tx: Transaction,
    segmentation: Segmentation,
    lead_ids: Collection[int],
    campaign_id: int | None,
    *,
    is_logged: bool,
) -> None:
    """Compute the segments of these leads, and store and log those that changed.

    With ``is_logged`` False, no activity is appended.
    """
    catalog = lead_catalog(tx)
    field = catalog.by_name[segmentation.field_name or ""]
    wanted = _segment_by_lead(tx, segmentation, lead_ids)
    stored = values_of_leads(tx, catalog, (field,), sorted(lead_ids))
    present = {row[0]: row[1] for row in stored}
    moved = {
        lead_id: segment
        for lead_id, segment in sorted(wanted.items())
        if present.get(lead_id, segment) != segment
    }
    if not moved:
        return
    set_derived(tx, field, moved)
    if is_logged:
        numbers = {each.name: each.id for each in segmentation.segments}
        rows: list[NewActivity] = [
            (
                lead_id,
                segmentation.id,
                segmentation.name,
                f"[{attribute_items([('New Segment ID', numbers[segment])])}]",
            )
            for lead_id, segment in moved.items()
        ]
        batch = ActivityBatch(ActivityType.CHANGE_SEGMENT, tx.moment, campaign_id, rows)
        append_activities(tx, [batch])


def _segment_by_lead(
    tx: Transaction, segmentation: Segmentation, lead_ids: Collection[int]
) -> dict[int, str]:
    """Return by lead id the segment of each lead: the first whose rules match, else Default."""
    found, left = dict[int, str](), set(lead_ids)
    for each in segmentation.segments:
        if each.name == DEFAULT:
            break
        for lead_id in matching(tx, each.rules, left) if left else ():
            found[lead_id] = each.name
            left.discard(lead_id)
    return found | dict.fromkeys(left, DEFAULT)


def compute_later(tx: Transaction, segmentation: Segmentation, *, is_new: bool) -> None:
    """Enqueue the job that assigns all leads to the segments of a new or changed segmentation."""
    enqueue(tx, [NewJob(COMPUTE, {"segmentation": segmentation.id, "after": 0, "isNew": is_new})])


def compute(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    """Assign one batch of leads to their segments, and enqueue the job for the next batch.

    Leads that are in their segment for certain are not read.
    The first assignment by a new segmentation is no change of the lead, so it is not logged.
    """
    known = {each.id: each for each in load_segmentations(tx)}
    for each in arguments:
        segmentation = known.get(each["segmentation"])
        if segmentation is None or not segmentation.is_approved:
            continue
        work = Work(tx, operator_access(tx))
        unsettled = partial(_unsettled, tx, segmentation)
        page = candidate_page(work, unsettled, each["after"], LEAD_BATCH_SIZE)
        locked = lock_leads_in_scope(work, page.lead_ids)
        _assign(tx, segmentation, locked, None, is_logged=not each["isNew"])
        if page.next_after is not None:
            enqueue(tx, [NewJob(COMPUTE, each | {"after": page.next_after})])


def _unsettled(tx: Transaction, segmentation: Segmentation, after: int, last: int) -> LeadCondition:
    """Return the condition of the leads of a span that may not be in their segment."""
    catalog, leads = lead_catalog(tx), lead_span(tx, after, last)
    column = catalog.table.c[catalog.by_name[segmentation.field_name or ""].column]
    settled, earlier = list[LeadCondition](), list[LeadCondition]()
    for each in segmentation.segments:
        is_stored = exactly(and_(column.is_not(None), column == each.name))
        own = joined("and", ()) if each.name == DEFAULT else lead_condition(tx, each.rules, leads)
        settled.append(joined("and", (is_stored, own, *map(negated, earlier))))
        earlier.append(own)
    return negated(joined("or", settled))


def segmentation_handlers() -> Handlers:
    """Return the handlers of the segmentations' jobs, by job name."""
    return {COMPUTE: Handler(compute)}
