"""What the tests of leads and fields share: servers, calls in few words, the activity log."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple

import msgspec
import pytest
from sqlalchemy import select

from leadkeep.domain.activities.tables import activity
from leadkeep.domain.instance.access import save_partition, save_role, save_workspace
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory

LEADS = "/rest/v1/leads.json"
FIELDS = "/rest/v1/leads/schema/fields.json"
USER = "rehearsal@api.example.com"
"""The API user of a rehearsal's own client."""
ENGINES = ("sqlite", "postgres")

_numbers = count(1)


def module_server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    """Run one server for a whole module, whose tests keep apart by their keys."""
    factory: StoreFactory = request.getfixturevalue(f"{request.param}_served")
    store = factory.make()
    with Rehearsal(store) as running:
        yield running
    factory.discard(store)


def fresh(word: str = "lead") -> str:
    """Return an email address that no other test uses."""
    return f"{word}-{next(_numbers)}@example.com"


def refused(code: str, message: str) -> dict[str, Any]:
    """Return the result item of a record that was skipped (behaviour.md 1.7)."""
    return {"status": "skipped", "reasons": [{"code": code, "message": message}]}


def bad_value(field: str, shown: str) -> dict[str, Any]:
    """Return the result item of a record whose value is not of the field's type."""
    return refused("1003", f"Invalid value for field '{field}' and value '{shown}'")


def sync(server: Rehearsal, *records: Any, token: str | None = None, **wrapper: Any) -> Any:  # noqa: ANN401
    """Call Sync Leads and return its result."""
    return server.post(LEADS, {"input": list(records), **wrapper}, token=token).result


def create(server: Rehearsal, **values: Any) -> int:  # noqa: ANN401
    """Create a lead and return its id."""
    (item,) = sync(server, {"email": fresh(), **values}, action="createDuplicate")
    assert item["status"] == "created"
    lead_id: int = item["id"]
    return lead_id


def read(server: Rehearsal, lead_id: int, *fields: str) -> dict[str, Any]:
    """Return one lead without its id."""
    query = {"fields": ",".join(fields)} if fields else None
    (lead,) = server.get(f"/rest/v1/lead/{lead_id}.json", query).result
    assert lead.pop("id") == lead_id
    found: dict[str, Any] = lead
    return found


def find(server: Rehearsal, filter_type: str, *values: object, **query: object) -> Any:  # noqa: ANN401
    """Call Get Leads by Filter and return its result."""
    wanted = {"filterType": filter_type, "filterValues": ",".join(map(str, values)), **query}
    return server.get(LEADS, wanted).result


def ids_of(server: Rehearsal, filter_type: str, *values: object) -> list[int]:
    """Return the ids of the leads that a filter finds."""
    return [lead["id"] for lead in find(server, filter_type, *values, fields="id")]


def new_field(name: str, data_type: str = "string", **members: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the description of a field to create."""
    return {"name": name, "displayName": f"The {name}", "dataType": data_type, **members}


def add_fields(server: Rehearsal, fields: dict[str, str]) -> None:
    """Create custom fields, given by name and type."""
    items = [new_field(name, data_type) for name, data_type in fields.items()]
    result = server.post(FIELDS, {"input": items}).result
    assert [item["status"] for item in result] == ["created"] * len(items)


class Logged(NamedTuple):
    """A row of the activity log."""

    id: int
    lead_id: int
    type_id: int
    date: Any
    primary_id: int | None
    primary_value: str | None
    attributes: list[tuple[str, Any]]


def logged(server: Rehearsal, *lead_ids: int) -> list[Logged]:
    """Return the activities of some leads in the order of their ids."""
    columns = activity.c
    query = (
        select(
            columns.id,
            columns.lead_id,
            columns.activity_type_id,
            columns.activity_date,
            columns.primary_attribute_value_id,
            columns.primary_attribute_value,
            columns.attributes,
        )
        .where(columns.lead_id.in_(lead_ids))
        .order_by(columns.id)
    )
    rows = server.store.read_now(lambda tx: [tuple(row) for row in tx.execute(query)])
    return [Logged._make((*row[:6], _attributes(row[6]))) for row in rows]


def _attributes(text: str) -> list[tuple[str, Any]]:
    items: Sequence[dict[str, Any]] = msgspec.json.decode(text)
    assert all(list(item) == ["name", "value"] for item in items)
    return [(item["name"], item["value"]) for item in items]


def east_token(server: Rehearsal) -> str:
    """Add the workspace East; return a token of a client there.

    It sees the partitions East leads (2) and Spare (3), which the workspace Default sees too.
    """

    def divide(tx: Transaction) -> None:
        save_workspace(tx, "East")
        for name in ("East leads", "Spare"):
            save_partition(tx, name, ["Default", "East"])

    server.store.write_now(divide)
    return server.token_for(server.add_client("east", workspace="East"))


def token_with(server: Rehearsal, *permissions: str) -> str:
    """Return a token of a client that has these permissions only."""
    name = fresh("client")
    server.store.write_now(lambda tx: save_role(tx, name, permissions))
    return server.token_for(server.add_client(name, role=name))
