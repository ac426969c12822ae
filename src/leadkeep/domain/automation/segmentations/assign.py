"""Keep every lead in its segment: on each change, and block by block for segments that are new.

Rules of segments look at fields and memberships, so a segment changes only when the log tells of a
change of these: one follower of the log sees all of it, in the transaction of the change. The
segment stands in a column of the lead's row, which the caller holds already. A call costs the same
statements for one lead and for 300; while there is no segmentation it costs none, and while no
change concerns one, none either.
"""

from collections.abc import Collection, Mapping, Sequence

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
    matching,
)
from leadkeep.domain.automation.segmentations.segmentation import (
    DEFAULT,
    Segmentation,
    all_segmentations,
    load_segmentations,
)
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.leads import leads_after, lock_leads_in_scope, set_derived, values_of_leads
from leadkeep.jobs import Arguments, Handler, Handlers, NewJob, enqueue
from leadkeep.store import Store, Transaction

COMPUTE = "segmentations.compute"
LEADS_AT_ONCE = 1_000

_FILTERS: Mapping[int, str | None] = {
    ActivityType.NEW_LEAD: None,
    ActivityType.CHANGE_DATA_VALUE: FieldFilter.kind,
    ActivityType.ADD_TO_LIST: MEMBER_OF_LIST,
    ActivityType.REMOVE_FROM_LIST: MEMBER_OF_LIST,
    ActivityType.CHANGE_STATUS_IN_PROGRESSION: MEMBER_OF_PROGRAM,
    ActivityType.MERGE_LEADS: None,
    ActivityType.CHANGE_LEAD_PARTITION: None,
}
"""By activity type that may move a lead: the kind of filters that it concerns; None for all."""


def keep_segments(store: Store) -> None:
    """Let what happens to leads move them between segments, in every transaction of this store."""
    if follow_log not in store.subscribers(ACTIVITY_EVENTS):
        store.subscribe(ACTIVITY_EVENTS, follow_log)


def follow_log(tx: Transaction, appended: Sequence[AppendedActivities]) -> None:
    """Move leads to the segments that they belong to after what has just happened to them."""
    batches = [each for each in appended if each.type_id in _FILTERS]
    if not batches:
        return
    for each in all_segmentations(tx):
        if each.is_approved and (lead_ids := _concerned(tx, each, batches)):
            _place(tx, each, lead_ids, batches[0].campaign_id, is_told=True)


def _concerned(
    tx: Transaction, of: Segmentation, batches: Sequence[AppendedActivities]
) -> set[int]:
    """Return the leads whose segment may have changed."""
    filters = [each for one in of.segments for each in one.rules.filters]
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


def _place(
    tx: Transaction,
    of: Segmentation,
    lead_ids: Collection[int],
    campaign_id: int | None,
    *,
    is_told: bool,
) -> None:
    """Write the segment of these leads where it is another one than at present."""
    catalog = lead_catalog(tx)
    field = catalog.by_name[of.field_name or ""]
    wanted = _segments(tx, of, lead_ids)
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
    if is_told:
        numbers = {each.name: each.id for each in of.segments}
        rows: list[NewActivity] = [
            (
                lead_id,
                of.id,
                of.name,
                f"[{attribute_items([('New Segment ID', numbers[segment])])}]",
            )
            for lead_id, segment in moved.items()
        ]
        batch = ActivityBatch(ActivityType.CHANGE_SEGMENT, tx.moment, campaign_id, rows)
        append_activities(tx, [batch])


def _segments(tx: Transaction, of: Segmentation, lead_ids: Collection[int]) -> dict[int, str]:
    """Return the segment of each lead: the first whose rules let it through, else Default."""
    found, left = dict[int, str](), set(lead_ids)
    for each in of.segments:
        if each.name == DEFAULT:
            break
        for lead_id in matching(tx, each.rules, left) if left else ():
            found[lead_id] = each.name
            left.discard(lead_id)
    return found | dict.fromkeys(left, DEFAULT)


def compute_later(tx: Transaction, of: Segmentation, *, is_new: bool) -> None:
    """Let a job put all leads into the segments of a segmentation that is new or has changed."""
    enqueue(tx, [NewJob(COMPUTE, {"segmentation": of.id, "after": 0, "isNew": is_new})])


def compute(tx: Transaction, several: Sequence[Arguments]) -> None:
    """Put a block of leads into their segments, and let another job go on behind it.

    Leads that a new segmentation finds have not changed, so nothing is told of them.
    """
    known = {each.id: each for each in load_segmentations(tx)}
    for told in several:
        of = known.get(told["segmentation"])
        if of is None or not of.is_approved:
            continue
        work = Work(tx, operator_access(tx))
        lead_ids = leads_after(work, told["after"], LEADS_AT_ONCE)
        if not lead_ids:
            continue
        _place(tx, of, lock_leads_in_scope(work, lead_ids), None, is_told=not told["isNew"])
        enqueue(tx, [NewJob(COMPUTE, told | {"after": lead_ids[-1]})])


def segmentation_handlers() -> Handlers:
    """Return what runs the jobs of this package."""
    return {COMPUTE: Handler(compute)}
