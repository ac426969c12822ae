"""Entries: leads that are about to enter a campaign, as arguments of jobs (decision 0086)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from leadkeep.domain.automation.campaigns.entry.trigger_chain import TriggerChain, read_chain
from leadkeep.jobs import Arguments, Lane, NewJob, enqueue
from leadkeep.store import Transaction

ENTER = "campaigns.enter"
BATCH_SIZE = 1_000
"""Batch size: leads of one job that makes leads enter."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Leads that are about to enter one campaign for the same reason."""

    campaign_id: int
    lead_ids: Sequence[int]
    chain: TriggerChain
    activity_ids: Sequence[int | None] = ()
    """For each lead id, the id of the activity that triggered its entry. A lead may be there
    twice."""
    run_id: int | None = None


def enqueue_entries(tx: Transaction, entries: Iterable[Entry]) -> None:
    """Enqueue the jobs that make leads enter campaigns, for :data:`BATCH_SIZE` leads each."""
    jobs = []
    for entry in entries:
        for start in range(0, len(entry.lead_ids), BATCH_SIZE):
            batch = slice(start, start + BATCH_SIZE)
            arguments = job_arguments(entry.campaign_id, entry.chain, entry.run_id)
            arguments["leads"] = list(entry.lead_ids[batch])
            if entry.activity_ids:
                arguments["activities"] = list(entry.activity_ids[batch])
            jobs.append(NewJob(ENTER, arguments, lane=Lane.TRIGGER))
    if jobs:
        enqueue(tx, jobs)


def job_arguments(campaign_id: int, chain: TriggerChain, run_id: int | None) -> Arguments:
    """Return the arguments that all jobs of campaigns have in common."""
    arguments: Arguments = {"campaign": campaign_id, **chain.arguments()}
    return arguments | ({} if run_id is None else {"run": run_id})


def read_entry(arguments: Arguments, now: datetime) -> Entry:
    """Return the entry that the arguments of a job describe."""
    return Entry(
        arguments["campaign"],
        arguments["leads"],
        read_chain(arguments, now),
        arguments.get("activities", ()),
        arguments.get("run"),
    )
