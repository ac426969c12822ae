"""What the activity log tells of memberships (behaviour.md 4.3, 5.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leadkeep.domain.activities import ActivityBatch, ActivityType, NewActivity, attribute_items
from leadkeep.domain.assets.programs.channel import Status
from leadkeep.domain.assets.programs.program import Program, Stream
from leadkeep.domain.fields import Field
from leadkeep.domain.instance.access import Cause

FIRST_CADENCE = "Norm"
"""The cadence that members of engagement programs start with, as activities show it."""


@dataclass(frozen=True, slots=True)
class Move:
    """One lead's change of status."""

    lead_id: int
    member_id: int
    old: Status
    new: Status
    is_success: bool
    """Does this very change reach success?"""
    is_acquired: bool


def status_changes(
    program: Program, moves: Sequence[Move], cause: Cause, now: datetime
) -> ActivityBatch:
    """Return a Change Status in Progression activity for each change."""
    activities: list[NewActivity] = [
        (each.lead_id, program.id, program.name, _status_attributes(each, cause)) for each in moves
    ]
    kind = ActivityType.CHANGE_STATUS_IN_PROGRESSION
    return ActivityBatch(kind, now, cause.campaign_id, activities)


def _status_attributes(move: Move, cause: Cause) -> str:
    items = attribute_items(
        [
            ("Acquired By", move.is_acquired),
            ("New Status", move.new.name),
            ("New Status ID", move.new.id),
            ("Old Status", move.old.name),
            ("Old Status ID", move.old.id),
            ("Program Member ID", move.member_id),
            ("Reason", cause.reason),
            ("Success", move.is_success),
        ]
    )
    return f"[{items}]"


def nurture_entries(
    program: Program, lead_ids: Sequence[int], stream: Stream, cause: Cause, now: datetime
) -> list[ActivityBatch]:
    """Return what is told of leads that enter an engagement program, beside their status."""
    track = [("Track ID", stream.id), ("Track Name", stream.name)]
    told: list[tuple[ActivityType, list[tuple[str, object]]]] = [
        (ActivityType.ADD_TO_NURTURE, list(track)),
        (ActivityType.CHANGE_NURTURE_CADENCE, [("New Nurture Cadence", FIRST_CADENCE)]),
        (ActivityType.CHANGE_NURTURE_TRACK, [("New Track ID", stream.id), track[1]]),
    ]
    batches = []
    for kind, attributes in told:
        text = f"[{attribute_items(attributes)}]"
        rows: list[NewActivity] = [(each, program.id, program.name, text) for each in lead_ids]
        batches.append(ActivityBatch(kind, now, cause.campaign_id, rows))
    return batches


@dataclass(frozen=True, slots=True)
class DataChange:
    """One field of one membership that changed: stored values."""

    lead_id: int
    field: Field
    old: Any
    new: Any


def data_changes(
    program: Program, changes: Sequence[DataChange], cause: Cause, now: datetime
) -> ActivityBatch:
    """Return a Change Program Member Data activity for each changed field."""
    activities: list[NewActivity] = [
        (each.lead_id, program.id, program.name, _data_attributes(each, cause)) for each in changes
    ]
    kind = ActivityType.CHANGE_PROGRAM_MEMBER_DATA
    return ActivityBatch(kind, now, cause.campaign_id, activities)


def _data_attributes(change: DataChange, cause: Cause) -> str:
    text = change.field.type.text
    items = attribute_items(
        [
            ("Attribute Display Name", change.field.display_name),
            ("Attribute Name", change.field.name),
            ("New Value", None if change.new is None else text(change.new)),
            ("Old Value", None if change.old is None else text(change.old)),
            ("Reason", cause.reason),
            ("Source", cause.source),
        ]
    )
    return f"[{items}]"
