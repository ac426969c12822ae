"""Tables are distributed by their class: the statements that are sent to a cluster.

No package has the extension, so functions of its names note what they are called with. They refuse
what the extension refuses: a table with foreign keys, and one that is placed already.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

import leadkeep.tables
from leadkeep.domain.fields.tables import lead
from leadkeep.errors import SetupError
from leadkeep.store import Store, Transaction, metadata
from leadkeep.store.distribute import (
    distribute,
    misplaced_tables,
    remaining_steps,
    wanted_placement,
)
from leadkeep.store.migrate import MIGRATIONS, upgrade
from leadkeep.testing.stores import StoreFactory
from tests.support.databases import new_database
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


def misplaced(store: Store) -> list[str]:
    with store.core_connection() as connection:
        return misplaced_tables(connection)


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
    assert {"job", "company", "opportunity"} <= local
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


def test_rows_of_leads_are_locked_by_keys_on_a_cluster(cluster: Store) -> None:
    """It refuses FOR UPDATE for rows of several servers, so the locks are on the coordinator."""

    def lock(tx: Transaction) -> int:
        tx.lock_rows(lead, [3, 1, 2])
        count: int = tx.driver.execute(OWN_LOCKS).fetchone()[0]
        return count

    assert cluster.write_now(lock) == 3
    run(cluster, "DROP TABLE citus_tables")
    with closing(open_url(cluster.address)) as plain:
        assert plain.write_now(lock) == 0
