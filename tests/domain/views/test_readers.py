"""A role of PostgreSQL that may read the views reads these and nothing else."""

from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from leadkeep.domain.fields import NewField, create_fields
from leadkeep.domain.views import VIEWS
from leadkeep.errors import SetupError
from leadkeep.store import Store, Transaction
from leadkeep.testing import Rehearsal
from leadkeep.testing.stores import PostgresStores, SqliteStores

SECRET_TABLES = ("client", "api_user", "lead", "activity", "instance")


@pytest.fixture
def store(postgres_stores: PostgresStores) -> Iterator[Store]:
    made = postgres_stores.make()
    with Rehearsal(made):
        yield made
    postgres_stores.discard(made)


@pytest.fixture
def role(store: Store) -> Iterator[str]:
    name = f"reader_{uuid4().hex}"
    store.write_now(lambda tx: run(tx, f"CREATE ROLE {name}"))
    yield name
    store.write_now(lambda tx: run(tx, f"DROP OWNED BY {name}"))
    store.write_now(lambda tx: run(tx, f"DROP ROLE {name}"))


def run(tx: Transaction, sql: str) -> None:
    tx.execute(text(sql))


def readable(store: Store, role: str, *tables: str) -> list[str]:
    """Return those of the tables and views that the role may read."""
    found = []
    for name in tables:

        def read(tx: Transaction, name: str = name) -> None:
            run(tx, f"SET LOCAL ROLE {role}")
            run(tx, f"SELECT * FROM {name} LIMIT 1")  # noqa: S608 -- names of this test

        try:
            store.write_now(read)
        except ProgrammingError as error:
            assert isinstance(error.orig, InsufficientPrivilege)  # noqa: PT017
        else:
            found.append(name)
    return found


def test_a_reader_reads_the_views_and_no_table(store: Store, role: str) -> None:
    assert readable(store, role, *VIEWS) == []
    store.write_now(lambda tx: tx.grant_reader(role, list(VIEWS)))
    assert readable(store, role, *VIEWS, *SECRET_TABLES) == list(VIEWS)


def test_a_reader_still_reads_a_view_that_has_a_new_column(store: Store, role: str) -> None:
    store.write_now(lambda tx: tx.grant_reader(role, list(VIEWS)))
    new = NewField("acmeTier", "Acme Tier", "string")
    store.write_now(lambda tx: create_fields(tx, [new], is_api_created=False))
    assert readable(store, role, "(SELECT acme_tier FROM v_lead) AS new", "lead") == [
        "(SELECT acme_tier FROM v_lead) AS new"
    ]


def test_a_role_that_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(SetupError, match="there is no role nobody_here"):
        store.write_now(lambda tx: tx.grant_reader("nobody_here", list(VIEWS)))


def test_sqlite_has_no_roles(sqlite_stores: SqliteStores) -> None:
    with (
        closing(sqlite_stores.make()) as embedded,
        pytest.raises(SetupError, match="SQLite has no roles"),
    ):
        embedded.write_now(lambda tx: tx.grant_reader("reader", list(VIEWS)))
