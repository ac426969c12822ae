"""Tag Usage (behaviour.md 2.5)."""

from leadkeep.api.declarations import Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.request import Request
from leadkeep.api.structs import Day, ReplyItem
from leadkeep.domain.instance.usage import DAYS_SHOWN, DayCount, errors_by_day, usage_by_day

serves = Declarations()


class UserCount(ReplyItem):
    """The number of requests of a user."""

    user_id: str
    count: int


class UsageOfDay(ReplyItem):
    """The requests of one day, by user."""

    date: Day
    total: int
    users: list[UserCount]


class ErrorCount(ReplyItem):
    """The number of refused requests with a code."""

    error_code: str
    count: int


class ErrorsOfDay(ReplyItem):
    """The refused requests of one day, by code."""

    date: Day
    total: int
    errors: list[ErrorCount]


@serves("getDailyUsageUsingGET", item=UsageOfDay)
async def daily_usage(request: Request) -> Reply:
    """Get Daily Usage."""
    return await _usage(request, 1)


@serves("getLast7DaysUsageUsingGET", item=UsageOfDay)
async def weekly_usage(request: Request) -> Reply:
    """Get Weekly Usage."""
    return await _usage(request, DAYS_SHOWN)


@serves("getDailyErrorsUsingGET", item=ErrorsOfDay)
async def daily_errors(request: Request) -> Reply:
    """Get Daily Errors."""
    return await _errors(request, 1)


@serves("getLast7DaysErrorsUsingGET", item=ErrorsOfDay)
async def weekly_errors(request: Request) -> Reply:
    """Get Weekly Errors."""
    return await _errors(request, DAYS_SHOWN)


async def _usage(request: Request, days: int) -> Reply:
    found = await request.read(lambda work: usage_by_day(work.tx, days))
    return Reply([_usage_of(each) for each in found])


async def _errors(request: Request, days: int) -> Reply:
    found = await request.read(lambda work: errors_by_day(work.tx, days))
    return Reply([_errors_of(each) for each in found])


def _usage_of(day: DayCount) -> UsageOfDay:
    return UsageOfDay(day.day, day.total, [UserCount(*each) for each in day.counts])


def _errors_of(day: DayCount) -> ErrorsOfDay:
    return ErrorsOfDay(day.day, day.total, [ErrorCount(*each) for each in day.counts])
