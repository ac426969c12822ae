"""What the tests of lists and folders share: calls in few words."""

from collections.abc import Iterable
from itertools import count
from typing import Any

import msgspec

from leadkeep.assembly import set_up_instance
from leadkeep.domain.instance.access import save_partition, save_workspace
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal, Response
from tests.support.leads import create

ASSETS = "/rest/asset/v1"
LISTS = "/rest/v1/lists.json"
GROUP_LISTS = 12
MARKETING = 15
"""The zone of the first workspace in Marketing Activities."""

NOTHING_FOUND = ["No assets found for the given search criteria."]
NOT_FOUND = {"status": "skipped", "reasons": [{"code": "1004", "message": "Lead not found"}]}
NOT_IN_LIST = {"status": "skipped", "reasons": [{"code": "1015", "message": "Lead not in list"}]}
NO_LIST = ("1013", "List not found")

_numbers = count(1)


def reference(number: int, kind: str = "Folder") -> str:
    """Return a folder as a parameter names it."""
    return msgspec.json.encode({"id": number, "type": kind}).decode()


def fresh_name(word: str) -> str:
    """Return a name that no other test uses."""
    return f"{word} {next(_numbers)}"


def post(server: Rehearsal, path: str, **form: Any) -> Response:  # noqa: ANN401
    """Send a form to an asset operation."""
    token = form.pop("token", None)
    return server.request("POST", f"{ASSETS}/{path}", form=form, token=token)


def get(server: Rehearsal, path: str, token: str | None = None, **query: Any) -> Response:  # noqa: ANN401
    """Call an asset operation that reads."""
    return server.get(f"{ASSETS}/{path}", query, token=token)


def new_list(
    server: Rehearsal,
    name: str | None = None,
    folder: str = reference(GROUP_LISTS),
    token: str | None = None,
) -> int:
    """Create a static list and return its id."""
    name = name or fresh_name("List")
    (item,) = post(server, "staticLists.json", name=name, folder=folder, token=token).result
    list_id: int = item["id"]
    return list_id


def new_folder(server: Rehearsal, parent: str = reference(MARKETING), **form: Any) -> int:  # noqa: ANN401
    """Create a folder and return its id."""
    sent = {"name": fresh_name("Folder"), "parent": parent} | form
    (item,) = post(server, "folders.json", **sent).result
    folder_id: int = item["id"]
    return folder_id


def leads_path(list_id: int) -> str:
    """Return where a list's leads are read, added and removed."""
    return f"/rest/v1/lists/{list_id}/leads.json"


def people(server: Rehearsal, size: int) -> list[int]:
    """Create leads and return their ids."""
    return [create(server) for _ in range(size)]


def add(server: Rehearsal, list_id: int, *lead_ids: int, token: str | None = None) -> list[Any]:
    """Put leads on a list and return the result."""
    body = {"input": [{"id": lead_id} for lead_id in lead_ids]}
    result: list[Any] = server.post(leads_path(list_id), body, token=token).result
    return result


def remove(server: Rehearsal, list_id: int, *lead_ids: int, token: str | None = None) -> list[Any]:
    """Take leads off a list and return the result."""
    body = {"input": [{"id": lead_id} for lead_id in lead_ids]}
    result: list[Any] = server.delete(leads_path(list_id), body, token=token).result
    return result


def members(server: Rehearsal, list_id: int, **options: Any) -> list[int]:  # noqa: ANN401
    """Return the ids of all members, page by page."""
    found: list[int] = []
    token: str | None = None
    while True:
        query = {"fields": "id"} | options | ({"nextPageToken": token} if token else {})
        body = server.get(leads_path(list_id), query).body
        assert body["success"], body
        found += [lead["id"] for lead in body["result"]]
        token = body.get("nextPageToken")
        if token is None:
            return found


def all_with(status: str, lead_ids: Iterable[int]) -> list[dict[str, Any]]:
    """Return the result of a call in which every lead had this status."""
    return [{"id": lead_id, "status": status} for lead_id in lead_ids]


def add_workspace(server: Rehearsal, name: str = "North") -> str:
    """Add a workspace with a partition of its own; return a token of a client there."""

    def divide(tx: Transaction) -> None:
        save_workspace(tx, name)
        save_partition(tx, f"{name} leads", [name])
        set_up_instance(tx)

    server.store.write_now(divide)
    return server.token_for(server.add_client(fresh_name(name), workspace=name))


def zone(server: Rehearsal, path: str, token: str | None = None) -> int:
    """Return the id of the folder at a path."""
    result = get(server, "folders.json", token=token, maxDepth=9, maxReturn=200).result
    (found,) = [item["id"] for item in result if item["path"] == path]
    folder_id: int = found
    return folder_id
