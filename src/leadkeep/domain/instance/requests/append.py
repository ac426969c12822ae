"""Append to the log of requests, and keep it within its limit."""

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter

from sqlalchemy import bindparam, delete, select

from leadkeep.domain.instance.requests.request import LoggedRequest
from leadkeep.domain.instance.requests.tables import (
    LOGGED_REQUEST_IDS,
    LONGEST_OPERATION,
    request_log,
)
from leadkeep.store import Insert, Statement, Transaction

PRUNE_LIMIT = 5_000
"""Rows that one call deletes beyond those it adds: after the limit was lowered there are many."""

_COLUMNS = tuple(each.name for each in fields(LoggedRequest))
_values = attrgetter(*_COLUMNS)
_OPERATION = _COLUMNS.index("operation")
_INSERT = Insert(request_log, ["id", *_COLUMNS])
_FIRST = Statement(select(request_log.c.id).order_by(request_log.c.id).limit(1))
_PRUNE = Statement(delete(request_log).where(request_log.c.id <= bindparam("last")))


def append_requests(tx: Transaction, requests: Sequence[LoggedRequest], limit: int) -> None:
    """Append requests to the log; delete the oldest rows beyond ``limit``.

    Of a log that is far beyond its limit, one call deletes a part only.
    """
    if not requests:
        return
    numbers = tx.allocate(LOGGED_REQUEST_IDS, len(requests))
    rows = []
    for number, request in zip(numbers, requests, strict=True):
        values = list(_values(request))
        values[_OPERATION] = values[_OPERATION][:LONGEST_OPERATION]
        rows.append((number, *values))
    tx.insert(_INSERT, rows)
    found = tx.row(_FIRST)
    first = numbers[0] if found is None else found[0]
    last = min(numbers[-1] - limit, first + len(requests) + PRUNE_LIMIT)
    if last >= first:
        tx.run(_PRUNE, last=last)
