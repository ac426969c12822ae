"""Push leads into a program (behaviour.md 3.6).

What a push writes of leads goes the way of every upsert, what it writes of memberships that of
every change of status; its own is the activity that tells of it, by which campaigns are triggered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from leadkeep.domain.activities import (
    ActivityBatch,
    ActivityType,
    NewActivity,
    append_activities,
    attribute_items,
)
from leadkeep.domain.assets.programs import (
    Program,
    StatusChange,
    change_status,
    hold_program,
    member_status,
    program_named,
)
from leadkeep.domain.capture.push.clicks import known_by_click
from leadkeep.domain.instance.access import Cause, Work
from leadkeep.domain.leads import LeadOutcome, Upsert, plan_upsert
from leadkeep.errors import Reason, Refusal

LONGEST_TEXT_CHARACTERS = 255
"""Of source and reason: they are stored once for each lead. Our choice."""


@dataclass(frozen=True, slots=True)
class Push:
    """A call that pushes leads into a program."""

    upsert: Upsert
    program_name: str
    key: bytes
    """The server's key, by which click tokens are told from others."""
    program_status: str | None = None
    """None for where members of the program start."""
    source: str | None = None
    reason: str | None = None


def push_leads(work: Work, call: Push) -> list[LeadOutcome]:
    """Create and update leads, and make them members; return one outcome per record, in order.

    A member that is in the status or past it keeps its own, and is pushed all the same. Leads are
    acquired by the program that they are created through.

    Raises:
        Refusal: 1013, no such program; 1025, no such status; 1003, ``source`` or ``reason`` is too
            long; what refuses an upsert.
    """
    for name, sent in (("source", call.source), ("reason", call.reason)):
        if sent is not None and len(sent) > LONGEST_TEXT_CHARACTERS:
            raise Refusal(Reason.ARGUMENT_TOO_LONG, name, LONGEST_TEXT_CHARACTERS)
    of = program_named(work, call.program_name)
    if of is None:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Program")
    status = member_status(of, call.program_status)
    upsert, problems = known_by_click(work.tx, call.upsert, call.key)
    plan = plan_upsert(work, upsert)
    # Behind the leads and before the log, as everywhere: else two calls could wait for each other.
    hold_program(work, of)
    carried_out = iter(plan.carry_out(work))
    outcomes = [
        next(carried_out) if each is None else LeadOutcome("skipped", problem=each)
        for each in problems
    ]
    created = {each.lead_id for each in outcomes if each.status == "created"}
    pushed = list(dict.fromkeys(each.lead_id for each in outcomes if each.lead_id is not None))
    acquired = [lead_id for lead_id in pushed if lead_id in created]
    change = StatusChange(status, acquired=acquired)
    change_status(work, of, pushed, change)
    append_activities(work.tx, [_pushes(of, pushed, call, work.cause, work.moment)])
    return outcomes


def _pushes(
    of: Program, lead_ids: Sequence[int], call: Push, cause: Cause, now: datetime
) -> ActivityBatch:
    """Return a Push Lead to Marketo activity for each lead."""
    attributes = f"[{attribute_items([('Reason', call.reason), ('Source', call.source)])}]"
    rows: list[NewActivity] = [(each, of.id, of.name, attributes) for each in lead_ids]
    return ActivityBatch(ActivityType.PUSH_LEAD_TO_MARKETO, now, cause.campaign_id, rows)
