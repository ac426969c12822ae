"""A database that is locked, stopped or gone: an answer in time, and a stop in time."""

import signal
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg
import pytest
from sqlalchemy import make_url

from leadkeep.testing.stores import postgres_server
from tests.support.server_process import ENVIRONMENT, LEADS, ServerProcess

pytestmark = pytest.mark.process

LATE = [{"code": "604", "message": "Request timed out"}]
GONE = [{"code": "608", "message": "API Temporarily Unavailable"}]
BOUND_SECONDS = 25.0
"""The deadlines of these tests are at most 7 s; a busy machine gets the rest."""
NEW = {"input": [{"email": "new@example.com"}]}
FIND = {"filterType": "email", "filterValues": "new@example.com"}
HASTY = """
from leadkeep.cli import serve
from leadkeep.__main__ import main

serve.SHUTDOWN_LIMIT_SECONDS = 1
main()
"""
"""The program, which gives running requests one second at a stop."""


@pytest.fixture(autouse=True)
def deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADKEEP_STATEMENT_TIMEOUT", "2")
    monkeypatch.setenv("LEADKEEP_LOCK_TIMEOUT", "1")
    monkeypatch.setenv("LEADKEEP_CONNECT_TIMEOUT", "2")


@pytest.fixture
def postgres() -> Iterator[str]:
    """Return the URL of a server that the test may stop or kill."""
    with postgres_server() as url:
        try:
            yield url
        finally:
            for each in processes(url):
                each.send_signal(signal.SIGCONT)


def processes(url: str) -> list[psutil.Process]:
    folder = make_url(url).query["host"]
    assert isinstance(folder, str)
    try:
        main = psutil.Process(int((Path(folder) / "data/postmaster.pid").read_text().split()[0]))
        return [main, *main.children()]
    except psutil.NoSuchProcess:
        return []


@contextmanager
def caller(server: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.base_url, timeout=BOUND_SECONDS) as client:
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


def test_a_locked_table(postgres: str, tmp_path: Path) -> None:
    with ServerProcess(postgres, tmp_path) as server, caller(server) as client:
        assert errors(client.post(LEADS, json=NEW)) == []
        with psycopg.connect(postgres) as other:
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


def test_a_stopped_server(postgres: str, tmp_path: Path) -> None:
    with (
        ServerProcess(postgres, tmp_path, program=("-c", HASTY)) as server,
        caller(server) as client,
    ):
        assert errors(client.post(LEADS, json=NEW)) == []
        for each in processes(postgres):
            each.send_signal(signal.SIGSTOP)
        assert errors(client.get(LEADS, params=FIND)) in (LATE, GONE)
        assert errors(client.post(LEADS, json=NEW)) in (LATE, GONE)
        for each in processes(postgres):
            each.send_signal(signal.SIGCONT)
        assert errors(client.get(LEADS, params=FIND)) == []
        for each in processes(postgres):
            each.send_signal(signal.SIGSTOP)
        start = time.monotonic()
        server.stop()
        assert time.monotonic() - start < BOUND_SECONDS


def test_a_killed_server(postgres: str, tmp_path: Path) -> None:
    with ServerProcess(postgres, tmp_path) as server, caller(server) as client:
        assert errors(client.post(LEADS, json=NEW)) == []
        for each in processes(postgres):
            each.kill()
        response = client.get(LEADS, params=FIND)
        assert errors(response) == GONE
        assert response.headers["retry-after"] == "5"
        assert errors(client.post(LEADS, json=NEW)) == GONE
        response = token(client)
        assert (response.status_code, response.json()["error"]) == (500, "server_error")
        assert response.headers["retry-after"] == "5"
        assert server.stop() == 0
