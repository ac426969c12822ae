"""Tag Usage: numbers of requests and errors by day (behaviour.md 2.5)."""

from collections.abc import Callable, Sequence

from leadkeep.api.declarations import Declarations
from leadkeep.api.envelope import Reply
from leadkeep.api.request import Request
from leadkeep.api.structs import Day, ReplyItem
from leadkeep.domain.instance.usage import REPORTED_DAYS, DayCount, errors_by_day, usage_by_day
from leadkeep.store import Transaction

serves = Declarations()


class UserCount(ReplyItem):
    """The number of requests of an API user."""

    user_id: str
    count: int


class UsageOfDay(ReplyItem):
    """The requests of one day, by API user."""

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


def _usage_of(day: DayCount) -> UsageOfDay:
    return UsageOfDay(day.day, day.total, [UserCount(*each) for each in day.counts])


def _errors_of(day: DayCount) -> ErrorsOfDay:
    return ErrorsOfDay(day.day, day.total, [ErrorCount(*each) for each in day.counts])


def _serve(
    operation_id: str,
    days: int,
    read: Callable[[Transaction, int], Sequence[DayCount]],
    item: type[UsageOfDay | ErrorsOfDay],
    render: Callable[[DayCount], UsageOfDay | ErrorsOfDay],
) -> None:
    """Declare an operation that returns counts for today, or for each of the last ``days`` days."""

    @serves(operation_id, item=item)
    async def counts(request: Request) -> Reply:
        for store_counts in request.server.before_statistics:
            await store_counts()
        found = await request.read(lambda work: read(work.tx, days))
        return Reply([render(each) for each in found])


_serve("getDailyUsageUsingGET", 1, usage_by_day, UsageOfDay, _usage_of)
_serve("getLast7DaysUsageUsingGET", REPORTED_DAYS, usage_by_day, UsageOfDay, _usage_of)
_serve("getDailyErrorsUsingGET", 1, errors_by_day, ErrorsOfDay, _errors_of)
_serve("getLast7DaysErrorsUsingGET", REPORTED_DAYS, errors_by_day, ErrorsOfDay, _errors_of)
