"""Parse lengths of time such as ``7 days``, and named periods such as ``last month``."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta, tzinfo
from typing import Any, TypeVar

Moment = TypeVar("Moment", date, datetime)

UNIT_LIMIT = 100_000
_DURATION = re.compile(
    r"([0-9]{1,6})\s*(minute|hour|day|week|month|year)s?", re.IGNORECASE
).fullmatch
_STEPS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_MONTHS = {"month": 1, "year": 12}
_LAST_DAYS = re.compile(r"last ([0-9]{1,4}) days").fullmatch


@dataclass(frozen=True, slots=True)
class Period:
    """A period of days or of time; its end is exclusive."""

    start: Any
    end: Any


def period(start: date, end: date, zone: tzinfo) -> Period:
    """Return the period in UTC from the start of day ``start`` to the start of day ``end``.

    ``zone`` is the time zone of the days.
    """
    return Period(_midnight(start, zone), _midnight(end, zone))


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def duration_before(text: str, here: Moment, *, forward: bool = False) -> Moment:
    """Return the day or moment that is a length such as ``7 days`` before ``here``.

    With ``forward``, it is after ``here``. Months and years are those of the calendar; a day that a
    month does not have becomes the month's last day.

    Raises:
        ValueError: the text is no length of time.
    """
    found = _DURATION(text.strip())
    if found is None or int(found[1]) > UNIT_LIMIT:
        raise ValueError(f"{text} is not a length of time such as 7 days")
    count, unit = int(found[1]), found[2].lower()
    sign = 1 if forward else -1
    try:
        if unit in _MONTHS:
            return _months_on(here, sign * count * _MONTHS[unit])
        return here + sign * count * _STEPS[unit]
    except (ValueError, OverflowError):  # Before the first year, or after the last one.
        first = here.replace(year=MINYEAR, month=1, day=1)
        return here.replace(year=MAXYEAR, month=12, day=31) if forward else first


def _months_on(here: Moment, months: int) -> Moment:
    year, month = divmod(here.year * 12 + here.month - 1 + months, 12)
    return here.replace(
        year=year, month=month + 1, day=min(here.day, monthrange(year, month + 1)[1])
    )


def _week(today: date) -> Period:
    start = today - timedelta(days=today.isoweekday() % 7)  # Weeks begin on Sunday.
    return Period(start, start + timedelta(weeks=1))


def _months(count: int) -> Callable[[date], Period]:
    """Return the function that finds the period of ``count`` months in which a day is."""

    def stretch(today: date) -> Period:
        first = today.replace(month=(today.month - 1) // count * count + 1, day=1)
        return Period(first, _months_on(first, count))

    return stretch


def _day(today: date) -> Period:
    return Period(today, today + timedelta(days=1))


_STRETCHES = {"week": _week, "month": _months(1), "quarter": _months(3), "year": _months(12)}

FRAMES = (
    "today",
    "yesterday",
    "tomorrow",
    *(f"{which} {unit}" for unit in _STRETCHES for which in ("this", "last", "next")),
    "last 7 days",
    "last 30 days",
    "last 90 days",
)
"""The named periods; ``last N days`` is accepted with any number."""


def frame(text: str, today: date) -> Period:
    """Return the period with this name, as seen from ``today``.

    Raises:
        ValueError: there is no such period.
    """
    name = " ".join(text.lower().split())
    try:
        return _frame(name, today)
    except OverflowError:
        raise ValueError(f"{text} leads out of the calendar") from None


def _frame(name: str, today: date) -> Period:
    one = timedelta(days=1)
    near = {"today": today, "yesterday": today - one, "tomorrow": today + one}.get(name)
    if near is not None:
        return _day(near)
    if last := _LAST_DAYS(name):
        return Period(today - timedelta(days=int(last[1])), today + one)
    which, _, unit = name.partition(" ")
    stretch = _STRETCHES.get(unit)
    if stretch is None or which not in {"this", "last", "next"}:
        raise ValueError(f"no time frame is named {name}; there are {', '.join(FRAMES)}")
    this = stretch(today)
    if which == "this":
        return this
    return stretch(this.start - one if which == "last" else this.end)
