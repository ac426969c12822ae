"""Push leads into a program (behaviour.md 3.6).

A push creates or updates leads by an upsert, and makes them members by a change of status. Its only
own write is the Push Lead to Marketo activity, which triggers campaigns.
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
    lock_program,
    member_status,
    program_named,
)
from leadkeep.domain.capture.push.clicks import resolve_click_tokens
from leadkeep.domain.instance.access import Cause, Work
from leadkeep.domain.leads import LeadOutcome, Upsert, plan_upsert
from leadkeep.errors import Reason, Refusal

LONGEST_TEXT_CHARACTERS = 255
"""Limit: characters of source and of reason, which are stored for each lead. Our choice."""


@dataclass(frozen=True, slots=True)
class Push:
    """A command that creates or updates leads and makes them members of a program."""

    upsert: Upsert
    program_name: str
    key: bytes
    """The server's key, with which click tokens are signed."""
    program_status: str | None = None
    """The name of a status; None for the status in which members start."""
    source: str | None = None
    reason: str | None = None


def push_leads(work: Work, command: Push) -> list[LeadOutcome]:
    """Create and update leads, and make them program members.

    Return one outcome per record, in order. A member that has the status or a later one keeps its
    status, and the push is still logged. The program acquires the leads that the push creates.

    Raises:
        Refusal: 1013, no such program; 1025, no such status; 1003, ``source`` or ``reason`` is too
            long; and the refusals of :func:`upsert_leads`.
    """
    for name, sent in (("source", command.source), ("reason", command.reason)):
        if sent is not None and len(sent) > LONGEST_TEXT_CHARACTERS:
            raise Refusal(Reason.ARGUMENT_TOO_LONG, name, LONGEST_TEXT_CHARACTERS)
    program = program_named(work, command.program_name)
    if program is None:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Program")
    status = member_status(program, command.program_status)
    upsert, problems = resolve_click_tokens(work.tx, command.upsert, command.key)
    plan = plan_upsert(work, upsert)
    # After the leads and before the activity log, as everywhere; else two commands could deadlock.
    lock_program(work, program)
    carried_out = iter(plan.carry_out(work))
    outcomes = [
        next(carried_out) if each is None else LeadOutcome("skipped", problem=each)
        for each in problems
    ]
    created = {each.lead_id for each in outcomes if each.status == "created"}
    pushed = list(dict.fromkeys(each.lead_id for each in outcomes if each.lead_id is not None))
    acquired = [lead_id for lead_id in pushed if lead_id in created]
    change = StatusChange(status, acquired=acquired)
    change_status(work, program, pushed, change)
    append_activities(
        work.tx, [_push_activities(program, pushed, command, work.cause, work.moment)]
    )
    return outcomes


def _push_activities(
    program: Program, lead_ids: Sequence[int], command: Push, cause: Cause, now: datetime
) -> ActivityBatch:
    """Return a Push Lead to Marketo activity for each lead."""
    attributes = f"[{attribute_items([('Reason', command.reason), ('Source', command.source)])}]"
    rows: list[NewActivity] = [(each, program.id, program.name, attributes) for each in lead_ids]
    return ActivityBatch(ActivityType.PUSH_LEAD_TO_MARKETO, now, cause.campaign_id, rows)
