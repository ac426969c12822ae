"""Tag Usage (behaviour.md 2.5)."""

from typing import ClassVar

from leadkeep.api.call import Call
from leadkeep.api.declarations import Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.errors import WIRE_ERRORS
from leadkeep.api.structs import Day, ReplyItem
from leadkeep.domain.instance.usage import DAYS_SHOWN, DayCount, errors_by_day, usage_by_day
from leadkeep.errors import Reason

serves = Declarations()


class UserCount(ReplyItem):
    """How many requests a user sent."""

    user_id: str
    count: int


class UsageOfDay(ReplyItem):
    """The requests of one day, by user."""

    EXAMPLE: ClassVar = {
        "date": "2026-01-15",
        "total": 4,
        "users": [{"userId": "rehearsal@api.example.com", "count": 4}],
    }

    date: Day
    total: int
    users: list[UserCount]


class ErrorCount(ReplyItem):
    """How many requests were refused with a code."""

    error_code: str
    count: int


class ErrorsOfDay(ReplyItem):
    """The refused requests of one day, by code."""

    EXAMPLE: ClassVar = {
        "date": "2026-01-15",
        "total": 2,
        "errors": [{"errorCode": WIRE_ERRORS[Reason.RESOURCE_NOT_FOUND].code, "count": 2}],
    }

    date: Day
    total: int
    errors: list[ErrorCount]


@serves("getDailyUsageUsingGET", item=UsageOfDay)
async def daily_usage(call: Call) -> Reply:
    """Get Daily Usage."""
    return await _usage(call, 1)


@serves("getLast7DaysUsageUsingGET", item=UsageOfDay)
async def weekly_usage(call: Call) -> Reply:
    """Get Weekly Usage."""
    return await _usage(call, DAYS_SHOWN)


@serves("getDailyErrorsUsingGET", item=ErrorsOfDay)
async def daily_errors(call: Call) -> Reply:
    """Get Daily Errors."""
    return await _errors(call, 1)


@serves("getLast7DaysErrorsUsingGET", item=ErrorsOfDay)
async def weekly_errors(call: Call) -> Reply:
    """Get Weekly Errors."""
    return await _errors(call, DAYS_SHOWN)


async def _usage(call: Call, days: int) -> Reply:
    now = call.now
    found = await call.read(lambda tx: usage_by_day(tx, now, days))
    return Reply([_usage_of(each) for each in found])


async def _errors(call: Call, days: int) -> Reply:
    now = call.now
    found = await call.read(lambda tx: errors_by_day(tx, now, days))
    return Reply([_errors_of(each) for each in found])


def _usage_of(day: DayCount) -> UsageOfDay:
    return UsageOfDay(day.day, day.total, [UserCount(*each) for each in day.counts])


def _errors_of(day: DayCount) -> ErrorsOfDay:
    return ErrorsOfDay(day.day, day.total, [ErrorCount(*each) for each in day.counts])
