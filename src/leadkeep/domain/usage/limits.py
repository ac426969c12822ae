"""The vendor's limits on calls: rate, concurrency, daily quota (behaviour.md 1.11). Off by default.

They hold across processes, so the calls that count are rows of a table, written as they start and
end.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from leadkeep.clock import vendor_day
from leadkeep.domain.usage.tables import CALL_IDS, api_call, usage_count
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

RATE_WINDOW_SECONDS = 20
LONGEST_CALL = timedelta(seconds=300)
"""A call that never ended, because its process was killed, stops counting as running after this."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many calls are let in; None for no limit."""

    calls_per_window: int | None = None
    calls_at_once: int | None = None
    calls_per_day: int | None = None

    @property
    def follows_calls(self) -> bool:
        """Must each call's start and end be known?"""
        return self.calls_per_window is not None or self.calls_at_once is not None

    def __bool__(self) -> bool:
        """Return whether any limit is on."""
        return self.follows_calls or self.calls_per_day is not None


def admit_call(tx: Transaction, limits: Limits, uncounted: int, now: datetime) -> int | None:
    """Let a call in, or refuse it; return its number, which ``end_call`` wants.

    ``uncounted`` calls of today are not stored yet (see ``counts.Tally``).

    Raises:
        Refusal: 606, 607 or 615.
    """
    tx.lock_keys(["api_call"])
    if limits.calls_per_day is not None:
        today = usage_count.c.day == vendor_day(now)
        stored = tx.execute(select(func.coalesce(func.sum(usage_count.c.count), 0)).where(today))
        if stored.scalar_one() + uncounted >= limits.calls_per_day:
            raise Refusal(Reason.DAILY_QUOTA)
    if not limits.follows_calls:
        return None
    window = timedelta(seconds=RATE_WINDOW_SECONDS)
    if limits.calls_per_window is not None:
        recent = select(func.count()).where(api_call.c.started_at > now - window)
        if tx.execute(recent).scalar_one() >= limits.calls_per_window:
            raise Refusal(Reason.RATE_LIMIT, limits.calls_per_window, RATE_WINDOW_SECONDS)
    if limits.calls_at_once is not None:
        running = select(func.count()).where(
            api_call.c.ended_at.is_(None), api_call.c.started_at > now - LONGEST_CALL
        )
        if tx.execute(running).scalar_one() >= limits.calls_at_once:
            raise Refusal(Reason.CONCURRENCY_LIMIT, limits.calls_at_once)
    tx.execute(
        delete(api_call).where(
            (api_call.c.started_at <= now - LONGEST_CALL)
            | (api_call.c.ended_at.is_not(None) & (api_call.c.started_at <= now - window))
        )
    )
    number = tx.allocate(CALL_IDS, 1)[0]
    tx.execute(insert(api_call).values(id=number, started_at=now))
    return number


def end_call(tx: Transaction, number: int, now: datetime) -> None:
    """Note that a call has ended."""
    tx.execute(update(api_call).where(api_call.c.id == number).values(ended_at=now))


def forget_call(tx: Transaction, number: int) -> None:
    """Drop a call that ended in an error which counts against no limit (behaviour.md 1.8)."""
    tx.execute(delete(api_call).where(api_call.c.id == number))
