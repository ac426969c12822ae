"""The only source of time.

Everything that needs the time of day gets a :class:`Clock` handed in, so that tests can hold it
still and move it. Durations inside one call use :func:`elapsed`, which no clock change can disturb.
"""

import asyncio
import contextlib
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

elapsed = time.perf_counter
"""Seconds from an arbitrary start, for measuring how long something took."""

VENDOR_DAY = ZoneInfo("America/Chicago")
"""Quotas and statistics count days of US Central time (behaviour.md 1.11, 2.5)."""


class Clock(Protocol):
    """Tells the time, in UTC, with microseconds."""

    def now(self) -> datetime:
        """Return the present moment as an aware UTC datetime."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment as an aware UTC datetime."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that stands still until told to move: for tests and rehearsals."""

    def __init__(self, start: datetime | None = None) -> None:
        """Start at ``start``, or at a fixed moment in 2026."""
        self._now = start or datetime(2026, 1, 15, 18, 0, 0, 123456, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the moment this clock was last set to."""
        return self._now

    def advance(self, **duration: float) -> None:
        """Move forward by a ``timedelta(**duration)``."""
        self._now += timedelta(**duration)


async def set_within(event: asyncio.Event, seconds: float) -> bool:
    """Wait for the event, no longer than this; return whether it has come."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()


def vendor_day(moment: datetime) -> str:
    """Return the US Central calendar day of a UTC moment as ``YYYY-MM-DD`` (behaviour.md 2.5)."""
    # The day is the same for a whole hour, and every call is counted under it.
    return _vendor_day_of_hour(moment.year, moment.month, moment.day, moment.hour)


@lru_cache(64)
def _vendor_day_of_hour(year: int, month: int, day: int, hour: int) -> str:
    moment = datetime(year, month, day, hour, tzinfo=UTC)
    return moment.astimezone(VENDOR_DAY).date().isoformat()
