"""Read lead partitions, and move leads between them (behaviour.md 3.10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.instance.access import Partition, Work, partitions_by_name
from leadkeep.domain.leads.lock import lock_leads
from leadkeep.domain.leads.upsert import LeadOutcome, skipped
from leadkeep.domain.leads.write import write_leads
from leadkeep.errors import Problem, Reason


@dataclass(frozen=True, slots=True)
class PartitionMove:
    """One move: a lead id, and the name of the partition to move the lead to."""

    lead_id: int
    partition_name: str


def partitions_in_scope(work: Work) -> list[Partition]:
    """Return the partitions within the caller's scope, ascending by id."""
    return [
        each for each in partitions_by_name(work.tx).values() if work.access.has_partition(each.id)
    ]


def change_partitions(
    work: Work,
    moves: Sequence[PartitionMove],
) -> list[LeadOutcome]:
    """Move leads to other partitions; return one outcome per move, in order.

    A lead that is already in the partition counts as updated, but gets no activity. The activities
    show ``work.cause.reason``, which is ``Lead Action`` for a flow step (behaviour.md 9.3).
    """
    drafts = lock_leads(work.tx, lead_catalog(work.tx), {each.lead_id for each in moves}, ())
    partitions = partitions_by_name(work.tx)
    outcomes = []
    for move in moves:
        draft, target = drafts.get(move.lead_id), partitions.get(move.partition_name)
        problem = None
        if draft is None:
            problem = Problem(Reason.LEAD_NOT_FOUND)
        elif target is None:
            problem = Problem(Reason.PARTITION_NOT_FOUND, (move.partition_name,))
        elif not work.access.has_partition(target.id):
            problem = Problem(Reason.PARTITION_ACCESS_DENIED, (target.name,))
        elif not work.access.has_partition(draft.partition_id):
            problem = Problem(Reason.PARTITION_UPDATE_NOT_ALLOWED)
        else:
            draft.move_to(target.id)
        outcomes.append(
            LeadOutcome("updated", move.lead_id)
            if problem is None
            else skipped(problem, move.lead_id)
        )
    write_leads(work, list(drafts.values()))
    return outcomes
