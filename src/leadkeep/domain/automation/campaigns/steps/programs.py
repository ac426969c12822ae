"""The flow steps about program memberships and partitions (behaviour.md 9.3)."""

from collections.abc import Sequence
from typing import Any

from leadkeep.domain.assets.programs import (
    CADENCES,
    NOT_IN_PROGRAM,
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
from leadkeep.domain.automation.campaigns.steps.model import (
    Branch,
    StepArguments,
    StepContext,
    StepKind,
)
from leadkeep.domain.instance.access import Cause, partitions_by_name
from leadkeep.domain.leads import PartitionMove, change_partitions
from leadkeep.errors import Refusal, nearest

PARTITION_REASON = "Lead Action"
"""The reason in activities about a change of partition by a flow (behaviour.md 9.3)."""


class StatusArguments(StepArguments, frozen=True):
    """The program, and the lead's new status in it: ``Attended``, or ``Webinar > Attended``."""

    program: int
    status: str


class DataArguments(StepArguments, frozen=True):
    """The program, the member field to set, and its new value."""

    program: int
    field: str
    value: str | int | float | bool | None


class EngagementArguments(StepArguments, frozen=True):
    """The engagement program, and the stream in which leads start; None for the first stream."""

    program: int
    stream: str | None = None


class StreamArguments(StepArguments, frozen=True):
    """The engagement program, and the new stream."""

    program: int
    stream: str


class CadenceArguments(StepArguments, frozen=True):
    """The engagement program, and the new cadence: normal or paused."""

    program: int
    cadence: str


class PartitionArguments(StepArguments, frozen=True):
    """The partition to move leads to."""

    partition: str


def _status_name(status: str) -> str:
    """Return a status without its channel: ``Attended`` for ``Webinar > Attended``."""
    return status.rpartition(" > ")[2].strip()


def _check_status(names: Names, arguments: StatusArguments) -> None:
    program = get_program(names.work, arguments.program)
    try:
        member_status(program, _status_name(arguments.status))
    except Refusal:
        text = f"the channel {program.channel.name} has no status {arguments.status}"
        hint = nearest(arguments.status, [each.name for each in program.channel.statuses])
        raise LookupError(f"{text}{hint}") from None


def _check_data(names: Names, arguments: DataArguments) -> None:
    known = member_catalog(names.work.tx).by_name
    field = known.get(arguments.field)
    if field is None:
        hint = nearest(arguments.field, known)
        raise LookupError(f"no field of program members is named {arguments.field}{hint}")
    if field.is_read_only:
        raise ValueError(f"the field {field.name} cannot be set")


def _check_engagement(names: Names, arguments: EngagementArguments | StreamArguments) -> None:
    program = get_program(names.work, arguments.program)
    if program.type is not ProgramType.ENGAGEMENT:
        raise ValueError(f"{program.name} is no engagement program")
    if arguments.stream is not None:
        stream_named(names.work.tx, program, arguments.stream)


def _check_cadence(names: Names, arguments: CadenceArguments) -> None:
    del names
    if arguments.cadence not in CADENCES:
        raise ValueError("a cadence is normal or paused")


def _check_partition(names: Names, arguments: PartitionArguments) -> None:
    known = partitions_by_name(names.work.tx)
    if arguments.partition not in known:
        hint = nearest(arguments.partition, known)
        raise LookupError(f"no partition is named {arguments.partition}{hint}")


def change_statuses(context: StepContext, branches: Sequence[Branch[StatusArguments]]) -> None:
    """Set the status of leads in a program; leads that are not members become members."""
    cause = context.cause("Change Program Status")
    for branch in branches:
        program = get_program(context.work, branch.arguments.program)
        status = member_status(program, _status_name(branch.arguments.status))
        if status == program.channel.not_in_program:
            delete_members(context.work.because(cause), program, branch.lead_ids)
        else:
            change = StatusChange(status)
            change_status(context.work.because(cause), program, branch.lead_ids, change)


def change_data(context: StepContext, branches: Sequence[Branch[DataArguments]]) -> None:
    """Set a member field; skip leads that are not members."""
    cause = context.cause("Change Program Member Data")
    for branch in branches:
        arguments = branch.arguments
        program = get_program(context.work, arguments.program)
        values: dict[int, Any] = dict.fromkeys(branch.lead_ids, arguments.value)
        if isinstance(arguments.value, str):
            texts = context.tokens.texts(arguments.value, branch.lead_ids)
            values = {lead: None if text == "NULL" else text for lead, text in texts.items()}
        records = [(lead_id, {arguments.field: value}) for lead_id, value in sorted(values.items())]
        change_member_data(context.work.because(cause), program, records)


def add_to_engagement(
    context: StepContext, branches: Sequence[Branch[EngagementArguments]]
) -> None:
    """Make leads members of an engagement program; leads that are members stay as they are."""
    cause = context.cause("Add to Engagement Program")
    for branch in branches:
        program = get_program(context.work, branch.arguments.program)
        name = branch.arguments.stream
        stream = None if name is None else stream_named(context.work.tx, program, name)
        change = StatusChange(program.channel.entry, stream=stream)
        change_status(context.work.because(cause), program, branch.lead_ids, change)


def change_streams(context: StepContext, branches: Sequence[Branch[StreamArguments]]) -> None:
    """Move members of an engagement program to a stream."""
    cause = context.cause("Change Engagement Program Stream")
    for branch in branches:
        program = get_program(context.work, branch.arguments.program)
        stream = stream_named(context.work.tx, program, branch.arguments.stream)
        change_track(context.work.because(cause), program, branch.lead_ids, stream)


def change_cadences(context: StepContext, branches: Sequence[Branch[CadenceArguments]]) -> None:
    """Set the cadence of members of an engagement program: normal or paused."""
    cause = context.cause("Change Engagement Program Cadence")
    for branch in branches:
        program = get_program(context.work, branch.arguments.program)
        cadence = branch.arguments.cadence
        change_cadence(context.work.because(cause), program, branch.lead_ids, cadence)


def change_partition(context: StepContext, branches: Sequence[Branch[PartitionArguments]]) -> None:
    """Move leads to a partition that the campaign's workspace sees."""
    source = context.cause("Change Person Partition").source
    cause = Cause(source, None, PARTITION_REASON, campaign_id=context.campaign.id)
    moves = [
        PartitionMove(lead_id, branch.arguments.partition)
        for branch in branches
        for lead_id in branch.lead_ids
    ]
    change_partitions(context.work.because(cause), moves)


_PROGRAM = {"program": Reference.PROGRAM}

CHANGE_PROGRAM_STATUS = StepKind(
    "changeProgramStatus",
    "Change Program Status",
    StatusArguments,
    change_statuses,
    f"Gives leads a `status` in a `program`, forward only; {NOT_IN_PROGRAM} ends memberships."
    " Leaves 104.",
    _PROGRAM,
    check=_check_status,
)
CHANGE_PROGRAM_MEMBER_DATA = StepKind(
    "changeProgramMemberData",
    "Change Program Member Data",
    DataArguments,
    change_data,
    "Sets a `field` of members of a `program` to a `value`. Leaves 123, if the value differs.",
    _PROGRAM,
    check=_check_data,
)
ADD_TO_ENGAGEMENT_PROGRAM = StepKind(
    "addToEngagementProgram",
    "Add to Engagement Program",
    EngagementArguments,
    add_to_engagement,
    "Lets leads join an engagement `program`, in its first `stream` or another. Leaves 113,"
    " 115, 114 and 104.",
    _PROGRAM,
    check=_check_engagement,
)
CHANGE_ENGAGEMENT_PROGRAM_STREAM = StepKind(
    "changeEngagementProgramStream",
    "Change Engagement Program Stream",
    StreamArguments,
    change_streams,
    "Puts members of an engagement `program` on another `stream`. Leaves 114.",
    _PROGRAM,
    check=_check_engagement,
)
CHANGE_ENGAGEMENT_PROGRAM_CADENCE = StepKind(
    "changeEngagementProgramCadence",
    "Change Engagement Program Cadence",
    CadenceArguments,
    change_cadences,
    "Sets the `cadence` of members of an engagement `program`: normal or paused. Leaves 115.",
    _PROGRAM,
    check=_check_cadence,
)
CHANGE_PARTITION = StepKind(
    "changePartition",
    "Change Person Partition",
    PartitionArguments,
    change_partition,
    "Moves leads to a `partition`. Leaves 100.",
    check=_check_partition,
)
