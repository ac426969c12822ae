"""``leadkeep requests``: the log of the latest API requests, and its errors."""

from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

import typer

from leadkeep.cli.options import AsJson, Data, Database, opened
from leadkeep.cli.output import echo, print_json, print_listing
from leadkeep.domain.instance.access import clients_with_logged_bodies, log_bodies
from leadkeep.domain.instance.requests import (
    FoundRequest,
    RequestFilter,
    count_errors,
    find_requests,
    requests_by_request_id,
)
from leadkeep.store import Store, wire_timestamp

app = typer.Typer(no_args_is_help=True, help="The log of the latest API requests, and its errors.")

LISTED = 50

Client = Annotated[
    str | None, typer.Option("--client", help="Only of this client.", show_default=False)
]
Operation = Annotated[
    str | None,
    typer.Option("--operation", help="Only of this operation, by its id.", show_default=False),
]
Minutes = Annotated[
    float | None,
    typer.Option("--minutes", min=0, help="Only of the last minutes.", show_default=False),
]

COLUMNS = {
    "startedAt": "started",
    "requestId": "request id",
    "client": "client",
    "operation": "operation",
    "code": "code",
    "records": "records",
    "skipped": "skipped",
    "milliseconds": "ms",
    "statements": "statements",
}
ERROR_COLUMNS = {
    "code": "code",
    "operation": "operation",
    "requests": "requests",
    "skipped": "skipped records",
    "clients": "clients",
    "lastAt": "last",
    "meaning": "meaning",
    "action": "what to do",
}


@app.command("list")
def list_all(
    client: Client = None,
    operation: Operation = None,
    minutes: Minutes = None,
    code: Annotated[
        str | None, typer.Option(help="Only with this error code.", show_default=False)
    ] = None,
    slower: Annotated[
        float | None,
        typer.Option(min=0, help="Only those that took as many milliseconds.", show_default=False),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Number of requests.")] = LISTED,
    data: Data = None,
    database: Database = None,
    *,
    errors: Annotated[
        bool, typer.Option("--errors", help="Only refused ones, and those with skipped records.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the latest requests, the newest first."""
    with opened(data, database) as (store, _):
        wanted = replace(
            _filter(store, client, operation, minutes),
            code=code,
            has_error=True if errors else None,
            min_milliseconds=slower,
        )
        found = store.read_now(lambda tx: find_requests(tx, wanted, limit))
    print_listing(COLUMNS, [_item(each) for each in found], as_json=as_json)


@app.command()
def show(
    request_id: Annotated[
        str,
        typer.Argument(help="As in the response: 6227#17d4f044661.", show_default=False),
    ],
    data: Data = None,
    database: Database = None,
) -> None:
    """Print one request as JSON, with its bodies if they were logged."""
    import msgspec  # noqa: PLC0415 -- the list of commands is shown without it

    with opened(data, database) as (store, _):
        found = store.read_now(lambda tx: requests_by_request_id(tx, request_id))
    if not found:
        raise LookupError(f"the log has no request {request_id}: it is too old, or was not logged")
    items = []
    for each in found:
        bodies = {"request": each.request.request_body, "response": each.request.response_body}
        parsed = {
            name: msgspec.json.decode(text) for name, text in bodies.items() if text is not None
        }
        items.append(_item(each) | _help(each.request.code) | parsed)
    print_json(items if len(items) > 1 else items[0])


@app.command("errors")
def list_errors(
    client: Client = None,
    operation: Operation = None,
    minutes: Minutes = None,
    data: Data = None,
    database: Database = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Count the errors by code and operation, and say what to do about them."""
    with opened(data, database) as (store, _):
        wanted = _filter(store, client, operation, minutes)
        found = store.read_now(lambda tx: count_errors(tx, wanted))
    items = [
        {
            "code": each.code,
            "operation": each.operation,
            "requests": each.requests,
            "skipped": each.skipped,
            "clients": each.clients,
            "lastAt": wire_timestamp(each.last_at),
            **_help(each.code),
        }
        for each in found
    ]
    print_listing(ERROR_COLUMNS, items, as_json=as_json)


@app.command("log-bodies")
def log_bodies_of(
    client: Annotated[str, typer.Argument(help="The client's name.", show_default=False)],
    minutes: Annotated[
        float, typer.Option(min=0, max=1440, help="For how long; 0 ends it now.")
    ] = 15,
    data: Data = None,
    database: Database = None,
) -> None:
    """Log the bodies of a client's requests and responses for a while, with masked values."""
    with opened(data, database) as (store, _):
        until = store.clock.now() + timedelta(minutes=minutes) if minutes else None
        store.write_now(lambda tx: log_bodies(tx, client, until))
        present = store.read_now(clients_with_logged_bodies)
    for name, end in present.items():
        echo(f"the bodies of {name} are logged until {wire_timestamp(end)}, with masked values")
    if client not in present:
        echo(f"the bodies of {client} are not logged")


def _filter(
    store: Store, client: str | None, operation: str | None, minutes: float | None
) -> RequestFilter:
    since = None if minutes is None else store.clock.now() - timedelta(minutes=minutes)
    return RequestFilter(client_name=client, operation=operation, since=since)


def _item(found: FoundRequest) -> dict[str, Any]:
    request = found.request
    return {
        "startedAt": wire_timestamp(request.started_at),
        "requestId": request.request_id,
        "client": request.client_name,
        "operation": request.operation,
        "code": request.code,
        "records": request.records,
        "skipped": request.skipped,
        "milliseconds": request.milliseconds,
        "statements": request.statements,
    }


def _help(code: str | None) -> dict[str, str]:
    """Return meaning and action of an error code, nothing without one."""
    from leadkeep.api.error_help import error_help  # noqa: PLC0415 -- not every command needs it

    known = error_help().get(code or "")
    if known is None:
        return {} if code is None else {"meaning": "", "action": ""}
    return {"meaning": known.meaning, "action": known.action}
