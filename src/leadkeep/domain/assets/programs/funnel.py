"""Count the members of a program by status, in the order of its channel."""

from dataclasses import dataclass

from leadkeep.domain.assets.programs.channel import Status
from leadkeep.domain.assets.programs.find import get_program
from leadkeep.domain.assets.programs.member_queries import counts_by_status
from leadkeep.domain.instance.access import Work


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A progression status of a program, with its members."""

    status: Status
    members: int
    reached: int
    """Members with this status or one of a later step."""


def program_funnel(work: Work, program_id: int) -> list[FunnelStep]:
    """Return the statuses of a program that are shown or have members, by step, with members.

    Only members within scope count.

    Raises:
        Refusal: 1013, no such program within scope.
    """
    program = get_program(work, program_id)
    counts = counts_by_status(work.tx, program.id, work.access.partition_ids)
    statuses = program.channel.statuses
    return [
        FunnelStep(
            each,
            counts.get(each.id, 0),
            sum(counts.get(later.id, 0) for later in statuses if later.step >= each.step),
        )
        for each in statuses
        if counts.get(each.id) or (each.step and not each.is_hidden)
    ]
