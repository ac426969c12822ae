"""A PostgreSQL database that is lent again is as new."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import delete, func, make_url, select

from leadkeep.domain.fields.tables import lead
from leadkeep.store import Store, Transaction
from leadkeep.testing import Rehearsal
from leadkeep.testing.connections import IdleConnections
from leadkeep.testing.stores import PostgresStores, postgres_server
from tests.support.leads import FIELDS, create, new_field, sync
from tests.support.stores import new_store

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
LEADS = select(func.count()).select_from(lead)
SEQUENCES = "SELECT * FROM pg_sequences ORDER BY schemaname, sequencename"


@pytest.fixture
def lender(postgres_url: str, worker_id: str) -> Iterator[PostgresStores]:
    """Return a factory that has lent nothing yet."""
    with closing(PostgresStores(postgres_url, f"leadkeep_lent_{worker_id}")) as made:
        yield made


def content(url: str) -> dict[str, Any]:
    with psycopg.connect(url) as connection:
        tables = [row[0] for row in connection.execute(TABLES)]
        rows = {
            name: sorted(map(repr, connection.execute(SQL("TABLE {}").format(Identifier(name)))))
            for name in tables
        }
        return rows | {"sequences": connection.execute(SEQUENCES).fetchall()}


def test_rows_and_sequences_are_those_of_the_template(lender: PostgresStores) -> None:
    url = lender.url()
    new = content(url)
    lender.take_back(url)
    store = lender.make()
    with Rehearsal(store) as server:
        create(server, firstName="Ada")
        server.save_role("reader", "Read-Only Lead")
        store.write_now(lambda tx: tx.bump_version())
        assert content(url) != new
    lender.discard(store)
    again = lender.url()
    assert again == url
    assert content(again) == new


def test_a_connection_that_was_left_open_changes_nothing(lender: PostgresStores) -> None:
    url = lender.url()
    with psycopg.connect(url) as left:
        left.execute("DELETE FROM field")
        lender.take_back(url)
        assert lender.url() == url
        with pytest.raises(psycopg.OperationalError):
            left.execute("SELECT 1")


SESSION = """
    SELECT pg_backend_pid(), current_setting('work_mem'), to_regclass('pg_temp.rest') IS NULL,
    (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'),
    (SELECT count(*) FROM pg_listening_channels()), (SELECT count(*) FROM pg_prepared_statements)"""


def session(tx: Transaction) -> Sequence[object]:
    found: Sequence[object] = tx.driver.execute(SESSION, prepare=False).fetchone()
    return found


def test_a_connection_that_is_used_again_is_as_new(lender: PostgresStores) -> None:
    def leave_much(tx: Transaction) -> None:
        tx.driver.execute("SET work_mem = '7MB'")
        tx.driver.execute("CREATE TEMP TABLE rest (id int)")
        tx.driver.execute("LISTEN somebody")
        tx.driver.execute("SELECT pg_advisory_lock(7)", prepare=True)

    store = lender.make()
    new = store.write_now(session)
    store.write_now(leave_much)
    assert store.write_now(session)[1:] == ("7MB", False, 1, 1, 1)
    lender.discard(store)
    again = lender.make()
    assert again.address == store.address
    assert again.write_now(session) == new
    lender.discard(again)


def test_a_connection_that_broke_is_not_used_again(lender: PostgresStores) -> None:
    store = lender.make()
    first = store.write_now(session)
    with pytest.raises(psycopg.OperationalError):
        store.write_now(lambda tx: tx.driver.pgconn.finish())
    lender.discard(store)
    with new_store(lender) as again:
        assert again.address == store.address
        assert again.write_now(session)[0] != first[0]


@pytest.mark.parametrize(
    "change",
    [
        'ALTER TABLE lead ADD COLUMN "extra" text',
        "CREATE TABLE extra (id int)",
        "DROP INDEX {index}",
        "ANALYZE field",
    ],
    ids=["column", "table", "index", "statistics"],
)
def test_another_schema_is_not_lent_again(lender: PostgresStores, change: str) -> None:
    url = lender.url()
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisunique"
            " AND indrelid = 'activity'::regclass LIMIT 1"
        ).fetchone()
        assert found is not None
        connection.execute(change.format(index=found[0]).encode())
    lender.take_back(url)
    assert lender.url() != url


def test_a_database_that_has_grown_is_not_lent_again(lender: PostgresStores) -> None:
    store = lender.make()
    with Rehearsal(store) as server:
        people = [{"email": f"{number}@example.com", "city": "x" * 255} for number in range(300)]
        sync(server, *people)
    lender.discard(store)
    assert make_url(lender.url()).database != make_url(store.address).database


def test_a_field_that_was_made_is_gone(lender: PostgresStores) -> None:
    store = lender.make()
    with Rehearsal(store) as server:
        server.post(FIELDS, {"input": [new_field("height", "integer")]}).result  # noqa: B018
    lender.discard(store)
    with closing(lender.make()) as other, Rehearsal(other) as server:
        names = [each["name"] for each in server.get(FIELDS).result]
        assert "height" not in names


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_filled_stores_have_more_and_leave_the_others_alone(
    engine: str, request: pytest.FixtureRequest
) -> None:
    plain = request.getfixturevalue(f"{engine}_stores")

    def fill(store: Store) -> None:
        with Rehearsal(store) as server:
            create(server, firstName="Ada")

    filled = plain.filled("more", fill)
    for factory, count in ((filled, 1), (plain, 0), (filled, 1)):
        with new_store(factory) as store:
            assert store.read_now(lambda tx: tx.execute(LEADS).scalar_one()) == count
            store.write_now(lambda tx: tx.execute(delete(lead)))


def test_statements_are_prepared_again_for_the_next_store() -> None:
    """The server forgets them with ``DISCARD ALL``, which the driver may not notice."""
    with postgres_server() as url:
        idle = IdleConnections()
        for uses in (1, 1, 5, 5, 1, 5, 5):
            connection = idle.connect(url, prepare_threshold=2)
            connection.autocommit = True
            for _ in range(uses):
                assert connection.execute("SELECT 1").fetchone() == (1,)
            connection.close()
        assert len(idle.process_ids()) == 1
        idle.close()
