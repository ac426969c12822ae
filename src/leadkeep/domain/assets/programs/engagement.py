"""Change the stream and the cadence of members of engagement programs (behaviour.md 5.3, 9.3)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from leadkeep.domain.activities import ActivityType, append_activities
from leadkeep.domain.assets.programs.change_log import Items, program_batch
from leadkeep.domain.assets.programs.member_queries import CHOSEN
from leadkeep.domain.assets.programs.program import Program, Stream
from leadkeep.domain.assets.programs.queries import streams_of
from leadkeep.domain.assets.programs.statuses import lock_member_leads
from leadkeep.domain.assets.programs.tables import program_member
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work
from leadkeep.store import Statement, Transaction, later_of

CADENCES = {"normal": "norm", "norm": "norm", "paused": "paus", "pause": "paus"}
"""The stored value, of four letters, for each name of a cadence."""
CADENCE_NAMES = {"norm": "Norm", "paus": "Pause"}

_m = program_member.c
_PRESENT = Statement(
    select(_m.lead_id, _m.stream_id, _m.nurtureCadence).where(*CHOSEN).order_by(_m.lead_id)
)
_SET_STREAM = Statement(
    update(program_member)
    .where(*CHOSEN)
    .values(stream_id=bindparam("stream"), updatedAt=later_of(_m.updatedAt, "moment"))
)
_SET_CADENCE = Statement(
    update(program_member)
    .where(*CHOSEN)
    .values(nurtureCadence=bindparam("cadence"), updatedAt=later_of(_m.updatedAt, "moment"))
)


def stream_named(tx: Transaction, program: Program, name: str) -> Stream:
    """Return an engagement program's stream with this name, ignoring letter case.

    Raises:
        LookupError: the program has no such stream.
    """
    for each in streams_of(tx, [program.id]).get(program.id, []):
        if normalised_key(each.name) == normalised_key(name):
            return each
    raise LookupError(f"the program {program.name} has no stream {name}")


def change_track(
    work: Work,
    program: Program,
    lead_ids: Sequence[int],
    stream: Stream,
) -> None:
    """Move members to a stream; skip leads that are not members or are in the stream already."""
    names = {each.id: each.name for each in streams_of(work.tx, [program.id]).get(program.id, [])}
    attributes: list[tuple[int, Items]] = [
        (
            lead_id,
            [
                ("New Track ID", stream.id),
                ("Previous Track ID", before),
                ("Previous Track Name", names.get(before)),
                ("Track Name", stream.name),
            ],
        )
        for lead_id, before, _ in _present(work, program, lead_ids)
        if before != stream.id
    ]
    kind = ActivityType.CHANGE_NURTURE_TRACK
    _store(work, program, kind, attributes, _SET_STREAM, stream=stream.id)


def change_cadence(
    work: Work,
    program: Program,
    lead_ids: Sequence[int],
    cadence: str,
) -> None:
    """Set the cadence of members, a value of :data:`CADENCES`.

    Skip members that already have it.
    """
    new = CADENCES[cadence]
    attributes: list[tuple[int, Items]] = [
        (
            lead_id,
            [
                ("New Nurture Cadence", CADENCE_NAMES[new]),
                ("Previous Nurture Cadence", CADENCE_NAMES.get(before)),
            ],
        )
        for lead_id, _, before in _present(work, program, lead_ids)
        if before != new
    ]
    kind = ActivityType.CHANGE_NURTURE_CADENCE
    _store(work, program, kind, attributes, _SET_CADENCE, cadence=new)


def _store(
    work: Work,
    program: Program,
    kind: ActivityType,
    attributes: Sequence[tuple[int, Items]],
    statement: Statement,
    **values: object,
) -> None:
    """Run an update for the members named in ``attributes``, and append an activity for each."""
    if attributes:
        lead_ids = [lead_id for lead_id, _ in attributes]
        own = {"wanted_program": program.id, "lead_ids": lead_ids, "moment": work.moment}
        work.tx.run(statement, **own, **values)
        batch = program_batch(kind, program, attributes, work.cause, work.moment)
        append_activities(work.tx, [batch])


def _present(work: Work, program: Program, lead_ids: Sequence[int]) -> list[tuple[Any, ...]]:
    within = lock_member_leads(work, lead_ids)
    if not within:
        return []
    return work.tx.rows(_PRESENT, wanted_program=program.id, lead_ids=sorted(within))
