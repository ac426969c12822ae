"""Reads that may lag behind go to a replica, and miss nothing that their client knows of."""

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import select, text

from leadkeep.assembly import set_up_instance
from leadkeep.domain.activities import ActivityFilter, ActivityType, Position, read_activities
from leadkeep.domain.activities.tables import ACTIVITY_IDS
from leadkeep.domain.fields.tables import lead_key
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Replica, Served, Store, Transaction, open_store
from leadkeep.store.migrate import upgrade
from leadkeep.store.replica_reads import end_of_record
from leadkeep.testing import Rehearsal
from tests.support.bulk import ACTIVITIES_EXPORT, around_now, export
from tests.support.console import signed_in
from tests.support.database_server import DatabaseServer, database_server
from tests.support.leads import fresh, sync
from tests.support.replicas import ReplicaServer, replica_of, wait_until
from tests.support.slow import IS_SHORT
from tests.support.stores import mark

T = TypeVar("T")
LAG_SECONDS = 3
ADA, BOB = "ada@example.com", "bob@example.com"

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def primary() -> Iterator[DatabaseServer]:
    with database_server(durable=True) as server:
        with closing(open_store(Path(), server.url)) as store:
            upgrade(store)
            store.write_now(set_up_instance)
        yield server


@pytest.fixture(scope="module")
def replica(primary: DatabaseServer) -> Iterator[ReplicaServer]:
    with replica_of(primary) as server:
        yield server


@pytest.fixture(scope="module")
def server(primary: DatabaseServer) -> Iterator[Rehearsal]:
    """A server without the replica, whose client others have too."""
    with closing(open_store(Path(), primary.url)) as store, Rehearsal(store) as made:
        yield made


@pytest.fixture
def store(primary: DatabaseServer, replica: ReplicaServer) -> Iterator[Store]:
    with closing(opened(primary, replica)) as made:
        serve_by(made, Served.REPLICA)
        yield made


def opened(primary: DatabaseServer, replica: ReplicaServer) -> Store:
    return open_store(Path(), primary.url, replica=Replica(replica.url, LAG_SECONDS))


def behind(store: Store, verb: Callable[[Transaction], T], client: str = ADA) -> T:
    version = store.read_now(lambda tx: tx.version)
    return asyncio.run(store.read_behind(verb, client, version, is_long=True))


def is_replica(tx: Transaction) -> bool:
    return bool(tx.execute(text("SELECT pg_is_in_recovery()")).scalar_one())


def serve_by(store: Store, served: Served) -> None:
    """Return once reads are served so."""

    def is_so() -> bool:
        before = store.counters.behind[served]
        behind(store, is_replica)
        return store.counters.behind[served] > before

    wait_until(is_so)


def write(store: Store, value: str, client: str | None = ADA) -> None:
    def verb(tx: Transaction) -> None:
        tx.client = client
        mark(tx, value)

    store.write_now(verb)


def seen(tx: Transaction) -> set[str]:
    return set(tx.execute(select(lead_key.c.value).where(lead_key.c.kind == "mark")).scalars())


def test_reads_that_may_lag_go_to_the_replica_and_others_do_not(store: Store) -> None:
    assert behind(store, is_replica) is True
    assert store.read_snapshot_behind(is_replica) is True
    assert store.read_now(is_replica) is False
    assert store.read_snapshot(is_replica) is False


def test_a_client_reads_its_writes_while_the_replica_stands_still(
    primary: DatabaseServer, store: Store, replica: ReplicaServer
) -> None:
    with closing(opened(primary, replica)) as other:
        serve_by(other, Served.REPLICA)
        replica.catch_up(primary.url)
        replica.pause()
        try:
            write(store, "own")
            # At any process: the one that wrote, and another one.
            for each in (store, other):
                assert "own" in behind(each, seen)
                assert "own" not in behind(each, seen, BOB)
                assert each.counters.behind[Served.OWN_WRITE] >= 1
        finally:
            replica.go_on()
        replica.catch_up(primary.url)
        wait_until(lambda: "own" in behind(other, seen, BOB))
        serve_by(store, Served.REPLICA)
        assert "own" in behind(store, seen)


def test_a_snapshot_has_all_that_is_committed(store: Store) -> None:
    for number in range(20):
        write(store, f"now{number}", None)
        assert f"now{number}" in store.read_snapshot_behind(seen)


def test_a_replica_that_lags_too_far_serves_nothing(
    store: Store, replica: ReplicaServer, caplog: pytest.LogCaptureFixture
) -> None:
    replica.pause()
    caplog.set_level(logging.INFO)
    try:
        write(store, "late", BOB)
        assert behind(store, is_replica) is True
        serve_by(store, Served.LAGGING)
        assert behind(store, is_replica) is False
        assert "late" in store.read_snapshot_behind(seen)
    finally:
        replica.go_on()
    serve_by(store, Served.REPLICA)
    lines = [each for each in caplog.messages if "replica" in each]
    assert lines == [
        "all reads go to the primary: the replica lags too far behind",
        "reads that may lag behind go to the replica",
    ]


def test_a_replica_that_hangs_costs_little_and_one_that_is_killed_nothing(
    store: Store, replica: ReplicaServer
) -> None:
    replica.send(signal.SIGSTOP)
    try:
        assert behind(store, is_replica) is False
        assert store.read_snapshot_behind(is_replica) is False
    finally:
        replica.send(signal.SIGCONT)
    serve_by(store, Served.REPLICA)
    replica.kill()
    assert behind(store, is_replica) is False
    serve_by(store, Served.UNREACHABLE)
    replica.start_again()
    serve_by(store, Served.REPLICA)


def test_after_a_crash_of_the_primary_no_write_is_forgotten(
    primary: DatabaseServer, store: Store, replica: ReplicaServer
) -> None:
    """The table of last writes is empty then."""
    replica.catch_up(primary.url)
    replica.pause()
    try:
        write(store, "before the crash")
        primary.kill()
        primary.start_again()
        for client in (ADA, BOB):
            assert "before the crash" in behind(store, seen, client)
    finally:
        replica.go_on()
    serve_by(store, Served.REPLICA)


def test_without_the_primary_nobody_knows_how_old_the_replica_is(
    primary: DatabaseServer, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    primary.kill()
    try:
        wait_until(lambda: any("compared with the primary" in each for each in caplog.messages))
    finally:
        primary.start_again()
    serve_by(store, Served.REPLICA)


def test_a_refusal_and_a_new_catalog_come_from_the_primary(
    primary: DatabaseServer, store: Store, replica: ReplicaServer
) -> None:
    served = []

    def refuse(tx: Transaction) -> None:
        served.append(is_replica(tx))
        raise Refusal(Reason.LEAD_NOT_FOUND)

    with pytest.raises(Refusal):
        behind(store, refuse)
    assert served == [True, False]
    replica.catch_up(primary.url)
    replica.pause()
    try:
        store.write_now(lambda tx: tx.bump_version())
        assert behind(store, is_replica, BOB) is False
        assert store.counters.behind[Served.CATALOG] == 1
    finally:
        replica.go_on()


def test_a_reader_of_the_log_at_the_replica_stops_below_open_transactions(
    primary: DatabaseServer, store: Store
) -> None:
    """The replica sees no locks of the primary, and its sequences are ahead of its rows."""
    with closing(open_store(Path(), primary.url)) as other:
        ids: list[int] = []

        def write_late(tx: Transaction) -> None:
            ids.extend(tx.allocate_in_order(ACTIVITY_IDS, 1))
            write_meanwhile()
            serve_by(store, Served.REPLICA)
            assert behind(store, settled) < ids[0]

        def write_meanwhile() -> None:
            store.write_now(lambda tx: ids.extend(tx.allocate_in_order(ACTIVITY_IDS, 5)))

        other.write_now(write_late)
    wait_until(lambda: behind(store, settled) >= max(ids))


def settled(tx: Transaction) -> int:
    assert is_replica(tx)
    return log_end(tx)


ACTIVITIES = "/rest/v1/activities.json"
EXTRACTED, KILLED_AT_PAGE = 2_400, 2
PAGING_TOKEN = "/rest/v1/activities/pagingtoken.json"
ROUNDS = 6 if IS_SHORT else 20


def test_operations_and_pages_that_may_lag_are_served_by_the_replica(
    server: Rehearsal, store: Store, primary: DatabaseServer, replica: ReplicaServer
) -> None:
    with server.another(store) as near:
        browser = signed_in(near, "carol@example.com")
        (lead,) = sync(near, {"email": fresh()})
        token = near.get(PAGING_TOKEN, {"sinceDatetime": "2020-01-01"}).body["nextPageToken"]
        replica.catch_up(primary.url)

        def served(path: str, **query: object) -> int:
            before = store.counters.behind[Served.REPLICA]
            assert near.get(path, query).body["success"] is True
            return store.counters.behind[Served.REPLICA] - before

        assert served("/rest/v1/leads/describe.json") == 1
        assert served(ACTIVITIES, nextPageToken=token, activityTypeIds="12") == 1
        assert served("/rest/v1/activities/deletedleads.json", nextPageToken=token) == 1
        assert served(f"/rest/v1/lead/{lead['id']}.json") == 0
        before = store.counters.behind[Served.REPLICA]
        assert browser.get("/leads").status == 200
        assert store.counters.behind[Served.REPLICA] == before + 1


@pytest.mark.parametrize("is_killed", [False, True], ids=["alive", "killed"])
def test_an_extract_is_whole_though_the_replica_dies_on_the_way(
    server: Rehearsal, store: Store, replica: ReplicaServer, *, is_killed: bool
) -> None:
    """The rows that came from the replica are written again, and none twice."""
    with server.another(store) as near, ExitStack() as stack:
        for _ in range(EXTRACTED // 300):
            sync(near, *({"email": fresh("extracted")} for _ in range(300)))
        pages = count(1)

        def kill(sql: str) -> None:
            if is_killed and "FROM activity" in sql and next(pages) == KILLED_AT_PAGE:
                replica.kill()
                stack.callback(replica.start_again)

        wanted = {"createdAt": around_now(near), "activityTypeIds": [int(ActivityType.NEW_LEAD)]}
        before = store.counters.behind.copy()
        with store.watching(kill):
            _, *found = export(near, {"filter": wanted}, ACTIVITIES_EXPORT)
        assert next(pages) > KILLED_AT_PAGE or not is_killed
        served = store.counters.behind - before
        assert served[Served.FAILED if is_killed else Served.REPLICA] >= 1
        assert len({row[0] for row in found}) == len(found) == store.read_now(count_new_leads)


def count_new_leads(tx: Transaction) -> int:
    query = text("SELECT count(*) FROM activity WHERE activity_type_id = 12")
    return int(tx.execute(query).scalar_one())


def test_a_poller_at_the_replica_misses_nothing(
    server: Rehearsal, store: Store, primary: DatabaseServer, replica: ReplicaServer
) -> None:
    """Writers write side by side, and pages come from either server."""
    seen: list[int] = []
    with ExitStack() as stack:
        others = [stack.enter_context(closing(open_store(Path(), primary.url))) for _ in range(2)]
        servers = [stack.enter_context(Rehearsal(each)) for each in others]
        threads = stack.enter_context(ThreadPoolExecutor(2))
        stack.callback(replica.go_on)
        position = Position(store.read_now(lambda tx: tx.settled(ACTIVITY_IDS)))
        running = [threads.submit(write_rounds, each, server.token) for each in servers]
        while not all(each.done() for each in running):
            replica.pause() if len(seen) % 3 == 1 else replica.go_on()
            position = read_pages(store, position, seen)
        replica.go_on()
        replica.catch_up(primary.url)
        serve_by(store, Served.REPLICA)
        served = store.counters.behind[Served.REPLICA]
        wait_until(lambda: behind(store, settled, BOB) == store.read_now(log_end))
        read_pages(store, position, seen)
        assert store.counters.behind[Served.REPLICA] > served
        written = [number for each in running for number in each.result()]
    assert sorted(seen) == sorted(written)


def read_pages(store: Store, position: Position, seen: list[int]) -> Position:
    """Add the new leads behind a position to ``seen``; return the position after them."""
    has_more = True
    while has_more:
        wanted = ActivityFilter(position, 7, (int(ActivityType.NEW_LEAD),))
        page = behind(store, partial(read_activities, wanted=wanted), BOB)
        seen += [row[1] for row in page.rows]
        position, has_more = page.position, page.has_more
    return position


def log_end(tx: Transaction) -> int:
    return tx.settled(ACTIVITY_IDS)


def write_rounds(server: Rehearsal, token: str) -> list[int]:
    """Create leads, a few in each request; return their ids."""
    made = []
    for number in range(ROUNDS):
        records = [{"email": fresh("polled")} for _ in range(1 + number % 4)]
        made += [each["id"] for each in sync(server, *records, token=token)]
    return made


def test_a_write_at_a_replica_is_made_at_the_primary(store: Store) -> None:
    """A verb that is declared to read and writes none the less does no harm."""

    behind(store, lambda tx: mark(tx, "odd"))
    assert "odd" in store.read_now(seen)
    assert store.counters.behind[Served.FAILED] == 1


def test_a_page_header_belongs_to_no_record() -> None:
    assert [end_of_record(8192 + each) for each in (0, 24, 40, 48, 8191)] == [
        *(8192, 8192, 8192),
        *(8240, 16383),
    ]
