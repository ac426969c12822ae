"""Is a server alive, and ready for requests?"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime

from leadkeep.assembly import schema_is_usable
from leadkeep.jobs import JobCount, State, count_jobs
from leadkeep.store import Store

logger = logging.getLogger("leadkeep")

CHECK_LIMIT_SECONDS = 5.0
"""A database that takes longer counts as not ready."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a server needs for requests."""

    database: bool
    """Does the database answer?"""
    schema: bool
    """May this leadkeep use its schema?"""
    lag_seconds: float
    """How long the oldest due job has waited."""
    is_lag_allowed: bool

    @property
    def is_ready(self) -> bool:
        """Is everything as it must be?"""
        return self.database and self.schema and self.is_lag_allowed


async def check_readiness(store: Store, lag_limit_seconds: float | None) -> Readiness:
    """Check database, schema and the lag of jobs; None allows any lag."""
    try:
        async with asyncio.timeout(CHECK_LIMIT_SECONDS):
            counts = await store.read_long(count_jobs)
            is_usable = await asyncio.to_thread(schema_is_usable, store)
    except Exception as error:
        logger.warning("the server is not ready: the database fails", exc_info=error)
        return Readiness(database=False, schema=False, lag_seconds=0.0, is_lag_allowed=True)
    lag = lag_seconds(counts, store.clock.now())
    is_allowed = lag_limit_seconds is None or lag <= lag_limit_seconds
    return Readiness(database=True, schema=is_usable, lag_seconds=lag, is_lag_allowed=is_allowed)


def lag_seconds(counts: list[JobCount], now: datetime) -> float:
    """Return how long the oldest due job has waited."""
    due = [
        each.first_due_at
        for each in counts
        if each.state == State.WAITING.value and each.first_due_at is not None
    ]
    return max(0.0, (now - min(due)).total_seconds()) if due else 0.0
