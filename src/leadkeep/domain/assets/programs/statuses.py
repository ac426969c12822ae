"""Change the status of program members, and make leads members (behaviour.md 4.3).

This is the only way to become a member. A request costs the same few statements for one lead and
for 300. The leads' rows are locked first, in the order of ids, so that two requests with the same
lead follow each other; the program is locked last, just before the write.

By default a status only moves forward in the steps of the channel. The first status that counts as
success sets ``reachedSuccess`` and its date, which later changes keep.

A program acquires a lead that was created through it, if no program has acquired the lead before.
The caller passes the leads that it created. Then the lead's ``acquisitionProgramId`` and
``mktoAcquisitionDate`` are set. A membership is ``acquiredBy`` when its program is the lead's
acquisition program (decision 0050).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from leadkeep.domain.activities import append_activities
from leadkeep.domain.assets.programs import change_log, tables
from leadkeep.domain.assets.programs import member_queries as queries
from leadkeep.domain.assets.programs.change_log import Move
from leadkeep.domain.assets.programs.channel import ProgramType, Status
from leadkeep.domain.assets.programs.find import get_program
from leadkeep.domain.assets.programs.program import Program, Stream
from leadkeep.domain.assets.programs.queries import streams_of
from leadkeep.domain.assets.programs.tables import MEMBER_IDS
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.instance.access import Cause, Work
from leadkeep.domain.leads import Draft, lock_leads, write_leads
from leadkeep.errors import Problem, Reason
from leadkeep.store import Topic, Transaction

ACQUISITION_FIELDS = ("acquisitionProgramId", "mktoAcquisitionDate")
FIRST_CADENCE = "norm"
"""The initial cadence of members of engagement programs, as it is stored."""


@dataclass(frozen=True, slots=True)
class MemberOutcome:
    """What a command did with one lead of a program."""

    status: str
    """created, updated, deleted or skipped."""
    lead_id: int
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class MemberEvent:
    """A lead that a command made a member, moved to another status, or removed from a program."""

    lead_id: int
    program_id: int
    kind: Literal["joined", "moved", "left"]
    old: Status
    new: Status
    is_success: bool
    is_acquired: bool
    cause: Cause
    moment: datetime


MEMBER_EVENTS: Topic[MemberEvent] = Topic("program member events")


@dataclass(frozen=True, slots=True)
class StatusChange:
    """The status to set for leads in a program, and on which conditions."""

    status: Status
    only_forward: bool = True
    """Skip members that already have this status or a later one; else change every member's
    status.
    """
    adds: bool = True
    """Make leads members if they are not; else skip them."""
    acquired: Collection[int] = ()
    """The ids of the leads that were created through the program."""
    stream: Stream | None = None
    """The stream of new members of an engagement program; None for its first stream."""


def member_status(program: Program, name: str | None = None) -> Status:
    """Return the program's status with this name; without a name, the status of new members.

    Raises:
        Refusal: 1025, the program's channel has no status with this name.
    """
    return program.channel.entry if name is None else program.channel.status_named(name)


def change_status(
    work: Work,
    program: Program,
    lead_ids: Sequence[int],
    change: StatusChange,
) -> list[MemberOutcome]:
    """Set the status of leads in a program; return one outcome per id, in order.

    The status must not be Not in Program: :func:`delete_members` removes members.

    Raises:
        Refusal: 1013, the program was deleted meanwhile.
    """
    drafts = lock_member_leads(work, lead_ids)
    decision = _Decision(
        program, change, drafts, queries.memberships_among(work.tx, program.id, drafts)
    )
    outcomes = [decision.take(lead_id) for lead_id in lead_ids]
    if decision.has_changes:
        lock_program(work, program)
        _write(work, program, decision)
    return outcomes


def lock_member_leads(work: Work, lead_ids: Collection[int]) -> dict[int, Draft]:
    """Lock leads until the transaction ends; return those within scope as drafts by lead id."""
    found = lock_leads(work.tx, lead_catalog(work.tx), set(lead_ids), ACQUISITION_FIELDS)
    return {
        lead_id: each
        for lead_id, each in found.items()
        if work.access.has_partition(each.partition_id)
    }


def lock_program(work: Work, program: Program) -> None:
    """Lock a program until the transaction ends, so that it cannot be deleted.

    Raises:
        Refusal: 1013, the program was deleted.
    """
    work.tx.lock_rows(tables.program, [program.id])
    get_program(work, program.id)


def skipped(lead_id: int, reason: Reason, *values: object) -> MemberOutcome:
    """Return the outcome of a lead that was skipped for this reason."""
    return MemberOutcome("skipped", lead_id, Problem(reason, values))


@dataclass(slots=True)
class _Decision:
    """Decides the outcome of each lead in memory, considering the earlier leads of the command."""

    program: Program
    change: StatusChange
    drafts: dict[int, Draft]
    memberships: dict[int, queries.Membership]
    moved: dict[int, Status] = field(default_factory=dict)
    """For each lead whose status changes, its status before the command."""

    @property
    def has_changes(self) -> bool:
        return bool(self.moved)

    def take(self, lead_id: int) -> MemberOutcome:
        """Decide and record the outcome of one lead; return it."""
        if lead_id not in self.drafts:
            return skipped(lead_id, Reason.LEAD_NOT_FOUND)
        is_member = lead_id in self.memberships or lead_id in self.moved
        if not is_member and not self.change.adds:
            return skipped(lead_id, Reason.OBJECT_NOT_FOUND, "Membership")
        status, present = self.change.status, self._status_of(lead_id)
        is_behind = status.step <= present.step and self.change.only_forward
        if is_behind or status == self.program.channel.not_in_program:
            return skipped(lead_id, Reason.IN_OR_PAST_STATUS)
        if status.id != present.id:
            self.moved[lead_id] = present
        return MemberOutcome("updated" if is_member else "created", lead_id)

    def _status_of(self, lead_id: int) -> Status:
        if lead_id in self.moved:
            return self.change.status
        channel, membership = self.program.channel, self.memberships.get(lead_id)
        if membership is None:
            return channel.not_in_program
        return next(each for each in channel.statuses if each.id == membership.status_id)


def _write(work: Work, program: Program, decision: _Decision) -> None:
    status = decision.change.status
    acquired = _acquire(program, decision, work.moment)
    new = sorted(decision.moved.keys() - decision.memberships.keys())
    old = [decision.memberships[each] for each in sorted(decision.moved) if each not in new]
    member_ids = {each.lead_id: each.id for each in old}
    member_ids |= zip(new, work.tx.allocate(MEMBER_IDS, len(new)), strict=True)
    stream = (decision.change.stream or _first_stream(work.tx, program)) if new else None
    _insert(
        work.tx,
        program,
        [(each, member_ids[each], each in acquired) for each in new],
        status,
        stream,
    )
    queries.move_members(work.tx, program.id, [each.lead_id for each in old], status.id)
    succeeding = [e.lead_id for e in old if status.is_success and not e.has_reached_success]
    queries.note_success(work.tx, program.id, succeeding)
    unmarked = [each.lead_id for each in old if not each.is_acquired and each.lead_id in acquired]
    queries.note_acquired(work.tx, program.id, unmarked)
    write_leads(work, [decision.drafts[each] for each in sorted(decision.moved)])
    is_success = {*succeeding, *(new if status.is_success else ())}
    moves = [
        Move(each, member_ids[each], before, status, each in is_success, each in acquired)
        for each, before in sorted(decision.moved.items())
    ]
    moment = work.moment
    entries = (
        change_log.nurture_entries(program, new, stream, work.cause, moment)
        if stream is not None
        else []
    )
    append_activities(
        work.tx, [*entries, change_log.status_changes(program, moves, work.cause, moment)]
    )
    joined = frozenset(new)
    work.tx.emit(
        MEMBER_EVENTS,
        lambda: [
            member_event(
                program,
                each,
                "joined" if each.lead_id in joined else "moved",
                work.cause,
                moment,
            )
            for each in moves
        ],
    )


def member_event(
    program: Program,
    move: Move,
    kind: Literal["joined", "moved", "left"],
    cause: Cause,
    now: datetime,
) -> MemberEvent:
    """Return the event that :data:`MEMBER_EVENTS` publishes for a lead's change of status."""
    return MemberEvent(
        lead_id=move.lead_id,
        program_id=program.id,
        kind=kind,
        old=move.old,
        new=move.new,
        is_success=move.is_success,
        is_acquired=move.is_acquired,
        cause=cause,
        moment=now,
    )


def _acquire(program: Program, decision: _Decision, now: datetime) -> set[int]:
    """Let the program acquire the leads that the command names.

    Returns:
        The ids of all members that the program has acquired, now or before.
    """
    acquired = set()
    for lead_id in decision.moved:
        draft = decision.drafts[lead_id]
        holder: Any = draft.values["acquisitionProgramId"]
        if holder is None and lead_id in decision.change.acquired:
            # Date fields store whole seconds (behaviour.md 1.5).
            draft.assign(
                {
                    "acquisitionProgramId": program.id,
                    "mktoAcquisitionDate": now.replace(microsecond=0),
                }
            )
            holder = program.id
        if holder == program.id:
            acquired.add(lead_id)
    return acquired


def _first_stream(tx: Transaction, program: Program) -> Stream | None:
    if program.type is not ProgramType.ENGAGEMENT:
        return None
    return next(iter(streams_of(tx, [program.id]).get(program.id, [])), None)


def _insert(
    tx: Transaction,
    program: Program,
    rows: list[tuple[int, int, bool]],
    status: Status,
    stream: Stream | None,
) -> None:
    has_succeeded = status.is_success
    tx.insert(
        queries.ADD,
        list(rows),
        program.id,
        status.id,
        None if stream is None else stream.id,
        None if stream is None else FIRST_CADENCE,
        has_succeeded,
        tx.moment if has_succeeded else None,
        tx.moment,
        tx.moment,
        tx.moment,
    )
