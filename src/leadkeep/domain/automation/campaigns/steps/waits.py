"""The flow step Wait: for a time, until a moment, until a weekday and time (behaviour.md 9.1)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from leadkeep.clock import FIRST_MOMENT, LAST_MOMENT, in_utc, shifted
from leadkeep.domain.automation.campaigns.assets.names import Names
from leadkeep.domain.automation.campaigns.steps.model import (
    Branch,
    StepArguments,
    StepContext,
    StepKind,
    StepResult,
)
from leadkeep.domain.fields import Unacceptable, moment

LONGEST_WAIT = timedelta(days=3660)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
DAYS_OF_WEEK = 7
DAYS_AROUND = DAYS_OF_WEEK + 3
"""Days that a look for a weekday may need around a moment, with time zones."""


class WaitArguments(StepArguments, frozen=True):
    """A duration or a moment to wait for; then the next of the weekdays and the time of day."""

    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0
    until: str | None = None
    """A moment as ISO 8601, or a token whose value is one. A date without a time means its
    start."""
    weekdays: tuple[Weekday, ...] = ()
    time: str | None = None
    """The time of day at which the wait ends, such as ``09:00``."""
    time_zone: str | None = None
    """The time zone of ``until``, ``weekdays`` and ``time``; None for that of the instance."""

    @property
    def duration(self) -> timedelta:
        """The duration of the wait; zero if it has none."""
        return timedelta(weeks=self.weeks, days=self.days, hours=self.hours, minutes=self.minutes)


def _check(names: Names, arguments: WaitArguments) -> None:
    del names
    numbers = (arguments.weeks, arguments.days, arguments.hours, arguments.minutes)
    if any(each < 0 or each > LONGEST_WAIT.days * 1_440 for each in numbers):
        raise ValueError("a wait is not shorter than nothing, and not longer than ten years")
    if arguments.duration > LONGEST_WAIT:
        raise ValueError("a wait is not longer than ten years")
    is_empty = not any(numbers) and not arguments.weekdays and arguments.time is None
    if arguments.until is None and is_empty:
        raise ValueError("a wait needs a duration, until, weekdays or time")
    if arguments.until is not None and any(numbers):
        raise ValueError("a wait has a duration or ends at a moment")
    if arguments.until is not None and "{{" not in arguments.until:
        try:
            moment(arguments.until)
        except Unacceptable:
            raise ValueError(f"{arguments.until} is no moment") from None
    if arguments.time is not None:
        try:
            time.fromisoformat(arguments.time)
        except ValueError:
            raise ValueError(f"{arguments.time} is no time of day, such as 09:00") from None
    try:
        ZoneInfo(arguments.time_zone or "UTC")
    except (ValueError, LookupError, OSError):
        raise ValueError(f"{arguments.time_zone} is no time zone") from None


def wait(context: StepContext, branches: Sequence[Branch[WaitArguments]]) -> StepResult:
    """Make each lead wait; one whose moment is past, or is no moment, continues at once."""
    waiting: dict[int, datetime] = {}
    for branch in branches:
        arguments = branch.arguments
        zone = context.work.tx.zone
        if arguments.time_zone is not None:
            zone = ZoneInfo(arguments.time_zone)
        if arguments.until is None:
            ends = dict.fromkeys(branch.lead_ids, context.work.moment + arguments.duration)
        else:
            texts = context.tokens.texts(arguments.until, branch.lead_ids)
            ends = {
                lead_id: _moment(text, zone, context.work.moment) for lead_id, text in texts.items()
            }
        fitted = {end: _fitting(end, arguments, zone) for end in set(ends.values())}
        waiting |= {
            lead_id: fitted[end]
            for lead_id, end in ends.items()
            if fitted[end] > context.work.moment
        }
    return StepResult(waiting=waiting)


def _moment(text: str, zone: tzinfo, now: datetime) -> datetime:
    """Return the moment that a text names; without an offset, it is in the time zone ``zone``.

    ``now`` is returned for a text that is no moment.
    """
    text = text.strip()
    try:
        found = moment(text)
    except Unacceptable:
        return now
    if text.endswith(("Z", "z")) or "+" in text[10:] or "-" in text[10:]:
        return found
    return in_utc(found.replace(tzinfo=zone))


def _fitting(end: datetime, arguments: WaitArguments, zone: tzinfo) -> datetime:
    """Return the first moment at or after ``end`` with a wanted weekday and the wanted time.

    A time of day that a clock change skips is taken as if it had not; of one that comes twice, the
    first after ``end`` counts. At the ends of the calendar, which have no days around them, ``end``
    stays.
    """
    if not arguments.weekdays and arguments.time is None:
        return end
    if not shifted(FIRST_MOMENT, days=DAYS_AROUND) < end < shifted(LAST_MOMENT, days=-DAYS_AROUND):
        return end
    local = end.astimezone(zone)
    clock = local.timetz().replace(tzinfo=None)
    wanted = clock if arguments.time is None else time.fromisoformat(arguments.time)
    for days in range(DAYS_OF_WEEK + 1):
        day = local.date() + timedelta(days=days)
        is_day = not arguments.weekdays or WEEKDAYS[day.weekday()] in arguments.weekdays
        for found in _moments_at(day, wanted, zone) if is_day else ():
            if found >= end:
                return found
    return end


def _moments_at(day: date, wanted: time, zone: tzinfo) -> list[datetime]:
    """Return the UTC moments at which clocks of a zone show a time: two in an autumn night.

    Moments are compared in UTC, because moments of one zone are compared by their clock times.
    """
    first = datetime.combine(day, wanted, zone).replace(fold=0)
    second = first.replace(fold=1)
    is_shown_twice = first.utcoffset() != second.utcoffset() and (
        second.astimezone(UTC).astimezone(zone).time() == wanted
    )
    return [each.astimezone(UTC) for each in ((first, second) if is_shown_twice else (first,))]


WAIT = StepKind(
    "wait",
    "Wait",
    WaitArguments,
    wait,
    "Lets leads wait: for `weeks`, `days`, `hours`, `minutes`, or `until` a moment or token; then"
    " for one of `weekdays` and a `time` in `timeZone`, by default that of the instance."
    " Leaves nothing.",
    check=_check,
    may_be_executed=False,
)
