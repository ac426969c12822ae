"""Jobs that let leads enter a campaign, and those that lead them on (docs/decisions/0086)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from leadkeep.domain.automation.campaigns.flow.enrollment import Chain, Traveller
from leadkeep.jobs import Arguments, Lane, NewJob, enqueue
from leadkeep.store import Transaction

ENTER = "campaigns.enter"
ADVANCE = "campaigns.advance"
ASK = "campaigns.ask"
SWEEP = "campaigns.sweep"

LEADS_OF_A_JOB = 1_000
"""Of a batch run, so many leads go on together."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Leads to let in, all for one reason."""

    campaign_id: int
    lead_ids: Sequence[int]
    chain: Chain
    activities: Sequence[int | None] = ()
    """What has happened to each of these leads; a lead may be there twice."""
    run_id: int | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """Leads that stand before a step of a campaign's flow, all for one reason."""

    campaign_id: int
    step: int
    chain: Chain
    run_id: int | None
    travellers: Sequence[Traveller]
    is_batch: bool = False


def enqueue_entries(tx: Transaction, entries: Iterable[Entry]) -> None:
    """Let leads enter soon: at most :data:`LEADS_OF_A_JOB` in one job."""
    jobs = []
    for entry in entries:
        ids = entry.lead_ids
        for at in range(0, len(ids), LEADS_OF_A_JOB):
            some = list(ids[at : at + LEADS_OF_A_JOB])
            told = _told(entry.campaign_id, entry.chain, entry.run_id) | {"leads": some}
            if entry.activities:
                told["activities"] = list(entry.activities[at : at + LEADS_OF_A_JOB])
            jobs.append(NewJob(ENTER, told, lane=Lane.TRIGGER))
    if jobs:
        enqueue(tx, jobs)


def enqueue_stage(tx: Transaction, stages: Iterable[tuple[Stage, datetime | None]]) -> None:
    """Let leads go on from where they stand, at a moment, or soon."""
    jobs = [
        NewJob(
            ADVANCE,
            stage_arguments(stage),
            run_at,
            Lane.BATCH if stage.is_batch else Lane.TRIGGER,
        )
        for stage, run_at in stages
    ]
    if jobs:
        enqueue(tx, jobs)


def enqueue_questions(tx: Transaction, kind: str, stages: Iterable[tuple[Stage, int]]) -> None:
    """Let services outside be asked, for one lead each, by a kind of step and a choice of it."""
    enqueue(
        tx,
        [
            NewJob(
                ASK, stage_arguments(stage) | {"kind": kind, "choice": choice}, lane=Lane.OUTSIDE
            )
            for stage, choice in stages
        ],
    )


def stage_arguments(of: Stage) -> Arguments:
    """Return what a job is told of leads that stand before a step."""
    told = _told(of.campaign_id, of.chain, of.run_id)
    passages = [each.passage_id for each in of.travellers]
    activities = [each.activity_id for each in of.travellers]
    told |= {"step": of.step, "leads": [each.lead_id for each in of.travellers]}
    told["passage"] = passages[0] if len(set(passages)) == 1 else passages
    if any(each is not None for each in activities):
        told["activities"] = activities
    return told | ({"batch": True} if of.is_batch else {})


def _told(campaign_id: int, chain: Chain, run_id: int | None) -> Arguments:
    told: Arguments = {"campaign": campaign_id}
    if chain.depth:
        told["chain"] = [chain.depth, int(chain.since.timestamp())]
    return told | ({} if run_id is None else {"run": run_id})


def read_entry(told: Arguments, now: datetime) -> Entry:
    """Return the leads that a job is to let in."""
    activities = told.get("activities", ())
    return Entry(told["campaign"], told["leads"], _chain(told, now), activities, told.get("run"))


def read_stage(told: Arguments, now: datetime) -> Stage:
    """Return the leads that a job is to lead on."""
    leads, passages = told["leads"], told["passage"]
    activities = told.get("activities") or [None] * len(leads)
    if isinstance(passages, int):
        passages = [passages] * len(leads)
    travellers = [Traveller(*each) for each in zip(leads, passages, activities, strict=True)]
    return Stage(
        told["campaign"],
        told["step"],
        _chain(told, now),
        told.get("run"),
        travellers,
        told.get("batch", False),
    )


def _chain(told: Arguments, now: datetime) -> Chain:
    depth, since = told.get("chain", (0, None))
    return Chain(depth, now if since is None else datetime.fromtimestamp(since, UTC))


def in_rounds(stages: Sequence[Stage]) -> Iterator[Stage]:
    """Put together the leads that stand before one step for reasons alike, each lead once.

    A lead that is there twice comes in a round of its own, behind: what its first passage does, its
    second one sees.
    """
    alike: dict[tuple[Any, ...], list[dict[int, Traveller]]] = {}
    chains: dict[tuple[Any, ...], Chain] = {}
    for stage in stages:
        key = (stage.campaign_id, stage.step, stage.run_id, stage.is_batch, stage.chain.depth)
        present = chains.get(key, stage.chain)
        chains[key] = stage.chain if stage.chain.since < present.since else present
        rounds = alike.setdefault(key, [{}])
        for each in stage.travellers:
            fitting = next((one for one in rounds if each.lead_id not in one), None)
            if fitting is None:
                fitting = {}
                rounds.append(fitting)
            fitting[each.lead_id] = each
    for key, rounds in alike.items():
        campaign_id, step, run_id, is_batch, _ = key
        for one in rounds:
            travellers = list(one.values())
            yield Stage(campaign_id, step, chains[key], run_id, travellers, is_batch)
