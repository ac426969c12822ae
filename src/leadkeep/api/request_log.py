"""Collect finished requests in this process: counts for metrics, and rows for the log of requests.

Both are kept in memory, off the way of a request; the rows are written about once a second with the
counts of usage (``counting.py``).
"""

import asyncio
import logging
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

import msgspec

from leadkeep.api.errors import IDENTITY_ERRORS, WIRE_ERRORS
from leadkeep.api.outcomes import STATUSES
from leadkeep.api.received import Received
from leadkeep.clock import elapsed
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.instance.requests import LoggedRequest, masked
from leadkeep.domain.leads import Action
from leadkeep.errors import Reason
from leadkeep.store import Store
from leadkeep.tracing import Attributes, Kind, NullTracer, Span, Tracer

logger = logging.getLogger("leadkeep")

BUCKETS_SECONDS = (
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1.0,
    2.5,
    5.0,
    10.0,
    30.0,
    60.0,
)
"""Upper bounds of the histogram of durations."""
ROWS_LIMIT_PER_SECOND = 100
"""Requests without an error that are logged between two writes; and as many with one."""
BODY_LIMIT_BYTES = 262_144
"""Larger bodies are logged by their size."""
UNSERVED = "unserved"
"""The operation of requests that none serves, for metrics."""
PLAN_ID_BYTES = 4
PLAN_LOG_LIMIT = 200
WAITING_LIMIT = 1_000
"""Rows that are kept while the store cannot be written; the oldest are dropped."""

SERVER_FAULTS = frozenset(
    {Reason.SYSTEM_ERROR, Reason.REQUEST_TIMED_OUT, Reason.TEMPORARILY_UNAVAILABLE}
)
"""Reasons that make a span of a request a failed one: what was refused otherwise is no fault."""

_IS_WORD = re.compile(r"[A-Za-z_.-]{0,40}|v1").fullmatch
"""Matches the segments of a path that hold no value."""
_BASE_WORDS = frozenset(
    {
        *(entry.code for entry in WIRE_ERRORS.values()),
        *(each.value for each in Action),
        *STATUSES,
        "csv",
        "tsv",
        "ssv",
    }
)


class OperationTally:
    """Counts of finished requests of one operation with one code, since the last read."""

    __slots__ = ("buckets", "requests", "seconds", "statements")

    def __init__(self) -> None:
        """Start with zero."""
        self.requests = 0
        self.statements = 0
        self.seconds = 0.0
        self.buckets = [0] * (len(BUCKETS_SECONDS) + 1)


@dataclass(frozen=True, slots=True)
class _Bodies:
    """The bodies of a request that are to be masked and logged."""

    query: Mapping[str, list[str]]
    content_type: str
    request: bytes
    response: bytes


class RequestLog:
    """What this process has to log and to count of its finished requests."""

    def __init__(
        self,
        store: Store,
        rows_limit: int,
        slow_seconds: float,
        tracer: Tracer | None = None,
    ) -> None:
        """Keep up to ``rows_limit`` rows in the log, none if it is 0.

        A request that takes ``slow_seconds`` gets a line in the server's log.
        """
        self._store = store
        self._tracer = tracer or NullTracer()
        self.rows_limit = rows_limit
        self._slow_seconds = slow_seconds
        self.tallies: dict[tuple[str, str | None], OperationTally] = {}
        self._budget = ROWS_LIMIT_PER_SECOND if rows_limit else 0
        self._left = self._left_of_errors = self._budget
        self._rows: list[tuple[LoggedRequest, _Bodies | None]] = []
        self._logged_plans: set[str] = set()

    def __bool__(self) -> bool:
        """Return whether there are rows to write."""
        return bool(self._rows)

    def end(
        self,
        started: float,
        received: Received | None,
        response: Any,  # noqa: ANN401 -- of any class of responses
        request: tuple[str, datetime, str, str],
    ) -> None:
        """Count a finished request, and log it if there is room.

        ``request`` has its id, the moment when it began, its method and its path; ``received`` is
        None if it was refused before it was read.
        """
        seconds = elapsed() - started
        reason: Reason | None = getattr(response, "error", None)
        code = None if reason is None and response.status_code < 400 else _code(reason, response)  # noqa: PLR2004
        operation = None if received is None else received.operation_id
        count = 0 if received is None else len(received.statements)
        key = (operation or UNSERVED, code)
        tally = self.tallies.get(key)
        if tally is None:
            tally = self.tallies[key] = OperationTally()
        tally.requests += 1
        tally.seconds += seconds
        tally.statements += count
        tally.buckets[bisect_left(BUCKETS_SECONDS, seconds)] += 1
        if self._tracer.is_on:
            self._tracer.record(_span(seconds, received, code, reason, request))
        is_slow = seconds >= self._slow_seconds
        if is_slow:
            self._warn(request[0], operation, seconds, received)
        if code is not None or is_slow:
            if self._left_of_errors > 0:
                self._left_of_errors -= 1
                self._add(seconds, received, code, response, request)
        elif self._left > 0:
            self._left -= 1
            self._add(seconds, received, code, response, request)

    def _add(
        self,
        seconds: float,
        received: Received | None,
        code: str | None,
        response: Any,  # noqa: ANN401
        request: tuple[str, datetime, str, str],
    ) -> None:
        request_id, began_at, method, path = request
        result = _items(None if received is None else received.result)
        skipped, first_code = (0, None) if method == "GET" else _skipped(result)
        row = LoggedRequest(
            began_at,
            request_id,
            None if received is None else received.client_name,
            (received and received.operation_id) or f"{method} {_masked_path(path)}",
            code or first_code,
            len(result),
            skipped,
            round(seconds * 1_000, 2),
            0 if received is None else len(received.statements),
        )
        until = None if received is None else received.bodies_logged_until
        bodies = None
        if received is not None and until is not None and began_at < until:
            bodies = _Bodies(received.query, received.content_type, received.body, response.body)
        self._rows.append((row, bodies))

    def _warn(
        self, request_id: str, operation: str | None, seconds: float, received: Received | None
    ) -> None:
        statements = [] if received is None else received.statements
        texts = list(dict.fromkeys(map(str, statements)))
        plan = blake2b("\0".join(texts).encode(), digest_size=PLAN_ID_BYTES).hexdigest()
        logger.warning(
            "request %s was slow: %s took %.3f s, %d statements, plan %s",
            request_id,
            operation or UNSERVED,
            seconds,
            len(statements),
            plan,
        )
        if plan not in self._logged_plans and len(self._logged_plans) < PLAN_LOG_LIMIT:
            self._logged_plans.add(plan)
            logger.info("plan %s: %s", plan, "; ".join(texts))

    def take_tallies(self) -> dict[tuple[str, str | None], OperationTally]:
        """Return the counts since the last time, by operation and error code."""
        taken, self.tallies = self.tallies, {}
        return taken

    # -- rows for the store -----------------------------------------------------------------------

    async def take(self) -> list[LoggedRequest]:
        """Return the rows to write, with masked bodies; from now on there is room for new ones."""
        taken, self._rows = self._rows, []
        self._left = self._left_of_errors = self._budget
        if not any(bodies for _, bodies in taken):
            return [row for row, _ in taken]
        catalog = await self._store.read(lead_catalog)
        words = _BASE_WORDS | {field.name for field in catalog.fields}
        return await asyncio.to_thread(_with_bodies, taken, words)

    def add_back(self, rows: Sequence[LoggedRequest]) -> None:
        """Keep rows for later that could not be written."""
        self._rows = [*((row, None) for row in rows), *self._rows][-WAITING_LIMIT:]


def _code(reason: Reason | None, response: Any) -> str:  # noqa: ANN401
    """Return the error code of a reason; else the HTTP status of a response without envelope."""
    if reason is None or reason in IDENTITY_ERRORS:
        return str(response.status_code)
    return WIRE_ERRORS[reason].code


def _span(
    seconds: float,
    received: Received | None,
    code: str | None,
    reason: Reason | None,
    request: tuple[str, datetime, str, str],
) -> Span:
    """Return a request as a span: nothing of its path, parameters and bodies."""
    request_id, began_at, method, _ = request
    said: Attributes = {
        "http.request.method": method,
        "leadkeep.request_id": request_id,
        "leadkeep.code": code or "ok",
    }
    parent = None
    if received is not None:
        said["leadkeep.records"] = len(_items(received.result))
        said["leadkeep.statements"] = len(received.statements)
        header = received.headers.get(b"traceparent")
        parent = None if header is None else header.decode("latin-1")
    name = (received and received.operation_id) or UNSERVED
    return Span(name, Kind.SERVER, began_at, seconds, said, reason in SERVER_FAULTS, parent)


def _items(result: Any) -> Sequence[Any]:  # noqa: ANN401
    """Return the items of a result, also of one that is JSON already."""
    if isinstance(result, msgspec.Raw):
        items: list[msgspec.Raw] = msgspec.json.decode(result, type=list[msgspec.Raw])
        return items
    return result or ()


def _skipped(result: Sequence[Any]) -> tuple[int, str | None]:
    """Return how many records of a result were skipped, and the error code of the first one."""
    count, code = 0, None
    for item in result:
        is_dict = isinstance(item, dict)
        reasons = item.get("reasons") if is_dict else getattr(item, "reasons", None)
        if isinstance(reasons, list) and reasons:
            count += 1
            code = code or reasons[0]["code"]
    return count, code


def _masked_path(path: str) -> str:
    """Return a path that no operation serves; segments that may hold values become ``*``."""
    return "/".join(each if _IS_WORD(each) else "*" for each in path.split("/"))


def _with_bodies(
    rows: list[tuple[LoggedRequest, _Bodies | None]], words: frozenset[str]
) -> list[LoggedRequest]:
    return [
        row
        if bodies is None
        else replace(
            row,
            request_body=_text(
                {
                    "query": masked(dict(bodies.query), words),
                    "body": _masked_body(bodies.request, bodies.content_type, words),
                }
            ),
            response_body=_text(_masked_body(bodies.response, "", words)),
        )
        for row, bodies in rows
    ]


def _masked_body(body: bytes, content_type: str, words: frozenset[str]) -> Any:  # noqa: ANN401
    if not body:
        return None
    if len(body) <= BODY_LIMIT_BYTES:
        try:
            return masked(msgspec.json.decode(body), words)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass
    return f"<{len(body)} bytes{' of ' * bool(content_type)}{content_type}>"


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()
