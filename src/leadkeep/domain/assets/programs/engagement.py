"""Change the track and the cadence of members of engagement programs (behaviour.md 5.3, 9.3)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityType,
    NewActivity,
    append_activities,
    attribute_items,
)
from leadkeep.domain.assets.programs.program import Program, Stream
from leadkeep.domain.assets.programs.queries import streams_of
from leadkeep.domain.assets.programs.statuses import held_leads
from leadkeep.domain.assets.programs.tables import program_member
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work
from leadkeep.store import Statement, Transaction, any_of

CADENCES = {"normal": "norm", "norm": "norm", "paused": "paus", "pause": "paus"}
"""What a member's cadence is called, and what its field holds: four letters."""
SHOWN_CADENCES = {"norm": "Norm", "paus": "Pause"}

_m = program_member.c
_CHOSEN = (_m.program_id == bindparam("wanted_program"), any_of(_m.lead_id, "lead_ids"))
_PRESENT = Statement(
    select(_m.lead_id, _m.stream_id, _m.nurtureCadence).where(*_CHOSEN).order_by(_m.lead_id)
)
_SET_STREAM = Statement(
    update(program_member)
    .where(*_CHOSEN)
    .values(stream_id=bindparam("stream"), updatedAt=bindparam("moment"))
)
_SET_CADENCE = Statement(
    update(program_member)
    .where(*_CHOSEN)
    .values(nurtureCadence=bindparam("cadence"), updatedAt=bindparam("moment"))
)


def stream_named(tx: Transaction, of: Program, name: str) -> Stream:
    """Return an engagement program's track of this name, whatever the letter case.

    Raises:
        LookupError: it has none.
    """
    for each in streams_of(tx, [of.id]).get(of.id, []):
        if normalised_key(each.name) == normalised_key(name):
            return each
    raise LookupError(f"the program {of.name} has no stream {name}")


def change_track(
    work: Work,
    of: Program,
    lead_ids: Sequence[int],
    stream: Stream,
) -> None:
    """Put members on a track; who is no member or is on it already is left alone."""
    names = {each.id: each.name for each in streams_of(work.tx, [of.id]).get(of.id, [])}
    changed = [row for row in _present(work, of, lead_ids) if row[1] != stream.id]
    rows: list[NewActivity] = []
    for lead_id, before, _ in changed:
        items = [
            ("New Track ID", stream.id),
            ("Previous Track ID", before),
            ("Previous Track Name", names.get(before)),
            ("Track Name", stream.name),
        ]
        rows.append((lead_id, of.id, of.name, f"[{attribute_items(items)}]"))
    if rows:
        values = {
            "lead_ids": [row[0] for row in changed],
            "stream": stream.id,
            "moment": work.moment,
        }
        work.tx.run(_SET_STREAM, wanted_program=of.id, **values)
        kind = ActivityType.CHANGE_NURTURE_TRACK
        append_activities(work.tx, [ActivityBatch(kind, work.moment, work.cause.campaign_id, rows)])


def change_cadence(
    work: Work,
    of: Program,
    lead_ids: Sequence[int],
    cadence: str,
) -> None:
    """Give members a cadence of :data:`CADENCES`; who has it already is left alone."""
    wanted = CADENCES[cadence]
    changed = [row for row in _present(work, of, lead_ids) if row[2] != wanted]
    rows: list[NewActivity] = []
    for lead_id, _, before in changed:
        items = [
            ("New Nurture Cadence", SHOWN_CADENCES[wanted]),
            ("Previous Nurture Cadence", SHOWN_CADENCES.get(before)),
        ]
        rows.append((lead_id, of.id, of.name, f"[{attribute_items(items)}]"))
    if rows:
        values = {"lead_ids": [row[0] for row in changed], "cadence": wanted, "moment": work.moment}
        work.tx.run(_SET_CADENCE, wanted_program=of.id, **values)
        kind = ActivityType.CHANGE_NURTURE_CADENCE
        append_activities(work.tx, [ActivityBatch(kind, work.moment, work.cause.campaign_id, rows)])


def _present(work: Work, of: Program, lead_ids: Sequence[int]) -> list[tuple[Any, ...]]:
    within = held_leads(work, lead_ids)
    if not within:
        return []
    return work.tx.rows(_PRESENT, wanted_program=of.id, lead_ids=sorted(within))
