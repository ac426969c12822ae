"""What a call costs the database: a fixed handful of statements, each by an index."""

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import SqliteStores
from tests.support.costs import Prepare, assert_cost_is_fixed, plan_of, watched
from tests.support.leads import ENGINES, LEADS, add_fields, east_token, module_server

numbers = count(1)

FULL_SCAN = re.compile(r"SCAN (lead|lead_key|activity)\b").search


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        add_fields(running, {"team": "string"})
        yield running


def emails(size: int) -> list[str]:
    start = next(numbers)
    return [f"s{start}-{number}@example.com" for number in range(size)]


def sync(server: Rehearsal, records: list[dict[str, Any]], **wrapper: Any) -> list[Any]:  # noqa: ANN401
    result: list[Any] = server.post(LEADS, {"input": records, **wrapper}).result
    assert "skipped" not in {item["status"] for item in result}
    return result


def created(server: Rehearsal, size: int) -> list[dict[str, Any]]:
    records = [{"email": email, "firstName": "A", "team": email} for email in emails(size)]
    return [
        {**record, "id": item["id"]}
        for record, item in zip(records, sync(server, records), strict=True)
    ]


def creating(server: Rehearsal, size: int) -> Callable[[], Any]:
    records = [{"email": email, "firstName": "A", "leadScore": 1} for email in emails(size)]
    return lambda: sync(server, records)


def duplicating(server: Rehearsal, size: int) -> Callable[[], Any]:
    records = [{"email": email} for email in emails(size)]
    return lambda: sync(server, records, action="createDuplicate")


def updating(server: Rehearsal, size: int) -> Callable[[], Any]:
    records = [{"email": lead["email"].upper(), "firstName": "B"} for lead in created(server, size)]
    return lambda: sync(server, records)


def updating_by_id(server: Rehearsal, size: int) -> Callable[[], Any]:
    records = [{"id": lead["id"], "team": "moved"} for lead in created(server, size)]
    return lambda: sync(server, records, action="updateOnly", lookupField="id")


def updating_nothing(server: Rehearsal, size: int) -> Callable[[], Any]:
    records = [{"email": lead["email"], "firstName": "A"} for lead in created(server, size)]
    return lambda: sync(server, records)


def mixing(server: Rehearsal, size: int) -> Callable[[], Any]:
    old = [lead["email"] for lead in created(server, size - size // 3)]
    records = [{"email": email, "lastName": "B"} for email in (*old, *emails(size // 3))]
    return lambda: sync(server, records)


def deleting(server: Rehearsal, size: int) -> Callable[[], Any]:
    ids = [{"id": lead["id"]} for lead in created(server, size)]
    return lambda: server.post("/rest/v1/leads/delete.json", {"input": ids}).result


def filtering(server: Rehearsal, size: int) -> Callable[[], Any]:
    values = ",".join(lead["email"] for lead in created(server, size))
    form = {"filterType": "email", "filterValues": values, "_method": "GET"}
    return lambda: server.request("POST", LEADS, form=form).result


def filtering_by_id(server: Rehearsal, size: int) -> Callable[[], Any]:
    values = ",".join(str(lead["id"]) for lead in created(server, size))
    form = {"filterType": "id", "filterValues": values, "_method": "GET"}
    return lambda: server.request("POST", LEADS, form=form).result


CALLS: list[Prepare] = [
    *(creating, duplicating, updating, updating_by_id, updating_nothing, mixing, deleting),
    *(filtering, filtering_by_id),
]


@pytest.mark.parametrize("prepare", CALLS, ids=lambda prepare: prepare.__name__)
def test_a_call_of_300_costs_what_a_call_of_3_costs(server: Rehearsal, prepare: Prepare) -> None:
    assert_cost_is_fixed(server, prepare, most=12)


@pytest.fixture(scope="module")
def embedded(sqlite_stores: SqliteStores) -> Iterator[Rehearsal]:
    store = sqlite_stores.make()
    with Rehearsal(store) as running:
        add_fields(running, {"team": "string"})
        yield running
    store.close()


def test_no_hot_statement_reads_a_whole_table(embedded: Rehearsal) -> None:
    east = east_token(embedded)
    lead_id = created(embedded, 3)[0]["id"]
    seen: list[str] = []
    for prepare in CALLS:
        seen += watched(embedded, prepare(embedded, 3))
    queries: list[dict[str, Any]] = [
        {"filterType": name, "filterValues": value}
        for name, value in {
            "email": "a@b.c",
            "id": 1,
            "team": "x",
            "leadPartitionId": "1,2",
        }.items()
    ]
    path = f"/rest/v1/lead/{lead_id}.json"
    body = {"input": [{"email": "a@b.c", "firstName": "A"}]}
    for token in (None, east):
        with embedded.store.watching(seen.append):
            for query in queries:
                assert embedded.get(LEADS, query, token=token).result is not None
            assert embedded.get(path, token=token).result is not None
            assert embedded.post(LEADS, body, token=token).result
    statements = {sql for sql in seen if re.search(r"\b(lead|lead_key|activity)\b", sql)}
    assert len(statements) >= 10
    for sql in statements:
        plan = plan_of(embedded, sql)
        assert not FULL_SCAN(plan), f"{sql}\n{plan}"


def test_a_whole_table_is_told_from_an_index(embedded: Rehearsal) -> None:
    assert FULL_SCAN(plan_of(embedded, "SELECT id FROM lead WHERE lead.email = ?"))
    assert not FULL_SCAN(plan_of(embedded, "SELECT id FROM lead WHERE id = ?"))
