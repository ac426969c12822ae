"""Get Lead Partitions and Update Lead Partition (behaviour.md 3.10)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from leadkeep.domain.instance.access import save_partition
from leadkeep.domain.leads import LEAD_EVENTS, LeadEvent
from leadkeep.testing import Rehearsal
from tests.support.costs import assert_cost_is_fixed
from tests.support.leads import (
    ENGINES,
    create,
    fresh,
    logged,
    module_server,
    read,
    refused,
    sync,
    token_with,
)

PARTITIONS = "/rest/v1/leads/partitions.json"
CHANGE_LEAD_PARTITION = 100


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def move(server: Rehearsal, *records: Any, token: str | None = None) -> Any:  # noqa: ANN401
    return server.post(PARTITIONS, {"input": list(records)}, token=token).result


def partition_of(server: Rehearsal, lead_id: int) -> int:
    found: int = read(server, lead_id, "leadPartitionId")["leadPartitionId"]
    return found


@pytest.mark.fact("D", "3.10")
def test_a_caller_sees_the_partitions_of_its_workspace(server: Rehearsal, east: str) -> None:
    server.store.write_now(lambda tx: save_partition(tx, "Spare", description="For later"))
    spare = {"id": 3, "name": "Spare", "description": "For later"}
    default = {"id": 1, "name": "Default", "description": "Initial system lead partition"}
    eastern = {"id": 2, "name": "East leads"}
    assert server.get(PARTITIONS).result == [default, eastern, spare]
    assert server.get(PARTITIONS, token=east).result == [eastern, spare]


@pytest.mark.fact("D", "3.10")
@pytest.mark.fact("R", "9.3")
def test_a_move_is_told(server: Rehearsal, east: str) -> None:
    lead_id = create(server)
    before = read(server, lead_id, "updatedAt")
    seen: list[LeadEvent] = []
    server.store.subscribe(LEAD_EVENTS, lambda _, events: seen.extend(events))
    server.clock.advance(seconds=5)
    assert move(server, {"id": lead_id, "partitionName": "East leads"}) == [
        {"id": lead_id, "status": "updated"}
    ]
    assert partition_of(server, lead_id) == 2
    assert read(server, lead_id, "updatedAt") != before
    *_, told = logged(server, lead_id)
    assert (told.type_id, told.primary_id, told.primary_value) == (
        CHANGE_LEAD_PARTITION,
        2,
        "East leads",
    )
    assert told.attributes == [("Old Partition ID", 1), ("Reason", "Web service API")]
    assert [(each.lead_id, dict(each.changes)) for each in seen] == [
        (lead_id, {"leadPartitionId": (1, 2)})
    ]
    assert server.get(f"/rest/v1/lead/{lead_id}.json", token=east).result


def test_a_lead_that_is_there_already_changes_nothing(server: Rehearsal, east: str) -> None:
    del east
    lead_id = create(server)
    before = logged(server, lead_id), read(server, lead_id)
    server.clock.advance(seconds=5)
    record = {"id": lead_id, "partitionName": "Default"}
    assert move(server, record) == [{"id": lead_id, "status": "updated"}]
    assert (logged(server, lead_id), read(server, lead_id)) == before
    there_and_back = [{"id": lead_id, "partitionName": name} for name in ("Spare", "Default")]
    assert [each["status"] for each in move(server, *there_and_back)] == ["updated"] * 2
    assert partition_of(server, lead_id) == 1
    moves = [each for each in logged(server, lead_id) if each.type_id == CHANGE_LEAD_PARTITION]
    assert [each.primary_value for each in moves] == ["Spare", "Default"]


@pytest.mark.fact("D", "3.10")
def test_what_is_refused_stops_no_other(server: Rehearsal, east: str) -> None:
    ours, theirs, free = create(server), create(server), create(server)
    move(server, *({"id": each, "partitionName": "East leads"} for each in (theirs, free)))
    result = move(
        server,
        {"id": 999_999, "partitionName": "Spare"},
        {"id": theirs, "partitionName": "Nowhere"},
        {"id": theirs, "partitionName": "Default"},
        {"id": ours, "partitionName": "Spare"},
        {"id": theirs},
        {"id": theirs, "partitionName": 5},
        {"id": theirs, "partitionName": "spare"},
        {"id": str(free), "partitionName": "Spare"},
        token=east,
    )
    assert result == [
        {"id": 999_999} | refused("1004", "Lead not found"),
        {"id": theirs} | refused("1003", "Partition 'Nowhere' not found"),
        {"id": theirs} | refused("1008", "Access denied to partition 'Default'"),
        {"id": ours} | refused("1010", "Partition update not allowed"),
        {"id": theirs} | refused("1009", "Partition name must be specified"),
        {"id": theirs} | refused("1003", "Invalid value for field 'partitionName' and value '5'"),
        {"id": theirs} | refused("1003", "Partition 'spare' not found"),
        {"id": free, "status": "updated"},
    ]
    assert [partition_of(server, each) for each in (ours, theirs, free)] == [1, 2, 3]


def test_whole_calls_that_are_refused(server: Rehearsal, east: str) -> None:
    del east
    lead_id = create(server)
    good = {"id": lead_id, "partitionName": "Spare"}
    reader = token_with(server, "Read-Only Lead")
    assert server.post(PARTITIONS, {"input": [good]}, token=reader).error == (
        "603",
        "Access denied",
    )
    assert server.post(PARTITIONS, {"input": [good] * 301}).error == (
        "1003",
        "Too many records. Maximum allowed is 300",
    )
    assert server.post(PARTITIONS, {"input": []}).error == ("1003", "Leads not specified")
    odd: list[Any] = [None, "x", True, [], 1.5]
    for bad in odd:
        answer = server.post(PARTITIONS, {"input": [good, good | {"id": bad}]})
        assert answer.error[0] == "1001"
    assert partition_of(server, lead_id) == 1


def test_300_cost_what_3_cost(server: Rehearsal, east: str) -> None:
    del east

    def prepare(running: Rehearsal, count: int) -> Callable[[], Any]:
        made = sync(running, *({"email": fresh()} for _ in range(count)))
        records = [{"id": each["id"], "partitionName": "Spare"} for each in made]
        return lambda: move(running, *records)

    assert_cost_is_fixed(server, prepare, most=9)
