"""Apply the vendor's request limits: rate, concurrency, daily quota (behaviour.md 1.11).

They are off by default. The limits hold across processes, so the requests that count are rows of a
table, written when a request starts and when it ends.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, func, insert, select, update

from leadkeep.clock import vendor_day
from leadkeep.domain.instance.usage.tables import CALL_IDS, api_call, usage_count
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Statement, Transaction

RATE_WINDOW_SECONDS = 20
LONGEST_REQUEST = timedelta(seconds=300)
"""A request without an end (its process was killed) counts as running for this long."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Request limits; None for no limit."""

    requests_per_window: int | None = None
    concurrent_requests: int | None = None
    requests_per_day: int | None = None

    def __bool__(self) -> bool:
        """Return whether any limit on requests is on."""
        return (self.requests_per_window, self.concurrent_requests, self.requests_per_day) != (
            None,
        ) * 3


@dataclass(frozen=True, slots=True)
class _Load:
    """How many requests run now, started in the rate window, and ended today."""

    running: int
    in_window: int
    ended_today: int


_WINDOW = timedelta(seconds=RATE_WINDOW_SECONDS)
# A row from the future was written before the clock was set back, or by a clock that is ahead.
_is_running = (
    api_call.c.ended_at.is_(None)
    & (api_call.c.started_at > bindparam("long_ago"))
    & (api_call.c.started_at <= bindparam("far_ahead"))
)
# One statement, so that a request that ends meanwhile is seen once: as running or as counted.
_LOAD = Statement(
    select(
        select(func.count()).where(_is_running).scalar_subquery(),
        select(func.count())
        .where(
            api_call.c.started_at > bindparam("window_start"),
            api_call.c.started_at <= bindparam("window_end"),
        )
        .scalar_subquery(),
        select(func.coalesce(func.sum(usage_count.c.count), 0))
        .where(usage_count.c.day == bindparam("today"))
        .scalar_subquery(),
    )
)


def admit_request(tx: Transaction, limits: Limits) -> int:
    """Admit an API request if the limits allow it; return the number to pass to ``end_request``.

    Raises:
        Refusal: 606, too many requests in the rate window; 607, the daily quota is used up; 615,
            too many requests at the same time.
    """
    tx.lock_keys(["api_call"])
    _check(limits, _load(tx))
    tx.execute(
        delete(api_call).where(
            (api_call.c.started_at <= tx.moment - LONGEST_REQUEST)
            | (api_call.c.started_at > tx.moment + LONGEST_REQUEST)
            | (api_call.c.ended_at.is_not(None) & (api_call.c.started_at <= tx.moment - _WINDOW))
        )
    )
    number = tx.allocate(CALL_IDS, 1)[0]
    tx.execute(insert(api_call).values(id=number, started_at=tx.moment))
    return number


def _load(tx: Transaction) -> _Load:
    row = tx.row(
        _LOAD,
        long_ago=tx.moment - LONGEST_REQUEST,
        far_ahead=tx.moment + LONGEST_REQUEST,
        window_start=tx.moment - _WINDOW,
        window_end=tx.moment,
        today=vendor_day(tx.moment),
    )
    assert row is not None  # noqa: S101 -- an aggregate always has a row
    return _Load(*map(int, row))


def _check(limits: Limits, load: _Load) -> None:
    used_today = load.ended_today + load.running
    if limits.requests_per_day is not None and used_today >= limits.requests_per_day:
        raise Refusal(Reason.DAILY_QUOTA)
    if limits.requests_per_window is not None and load.in_window >= limits.requests_per_window:
        raise Refusal(Reason.RATE_LIMIT, limits.requests_per_window, RATE_WINDOW_SECONDS)
    if limits.concurrent_requests is not None and load.running >= limits.concurrent_requests:
        raise Refusal(Reason.CONCURRENCY_LIMIT, limits.concurrent_requests)


def end_request(tx: Transaction, number: int, *, is_counted: bool) -> None:
    """Record that an API request has ended.

    A request whose error does not count against the limits is deleted (behaviour.md 1.8).
    """
    own = api_call.c.id == number
    if is_counted:
        tx.execute(update(api_call).where(own).values(ended_at=tx.moment))
    else:
        tx.execute(delete(api_call).where(own))
