"""End a job: with its effect, with another try, or for good."""

import traceback
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from leadkeep.jobs import queries
from leadkeep.jobs.job import Handler, Job, OutsideHandler
from leadkeep.store import Transaction

FIRST_RETRY_SECONDS = 2
LONGEST_RETRY_SECONDS = 3600
"""Each pause is twice the one before, up to an hour."""
PACKAGE = Path(__file__).parents[1]


def end_with_effect(tx: Transaction, handler: Handler, jobs: Sequence[Job]) -> None:
    """End jobs of one name and one claim, and do their work, all in this transaction.

    A job that the claim has lost meanwhile is left out: another worker does it, or has done it.
    """
    held = queries.end(tx, [each.id for each in jobs], jobs[0].owner)
    arguments = [each.arguments for each in jobs if each.id in held]
    if arguments:
        handler.run(tx, arguments)


def end_with_answer(
    tx: Transaction,
    handler: OutsideHandler,
    job: Job,
    answer: Any,  # noqa: ANN401 -- of whatever kind the service answers
) -> None:
    """End a job and store what came of its outside call, if the claim still holds it."""
    if queries.end(tx, [job.id], job.owner):
        handler.finish(tx, job.arguments, answer)


def end_without_effect(tx: Transaction, job: Job) -> None:
    """End a job that has nothing to do any more."""
    queries.end(tx, [job.id], job.owner)


def end_in_failure(
    tx: Transaction, handler: Handler | OutsideHandler, job: Job, failure: str, now: datetime
) -> bool:
    """Let a job that failed wait for its next try, or make it dead; return whether it is dead."""
    if job.attempts < handler.most_attempts:
        queries.retry(tx, job.id, job.owner, now + pause_after(job.attempts), failure)
        return False
    if queries.bury(tx, job.id, job.owner, failure) and handler.give_up is not None:
        handler.give_up(tx, [job.arguments])
    return True


def pause_after(attempts: int) -> timedelta:
    """Return how long a job waits after so many attempts."""
    seconds = FIRST_RETRY_SECONDS * 2 ** min(attempts - 1, LONGEST_RETRY_SECONDS.bit_length())
    return timedelta(seconds=min(seconds, LONGEST_RETRY_SECONDS))


def failure_of(error: BaseException) -> str:
    """Return the kind of an error and where it happened, and nothing of what its text may hold."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [each for each in frames if Path(each.filename).is_relative_to(PACKAGE)]
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if not frames:
        return kind
    place = (own or frames)[-1]
    return f"{kind} in {place.name}, {Path(place.filename).name}:{place.lineno}"
