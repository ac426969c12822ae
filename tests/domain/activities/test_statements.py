"""What a page costs the database: the same few statements whatever it holds, each by an index."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import PostgresStores, SqliteStores, StoreFactory
from tests.support.activities import (
    ACTIVITIES,
    ADD,
    CHANGES,
    DELETED,
    approved_type,
    new_leads,
    record,
    token_since,
)
from tests.support.leads import ENGINES, east_token, module_server, sync

ANY_SCAN = re.compile(r"SCAN (lead|activity|merged_lead|deleted_lead|list_member)\b").search
SEQUENTIAL = re.compile(r"Seq Scan on (lead|activity|merged_lead|deleted_lead)\b").search
OWN_TABLES = re.compile(r"\b(activity|activity_second|deleted_lead|list_member)\b").search
MERGES = re.compile(r"\bmerged_lead\b").search
SMALL, LARGE = 3, 300


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        fill(running)
        yield running


def fill(server: Rehearsal) -> None:
    """Make leads with activities of several types: some deleted, some merged, some on a list."""
    leads = new_leads(server, LARGE) + new_leads(server, 20)
    changes = [{"id": lead_id, "title": "T"} for lead_id in leads[:LARGE]]
    sync(server, *changes, action="updateOnly", lookupField="id")
    doomed = {"input": [{"id": lead_id} for lead_id in leads[LARGE:]]}
    server.delete("/rest/v1/leads.json", doomed)
    losers = ",".join(map(str, new_leads(server, 3)))
    server.post(f"/rest/v1/leads/{leads[4]}/merge.json", query={"leadIds": losers})
    form = {"name": "All", "folder": '{"id":12,"type":"Folder"}'}
    (made,) = server.request("POST", "/rest/asset/v1/staticLists.json", form=form).result
    members = {"input": [{"id": lead_id} for lead_id in leads[:LARGE]]}
    server.post(f"/rest/v1/lists/{made['id']}/leads.json", members)


QUERIES: dict[str, tuple[str, dict[str, str]]] = {
    "one type": (ACTIVITIES, {"activityTypeIds": "12"}),
    "ten types": (ACTIVITIES, {"activityTypeIds": "1,2,3,6,7,8,9,10,12,13"}),
    "one lead": (ACTIVITIES, {"activityTypeIds": "12,13", "leadIds": "5"}),
    "thirty leads": (
        ACTIVITIES,
        {"activityTypeIds": "12,13", "leadIds": ",".join(map(str, range(1, 31)))},
    ),
    "assets": (ACTIVITIES, {"activityTypeIds": "12", "assetIds": "1,2,3,4,5"}),
    "list": (ACTIVITIES, {"activityTypeIds": "12,13", "listId": "1001"}),
    "changes": (CHANGES, {"fields": "title,email"}),
    "deleted": (DELETED, {}),
}

FOR_EAST = tuple(name for name in QUERIES if name != "list")
"""What a caller of another workspace may ask: the list belongs to the first one."""


def watched(server: Rehearsal, call: Callable[[], Any]) -> list[str]:
    seen: list[str] = []
    with server.store.watching(seen.append):
        call()
    return seen


def ask(server: Rehearsal, name: str, size: int, caller: str | None = None) -> Callable[[], Any]:
    path, query = QUERIES[name]
    asked = query | {"nextPageToken": token_since(server), "batchSize": str(size)}

    def call() -> Any:  # noqa: ANN401
        return server.get(path, asked, token=caller).result

    return call


@pytest.mark.parametrize(
    ("name", "is_east"),
    [*((name, False) for name in QUERIES), *((name, True) for name in FOR_EAST)],
)
def test_a_page_of_300_costs_what_a_page_of_3_costs(
    server: Rehearsal, east: str, name: str, *, is_east: bool
) -> None:
    caller = east if is_east else None
    watched(server, ask(server, name, SMALL, caller))  # what is read once has been read
    few = watched(server, ask(server, name, SMALL, caller))
    many = watched(server, ask(server, name, LARGE, caller))
    assert many == few
    own = [sql for sql in few if OWN_TABLES(sql)]
    assert len(own) <= 2 + (name in {"list", "deleted"}) + is_east


def test_adding_300_costs_what_adding_3_costs(server: Rehearsal) -> None:
    type_id = approved_type(server, "counted", note="string")
    (lead_id,) = new_leads(server, 1)
    one = record(lead_id, type_id, attributes=[{"apiName": "note", "value": "x"}])

    def adding(size: int) -> list[str]:
        return watched(server, lambda: server.post(ADD, {"input": [one] * size}).result)

    adding(SMALL)
    few, many = adding(SMALL), adding(LARGE)
    assert many == few
    assert len(few) <= 6


def statements_of_all(server: Rehearsal) -> set[str]:
    seen: list[str] = []
    east = east_token(server)
    for caller, names in ((None, tuple(QUERIES)), (east, FOR_EAST)):
        for name in names:
            seen += watched(server, ask(server, name, LARGE, caller))
    return {sql for sql in seen if OWN_TABLES(sql) or MERGES(sql)}


def test_no_page_reads_a_whole_table_of_the_embedded_store(sqlite_stores: SqliteStores) -> None:
    assert_no_scan(sqlite_stores, query_plan, ANY_SCAN)


def test_no_page_reads_a_whole_table_of_the_production_store(
    postgres_stores: PostgresStores,
) -> None:
    assert_no_scan(postgres_stores, generic_plan, SEQUENTIAL)


def assert_no_scan(
    stores: StoreFactory,
    plan_of: Callable[[Transaction, str], str],
    find_scan: Callable[[str], object],
) -> None:
    """Run every page on a full store; none of their statements reads a whole table."""
    with closing(stores.make()) as store, Rehearsal(store) as server:
        fill(server)
        statements = statements_of_all(server)
        assert len(statements) >= 8
        plans = store.read_now(lambda tx: [plan_of(tx, sql) for sql in statements])
        for sql, plan in zip(statements, plans, strict=True):
            assert not find_scan(plan), f"{sql}\n{plan}"


def query_plan(tx: Transaction, sql: str) -> str:
    rows = tx.driver.execute(f"EXPLAIN QUERY PLAN {sql}", [None] * sql.count("?"))
    return "\n".join(row[3] for row in rows)


def generic_plan(tx: Transaction, sql: str) -> str:
    """Return the plan that a statement has where tables are large."""
    for number in range(sql.count("%s")):
        sql = sql.replace("%s", f"${number + 1}", 1)
    tx.driver.execute("SET enable_seqscan = off")
    rows = tx.driver.execute(f"EXPLAIN (GENERIC_PLAN) {sql}").fetchall()
    tx.driver.execute("RESET enable_seqscan")
    return "\n".join(row[0] for row in rows)
