"""Housekeeping jobs on schedules: each runs once, however many processes there are.

Each job deletes one small batch and enqueues itself for the next batch. Between two batches the
worker calls ``Store.settle`` and pauses, so that requests come first (docs/decisions/0031).
"""

from collections.abc import Sequence
from datetime import timedelta

from leadkeep.bulk import prune_bulk_jobs
from leadkeep.domain.activities import prune_activities
from leadkeep.domain.automation.campaigns import prune_failed_requests
from leadkeep.domain.instance.access import shorten_tokens
from leadkeep.domain.search import update_words
from leadkeep.domain.visitors import forget_visitors
from leadkeep.jobs import Arguments, Handler, Handlers, Lane, NewJob, Schedule, enqueue
from leadkeep.settings import Settings
from leadkeep.store import Transaction

PRUNE = "housekeeping.prune_activities"
FORGET = "housekeeping.forget_visitors"
SHORTEN = "housekeeping.shorten_tokens"
PRUNE_BULK = "housekeeping.prune_bulk_jobs"
PRUNE_REQUESTS = "housekeeping.prune_failed_requests"

UPDATE_WORDS = "housekeeping.update_words"

EVERY = timedelta(minutes=1)
BULK_EVERY = timedelta(hours=1)
WORDS_EVERY = timedelta(seconds=15)
PAUSE_SECONDS = 0.05
"""Pause between two batches."""


def housekeeping_schedules(settings: Settings) -> list[Schedule]:
    """Return the housekeeping schedules of an instance with these settings."""
    jobs = [_job(SHORTEN, {}), _job(FORGET, {"days": settings.visitor_retention_days})]
    if settings.activity_retention_days:
        jobs.append(_job(PRUNE, {"types": sorted(settings.activity_retention_days.items())}))
    schedules = [Schedule(job.name, job, every=EVERY) for job in jobs]
    return [
        *schedules,
        Schedule(PRUNE_BULK, _job(PRUNE_BULK, {}), every=BULK_EVERY),
        Schedule(PRUNE_REQUESTS, _job(PRUNE_REQUESTS, {}), every=BULK_EVERY),
        Schedule(UPDATE_WORDS, _job(UPDATE_WORDS, {}), every=WORDS_EVERY),
    ]


def _job(name: str, arguments: Arguments) -> NewJob:
    # One such job waits and one runs at a time, enqueued by the schedule or the batch before.
    return NewJob(name, arguments, lane=Lane.UPKEEP, unique_key=name, order_key=name)


def _forget(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    for each in arguments:
        if forget_visitors(tx, each["days"]):
            enqueue(tx, [_job(FORGET, each)])


def _shorten(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    del arguments
    shorten_tokens(tx)


def _prune(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    """Delete one batch of activities of the first type; enqueue a job for what is left.

    The next job has the same types while the first type has more old activities, else the others.
    """
    for each in arguments:
        types = each["types"]
        type_id, days = types[0]
        has_more = prune_activities(tx, type_id, days)
        if remaining := types if has_more else types[1:]:
            enqueue(tx, [_job(PRUNE, {"types": remaining})])


def _prune_bulk(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    for each in arguments:
        if prune_bulk_jobs(tx):
            enqueue(tx, [_job(PRUNE_BULK, each)])


def _prune_requests(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    del arguments
    prune_failed_requests(tx)


def _update_words(tx: Transaction, arguments: Sequence[Arguments]) -> None:
    for each in arguments:
        if update_words(tx):
            enqueue(tx, [_job(UPDATE_WORDS, each)])


HOUSEKEEPING_HANDLERS: Handlers = {
    SHORTEN: Handler(_shorten),
    FORGET: Handler(_forget, batch_size=1, pause_seconds=PAUSE_SECONDS),
    UPDATE_WORDS: Handler(_update_words, batch_size=1, pause_seconds=PAUSE_SECONDS),
    PRUNE_REQUESTS: Handler(_prune_requests),
    PRUNE_BULK: Handler(_prune_bulk, batch_size=1, pause_seconds=PAUSE_SECONDS),
    PRUNE: Handler(_prune, batch_size=1, pause_seconds=PAUSE_SECONDS),
}
