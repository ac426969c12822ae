"""A database that is locked, stopped or gone: an answer in time, and a stop in time."""

import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.support.database_server import DatabaseServer, database_server
from tests.support.server_process import ENVIRONMENT, LEADS, ServerProcess, http_client

pytestmark = pytest.mark.process

LATE = [{"code": "604", "message": "Request timed out"}]
Report = Callable[[str, object], None]
GONE = [{"code": "608", "message": "API Temporarily Unavailable"}]
BOUND_SECONDS = 25.0
"""The deadlines of these tests are at most 7 s; a busy machine gets the rest."""
NEW = {"input": [{"email": "new@example.com"}]}
FIND = {"filterType": "email", "filterValues": "new@example.com"}
HASTY = """
from leadkeep.cli import serve
from leadkeep.__main__ import main
from leadkeep.store import session

serve.SHUTDOWN_LIMIT_SECONDS = 1
session.SPARE_SECONDS = 1
main()
"""
"""The program, which gives running requests one second at a stop, and a server that is stopped one
second beyond each deadline."""


@pytest.fixture(autouse=True)
def deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADKEEP_STATEMENT_TIMEOUT", "2")
    monkeypatch.setenv("LEADKEEP_LOCK_TIMEOUT", "1")
    monkeypatch.setenv("LEADKEEP_CONNECT_TIMEOUT", "2")


@pytest.fixture
def postgres() -> Iterator[DatabaseServer]:
    """Return a database server that the test may stop or kill."""
    with database_server() as server:
        yield server


@contextmanager
def caller(server: ServerProcess) -> Iterator[httpx.Client]:
    with http_client(server.base_url, timeout=BOUND_SECONDS) as client:
        client.headers["authorization"] = f"Bearer {token(client).json()['access_token']}"
        yield client


def token(client: httpx.Client) -> httpx.Response:
    query = {
        "grant_type": "client_credentials",
        "client_id": ENVIRONMENT["LEADKEEP_CLIENT_ID"],
        "client_secret": ENVIRONMENT["LEADKEEP_CLIENT_SECRET"],
    }
    return client.get("/identity/oauth/token", params=query)


def errors(response: httpx.Response) -> Any:  # noqa: ANN401
    body = response.json()
    assert body["success"] is ("errors" not in body)
    return body.get("errors", [])


def test_a_locked_table(postgres: DatabaseServer, tmp_path: Path) -> None:
    with ServerProcess(postgres.url, tmp_path) as server, caller(server) as client:
        assert errors(client.post(LEADS, json=NEW)) == []
        with psycopg.connect(postgres.url) as other:
            other.execute("LOCK TABLE lead IN ACCESS EXCLUSIVE MODE")
            assert errors(client.get(LEADS, params=FIND)) == LATE
            assert errors(client.post(LEADS, json=NEW)) == LATE
        assert errors(client.get(LEADS, params=FIND)) == []
        assert errors(client.post(LEADS, json=NEW)) == []
        assert "Traceback" not in server.log()


def test_a_locked_file(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with ServerProcess(f"sqlite:///{file}", tmp_path) as server, caller(server) as client:
        assert errors(client.post(LEADS, json=NEW)) == []
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            start = time.monotonic()
            with ThreadPoolExecutor(30) as threads:
                runs = [threads.submit(client.post, LEADS, json=NEW) for _ in range(30)]
                assert [errors(run.result()) for run in runs] == [LATE] * 30
            assert time.monotonic() - start < BOUND_SECONDS  # not one deadline for each write
            assert errors(client.get(LEADS, params=FIND)) == []
        assert errors(client.post(LEADS, json=NEW)) == []


def test_a_stopped_server(postgres: DatabaseServer, tmp_path: Path) -> None:
    with (
        ServerProcess(postgres.url, tmp_path, program=("-c", HASTY)) as server,
        caller(server) as client,
    ):
        assert errors(client.post(LEADS, json=NEW)) == []
        postgres.send(signal.SIGSTOP)
        assert errors(client.get(LEADS, params=FIND)) in (LATE, GONE)
        assert errors(client.post(LEADS, json=NEW)) in (LATE, GONE)
        postgres.send(signal.SIGCONT)
        assert errors(client.get(LEADS, params=FIND)) == []
        postgres.send(signal.SIGSTOP)
        start = time.monotonic()
        server.stop()
        assert time.monotonic() - start < BOUND_SECONDS


@pytest.mark.parametrize("program", [("-c", HASTY)], ids=["hasty"])
def test_several_processes_stop_while_the_server_is_stopped(
    postgres: DatabaseServer, tmp_path: Path, program: tuple[str, ...], record_property: Report
) -> None:
    with ServerProcess(postgres.url, tmp_path, 2, program) as server, caller(server) as client:
        assert errors(client.post(LEADS, json=NEW)) == []
        postgres.send(signal.SIGSTOP)
        assert errors(client.post(LEADS, json=NEW)) in (LATE, GONE)
        start = time.monotonic()
        server.stop()
        seconds = time.monotonic() - start
        assert seconds < BOUND_SECONDS
        record_property("s to stop", f"{seconds:.1f}")


def test_a_killed_server(postgres: DatabaseServer, tmp_path: Path) -> None:
    with ServerProcess(postgres.url, tmp_path) as server, caller(server) as client:
        assert errors(client.post(LEADS, json=NEW)) == []
        postgres.kill()
        response = client.get(LEADS, params=FIND)
        assert errors(response) == GONE
        assert response.headers["retry-after"] == "5"
        assert errors(client.post(LEADS, json=NEW)) == GONE
        response = token(client)
        assert (response.status_code, response.json()["error"]) == (500, "server_error")
        assert response.headers["retry-after"] == "5"
        assert server.stop() == 0
