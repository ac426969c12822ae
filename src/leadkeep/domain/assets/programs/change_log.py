"""Make the activities that log changes of program memberships (behaviour.md 4.3, 5.3)."""

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
"""The initial cadence of members of engagement programs, as activities show it."""


Items = Sequence[tuple[str, object]]
"""Attributes of an activity: (name, value) pairs."""


def program_batch(
    kind: ActivityType,
    program: Program,
    attributes: Sequence[tuple[int, Items]],
    cause: Cause,
    now: datetime,
) -> ActivityBatch:
    """Return activities of one type, one per lead, with the program as primary attribute."""
    activities: list[NewActivity] = [
        (lead_id, program.id, program.name, f"[{attribute_items(items)}]")
        for lead_id, items in attributes
    ]
    return ActivityBatch(kind, now, cause.campaign_id, activities)


@dataclass(frozen=True, slots=True)
class Move:
    """One lead's change from one status of a program to another."""

    lead_id: int
    member_id: int
    old: Status
    new: Status
    is_success: bool
    """Is this the change with which the member reaches success?"""
    is_acquired: bool


def status_changes(
    program: Program, moves: Sequence[Move], cause: Cause, now: datetime
) -> ActivityBatch:
    """Return a Change Status in Progression activity for each change."""
    attributes = [(each.lead_id, _status_items(each, cause)) for each in moves]
    kind = ActivityType.CHANGE_STATUS_IN_PROGRESSION
    return program_batch(kind, program, attributes, cause, now)


def _status_items(move: Move, cause: Cause) -> Items:
    return [
        ("Acquired By", move.is_acquired),
        ("New Status", move.new.name),
        ("New Status ID", move.new.id),
        ("Old Status", move.old.name),
        ("Old Status ID", move.old.id),
        ("Program Member ID", move.member_id),
        ("Reason", cause.reason),
        ("Success", move.is_success),
    ]


def nurture_entries(
    program: Program, lead_ids: Sequence[int], stream: Stream, cause: Cause, now: datetime
) -> list[ActivityBatch]:
    """Return the stream and cadence activities of leads that enter an engagement program."""
    track = [("Track ID", stream.id), ("Track Name", stream.name)]
    kinds: list[tuple[ActivityType, Items]] = [
        (ActivityType.ADD_TO_NURTURE, list(track)),
        (ActivityType.CHANGE_NURTURE_CADENCE, [("New Nurture Cadence", FIRST_CADENCE)]),
        (ActivityType.CHANGE_NURTURE_TRACK, [("New Track ID", stream.id), track[1]]),
    ]
    return [
        program_batch(kind, program, [(each, items) for each in lead_ids], cause, now)
        for kind, items in kinds
    ]


@dataclass(frozen=True, slots=True)
class DataChange:
    """A change of one field of one membership, as stored values."""

    lead_id: int
    field: Field
    old: Any
    new: Any


def data_changes(
    program: Program, changes: Sequence[DataChange], cause: Cause, now: datetime
) -> ActivityBatch:
    """Return a Change Program Member Data activity for each changed field."""
    attributes = [(each.lead_id, _data_items(each, cause)) for each in changes]
    kind = ActivityType.CHANGE_PROGRAM_MEMBER_DATA
    return program_batch(kind, program, attributes, cause, now)


def _data_items(change: DataChange, cause: Cause) -> Items:
    text = change.field.type.text
    return [
        ("Attribute Display Name", change.field.display_name),
        ("Attribute Name", change.field.name),
        ("New Value", None if change.new is None else text(change.new)),
        ("Old Value", None if change.old is None else text(change.old)),
        ("Reason", cause.reason),
        ("Source", cause.source),
    ]
