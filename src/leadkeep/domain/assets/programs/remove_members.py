"""Take leads out of a program (behaviour.md 4.3)."""

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
    held_leads,
    member_event,
    skipped,
)
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason


def delete_members(
    work: Work,
    of: Program,
    lead_ids: Sequence[int],
) -> list[MemberOutcome]:
    """End memberships; return one outcome per id, in order.

    It leaves a Change Status in Progression to Not in Program, as the same step of a flow does.
    """
    drafts = held_leads(work, lead_ids)
    present = queries.memberships_among(work.tx, of.id, drafts)
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
        queries.remove_members(work.tx, of.id, sorted(doomed))
        _record(work, of, [doomed[lead_id] for lead_id in sorted(doomed)])
    return outcomes


def _record(
    work: Work,
    of: Program,
    gone: Sequence[queries.Membership],
) -> None:
    statuses, outside = all_channels(work.tx).statuses, of.channel.outside
    moves = [
        Move(
            each.lead_id,
            each.id,
            statuses[each.status_id],
            outside,
            is_success=False,
            is_acquired=each.is_acquired,
        )
        for each in gone
    ]
    append_activities(work.tx, [change_log.status_changes(of, moves, work.cause, work.moment)])
    work.tx.emit(
        MEMBER_EVENTS,
        lambda: [member_event(of, each, "left", work.cause, work.moment) for each in moves],
    )
