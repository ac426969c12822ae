"""Step batches: leads that wait before one flow step, as arguments of jobs (decision 0086)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leadkeep.domain.automation.campaigns.entry.entries import job_arguments
from leadkeep.domain.automation.campaigns.entry.trigger_chain import TriggerChain, read_chain
from leadkeep.jobs import Arguments, Lane, NewJob, enqueue
from leadkeep.store import Transaction

RUN_STEPS = "campaigns.advance"
DELIVER = "campaigns.ask"


@dataclass(frozen=True, slots=True)
class Enrollment:
    """One lead's run through one campaign."""

    lead_id: int
    id: int
    activity_id: int | None = None
    """The id of the activity that triggered the entry."""


@dataclass(frozen=True, slots=True)
class StepBatch:
    """Leads that wait before one flow step and entered the campaign for the same reason."""

    campaign_id: int
    step: int
    chain: TriggerChain
    run_id: int | None
    enrollments: Sequence[Enrollment]
    is_batch: bool = False
    """Did the leads enter by a run of a batch campaign, not by a trigger?"""

    @property
    def lead_ids(self) -> list[int]:
        """The ids of the leads, in the order of the enrollments."""
        return [each.lead_id for each in self.enrollments]


def enqueue_step_batches(
    tx: Transaction, batches: Iterable[tuple[StepBatch, datetime | None]]
) -> None:
    """Enqueue the jobs that continue step batches, each at its moment; None for at once."""
    jobs = [
        NewJob(
            RUN_STEPS,
            batch_arguments(batch),
            run_at,
            Lane.BATCH if batch.is_batch else Lane.TRIGGER,
        )
        for batch, run_at in batches
    ]
    if jobs:
        enqueue(tx, jobs)


def enqueue_deliveries(
    tx: Transaction, kind: str, batches: Iterable[tuple[StepBatch, int]]
) -> None:
    """Enqueue the delivery of a step for each (batch of one lead, number of the lead's choice).

    ``kind`` is the kind of the step.
    """
    jobs = [
        NewJob(
            DELIVER, batch_arguments(batch) | {"kind": kind, "choice": choice}, lane=Lane.EXTERNAL
        )
        for batch, choice in batches
    ]
    enqueue(tx, jobs)


def batch_arguments(batch: StepBatch) -> Arguments:
    """Return a step batch as arguments of a job, for :func:`read_step_batch`."""
    arguments = job_arguments(batch.campaign_id, batch.chain, batch.run_id)
    arguments |= {"step": batch.step, "leads": batch.lead_ids}
    enrollment_ids = [each.id for each in batch.enrollments]
    is_one = len(set(enrollment_ids)) == 1
    arguments["enrollments"] = enrollment_ids[0] if is_one else enrollment_ids
    activity_ids = [each.activity_id for each in batch.enrollments]
    if any(each is not None for each in activity_ids):
        arguments["activities"] = activity_ids
    return arguments | ({"batch": True} if batch.is_batch else {})


def read_step_batch(arguments: Arguments, now: datetime) -> StepBatch:
    """Return the step batch that the arguments of a job describe."""
    lead_ids, enrollment_ids = arguments["leads"], arguments["enrollments"]
    activity_ids = arguments.get("activities") or [None] * len(lead_ids)
    if isinstance(enrollment_ids, int):
        enrollment_ids = [enrollment_ids] * len(lead_ids)
    members = zip(lead_ids, enrollment_ids, activity_ids, strict=True)
    return StepBatch(
        arguments["campaign"],
        arguments["step"],
        read_chain(arguments, now),
        arguments.get("run"),
        [Enrollment(*each) for each in members],
        arguments.get("batch", False),
    )


def merge_step_batches(batches: Sequence[StepBatch]) -> Iterator[StepBatch]:
    """Merge batches that wait before the same step and differ only in leads and start of chain.

    If a lead is in several batches, its second enrollment goes into a second batch, which runs
    later and so sees what the first one has done.
    """
    alike: dict[tuple[Any, ...], list[dict[int, Enrollment]]] = {}
    chains: dict[tuple[Any, ...], TriggerChain] = {}
    for batch in batches:
        key = (batch.campaign_id, batch.step, batch.run_id, batch.is_batch, batch.chain.depth)
        present = chains.get(key, batch.chain)
        chains[key] = batch.chain if batch.chain.since < present.since else present
        merged = alike.setdefault(key, [{}])
        for each in batch.enrollments:
            free = next((one for one in merged if each.lead_id not in one), None)
            if free is None:
                free = {}
                merged.append(free)
            free[each.lead_id] = each
    for key, merged in alike.items():
        campaign_id, step, run_id, is_batch, _ = key
        for one in merged:
            yield StepBatch(campaign_id, step, chains[key], run_id, list(one.values()), is_batch)
