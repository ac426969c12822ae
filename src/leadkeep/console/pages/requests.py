"""Requests: the log of the latest API requests, one request opened, errors grouped."""

from collections.abc import Callable
from shlex import quote
from typing import Any
from urllib.parse import urlencode

import msgspec

from leadkeep.console.listing import AFTER, PAGE_SIZE, Column, Row, listing
from leadkeep.console.page import ADMINISTRATOR, Model, NotFound, Page
from leadkeep.console.visit import Visit
from leadkeep.domain.instance.access import Work
from leadkeep.domain.instance.requests import (
    LoggedRequest,
    RequestFilter,
    count_errors,
    find_requests,
)
from leadkeep.store import wire_timestamp

ERROR_LIMIT = 20
IDENTITY = "/identity/"
TOKEN_PARAMETER = "access_token"  # noqa: S105 -- a name
"""The parameter that a token may be in."""

COLUMNS = (
    Column("name", "Request"),
    Column("startedAt", "At", "moment"),
    Column("client", "Client"),
    Column("operation", "Operation", "code"),
    Column("code", "Code", "badge"),
    Column("records", "Records", "number"),
    Column("skipped", "Skipped", "number"),
    Column("milliseconds", "ms", "number"),
    Column("statements", "Statements", "number"),
)


def view(visit: Visit, work: Work) -> Model:
    """Show the latest requests, the newest first, and their errors by code."""
    wanted = RequestFilter(
        visit.text("client") or None,
        visit.text("operation") or None,
        visit.text("code") or None,
        has_error=True if visit.text("errors") else None,
    )
    size = visit.number("size", PAGE_SIZE)
    found = find_requests(work.tx, wanted, size + 1, visit.number(AFTER) or None)
    rows = [
        Row(
            [
                each.request.request_id,
                wire_timestamp(each.request.started_at),
                each.request.client_name,
                each.request.operation,
                each.request.code,
                each.request.records,
                each.request.skipped,
                round(each.request.milliseconds, 1),
                each.request.statements,
            ],
            f"/requests/{each.number}",
        )
        for each in found[:size]
    ]
    after = found[size - 1].number if len(found) > size else None
    meanings = visit.shared.external.meanings()
    return {
        "listing": listing(visit, COLUMNS, rows, after),
        "client": visit.text("client"),
        "operation": visit.text("operation"),
        "code": visit.text("code"),
        "onlyErrors": bool(visit.text("errors")),
        "errors": [
            {
                "code": each.code,
                "operation": each.operation,
                "requests": each.requests,
                "skipped": each.skipped,
                "lastAt": wire_timestamp(each.last_at),
                "meaning": meanings.get(each.code, ("", ""))[0],
                "action": meanings.get(each.code, ("", ""))[1],
            }
            for each in count_errors(work.tx, wanted)[:ERROR_LIMIT]
        ],
    }


def one(visit: Visit, work: Work) -> Model:
    """Show one request, with its bodies if they were logged."""
    number = visit.numbers["request"]
    found = find_requests(work.tx, limit=1, before_number=number + 1)
    if not found or found[0].number != number:
        raise NotFound
    request = found[0].request
    meaning, action = visit.shared.external.meanings().get(request.code or "", ("", ""))
    return {
        "title": f"Request {request.request_id}",
        "request": {
            "startedAt": wire_timestamp(request.started_at),
            "client": request.client_name,
            "operation": request.operation,
            "code": request.code,
            "records": request.records,
            "skipped": request.skipped,
            "milliseconds": round(request.milliseconds, 2),
            "statements": request.statements,
        },
        "meaning": meaning,
        "action": action,
        "curl": curl_of(visit.shared.external.operation, request),
        "sent": _pretty(request.request_body),
        "reply": _pretty(request.response_body),
    }


def curl_of(
    operation: Callable[[str], tuple[str, str] | None], request: LoggedRequest
) -> str | None:
    """Return a command that sends a request again; None if nothing serves it.

    The log has neither the token nor numbers in paths, and masks values: they are to be filled in.
    """
    found = operation(request.operation)
    if found is None:
        return None
    method, path = found
    logged = msgspec.json.decode(request.request_body) if request.request_body else {}
    sent, body = logged.get("query") or {}, logged.get("body")
    query = urlencode(
        {name: value for name, value in sent.items() if name != TOKEN_PARAMETER}, doseq=True
    )
    target = quote(f"{path}?{query}" if query else path)
    parts = [f'curl -X {method} "$LEADKEEP_URL"{target}']
    if not path.startswith(IDENTITY):
        parts.append('-H "Authorization: Bearer $LEADKEEP_TOKEN"')
    if body is not None:
        text = body if isinstance(body, str) else msgspec.json.encode(body).decode()
        parts += ["-H 'Content-Type: application/json'", f"--data {quote(text)}"]
    return " \\\n  ".join(parts)


def _pretty(text: str | None) -> Any:  # noqa: ANN401
    return None if text is None else msgspec.json.format(text, indent=2)


PAGES = (
    Page(
        "requests",
        "/requests",
        "Requests",
        ADMINISTRATOR,
        view,
        menu="Requests",
        key="r",
        has_listing=True,
        needs_counts=True,
    ),
    Page("request", "/requests/{request}", "Request", ADMINISTRATOR, one, area="Requests"),
)
