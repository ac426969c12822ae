"""Make the activities that log changes of leads (behaviour.md 3.5, 5.3)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityType,
    NewActivity,
    attribute_items,
    signature,
)
from leadkeep.domain.fields import Catalog, Field
from leadkeep.domain.instance.access import Cause, Partition
from leadkeep.domain.leads.draft import PARTITION, Draft, Step, full_name


def new_leads(drafts: Sequence[Draft], cause: Cause, now: datetime) -> ActivityBatch:
    """Return a New Lead activity for each lead."""
    before = attribute_items(
        [("Created Date", now.date().isoformat()), ("Form Name", cause.form_name)]
    )
    after = _joined(attribute_items([("Source Type", cause.source)]), signature(cause))

    @cache
    def attributes(lead_source: object) -> str:
        return f"[{_joined(before, attribute_items([('Lead Source', lead_source)]), after)}]"

    activities: list[NewActivity] = []
    for draft in drafts:
        values = draft.first_values if draft.steps else draft.values
        name = full_name(values)
        lead_id = draft.lead_id
        activities.append((lead_id, lead_id, name, attributes(values.get("leadSource"))))
    return ActivityBatch(ActivityType.NEW_LEAD, now, cause.campaign_id, activities)


def changed_values(
    catalog: Catalog,
    partitions: Iterable[Partition],
    drafts: Sequence[Draft],
    cause: Cause,
    now: datetime,
) -> list[ActivityBatch]:
    """Return the activities that log each changed value of each lead, in order.

    A change of partition is a Change Lead Partition activity, every other one a Change Data Value
    (behaviour.md 3.10, 9.3).
    """
    reason = attribute_items([("Reason", cause.reason), ("Source", cause.source)])
    after = _joined(reason, signature(cause))
    changes: list[NewActivity] = []
    moves: list[NewActivity] = []
    for draft in drafts:
        for step in draft.steps:
            if step.name == PARTITION:
                moves.append(_partition_change(partitions, draft.lead_id, step, cause))
                continue
            changed = catalog.by_name[step.name]
            attributes = f"[{_joined(_new_and_old(changed, step), after)}]"
            changes.append((draft.lead_id, changed.id, changed.display_name, attributes))
    batches = {ActivityType.CHANGE_DATA_VALUE: changes, ActivityType.CHANGE_LEAD_PARTITION: moves}
    return [
        ActivityBatch(kind, now, cause.campaign_id, activities)
        for kind, activities in batches.items()
        if activities
    ]


def _partition_change(
    partitions: Iterable[Partition], lead_id: int, step: Step, cause: Cause
) -> NewActivity:
    name = next(each.name for each in partitions if each.id == step.new)
    items = attribute_items([("Old Partition ID", step.old), ("Reason", cause.reason)])
    return lead_id, step.new, name, f"[{items}]"


def deleted_leads(drafts: Sequence[Draft], cause: Cause, now: datetime) -> ActivityBatch:
    """Return a Delete Lead activity for each lead (behaviour.md 5.2)."""
    activities = [(draft.lead_id, draft.lead_id, full_name(draft.values), "[]") for draft in drafts]
    return ActivityBatch(ActivityType.DELETE_LEAD, now, cause.campaign_id, activities)


def _new_and_old(changed: Field, step: Step) -> str:
    text = changed.type.text
    _, old, new = step
    return attribute_items(
        [
            ("New Value", None if new is None else text(new)),
            ("Old Value", None if old is None else text(old)),
        ]
    )


def _joined(*items: str) -> str:
    return ",".join(filter(None, items))
