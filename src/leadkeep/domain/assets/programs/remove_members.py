"""Remove leads from a program (behaviour.md 4.3)."""

from collections.abc import Sequence

from leadkeep.domain.activities import append_activities
from leadkeep.domain.assets.programs import change_log
from leadkeep.domain.assets.programs import member_queries as queries
from leadkeep.domain.assets.programs.change_log import Move
from leadkeep.domain.assets.programs.channel import all_channels
from leadkeep.domain.assets.programs.program import Program
from leadkeep.domain.assets.programs.statuses import (
    MEMBER_EVENTS,
    MemberOutcome,
    lock_member_leads,
    lock_program,
    member_event,
    skipped,
)
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason


def delete_members(
    work: Work,
    program: Program,
    lead_ids: Sequence[int],
) -> list[MemberOutcome]:
    """Delete memberships; return one outcome per id, in order.

    Each member gets a Change Status in Progression activity to Not in Program, as in a flow step.
    """
    drafts = lock_member_leads(work, lead_ids)
    present = queries.memberships_among(work.tx, program.id, drafts)
    doomed: dict[int, queries.Membership] = {}
    outcomes = []
    for lead_id in lead_ids:
        if lead_id not in drafts:
            outcomes.append(skipped(lead_id, Reason.LEAD_NOT_FOUND))
        elif lead_id not in present or lead_id in doomed:
            outcomes.append(skipped(lead_id, Reason.LEAD_NOT_IN_PROGRAM))
        else:
            doomed[lead_id] = present[lead_id]
            outcomes.append(MemberOutcome("deleted", lead_id))
    if doomed:
        lock_program(work, program)
        queries.remove_members(work.tx, program.id, sorted(doomed))
        _record(work, program, [doomed[lead_id] for lead_id in sorted(doomed)])
    return outcomes


def _record(
    work: Work,
    program: Program,
    gone: Sequence[queries.Membership],
) -> None:
    statuses, not_in_program = all_channels(work.tx).statuses, program.channel.not_in_program
    moves = [
        Move(
            each.lead_id,
            each.id,
            statuses[each.status_id],
            not_in_program,
            is_success=False,
            is_acquired=each.is_acquired,
        )
        for each in gone
    ]
    moment = work.moment
    append_activities(work.tx, [change_log.status_changes(program, moves, work.cause, moment)])
    work.tx.emit(
        MEMBER_EVENTS,
        lambda: [member_event(program, each, "left", work.cause, moment) for each in moves],
    )
