"""Tag Usage (behaviour.md 2.5)."""

from typing import Any

from leadkeep.api.call import Call
from leadkeep.api.envelope import Reply
from leadkeep.domain.instance.usage import DAYS_SHOWN, DayCount, errors_by_day, usage_by_day


async def daily_usage(call: Call) -> Reply:
    """Get Daily Usage."""
    return await _usage(call, 1)


async def weekly_usage(call: Call) -> Reply:
    """Get Weekly Usage."""
    return await _usage(call, DAYS_SHOWN)


async def daily_errors(call: Call) -> Reply:
    """Get Daily Errors."""
    return await _errors(call, 1)


async def weekly_errors(call: Call) -> Reply:
    """Get Weekly Errors."""
    return await _errors(call, DAYS_SHOWN)


async def _usage(call: Call, days: int) -> Reply:
    now = call.now
    found = await call.read(lambda tx: usage_by_day(tx, now, days))
    return Reply([_item(each, "users", "userId") for each in found])


async def _errors(call: Call, days: int) -> Reply:
    now = call.now
    found = await call.read(lambda tx: errors_by_day(tx, now, days))
    return Reply([_item(each, "errors", "errorCode") for each in found])


def _item(day: DayCount, member: str, key: str) -> dict[str, Any]:
    counts = [{key: name, "count": count} for name, count in day.counts]
    return {"date": day.day, "total": day.total, member: counts}
