"""Find logged requests, and count their errors."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from leadkeep.domain.instance.requests.request import FoundRequest, LoggedRequest
from leadkeep.domain.instance.requests.tables import request_log
from leadkeep.store import Transaction

_c = request_log.c
_COLUMNS = [_c[each.name] for each in fields(LoggedRequest)]


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """Which logged requests are meant; what is None says nothing."""

    client_name: str | None = None
    operation: str | None = None
    code: str | None = None
    has_error: bool | None = None
    """Whether the request was refused, or had skipped records."""
    since: datetime | None = None
    until: datetime | None = None
    min_milliseconds: float | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the filter, for a query of the log."""
        found: list[ColumnElement[bool]] = []
        if self.client_name is not None:
            found.append(_c.client_name == self.client_name)
        if self.operation is not None:
            found.append(_c.operation == self.operation)
        if self.code is not None:
            found.append(_c.code == self.code)
        if self.has_error is not None:
            found.append(_c.code.is_not(None) if self.has_error else _c.code.is_(None))
        if self.since is not None:
            found.append(_c.started_at >= self.since)
        if self.until is not None:
            found.append(_c.started_at < self.until)
        if self.min_milliseconds is not None:
            found.append(_c.milliseconds >= self.min_milliseconds)
        return found


ALL_REQUESTS = RequestFilter()


@dataclass(frozen=True, slots=True)
class ErrorCount:
    """How often an operation answered with an error code."""

    code: str
    operation: str
    requests: int
    skipped: int
    """Records that were skipped; 0 if whole requests were refused."""
    clients: int
    """How many clients got the error."""
    last_at: datetime


def find_requests(
    tx: Transaction,
    wanted: RequestFilter = ALL_REQUESTS,
    limit: int = 100,
    before_number: int | None = None,
) -> list[FoundRequest]:
    """Return up to ``limit`` logged requests, the latest first.

    ``before_number`` is the number of the last request of the page before.
    """
    query = select(_c.id, *_COLUMNS).where(*wanted.conditions())
    if before_number is not None:
        query = query.where(_c.id < before_number)
    return _found(tx.execute(query.order_by(_c.id.desc()).limit(limit)))


def requests_by_request_id(tx: Transaction, request_id: str) -> list[FoundRequest]:
    """Return the logged requests with a request id, the latest first: ids are random, not unique.

    ``request_id`` is as in the response, such as ``6227#17d4f044661``.
    """
    query = select(_c.id, *_COLUMNS).where(_c.request_id == request_id)
    return _found(tx.execute(query.order_by(_c.id.desc())))


def _found(rows: Any) -> list[FoundRequest]:  # noqa: ANN401
    return [FoundRequest(row[0], LoggedRequest(*row[1:])) for row in rows]


def count_errors(tx: Transaction, wanted: RequestFilter = ALL_REQUESTS) -> Sequence[ErrorCount]:
    """Count the errors of the logged requests by code and operation, the most frequent first."""
    count = func.count()
    query = (
        select(
            _c.code,
            _c.operation,
            count,
            func.sum(_c.skipped),
            func.count(_c.client_name.distinct()),
            func.max(_c.started_at),
        )
        .where(_c.code.is_not(None), *wanted.conditions())
        .group_by(_c.code, _c.operation)
        .order_by(count.desc(), _c.code, _c.operation)
    )
    return [
        ErrorCount(row[0], row[1], row[2], int(row[3]), row[4], row[5]) for row in tx.execute(query)
    ]
