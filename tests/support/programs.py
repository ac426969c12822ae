"""What the tests of programs share: calls in few words."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import msgspec
import pytest

from leadkeep.domain.assets.programs import save_tag_type
from leadkeep.testing import Rehearsal, Response
from tests.support.leads import Logged, create, logged, module_server
from tests.support.lists import MARKETING, fresh_name, post, reference

MEMBER_FIELDS = "/rest/v1/programs/members/schema/fields.json"
NO_PROGRAM = ("1013", "Program not found")
DENIED = ("603", "Access denied")

STATUS_CHANGE, ADD_TO_NURTURE, CHANGE_TRACK, CHANGE_CADENCE, DATA_CHANGE = 104, 113, 114, 115, 123

CHANNELS = {
    "Default": "Web Content",
    "Event": "Live Event",
    "Event with Webinar": "Webinar",
    "Engagement": "Nurture",
    "Email": "Email Send",
}
"""By type of program: a channel that every instance has."""

_numbers = count(1)


def server_with_regions(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    """Yield the server of a module whose programs may have a region as a tag."""
    for server in module_server(request):
        server.store.write_now(
            lambda tx: save_tag_type(tx, "Region", ["EMEA", "AMER"], is_required=False)
        )
        yield server


def new_program(server: Rehearsal, kind: str = "Event", **form: Any) -> int:  # noqa: ANN401
    """Create a program and return its id."""
    sent = {
        "name": fresh_name("Program"),
        "folder": reference(MARKETING),
        "type": kind,
        "channel": CHANNELS[kind],
    }
    (item,) = post(server, "programs.json", **sent | form).result
    program_id: int = item["id"]
    return program_id


def members_path(program_id: int, call: str = "") -> str:
    """Return where a program's members are read and written."""
    return f"/rest/v1/programs/{program_id}/members{call}.json"


def ask_status(
    server: Rehearsal,
    program_id: int,
    status: str,
    *lead_ids: int,
    token: str | None = None,
) -> Response:
    """Call Sync Program Member Status."""
    body = {"statusName": status, "input": [{"leadId": lead_id} for lead_id in lead_ids]}
    return server.post(members_path(program_id, "/status"), body, token=token)


def set_status(server: Rehearsal, program_id: int, status: str, *lead_ids: int) -> list[Any]:
    """Call Sync Program Member Status and return its result."""
    result: list[Any] = ask_status(server, program_id, status, *lead_ids).result
    return result


def set_data(server: Rehearsal, program_id: int, *records: dict[str, Any]) -> list[Any]:
    """Call Sync Program Member Data and return its result."""
    result: list[Any] = server.post(members_path(program_id), {"input": list(records)}).result
    return result


def remove(server: Rehearsal, program_id: int, *lead_ids: int) -> list[Any]:
    """Call Delete Program Members and return its result."""
    body = {"input": [{"leadId": lead_id} for lead_id in lead_ids]}
    result: list[Any] = server.post(members_path(program_id, "/delete"), body).result
    return result


def query(server: Rehearsal, program_id: int, **parameters: Any) -> Response:  # noqa: ANN401
    """Call Get Program Members."""
    return server.get(members_path(program_id), parameters)


def member(server: Rehearsal, program_id: int, lead_id: int, *fields: str) -> dict[str, Any]:
    """Return one member without its place in the page and its lead id."""
    wanted = {"fields": ",".join(fields)} if fields else {}
    found = query(server, program_id, filterType="leadId", filterValues=lead_id, **wanted).result
    (only,) = found
    assert (only.pop("seq"), only.pop("leadId")) == (0, lead_id)
    item: dict[str, Any] = only
    return item


def statuses(server: Rehearsal, program_id: int) -> dict[int, str]:
    """Return the status of every member by lead, page by page."""
    found: dict[int, str] = {}
    token: str | None = None
    path = f"/rest/v1/leads/programs/{program_id}.json"
    while True:
        wanted = {"fields": "id"} | ({"nextPageToken": token} if token else {})
        body = server.get(path, wanted).body
        assert body["success"], body
        for lead in body["result"]:
            assert lead["id"] not in found
            found[lead["id"]] = lead["membership"]["progressionStatus"]
        token = body.get("nextPageToken")
        if token is None:
            return found


def skipped(seq: int, code: str, message: str) -> dict[str, Any]:
    """Return the result item of a record that was skipped: it has no lead id."""
    reasons = [{"code": code, "message": message}]
    return {"seq": seq, "status": "skipped", "reasons": reasons}


def past(seq: int) -> dict[str, Any]:
    """Return the result item of a lead that is in or past the status."""
    return skipped(seq, "1037", "Lead skipped because it is already in or past this status")


def done(status: str, *lead_ids: int) -> list[dict[str, Any]]:
    """Return the result of a call in which every lead had this status."""
    return [{"seq": seq, "status": status, "leadId": each} for seq, each in enumerate(lead_ids)]


def people(server: Rehearsal, size: int) -> list[int]:
    """Create leads and return their ids."""
    return [create(server) for _ in range(size)]


def crowd(server: Rehearsal, size: int) -> list[int]:
    """Create many leads with as few calls as that takes, and return their ids."""
    number = next(_numbers)
    records = [{"email": f"crowd-{number}-{each}@example.com"} for each in range(size)]
    found: list[int] = []
    for start in range(0, size, 300):
        body = {"input": records[start : start + 300]}
        found += [item["id"] for item in server.post("/rest/v1/leads.json", body).result]
    return found


def told(server: Rehearsal, lead_id: int, *types: int) -> list[Logged]:
    """Return what the log tells of a lead's memberships, or of these types only."""
    wanted = types or (STATUS_CHANGE, ADD_TO_NURTURE, CHANGE_TRACK, CHANGE_CADENCE, DATA_CHANGE)
    return [row for row in logged(server, lead_id) if row.type_id in wanted]


def as_json(value: object) -> str:
    """Return a value as a parameter that holds JSON."""
    return msgspec.json.encode(value).decode()
