"""What the calls on members cost the database: a fixed handful of statements, each by an index."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import SqliteStores
from tests.support.costs import Prepare, assert_cost_is_fixed, plan_of, watched
from tests.support.leads import ENGINES, module_server, new_field
from tests.support.programs import (
    MEMBER_FIELDS,
    crowd,
    new_program,
    query,
    remove,
    set_data,
    set_status,
)

FULL_SCAN = re.compile(r"SCAN (program_member|lead|activity)\b").search


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        running.post(MEMBER_FIELDS, {"input": [new_field("seat")]})
        yield running


def joining(server: Rehearsal, size: int) -> Callable[[], Any]:
    program, leads = new_program(server), crowd(server, size)
    return lambda: set_status(server, program, "Invited", *leads)


def entering(server: Rehearsal, size: int) -> Callable[[], Any]:
    program, leads = new_program(server, "Engagement"), crowd(server, size)
    return lambda: set_status(server, program, "Member", *leads)


def prepared(server: Rehearsal, size: int) -> tuple[int, list[int]]:
    program, leads = new_program(server), crowd(server, size)
    set_status(server, program, "Invited", *leads)
    return program, leads


def succeeding(server: Rehearsal, size: int) -> Callable[[], Any]:
    program, leads = prepared(server, size)
    return lambda: set_status(server, program, "Attended", *leads)


def skipping(server: Rehearsal, size: int) -> Callable[[], Any]:
    program, leads = prepared(server, size)
    return lambda: set_status(server, program, "Invited", *leads)


def mixing(server: Rehearsal, size: int) -> Callable[[], Any]:
    program, leads = prepared(server, size - size // 3)
    both = [*leads, *crowd(server, size // 3)]
    return lambda: set_status(server, program, "Registered", *both)


def changing(server: Rehearsal, size: int) -> Callable[[], Any]:
    program, leads = prepared(server, size)
    records = [{"leadId": lead, "seat": f"A{lead}", "registrationCode": "x"} for lead in leads]
    return lambda: set_data(server, program, *records)


def removing(server: Rehearsal, size: int) -> Callable[[], Any]:
    program, leads = prepared(server, size)
    return lambda: remove(server, program, *leads)


def reading(server: Rehearsal, size: int) -> Callable[[], Any]:
    program, _ = prepared(server, size)
    return lambda: server.get(f"/rest/v1/leads/programs/{program}.json").result


def querying(server: Rehearsal, size: int) -> Callable[[], Any]:
    program, _ = prepared(server, size)
    wanted = {"filterType": "statusName", "filterValues": "Invited"}
    return lambda: query(server, program, **wanted).result


CALLS: list[Prepare] = [
    *(joining, entering, succeeding, skipping, mixing, changing, removing, reading, querying)
]


@pytest.mark.parametrize("prepare", CALLS, ids=lambda prepare: prepare.__name__)
def test_a_call_of_300_costs_what_a_call_of_3_costs(server: Rehearsal, prepare: Prepare) -> None:
    assert_cost_is_fixed(server, prepare, most=22)


@pytest.fixture(scope="module")
def embedded(sqlite_stores: SqliteStores) -> Iterator[Rehearsal]:
    store = sqlite_stores.make()
    with Rehearsal(store) as running:
        running.post(MEMBER_FIELDS, {"input": [new_field("seat")]})
        yield running
    store.close()


def test_no_statement_reads_all_members(embedded: Rehearsal) -> None:
    seen: list[str] = []
    for prepare in CALLS:
        seen += watched(embedded, prepare(embedded, 3))
    program, leads = prepared(embedded, 2)
    moment = embedded.clock.now().isoformat()[:19] + "Z"
    with embedded.store.watching(seen.append):
        for name, value in (("leadId", leads[0]), ("seat", "x"), ("reachedSuccess", "true")):
            assert query(embedded, program, filterType=name, filterValues=value).body["success"]
        times = {"filterType": "updatedAt", "startAt": moment, "endAt": moment}
        assert query(embedded, program, **times).result
        assert embedded.get(f"/rest/v1/leads/{leads[0]}/programMembership.json").result
    statements = {sql for sql in seen if "program_member" in sql and ":" not in sql}
    assert len(statements) >= 10
    for sql in statements:
        plan = plan_of(embedded, sql)
        assert not FULL_SCAN(plan), f"{sql}\n{plan}"


def test_a_page_of_leads_walks_along_one_index(embedded: Rehearsal) -> None:
    seen = watched(embedded, reading(embedded, 3))
    (page,) = [sql for sql in seen if "FROM program_member" in sql]
    plan = plan_of(embedded, page)
    assert "ix_program_member_program_id_lead_id" in plan
    assert "TEMP B-TREE" not in plan
