"""Import members of a program (behaviour.md 6.1)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from leadkeep.domain.assets.programs import (
    NOT_IN_PROGRAM,
    MemberRecord,
    Program,
    Status,
    StatusChange,
    change_member_data,
    change_status,
    lock_program,
    member_catalog,
    member_data_problem,
    member_status,
)
from leadkeep.domain.capture.imports.leads import lead_ids_of
from leadkeep.domain.fields import Record, lead_catalog, normalised_key
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import LeadOutcome, Upsert, plan_upsert
from leadkeep.errors import Problem, Reason, Refusal

STATUS_NAME = "statusName"
"""The name of a row's value that is the status of this row's lead in the program."""


@dataclass(frozen=True, slots=True)
class MemberImport:
    """A command that makes a lead of each row, and a member of each lead."""

    upsert: Upsert
    """Its records may have values of leads, of members, and ``statusName``."""
    program: Program
    status_name: str | None = None
    """The status of rows that name none; None for the status in which members start."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, its values parted."""

    lead: Record
    member: Record
    status: Status


def import_members(work: Work, command: MemberImport) -> list[LeadOutcome]:
    """Create or update the leads of rows, and set status and values of their memberships.

    Return one outcome per row, in order. A row is skipped as a whole: a lead is not written if its
    member's values are wrong. The program acquires the leads that the import creates.

    Raises:
        Refusal: 1013, the program was deleted; 1025, it has no such status; and the refusals of
            ``upsert_leads``.
    """
    default = import_status(command.program, command.status_name)
    rows = [_parted(work, command.program, default, each) for each in command.upsert.records]
    accepted = [each for each in rows if isinstance(each, _Row)]
    plan = plan_upsert(work, replace(command.upsert, records=[each.lead for each in accepted]))
    # After the leads and before the activity log, as everywhere; else two commands could deadlock.
    lock_program(work, command.program)
    outcomes = plan.carry_out(work)
    _set_statuses(work, command.program, accepted, outcomes)
    _set_values(work, command.program, accepted, outcomes)
    carried_out = iter(outcomes)
    return [
        LeadOutcome("skipped", problem=each) if isinstance(each, Problem) else next(carried_out)
        for each in rows
    ]


def import_status(program: Program, name: Any) -> Status:  # noqa: ANN401 -- any JSON value
    """Return the status with this name that an import sets; without a name, that of new members.

    Raises:
        Refusal: 1025, the program has no such status, or it is Not in Program.
    """
    found = member_status(program, str(name) if name else None)
    if normalised_key(found.name) == normalised_key(NOT_IN_PROGRAM):
        raise Refusal(Reason.PROGRAM_STATUS_NOT_FOUND)
    return found


def _parted(work: Work, program: Program, default: Status, record: Record) -> _Row | Problem:
    leads, members = lead_catalog(work.tx).by_name, member_catalog(work.tx).by_name
    row = _Row({}, {}, default)
    for name, value in record.items():
        if name == STATUS_NAME:
            try:
                row = replace(row, status=import_status(program, value))
            except Refusal as refusal:
                return refusal.problem
        elif name in members and name not in leads:
            row.member[name] = value
        else:
            row.lead[name] = value
    return member_data_problem(work.tx, row.member) or row


def _set_statuses(
    work: Work, program: Program, rows: Sequence[_Row], outcomes: Sequence[LeadOutcome]
) -> None:
    """Set the status of each lead: one command for each status that the rows have."""
    created = {each.lead_id for each in outcomes if each.status == "created"}
    by_status: defaultdict[Status, list[LeadOutcome]] = defaultdict(list)
    for row, outcome in zip(rows, outcomes, strict=True):
        by_status[row.status].append(outcome)
    for status, found in by_status.items():
        lead_ids = lead_ids_of(found)
        acquired = [lead_id for lead_id in lead_ids if lead_id in created]
        change_status(work, program, lead_ids, StatusChange(status, acquired=acquired))


def _set_values(
    work: Work, program: Program, rows: Sequence[_Row], outcomes: Sequence[LeadOutcome]
) -> None:
    records: list[MemberRecord] = [
        (outcome.lead_id, row.member)
        for row, outcome in zip(rows, outcomes, strict=True)
        if row.member and outcome.lead_id is not None and outcome.status != "skipped"
    ]
    if records:
        change_member_data(work, program, records)
