"""Tables are distributed by their class: the statements that are sent to a cluster.

No package has the extension, so functions of its names note what they are called with. They refuse
what the extension refuses: a table with foreign keys, and one that is placed already.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Table, text

import leadkeep.tables
from leadkeep.cli.db import check_store
from leadkeep.domain.fields.tables import lead
from leadkeep.domain.objects.custom import custom_tables
from leadkeep.domain.objects.standard.tables import company
from leadkeep.errors import SetupError
from leadkeep.store import Store, Transaction, metadata
from leadkeep.store.distribute import (
    distribute,
    misplaced_tables,
    remaining_steps,
)
from leadkeep.store.migrate import MIGRATIONS, upgrade
from leadkeep.store.placement import wanted_placement
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import StoreFactory
from tests.support.databases import new_database
from tests.support.leads import create
from tests.support.records import LEAD_LINK, VIN, make_type
from tests.support.stores import new_store, open_url

EXTENSION = """
CREATE TABLE citus_tables (
    table_name regclass PRIMARY KEY, citus_table_type text, distribution_column text, shards text
);
CREATE FUNCTION no_keys(name text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (
        SELECT FROM pg_constraint WHERE contype = 'f' AND name::regclass IN (conrelid, confrelid)
    ) THEN RAISE 'foreign keys of %', name; END IF;
END $$;
CREATE FUNCTION create_reference_table(name text) RETURNS void LANGUAGE sql AS $$
    SELECT no_keys(name);
    INSERT INTO citus_tables VALUES (name::regclass, 'reference', '<none>', '')
$$;
CREATE FUNCTION create_distributed_table(
    name text, by_column text, colocate_with text, shard_count int DEFAULT 0
) RETURNS void LANGUAGE sql AS $$
    SELECT no_keys(name);
    INSERT INTO citus_tables
    VALUES (name::regclass, 'distributed', by_column, colocate_with || ' ' || shard_count)
$$;
"""
KEYS = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' ORDER BY 1"
OWN_LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
PLACED = "SELECT table_name::text, distribution_column, shards FROM citus_tables ORDER BY 1"


@contextmanager
def new_cluster(postgres_stores: StoreFactory) -> Iterator[Store]:
    with new_store(postgres_stores) as store:
        run(store, EXTENSION)
        yield store


@pytest.fixture
def cluster(postgres_stores: StoreFactory) -> Iterator[Store]:
    with new_cluster(postgres_stores) as store:
        yield store


def run(store: Store, sql: str) -> None:
    with psycopg.connect(store.address, autocommit=True) as driver:
        driver.execute(sql.encode())


def rows(store: Store, sql: str) -> list[tuple[str, ...]]:
    with store.core_connection() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def misplaced(store: Store, own: Sequence[Table] = ()) -> list[str]:
    with store.core_connection() as connection:
        return misplaced_tables(connection, own)


def test_every_table_goes_where_its_class_says(cluster: Store) -> None:
    assert leadkeep.tables.__all__
    before = rows(cluster, KEYS)
    assert before
    assert misplaced(cluster) == []
    distribute(cluster, 8)
    placed = {name: (column, shards) for name, column, shards in rows(cluster, PLACED)}
    assert placed["lead"] == ("id", "none 8")
    assert placed["activity"] == ("lead_id", "lead 0")
    assert placed["lead_key"] == ("value", "none 8")
    assert placed["visitor"] == ("token", "none 8")
    assert placed["static_list"] == ("<none>", "")
    local = {
        name for name, each in metadata.tables.items() if wanted_placement(each).kind == "local"
    }
    assert placed.keys() == metadata.tables.keys() - local
    assert {"job", "sales_person", "named_account"} <= local
    for name in ("company", "opportunity", "opportunity_role"):
        assert placed[name] == ("id", "lead 0")
    assert rows(cluster, KEYS) == before
    assert misplaced(cluster) == []


def test_nothing_is_left_to_do_the_second_time(cluster: Store) -> None:
    steps = [each.description for each in remaining_steps(cluster)]
    assert distribute(cluster) == steps
    assert remaining_steps(cluster) == []
    assert distribute(cluster) == []


def test_an_interrupted_run_is_continued(cluster: Store) -> None:
    """Whatever the step after which it was interrupted, the end is the same."""
    before = rows(cluster, KEYS)
    steps = remaining_steps(cluster)
    for count in (1, len(steps) // 3, len(steps) // 3, 2):
        for step in remaining_steps(cluster)[:count]:
            run(cluster, step.sql)
        assert remaining_steps(cluster)
    distribute(cluster)
    assert rows(cluster, KEYS) == before
    assert misplaced(cluster) == []


def test_a_table_that_is_not_placed_is_a_problem(cluster: Store) -> None:
    distribute(cluster)
    run(cluster, "DELETE FROM citus_tables WHERE table_name = 'activity'::regclass")
    (line,) = misplaced(cluster)
    assert line.startswith("placement: activity is local, its class says distributed by lead_id")
    run(
        cluster,
        "UPDATE citus_tables SET distribution_column = 'kind' "
        "WHERE table_name = 'lead_key'::regclass",
    )
    with pytest.raises(SetupError, match="lead_key is distributed by kind"):
        distribute(cluster)


def test_an_upgrade_places_what_is_not_placed_yet(postgres_url: str, worker_id: str) -> None:
    with new_database(postgres_url, worker_id) as url, closing(open_url(url)) as store:
        with store.core_connection() as connection, connection.begin():
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, "0004")
        run(store, EXTENSION)
        distribute(store)
        run(store, "DELETE FROM citus_tables WHERE table_name = 'visitor'::regclass")
        assert upgrade(store)
        assert remaining_steps(store) == []
        assert "visitor" in {name for name, _, _ in rows(store, PLACED)}


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_database_without_the_extension_is_refused(
    kind: str, request: pytest.FixtureRequest
) -> None:
    stores = request.getfixturevalue(f"{kind}_stores")
    with closing(stores.make()) as store, pytest.raises(SetupError, match="no extension citus"):
        distribute(store)


@pytest.mark.parametrize("table", [lead, company], ids=["lead", "company"])
def test_rows_of_several_servers_are_locked_by_keys_on_a_cluster(
    cluster: Store, table: Table
) -> None:
    """It refuses FOR UPDATE for rows of several servers, so the locks are on the coordinator."""

    def lock(tx: Transaction) -> int:
        tx.lock_rows(table, [3, 1, 2])
        count: int = tx.driver.execute(OWN_LOCKS).fetchone()[0]
        return count

    assert cluster.write_now(lock) == 3
    run(cluster, "DROP TABLE citus_tables")
    with closing(open_url(cluster.address)) as plain:
        assert plain.write_now(lock) == 0


def test_tables_that_users_define_are_spread_with_the_leads(cluster: Store) -> None:
    """Before the store is distributed they are placed by the command, afterwards at once."""
    with Rehearsal(cluster) as server:
        make_type(server, "car_c", VIN)
        assert rows(cluster, PLACED) == []
        own = list(cluster.read_now(custom_tables).values())
        assert [each.name for each in own] == ["object_car_c"]
        distribute(cluster, 8)
        (line,) = misplaced(cluster, own)
        assert line.startswith("placement: object_car_c is local, its class says distributed by id")
        assert distribute(cluster, 8, own) == ["place object_car_c"]
        make_type(server, "boat_c", VIN)
    placed = {name: (column, shards) for name, column, shards in rows(cluster, PLACED)}
    assert placed["object_car_c"] == placed["object_boat_c"] == ("id", "lead 0")
    assert misplaced(cluster, list(cluster.read_now(custom_tables).values())) == []


RECORD_TABLES = ("company", "opportunity", "opportunity_role", "object_car_c")


def test_no_statement_joins_records(cluster: Store) -> None:
    """They are on other servers than what would be joined; so are the leads that they are of."""
    sent: list[str] = []
    with Rehearsal(cluster) as server:
        make_type(server, "car_c", VIN, {"name": "owner", **LEAD_LINK}, {"name": "model"})
        distribute(cluster, 8, list(cluster.read_now(custom_tables).values()))
        cluster.observers.append(sent.append)
        for name, record in (
            ("companies", {"externalCompanyId": "c1", "company": "Engines"}),
            ("opportunities", {"externalOpportunityId": "o1", "name": "Sale"}),
        ):
            assert server.post(f"/rest/v1/{name}.json", {"input": [record]}).body["success"]
        lead = create(server, email="ada@example.com", externalCompanyId="c1")
        role = {"externalOpportunityId": "o1", "leadId": lead, "role": "Buyer"}
        assert server.post("/rest/v1/opportunities/roles.json", {"input": [role]}).body["success"]
        cars = [{"vin": "v1", "owner": lead, "model": model} for model in ("A", "B")]
        for car in cars:  # creates it, then locks and updates it
            reply = server.post("/rest/v1/customobjects/car_c.json", {"input": [car]})
            assert reply.body["success"], reply.body
        wanted = {"filterType": "vin", "filterValues": "v1", "fields": "model"}
        listed = server.get("/rest/v1/customobjects/car_c.json", wanted)
        assert listed.result[0]["model"] == "B"
        assert check_store(cluster, lambda *_: None) == []
        deleted = {"deleteBy": "dedupeFields", "input": [{"vin": "v1"}]}
        assert server.post("/rest/v1/customobjects/car_c/delete.json", deleted).body["success"]
    for statement in sent:
        named = set(re.findall(r"(?:FROM|JOIN|INTO|UPDATE) \"?(\w+)", statement))
        if named & {*RECORD_TABLES}:
            assert len(named) == 1, statement
            assert "FOR UPDATE" not in statement
    assert {*RECORD_TABLES} <= {
        name for each in sent for name in RECORD_TABLES if re.search(rf"\b{name}\b", each)
    }
