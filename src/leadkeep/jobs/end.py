"""End a job: with its changes of the store, with a retry, or as dead."""

import traceback
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from leadkeep.errors import Refusal
from leadkeep.jobs import queries
from leadkeep.jobs.job import AnyHandler, ExternalHandler, Handler, Job
from leadkeep.store import Transaction

FIRST_RETRY_SECONDS = 2
LONGEST_RETRY_SECONDS = 3600
"""Each pause before a retry is twice as long as the one before, up to an hour."""
PACKAGE = Path(__file__).parents[1]


def end_with_effect(tx: Transaction, handler: Handler, jobs: Sequence[Job]) -> None:
    """Run jobs of one name and one claim, and delete them, in this transaction.

    A job that no longer belongs to the claim is skipped: another worker has run it or will run it.
    """
    owned = queries.end(tx, [each.id for each in jobs], jobs[0].owner)
    arguments = [each.arguments for each in jobs if each.id in owned]
    if arguments:
        handler.run(tx, arguments)


def end_with_response(
    tx: Transaction,
    handler: ExternalHandler,
    job: Job,
    response: Any,  # noqa: ANN401 -- its type depends on the service
) -> None:
    """Store the response of a job's service and delete the job, if the claim still owns the job."""
    if queries.end(tx, [job.id], job.owner):
        handler.finish(tx, job.arguments, response)


def end_without_effect(tx: Transaction, job: Job) -> None:
    """Delete a job that had nothing to do."""
    queries.end(tx, [job.id], job.owner)


def end_in_failure(
    tx: Transaction, handler: AnyHandler, job: Job, failure: str, now: datetime
) -> bool:
    """Set a failed job to be retried, or mark it as dead after its last attempt.

    Returns:
        Whether the job is dead.
    """
    # Not those of the claim: the run may have noted progress since.
    attempts = queries.attempts_of(tx, job.id, job.owner)
    if attempts is None:
        return False
    if attempts < handler.attempt_limit:
        queries.retry(tx, job.id, job.owner, now + pause_after(attempts), failure)
        return False
    if queries.bury(tx, job.id, job.owner, failure) and handler.give_up is not None:
        handler.give_up(tx, [job.arguments])
    return True


def pause_after(attempts: int) -> timedelta:
    """Return the pause before the retry of a job that has failed ``attempts`` times."""
    seconds = FIRST_RETRY_SECONDS * 2 ** min(attempts - 1, LONGEST_RETRY_SECONDS.bit_length())
    return timedelta(seconds=min(seconds, LONGEST_RETRY_SECONDS))


def failure_of(error: BaseException) -> str:
    """Describe an error by its type and its place in the code.

    The error's message is left out, because it may contain personal data; of a refusal there is
    the reason.
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [each for each in frames if Path(each.filename).is_relative_to(PACKAGE)]
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, Refusal):
        kind = f"{kind} ({error.problem.reason.name})"
    if not frames:
        return kind
    place = (own or frames)[-1]
    return f"{kind} in {place.name}, {Path(place.filename).name}:{place.lineno}"
