"""What calls on lists cost the database: a fixed handful of statements, each by an index."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from leadkeep.domain.instance.access import save_partition, save_workspace
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import PostgresStores, SqliteStores
from tests.support.costs import Prepare, assert_cost_is_fixed, watched
from tests.support.leads import ENGINES, LEADS, fresh, module_server
from tests.support.lists import add, get, leads_path, new_folder, new_list, post, reference

FULL_SCAN = re.compile(r"SCAN (lead|list_member)\b").search
WHOLE_TABLE = re.compile(r"Seq Scan on (lead|list_member)\b").search


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def people(server: Rehearsal, size: int) -> list[int]:
    records = [{"email": fresh("cost")} for _ in range(size)]
    return [item["id"] for item in server.post(LEADS, {"input": records}).result]


def adding(server: Rehearsal, size: int) -> Callable[[], Any]:
    list_id, leads = new_list(server), people(server, size)
    return lambda: add(server, list_id, *leads)


def removing(server: Rehearsal, size: int) -> Callable[[], Any]:
    list_id, leads = new_list(server), people(server, size)
    add(server, list_id, *leads)
    body = {"input": [{"id": lead_id} for lead_id in leads]}
    return lambda: server.delete(leads_path(list_id), body).result


def asking(server: Rehearsal, size: int) -> Callable[[], Any]:
    list_id, leads = new_list(server), people(server, size)
    add(server, list_id, *leads[::2])
    path = f"/rest/v1/lists/{list_id}/leads/ismember.json"
    form = {"_method": "GET", "id": ",".join(map(str, leads))}
    return lambda: server.request("POST", path, form=form).result


def reading(server: Rehearsal, size: int) -> Callable[[], Any]:
    list_id, leads = new_list(server), people(server, size)
    add(server, list_id, *leads)
    return lambda: server.get(leads_path(list_id)).result


def reading_lists_of_a_lead(server: Rehearsal, size: int) -> Callable[[], Any]:
    (lead_id,) = people(server, 1)
    for _ in range(min(size, 20)):
        add(server, new_list(server), lead_id)
    return lambda: server.get(f"/rest/v1/leads/{lead_id}/listMembership.json").result


def reading_lists(server: Rehearsal, size: int) -> Callable[[], Any]:
    wanted = ",".join(str(new_list(server)) for _ in range(min(size, 20)))
    return lambda: server.get("/rest/v1/lists.json", {"id": wanted}).result


def browsing_folders(server: Rehearsal, size: int) -> Callable[[], Any]:
    root = reference(new_folder(server))
    for _ in range(min(size, 20)):
        new_folder(server, root)
    return lambda: get(server, "folders.json", root=root, maxReturn=200).result


CALLS: list[Prepare] = [
    *(adding, removing, asking, reading),
    *(reading_lists_of_a_lead, reading_lists, browsing_folders),
]


@pytest.mark.parametrize("prepare", CALLS, ids=lambda prepare: prepare.__name__)
def test_a_call_of_300_costs_what_a_call_of_3_costs(server: Rehearsal, prepare: Prepare) -> None:
    assert_cost_is_fixed(server, prepare, most=10)


def test_a_list_is_deleted_with_one_statement_for_all_its_members(server: Rehearsal) -> None:
    costs = []
    for size in (3, 3, 300):
        list_id = new_list(server)
        add(server, list_id, *people(server, size))
        costs.append(watched(server, lambda: post(server, f"staticList/{list_id}/delete.json")))  # noqa: B023 -- called at once
    assert costs[1] == costs[2]


# -- plans -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def embedded(sqlite_stores: SqliteStores) -> Iterator[Rehearsal]:
    store = sqlite_stores.make()
    with Rehearsal(store) as running:
        yield running
    store.close()


def hide_a_partition(tx: Transaction) -> None:
    """Make the first workspace one that does not see every lead."""
    save_workspace(tx, "East")
    save_partition(tx, "East leads", ["East"])


def statements_of_members(server: Rehearsal) -> set[str]:
    """Return what calls run on members and leads, with all leads within reach and not."""
    seen: list[str] = []
    for prepare in (adding, removing, asking, reading, reading_lists_of_a_lead):
        seen += watched(server, prepare(server, 3))
    list_id = new_list(server)
    add(server, list_id, *people(server, 3))
    server.store.write_now(hide_a_partition)
    with server.store.watching(seen.append):
        assert len(server.get(leads_path(list_id)).result) == 3
    post(server, f"staticList/{list_id}/delete.json")
    return {sql for sql in seen if re.search(r"\b(lead|list_member)\b", sql)}


def test_no_statement_reads_a_whole_table(embedded: Rehearsal) -> None:
    statements = statements_of_members(embedded)
    assert len(statements) >= 6
    for sql in statements:
        values = [None] * sql.count("?")
        explain = f"EXPLAIN QUERY PLAN {sql}"
        rows = embedded.store.read_now(lambda tx: list(tx.driver.execute(explain, values)))  # noqa: B023 -- called at once
        plan = "\n".join(row[3] for row in rows)
        assert not FULL_SCAN(plan), f"{sql}\n{plan}"


def test_a_page_walks_the_index_of_its_list(embedded: Rehearsal) -> None:
    reads = watched(embedded, reading(embedded, 3))
    (page,) = [sql for sql in reads if "list_member.lead_id >" in sql]
    explain = f"EXPLAIN QUERY PLAN {page}"
    values = [1, 0, 300, 0][: page.count("?")]
    (row,) = embedded.store.read_now(lambda tx: list(tx.driver.execute(explain, values)))
    index = "ix_list_member_list_id_lead_id (list_id=? AND lead_id>?)"
    assert row[3] == f"SEARCH list_member USING COVERING INDEX {index}"


def test_a_page_walks_the_index_of_its_list_on_the_server(postgres_stores: PostgresStores) -> None:
    """With members enough that reading all of them would be dear, and statistics to know it by."""
    store = postgres_stores.make()
    with Rehearsal(store) as server:
        lists = [new_list(server) for _ in range(2)]
        for _ in range(5):
            leads = people(server, 300)
            for list_id in lists:
                add(server, list_id, *leads)

        def plan(tx: Transaction) -> str:
            tx.execute(text("ANALYZE list_member"))
            query = text(
                "EXPLAIN SELECT lead_id FROM list_member WHERE list_id = :l AND lead_id > 700"
                " ORDER BY lead_id LIMIT 50"
            )
            return "\n".join(row[0] for row in tx.execute(query, {"l": lists[0]}))

        found = store.write_now(plan)
    store.close()
    assert "ix_list_member_list_id_lead_id" in found
    assert not WHOLE_TABLE(found)
    assert "Sort" not in found
