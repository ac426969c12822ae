"""Read memberships: the leads of a program, the programs of a lead (behaviour.md 3.11)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leadkeep.clock import shifted
from leadkeep.domain.assets.programs import member_queries as queries
from leadkeep.domain.assets.programs.channel import ProgramType, Status, all_channels
from leadkeep.domain.assets.programs.find import get_program
from leadkeep.domain.assets.programs.program import Program
from leadkeep.domain.assets.programs.queries import programs_by_ids, streams_of
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import LeadPage, existing_leads, read_leads
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

FILTER_VALUE_LIMIT = 300


@dataclass(frozen=True, slots=True)
class LeadMembership:
    """A lead's membership in a program, as the API shows it with leads."""

    program_id: int
    status: Status
    stream: str | None
    nurture_cadence: str | None
    """None for programs that are no engagement programs."""
    is_exhausted: bool
    acquired_by: bool
    reached_success: bool
    membership_date: datetime
    updated_at: datetime
    is_in_engagement: bool


@dataclass(frozen=True, slots=True)
class LeadsOfProgram:
    """A page of leads, and the membership of each lead by its id."""

    leads: LeadPage
    memberships: dict[int, LeadMembership]
    next_after: int | None = None


def leads_in_program(
    work: Work,
    program_id: int,
    names: Sequence[str] | None,
    after: int,
    page_size: int,
) -> LeadsOfProgram:
    """Return a page of the leads within scope that are in a program, ascending by id.

    Raises:
        Refusal: 1013, no such program; 1006, an unknown field.
    """
    program = get_program(work, program_id)
    rows = queries.memberships_after(
        work.tx, program.id, work.access.partition_ids, after, page_size + 1
    )
    page = rows[:page_size]
    leads = read_leads(work, [row[0] for row in page], names)
    statuses = {each.id: each for each in program.channel.statuses}
    streams = _stream_names(work.tx, [program])
    is_engagement = program.type is ProgramType.ENGAGEMENT
    memberships = {
        row[0]: _membership(program.id, statuses, streams, row[1:], is_engagement=is_engagement)
        for row in page
    }
    return LeadsOfProgram(leads, memberships, page[-1][0] if len(rows) > len(page) else None)


def _stream_names(tx: Transaction, programs: Collection[Program]) -> dict[int, str]:
    ids = [each.id for each in programs if each.type is ProgramType.ENGAGEMENT]
    found = streams_of(tx, ids)
    return {stream.id: stream.name for streams in found.values() for stream in streams}


def _membership(
    program_id: int,
    statuses: Mapping[int, Status],
    streams: dict[int, str],
    row: Sequence[Any],
    *,
    is_engagement: bool,
) -> LeadMembership:
    status_id, stream_id, cadence, is_exhausted, is_acquired, has_success, since, changed = row
    return LeadMembership(
        program_id=program_id,
        status=statuses[status_id],
        stream=streams.get(stream_id),
        nurture_cadence=cadence,
        is_exhausted=is_exhausted,
        acquired_by=is_acquired,
        reached_success=has_success,
        membership_date=since,
        updated_at=changed,
        is_in_engagement=is_engagement,
    )


# -- the memberships of one lead -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MembershipFilter:
    """Which memberships of a lead to return, and which page of them."""

    program_ids: Collection[int] | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    """Inclusive, in whole seconds."""
    before: int = 0
    """The page starts with member ids below this one; 0 for the first page."""
    page_size: int = 300


def programs_of_lead(
    work: Work, lead_id: int, wanted: MembershipFilter
) -> tuple[list[LeadMembership], int | None]:
    """Return a page of a lead's memberships, most recent first, and the start of the next page.

    Raises:
        Refusal: 1004, no such lead within scope; 1003, too many programs.
    """
    if wanted.program_ids is not None and len(wanted.program_ids) > FILTER_VALUE_LIMIT:
        raise Refusal(Reason.TOO_MANY, "filterValues", FILTER_VALUE_LIMIT)
    if lead_id not in existing_leads(work, [lead_id]):
        raise Refusal(Reason.LEAD_NOT_FOUND)
    rows = [
        row
        for row in queries.memberships_of_lead(work.tx, lead_id, work.access.workspace_ids)
        if _matches(row, wanted)
    ]
    page = rows[: wanted.page_size]
    programs = programs_by_ids(work.tx, {row[1] for row in page})
    statuses, streams = all_channels(work.tx).statuses, _stream_names(work.tx, programs.values())
    memberships = [
        _membership(
            row[1],
            statuses,
            streams,
            row[2:],
            is_engagement=programs[row[1]].type is ProgramType.ENGAGEMENT,
        )
        for row in page
    ]
    return memberships, page[-1][0] if len(rows) > len(page) else None


def _matches(row: Sequence[Any], wanted: MembershipFilter) -> bool:
    number, program_id, updated_at = row[0], row[1], row[-1]
    return (
        (not wanted.before or number < wanted.before)
        and (wanted.program_ids is None or program_id in wanted.program_ids)
        and (wanted.earliest is None or updated_at >= wanted.earliest)
        and (wanted.latest is None or updated_at < shifted(wanted.latest, seconds=1))
    )
