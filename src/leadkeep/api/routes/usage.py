"""Tag Usage (behaviour.md 2.5)."""

from typing import Any

from leadkeep.api.envelope import Reply
from leadkeep.api.request import Request
from leadkeep.domain.instance.usage import DAYS_SHOWN, DayCount, errors_by_day, usage_by_day


async def daily_usage(request: Request) -> Reply:
    """Get Daily Usage."""
    return await _usage(request, 1)


async def weekly_usage(request: Request) -> Reply:
    """Get Weekly Usage."""
    return await _usage(request, DAYS_SHOWN)


async def daily_errors(request: Request) -> Reply:
    """Get Daily Errors."""
    return await _errors(request, 1)


async def weekly_errors(request: Request) -> Reply:
    """Get Weekly Errors."""
    return await _errors(request, DAYS_SHOWN)


async def _usage(request: Request, days: int) -> Reply:
    found = await request.read(lambda work: usage_by_day(work.tx, days))
    return Reply([_item(each, "users", "userId") for each in found])


async def _errors(request: Request, days: int) -> Reply:
    found = await request.read(lambda work: errors_by_day(work.tx, days))
    return Reply([_item(each, "errors", "errorCode") for each in found])


def _item(day: DayCount, member: str, key: str) -> dict[str, Any]:
    counts = [{key: name, "count": count} for name, count in day.counts]
    return {"date": day.day, "total": day.total, member: counts}
