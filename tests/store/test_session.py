"""What a PostgreSQL connection relies on, whatever role, database and environment say."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from leadkeep.store import Transaction
from leadkeep.store.session import SESSION_SETTINGS
from tests.support.commands import Commands
from tests.support.databases import new_database
from tests.support.stores import open_url

UNUSUAL = {
    "TimeZone": "'Asia/Tokyo'",
    "DateStyle": "'SQL, DMY'",
    "IntervalStyle": "sql_standard",
    "client_encoding": "LATIN1",
    "extra_float_digits": "-15",
    "standard_conforming_strings": "off",
    "array_nulls": "off",
    "default_transaction_isolation": "serializable",
    "idle_in_transaction_session_timeout": "'10s'",
    "idle_session_timeout": "'1h'",
    "plan_cache_mode": "force_generic_plan",
    "citus.multi_shard_modify_mode": "parallel",
}
"""Values of a database's sessions that differ from what leadkeep relies on."""


@pytest.fixture
def unusual_url(postgres_url: str, worker_id: str) -> Iterator[str]:
    assert UNUSUAL.keys() == SESSION_SETTINGS.keys()
    settings = [f"{name} = {value}" for name, value in UNUSUAL.items()]
    with new_database(postgres_url, worker_id, "", *settings) as url:
        yield url


def present(tx: Transaction) -> dict[str, str]:
    names = ", ".join(f"current_setting('{name}')" for name in SESSION_SETTINGS)
    values = tx.driver.execute(f"SELECT {names}").fetchone()
    return dict(zip(SESSION_SETTINGS, values, strict=True))


def values(tx: Transaction) -> tuple[Any, ...]:
    query = "SELECT timestamptz '2026-03-04 05:06:07Z', 0.1::float8 + 0.2::float8, 'Zoë — ł'"
    found: tuple[Any, ...] = tx.driver.execute(query).fetchone()
    return found


def test_a_connection_has_what_leadkeep_relies_on(
    unusual_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    monkeypatch.setenv("PGTZ", "America/Lima")
    monkeypatch.setenv("PGDATESTYLE", "German")
    relied_on = SESSION_SETTINGS | {"idle_in_transaction_session_timeout": "5min"}
    with closing(open_url(unusual_url)) as store:
        for run in (store.read_now, store.write_now, store.read_snapshot):
            assert run(present) == relied_on
            assert run(values) == (
                datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
                0.1 + 0.2,
                "Zoë — ł",
            )
        with store.core_connection() as core:
            assert core.execute(text("SHOW timezone")).scalar() == "UTC"


def test_a_rollback_keeps_the_settings(unusual_url: str) -> None:
    def fail(tx: Transaction) -> None:
        tx.driver.execute("SELECT 1")
        raise LookupError

    with closing(open_url(unusual_url)) as store:
        for _ in range(2):
            with pytest.raises(LookupError):
                store.write_now(fail)
        assert store.write_now(present)["TimeZone"] == "UTC"


@pytest.mark.parametrize("encoding", ["UTF8", "SQL_ASCII", "LATIN1"])
def test_only_a_database_in_utf8_is_served(
    postgres_url: str, worker_id: str, tmp_path: Path, encoding: str
) -> None:
    creation = f"ENCODING '{encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
    with new_database(postgres_url, worker_id, creation) as url:
        commands = Commands(tmp_path, url)
        if encoding == "UTF8":
            commands.succeed("db", "upgrade")
        else:
            line = commands.refuse("db", "upgrade")
            assert line.endswith(f"its encoding is {encoding}: leadkeep needs a database with UTF8")


@pytest.mark.parametrize("path", ["public", "nowhere"])
def test_tables_need_a_schema(postgres_url: str, worker_id: str, tmp_path: Path, path: str) -> None:
    with new_database(postgres_url, worker_id, "", f"search_path = {path}") as url:
        commands = Commands(tmp_path, url)
        if path == "public":
            commands.succeed("db", "upgrade")
        else:
            assert "no schema of search_path exists" in commands.refuse("db", "upgrade")
