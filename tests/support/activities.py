"""What the tests of activities share: tokens, pages, custom types."""

from collections.abc import Iterator
from typing import Any

from leadkeep.testing import Rehearsal, Response
from tests.support.leads import fresh

ACTIVITIES = "/rest/v1/activities.json"
CHANGES = "/rest/v1/activities/leadchanges.json"
DELETED = "/rest/v1/activities/deletedleads.json"
PAGING_TOKEN = "/rest/v1/activities/pagingtoken.json"
TYPES = "/rest/v1/activities/types.json"
CUSTOM_TYPES = "/rest/v1/activities/external/types.json"
TYPE = "/rest/v1/activities/external/type"
ADD = "/rest/v1/activities/external.json"

NEW_LEAD, CHANGE, DELETE = 12, 13, 37
BEGINNING = "1970-01-01"


def token_since(server: Rehearsal, since: str = BEGINNING, **options: Any) -> str:  # noqa: ANN401
    """Return a token for a moment."""
    answer = server.get(PAGING_TOKEN, {"sinceDatetime": since}, **options)
    assert answer.body["success"], answer.body
    token: str = answer.body["nextPageToken"]
    return token


def now_token(server: Rehearsal) -> str:
    """Return a token behind all that was recorded so far, one second later."""
    server.clock.advance(seconds=1)
    return token_since(server, server.clock.now().isoformat())


def page(
    server: Rehearsal,
    token: str,
    path: str = ACTIVITIES,
    *,
    caller: str | None = None,
    **query: Any,  # noqa: ANN401
) -> Response:
    """Return one page; of new leads and changes unless other types are asked for.

    ``caller`` is the access token; without one, that of the client that may do all.
    """
    wanted = {"nextPageToken": token, **query}
    if path == ACTIVITIES:
        wanted.setdefault("activityTypeIds", "12,13")
    return server.get(path, wanted, token=caller)


def rows(server: Rehearsal, token: str, path: str = ACTIVITIES, **query: Any) -> list[Any]:  # noqa: ANN401
    """Return the rows of one page."""
    return page(server, token, path, **query).result or []


def pages(server: Rehearsal, token: str, path: str = ACTIVITIES, **query: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the bodies of all pages, following their tokens."""
    while True:
        body = page(server, token, path, **query).body
        assert body["success"] is True, body
        yield body
        if not body["moreResult"]:
            return
        token = body["nextPageToken"]


def followed(server: Rehearsal, token: str, path: str = ACTIVITIES, **query: Any) -> list[int]:  # noqa: ANN401
    """Return the ids of all rows of all pages."""
    return [
        row["id"] for body in pages(server, token, path, **query) for row in body.get("result", [])
    ]


def type_body(api_name: str, **members: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the description of a custom type."""
    return {
        "apiName": api_name,
        "name": f"Attend {api_name}",
        "triggerName": f"Attends {api_name}",
        "filterName": f"Attended {api_name}",
        "primaryAttribute": {"apiName": "title", "name": "Title"},
        **members,
    }


def type_path(api_name: str, action: str = "") -> str:
    """Return the path of an operation on a custom type."""
    return f"{TYPE}/{api_name}{action and '/' + action}.json"


def approved_type(server: Rehearsal, api_name: str, **attributes: str) -> int:
    """Create a type with secondary attributes, given by name and data type, and approve it."""
    (made,) = server.post(f"{TYPE}.json", type_body(api_name)).result
    if attributes:
        items = [
            {"apiName": name, "name": name.capitalize(), "dataType": data_type}
            for name, data_type in attributes.items()
        ]
        assert server.post(type_path(api_name, "attributes/create"), {"attributes": items}).result
    assert server.post(type_path(api_name, "approve")).result[0]["status"] == "approved"
    type_id: int = made["id"]
    return type_id


def record(lead_id: int, type_id: int, **members: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a custom activity to add."""
    return {
        "leadId": lead_id,
        "activityDate": "2026-01-02T03:04:05Z",
        "activityTypeId": type_id,
        "primaryAttributeValue": "The talk",
        **members,
    }


def add(server: Rehearsal, *records: Any, token: str | None = None) -> list[Any]:  # noqa: ANN401
    """Add custom activities and return the result."""
    result: list[Any] = server.post(ADD, {"input": list(records)}, token=token).result
    return result


def failed(code: str, message: str) -> dict[str, Any]:
    """Return the result item of a custom activity that was not added: with ``errors``."""
    return {"status": "skipped", "errors": [{"code": code, "message": message}]}


def new_leads(server: Rehearsal, count: int, **values: Any) -> list[int]:  # noqa: ANN401
    """Create leads and return their ids."""
    records = [{"email": fresh(), **values} for _ in range(count)]
    result = server.post("/rest/v1/leads.json", {"input": records}).result
    return [item["id"] for item in result]
