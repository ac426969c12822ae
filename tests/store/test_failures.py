"""What is said of an engine's error: a code without values, and its text for the operator."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import psycopg
import pytest

from leadkeep.domain.fields.tables import lead_key
from leadkeep.store import Insert, Store, Transaction
from leadkeep.store.failure import failure_code, failure_text
from tests.support.stores import mark

CODES = ("SQLITE_CONSTRAINT_PRIMARYKEY", "23505")
TEXTS = (
    "UNIQUE constraint failed: lead_key.kind, lead_key.value, lead_key.lead_id",
    'duplicate key value violates unique constraint "pk_lead_key"',
)


def twice_by_core(tx: Transaction) -> None:
    mark(tx, "me@example.com")
    mark(tx, "me@example.com")


def twice_by_driver(tx: Transaction) -> None:
    columns = [column.name for column in lead_key.c]
    tx.insert(Insert(lead_key, columns), [("mark", "me@example.com", 1)] * 2)


@pytest.mark.parametrize("verb", [twice_by_core, twice_by_driver])
def test_an_error_of_the_engine(store: Store, verb: Callable[[Transaction], None]) -> None:
    with pytest.raises(Exception, match="lead_key") as raised:
        store.write_now(verb)
    is_server = store.address.startswith("postgresql")
    assert failure_code(raised.value) == CODES[is_server]
    assert failure_text(raised.value) == TEXTS[is_server]


def test_an_error_without_a_code_is_named_by_its_type() -> None:
    with closing(sqlite3.connect(":memory:")) as driver:
        driver.close()
        with pytest.raises(sqlite3.Error) as raised:
            driver.execute("SELECT 1")
    assert failure_code(raised.value) == "ProgrammingError"
    assert failure_text(raised.value) == "Cannot operate on a closed database."
    for silent in (sqlite3.DataError(), psycopg.DataError("")):
        assert failure_text(silent) == "DataError"
    lost = psycopg.OperationalError(" the connection is lost\nat noon\n")
    assert failure_code(lost) == "OperationalError"
    assert failure_text(lost) == "the connection is lost"


def test_an_error_of_something_else_is_left_to_others() -> None:
    for error in (ValueError("me@example.com"), OSError("me@example.com")):
        assert failure_code(error) is None
        assert failure_text(error) is None
