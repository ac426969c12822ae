"""The flow step Wait: for a time, until a moment, until a weekday and time (behaviour.md 9.1)."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

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
    time_zone: str = "UTC"

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
        ZoneInfo(arguments.time_zone)
    except (ValueError, LookupError, OSError):
        raise ValueError(f"{arguments.time_zone} is no time zone") from None


def wait(context: StepContext, branches: Sequence[Branch[WaitArguments]]) -> StepResult:
    """Make each lead wait; one whose moment is past, or is no moment, continues at once."""
    waiting: dict[int, datetime] = {}
    for branch in branches:
        arguments = branch.arguments
        if arguments.until is None:
            ends = dict.fromkeys(branch.lead_ids, context.work.moment + arguments.duration)
        else:
            texts = context.tokens.texts(arguments.until, branch.lead_ids)
            ends = {
                lead_id: _moment(text, arguments, context.work.moment)
                for lead_id, text in texts.items()
            }
        fitted = {end: _fitting(end, arguments) for end in set(ends.values())}
        waiting |= {
            lead_id: fitted[end]
            for lead_id, end in ends.items()
            if fitted[end] > context.work.moment
        }
    return StepResult(waiting=waiting)


def _moment(text: str, arguments: WaitArguments, now: datetime) -> datetime:
    """Return the moment that a text names; without an offset, it is in the step's time zone.

    ``now`` is returned for a text that is no moment.
    """
    text = text.strip()
    try:
        found = moment(text)
    except Unacceptable:
        return now
    if text.endswith(("Z", "z")) or "+" in text[10:] or "-" in text[10:]:
        return found
    return found.replace(tzinfo=ZoneInfo(arguments.time_zone)).astimezone(UTC)


def _fitting(end: datetime, arguments: WaitArguments) -> datetime:
    """Return the first moment at or after ``end`` with a wanted weekday and the wanted time."""
    if not arguments.weekdays and arguments.time is None:
        return end
    zone = ZoneInfo(arguments.time_zone)
    local = end.astimezone(zone)
    clock = local.timetz().replace(tzinfo=None)
    wanted = clock if arguments.time is None else time.fromisoformat(arguments.time)
    for days in range(DAYS_OF_WEEK + 1):
        day = local.date() + timedelta(days=days)
        found = datetime.combine(day, wanted, zone)
        is_day = not arguments.weekdays or WEEKDAYS[day.weekday()] in arguments.weekdays
        if is_day and found >= local:
            return found.astimezone(UTC)
    return end


WAIT = StepKind(
    "wait",
    "Wait",
    WaitArguments,
    wait,
    "Lets leads wait: for `weeks`, `days`, `hours`, `minutes`, or `until` a moment or token; then"
    " for one of `weekdays` and a `time` in `timeZone`. Leaves nothing.",
    check=_check,
    may_be_executed=False,
)
