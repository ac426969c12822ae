"""Sync Leads: workspaces and partitions (behaviour.md 2.4, 3.5)."""

from collections.abc import Iterator

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import (
    ENGINES,
    LEADS,
    create,
    fresh,
    module_server,
    read,
    refused,
    sync,
    token_with,
)

DENIED = refused("1008", "Access denied to partition 'Default'")
NOT_ALLOWED = refused("1010", "Partition update not allowed")


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def partition_of(server: Rehearsal, lead_id: int) -> int:
    found: int = read(server, lead_id, "leadPartitionId")["leadPartitionId"]
    return found


@pytest.mark.fact("D", "3.5")
def test_a_new_lead_goes_to_the_first_partition_of_the_first_workspace(
    server: Rehearsal, east: str
) -> None:
    (ours,), (theirs,) = (
        sync(server, {"email": fresh()}),
        sync(server, {"email": fresh()}, token=east),
    )
    assert partition_of(server, ours["id"]) == 1
    assert partition_of(server, theirs["id"]) == 2


@pytest.mark.fact("D", "3.5")
def test_a_partition_named(server: Rehearsal, east: str) -> None:
    for action in ("createOnly", "createOrUpdate", "createDuplicate"):
        for token in (None, east):
            wrapper = {"partitionName": "Spare", "action": action}
            (item,) = sync(server, {"email": fresh()}, token=token, **wrapper)
            assert partition_of(server, item["id"]) == 3


@pytest.mark.fact("U", "3.5")
def test_an_unknown_partition(server: Rehearsal, east: str) -> None:
    del east
    for name in ("nowhere", "default", "a\0b"):
        answer = server.post(LEADS, {"partitionName": name, "input": [{"email": fresh()}]})
        assert answer.error == ("1003", f"Partition '{name}' not found")


@pytest.mark.fact("D", "3.5")
def test_a_partition_outside_scope(server: Rehearsal, east: str) -> None:
    body = {"partitionName": "Default", "input": [{"email": fresh()}]}
    denied = server.post(LEADS, body, token=east)
    assert denied.error == ("1008", "Access denied to partition 'Default'")
    assert server.post(LEADS, body).result[0]["status"] == "created"


@pytest.mark.fact("D", "3.5")
def test_a_lead_in_another_partition_than_the_one_named(server: Rehearsal, east: str) -> None:
    del east
    email = fresh()
    lead_id = create(server, email=email, firstName="Before")
    record = {"email": email, "firstName": "After"}
    for action in ("createOrUpdate", "updateOnly"):
        assert sync(server, record, action=action, partitionName="Spare") == [NOT_ALLOWED]
    assert read(server, lead_id, "firstName") == {"firstName": "Before"}
    updated = [{"id": lead_id, "status": "updated"}]
    assert sync(server, record, partitionName="Default") == updated
    assert read(server, lead_id, "firstName") == {"firstName": "After"}


@pytest.mark.fact("D", "2.4")
def test_a_lead_outside_scope(server: Rehearsal, east: str) -> None:
    email = fresh()
    lead_id = create(server, email=email, firstName="Before")
    by_email = {"email": email, "firstName": "After"}
    by_id = {"id": lead_id, "firstName": "After"}
    for action in ("createOrUpdate", "updateOnly"):
        assert sync(server, by_email, action=action, token=east) == [DENIED]
        assert sync(server, by_id, action=action, lookupField="id", token=east) == [DENIED]
    taken = refused("1005", "Lead already exists")
    assert sync(server, by_email, action="createOnly", token=east) == [taken]
    assert read(server, lead_id, "firstName") == {"firstName": "Before"}
    assert sync(server, by_email) == [{"id": lead_id, "status": "updated"}]


@pytest.mark.fact("U", "3.5")
def test_the_partition_id_in_a_record_is_ignored(server: Rehearsal, east: str) -> None:
    del east
    (item,) = sync(server, {"email": fresh(), "leadPartitionId": 3})
    assert item["status"] == "created"
    assert partition_of(server, item["id"]) == 1


@pytest.mark.fact("D", "2.3")
def test_without_permission_nothing_is_written(server: Rehearsal, east: str) -> None:
    del east
    record = {"email": fresh()}
    reader = token_with(server, "Read-Only Lead", "Read-Write Activity")
    assert server.post(LEADS, {"input": [record]}, token=reader).error == ("603", "Access denied")
    assert sync(server, record)[0]["status"] == "created"
