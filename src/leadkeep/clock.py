"""The only source of time.

Code that needs the time gets a :class:`Clock` as an argument, so that tests can stop and move it.
Durations are measured with :func:`elapsed`, which clock changes do not affect.
"""

import asyncio
import contextlib
import time
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

elapsed = time.perf_counter
"""Return the seconds since an arbitrary start; differences between two calls are durations."""

VENDOR_DAY = ZoneInfo("America/Chicago")
"""The time zone of quotas and statistics: US Central time (behaviour.md 1.11, 2.5)."""


FIRST_MOMENT = datetime.min.replace(tzinfo=UTC)
LAST_MOMENT = datetime.max.replace(tzinfo=UTC)
"""The ends of the calendar. A client may send them, so arithmetic on moments must not fail there:
use :func:`shifted`, :func:`in_zone` and :func:`in_utc`."""


def shifted(moment: datetime, *, days: float = 0, seconds: float = 0) -> datetime:
    """Return a UTC moment so much later (earlier, if negative), within the calendar."""
    try:
        return moment + timedelta(days=days, seconds=seconds)
    except OverflowError:
        return LAST_MOMENT if days + seconds / 86_400 > 0 else FIRST_MOMENT


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """Return a moment in a time zone; in its own zone where the other one has no such year."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment


def in_utc(moment: datetime) -> datetime:
    """Return a moment in UTC; an end of the calendar if it lies beyond it."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return FIRST_MOMENT if moment.year == FIRST_MOMENT.year else LAST_MOMENT


class Clock(Protocol):
    """A source of the present time."""

    def now(self) -> datetime:
        """Return the present moment as an aware UTC datetime."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment as an aware UTC datetime."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that stands still until it is moved, for tests and rehearsals."""

    def __init__(self, start: datetime | None = None) -> None:
        """Set the clock to ``start``, by default to a fixed moment in 2026."""
        self._now = start or datetime(2026, 1, 15, 18, 0, 0, 123456, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the time that the clock is set to."""
        return self._now

    def advance(self, **duration: float) -> None:
        """Move the clock forward by ``timedelta(**duration)``, such as ``advance(hours=1)``."""
        self._now += timedelta(**duration)


async def set_within(event: asyncio.Event, seconds: float) -> bool:
    """Wait until the event is set or ``seconds`` have passed; return whether it was set."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()


def vendor_day(moment: datetime) -> str:
    """Return the US Central calendar day of a UTC moment as ``YYYY-MM-DD`` (behaviour.md 2.5)."""
    # Cached by hour: each request is counted under its day, which is the same for a whole hour.
    return _vendor_day_of_hour(moment.year, moment.month, moment.day, moment.hour)


@lru_cache(64)
def _vendor_day_of_hour(year: int, month: int, day: int, hour: int) -> str:
    moment = datetime(year, month, day, hour, tzinfo=UTC)
    return moment.astimezone(VENDOR_DAY).date().isoformat()
