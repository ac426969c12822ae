"""Steps on memberships of programs, and on partitions (behaviour.md 9.3)."""

from collections.abc import Sequence
from typing import Any

from leadkeep.domain.assets.programs import (
    CADENCES,
    NOT_IN_PROGRAM,
    Program,
    ProgramType,
    StatusChange,
    change_cadence,
    change_member_data,
    change_status,
    change_track,
    delete_members,
    get_program,
    member_catalog,
    member_status,
    stream_named,
)
from leadkeep.domain.automation.campaigns.assets.names import Names, Reference
from leadkeep.domain.automation.campaigns.steps.model import Arguments, Group, Situation, StepKind
from leadkeep.domain.instance.access import Cause, partitions_by_name
from leadkeep.domain.leads import PartitionMove, change_partitions
from leadkeep.errors import Refusal

PARTITION_REASON = "Lead Action"
"""Reason of a change of partition by a flow (behaviour.md 9.3)."""


class StatusArguments(Arguments, frozen=True):
    """The program, and the status to have in it; `Webinar > Attended` means Attended."""

    program: int
    status: str


class DataArguments(Arguments, frozen=True):
    """The program, and what is to be kept of its members."""

    program: int
    field: str
    value: str | int | float | bool | None


class NurtureArguments(Arguments, frozen=True):
    """The engagement program, and the track to start in: its first, unless one is named."""

    program: int
    stream: str | None = None


class TrackArguments(Arguments, frozen=True):
    """The engagement program, and the track to be in."""

    program: int
    stream: str


class CadenceArguments(Arguments, frozen=True):
    """The engagement program; normal or paused."""

    program: int
    cadence: str


class PartitionArguments(Arguments, frozen=True):
    """The partition to be in."""

    partition: str


def _bare(status: str) -> str:
    return status.rpartition(" > ")[2].strip()


def _program(names: Names, program_id: int) -> Program:
    return get_program(names.work, program_id)


def _check_status(names: Names, told: StatusArguments) -> None:
    program = _program(names, told.program)
    try:
        member_status(program, _bare(told.status))
    except Refusal:
        text = f"the channel {program.channel.name} has no status {told.status}"
        raise LookupError(text) from None


def _check_data(names: Names, told: DataArguments) -> None:
    field = member_catalog(names.work.tx).by_name.get(told.field)
    if field is None:
        raise LookupError(f"no field of program members is named {told.field}")
    if field.is_read_only:
        raise ValueError(f"the field {field.name} cannot be set")


def _check_nurture(names: Names, told: NurtureArguments | TrackArguments) -> None:
    program = _program(names, told.program)
    if program.type is not ProgramType.ENGAGEMENT:
        raise ValueError(f"{program.name} is no engagement program")
    if told.stream is not None:
        stream_named(names.work.tx, program, told.stream)


def _check_cadence(names: Names, told: CadenceArguments) -> None:
    del names
    if told.cadence not in CADENCES:
        raise ValueError("a cadence is normal or paused")


def _check_partition(names: Names, told: PartitionArguments) -> None:
    if told.partition not in partitions_by_name(names.work.tx):
        raise LookupError(f"no partition is named {told.partition}")


def change_statuses(at: Situation, groups: Sequence[Group[StatusArguments]]) -> None:
    """Give leads a status in a program, which they join if need be."""
    cause = at.cause("Change Program Status")
    for group in groups:
        of = get_program(at.work, group.arguments.program)
        status = member_status(of, _bare(group.arguments.status))
        if status == of.channel.outside:
            delete_members(at.work.because(cause), of, group.lead_ids)
        else:
            change = StatusChange(status)
            change_status(at.work.because(cause), of, group.lead_ids, change)


def change_data(at: Situation, groups: Sequence[Group[DataArguments]]) -> None:
    """Set a field of memberships; who is no member is left alone."""
    cause = at.cause("Change Program Member Data")
    for group in groups:
        told = group.arguments
        of = get_program(at.work, told.program)
        values: dict[int, Any] = dict.fromkeys(group.lead_ids, told.value)
        if isinstance(told.value, str):
            texts = at.tokens.texts(told.value, group.lead_ids)
            values = {lead: None if text == "NULL" else text for lead, text in texts.items()}
        records = [(lead_id, {told.field: value}) for lead_id, value in sorted(values.items())]
        change_member_data(at.work.because(cause), of, records)


def add_to_nurture(at: Situation, groups: Sequence[Group[NurtureArguments]]) -> None:
    """Let leads join an engagement program; who is in it already is left alone."""
    cause = at.cause("Add to Engagement Program")
    for group in groups:
        of = get_program(at.work, group.arguments.program)
        name = group.arguments.stream
        stream = None if name is None else stream_named(at.work.tx, of, name)
        change = StatusChange(of.channel.entry, stream=stream)
        change_status(at.work.because(cause), of, group.lead_ids, change)


def change_tracks(at: Situation, groups: Sequence[Group[TrackArguments]]) -> None:
    """Put members of an engagement program on a track."""
    cause = at.cause("Change Engagement Program Stream")
    for group in groups:
        of = get_program(at.work, group.arguments.program)
        stream = stream_named(at.work.tx, of, group.arguments.stream)
        change_track(at.work.because(cause), of, group.lead_ids, stream)


def change_cadences(at: Situation, groups: Sequence[Group[CadenceArguments]]) -> None:
    """Pause members of an engagement program, or let them go on."""
    cause = at.cause("Change Engagement Program Cadence")
    for group in groups:
        of = get_program(at.work, group.arguments.program)
        wanted = group.arguments.cadence
        change_cadence(at.work.because(cause), of, group.lead_ids, wanted)


def change_partition(at: Situation, groups: Sequence[Group[PartitionArguments]]) -> None:
    """Move leads to a partition that the campaign's workspace sees."""
    source = at.cause("Change Person Partition").source
    cause = Cause(source, None, PARTITION_REASON, campaign_id=at.campaign.id)
    moves = [
        PartitionMove(lead_id, group.arguments.partition)
        for group in groups
        for lead_id in group.lead_ids
    ]
    change_partitions(at.work.because(cause), moves)


_PROGRAM = {"program": Reference.PROGRAM}

PROGRAM_STEPS = (
    StepKind(
        "changeProgramStatus",
        "Change Program Status",
        StatusArguments,
        change_statuses,
        f"Gives leads a `status` in a `program`, forward only; {NOT_IN_PROGRAM} ends memberships."
        " Leaves 104.",
        _PROGRAM,
        check=_check_status,
    ),
    StepKind(
        "changeProgramMemberData",
        "Change Program Member Data",
        DataArguments,
        change_data,
        "Sets a `field` of members of a `program` to a `value`. Leaves 123, if the value differs.",
        _PROGRAM,
        check=_check_data,
    ),
    StepKind(
        "addToEngagementProgram",
        "Add to Engagement Program",
        NurtureArguments,
        add_to_nurture,
        "Lets leads join an engagement `program`, in its first `stream` or another. Leaves 113,"
        " 115, 114 and 104.",
        _PROGRAM,
        check=_check_nurture,
    ),
    StepKind(
        "changeEngagementProgramStream",
        "Change Engagement Program Stream",
        TrackArguments,
        change_tracks,
        "Puts members of an engagement `program` on another `stream`. Leaves 114.",
        _PROGRAM,
        check=_check_nurture,
    ),
    StepKind(
        "changeEngagementProgramCadence",
        "Change Engagement Program Cadence",
        CadenceArguments,
        change_cadences,
        "Sets the `cadence` of members of an engagement `program`: normal or paused. Leaves 115.",
        _PROGRAM,
        check=_check_cadence,
    ),
    StepKind(
        "changePartition",
        "Change Person Partition",
        PartitionArguments,
        change_partition,
        "Moves leads to a `partition`. Leaves 100.",
        check=_check_partition,
    ),
)
